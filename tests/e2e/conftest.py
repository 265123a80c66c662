"""Real parts: the running service, and two Chromiums, one for each side.

`demo` is one running service for all tests here; every customer has a browser context, so a
visitor, of their own. `lab` is a second site of ours with the awkward pages that a shop has not.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.e2e.lab import Lab, serve_lab
from tests.e2e.people import AccountManager, Customer, Demo
from tests.e2e.running import launch, running_demo


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is here, and put it last: Playwright keeps an event loop running from its first use
    to the end, in which no other test could begin one of its own."""
    for item in items:
        if _is_here(item):
            item.add_marker(pytest.mark.e2e)
    items.sort(key=_is_here)


def _is_here(item: pytest.Item) -> bool:
    return Path(__file__).parent in item.path.parents


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The running service with its shop."""
    with running_demo(tmp_path_factory.mktemp("demo")) as demo:
        yield demo


@pytest.fixture(scope="session")
def lab(demo: Demo) -> Iterator[Lab]:
    """A second site, added while the service runs."""
    with serve_lab(demo) as lab:
        yield lab


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


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
