"""The pictures of the documentation, taken of the running product: `python -m tools.pictures`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.e2e.people import AccountManager, Customer
from tests.e2e.running import launch, running_demo

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
QUALITY = 88


def main() -> int:
    """Maria looks at a chair in the shop; Anna watches."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        running_demo(Path(folder)) as demo,
        sync_playwright() as playwright,
        launch(playwright) as theirs,
        launch(playwright) as ours,
    ):
        maria = Customer(demo, theirs.new_context(viewport={"width": 1180, "height": 860}))
        anna = AccountManager(demo, ours.new_context(viewport={"width": 1440, "height": 900}))
        anna.sign_in("anna@example.test")
        page = maria.open("/sign-in")
        page.get_by_role("textbox", name="E-mail").fill("maria@shop.test")
        page.get_by_role("textbox", name="Password").fill("demo-password")
        page.get_by_role("button", name="Sign in").click()
        page.goto(f"{demo.shop}/products?category=seating")
        page.locator("a[href$='/products/torrin-armchair']").first.click()
        page.get_by_role("button", name="Add to cart").wait_for()
        anna.watch(maria)
        page.get_by_role("button", name="Add to cart").hover()
        anna.rest(2)
        anna.page.screenshot(path=PICTURES / "watching.jpg", type="jpeg", quality=QUALITY)
    return 0


if __name__ == "__main__":
    sys.exit(main())
