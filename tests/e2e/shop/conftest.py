"""The shop alone, and people with a fresh browser profile each."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.e2e.shop.serving import Shop, running_shop


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """One shop for all tests of its rooms: what a test changes, it changes as a person of its own
    (an anonymous browser), or it leaves the signed-in customer's things as it found them."""
    with running_shop(tmp_path_factory.mktemp("shop")) as shop:
        yield shop


@pytest.fixture
def visiting(shop: Shop, customers_browser: Browser) -> Iterator[BrowserContext]:
    """A fresh browser profile; addresses such as `/cart` are the shop's."""
    context = customers_browser.new_context(
        base_url=shop.origin, viewport={"width": 1280, "height": 800}
    )
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def page(visiting: BrowserContext) -> Page:
    """A window of that profile."""
    return visiting.new_page()


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser's console says is wrong on `page`, errors thrown there included."""
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: said.append(error.message))
    return said
