"""Starting the real things: the service as `cobrowse demo` starts it, and Chromium."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Playwright

from tests.e2e.people import Demo
from tests.ports import three_free_ports
from tools import chromium

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
STOP_S = 15


@contextmanager
def running_demo(folder: Path, *flags: str) -> Iterator[Demo]:
    """The service with its shop, on ports of its own; data and log are below `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    data, log = folder / "data", folder / "server.log"
    command = [sys.executable, "-m", "cobrowse", "demo", "--json", "--data", str(data)]
    command += ["--port", str(three_free_ports()), *flags]
    with log.open("wb") as errors:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True)
    assert process.stdout is not None
    with process.stdout as lines:
        line = lines.readline()
        if not line:
            process.wait(START_S)
            raise RuntimeError(f"the service did not start:\n{log.read_text()[-4000:]}")
        told = json.loads(line)
        try:
            yield Demo(told["console"], told["replay"], told["shop"], told["site_key"], data, log)
        finally:
            process.send_signal(signal.SIGTERM)
            stopped = process.wait(STOP_S)
    assert stopped == 0, "SIGTERM ends the service cleanly"


def launch(playwright: Playwright, *flags: str) -> Browser:
    found = chromium.find()
    assert found is not None, chromium.ADVICE
    # Playwright switches the back/forward cache off; our customers' browsers do not.
    return playwright.chromium.launch(
        executable_path=found,
        args=[*FLAGS, *flags],
        ignore_default_args=["--disable-back-forward-cache"],
    )
