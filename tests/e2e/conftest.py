"""Real parts: the service as `cobrowse demo` starts it, and two Chromiums, one for each side.

`demo` is one running service for all tests here; every customer has a browser context, so a
visitor, of their own. `lab` is a second site of ours with the awkward pages that a shop has not.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.e2e.lab import Lab, serve_lab
from tests.e2e.people import AccountManager, Customer, Demo

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_S = 60


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)


def three_free_ports() -> int:
    """Return a port that is free together with the two behind it."""
    for _ in range(50):
        with closing(socket.socket()) as first:
            first.bind(("127.0.0.1", 0))
            port: int = first.getsockname()[1]
            try:
                for other in (port + 1, port + 2):
                    with closing(socket.socket()) as neighbour:
                        neighbour.bind(("127.0.0.1", other))
            except OSError:
                continue
            return port
    raise RuntimeError("no three free ports in a row")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The running service with its shop, on ports and in a folder of its own."""
    data = tmp_path_factory.mktemp("data")
    log = tmp_path_factory.mktemp("log") / "server.log"
    command = [sys.executable, "-m", "cobrowse", "demo", "--json", "--data", str(data)]
    command += ["--port", str(three_free_ports())]
    with log.open("wb") as errors:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True)
    assert process.stdout is not None
    with process.stdout as lines:
        line = lines.readline()
        if not line:
            process.wait(START_S)
            pytest.fail(f"the service did not start:\n{log.read_text()[-4000:]}")
        told = json.loads(line)
        yield Demo(
            console=told["console"].rstrip("/").removesuffix("/console"),
            replay=told["replay"].rstrip("/"),
            shop=told["shop"].rstrip("/"),
            site_key=told["site_key"],
            data=data,
            log=log,
        )
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0, "SIGTERM ends the service cleanly"


@pytest.fixture(scope="session")
def lab(demo: Demo) -> Iterator[Lab]:
    """A second site, added while the service runs."""
    with serve_lab(demo) as lab:
        yield lab


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


def launch(playwright: Playwright) -> Browser:
    path = os.environ.get("COBROWSE_CHROMIUM")
    path = path or next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
    return playwright.chromium.launch(executable_path=path, args=FLAGS)


@pytest.fixture(scope="session")
def customers_browser(playwright: Playwright) -> Iterator[Browser]:
    browser = launch(playwright)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def agents_browser(playwright: Playwright) -> Iterator[Browser]:
    browser = launch(playwright)
    yield browser
    browser.close()


@pytest.fixture
def customer(demo: Demo, customers_browser: Browser) -> Iterator[Customer]:
    """Somebody with a fresh browser profile."""
    context = customers_browser.new_context(viewport={"width": 1100, "height": 800})
    yield Customer(demo, context)
    context.close()


@pytest.fixture
def anna(demo: Demo, agents_browser: Browser) -> Iterator[AccountManager]:
    """Anna, account manager, signed in."""
    context = agents_browser.new_context(viewport={"width": 1440, "height": 900})
    anna = AccountManager(demo, context)
    anna.sign_in("anna@example.test")
    yield anna
    context.close()
