"""Pictures of the running product: `make screenshots`.

The walk of `docs/demo.md` is taken twice, in light and in dark. What the documents show goes to
`docs/pictures/`, everything, and every page of the shop wide and narrow, to `out/screenshots/`.
`python -m tools.screenshots shop` takes those of the shop alone, `walk` those of the walk.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from playwright.sync_api import sync_playwright

from tests.e2e.people import AccountManager, Customer
from tests.e2e.running import launch, running_demo
from tests.e2e.walk import HISTORY_DAYS, STEPS, VISITORS, Walk

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.e2e.people import Demo

Scheme = Literal["light", "dark"]

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
OUT = ROOT / "out" / "screenshots"
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
SHOWN_DARK = ("wall", "watching")
QUALITY = 82
WIDE, NARROW = 1280, 390
SHOP_PAGES = (
    *("/", "/products", "/products/halden-chair", "/cart", "/checkout", "/sign-in"),
    *("/sign-in/code", "/account", "/orders", "/invoice", "/account/addresses"),
    *("/account/cancel", "/settings", "/editor", "/upload", "/search?q=chair", "/help", "/contact"),
    *("/blog", "/longread", "/gallery", "/video", "/videos", "/booking", "/dashboard", "/report"),
    *("/map", "/kanban", "/game", "/wizard", "/ticker", "/react", "/widget"),
)


def main(arguments: list[str]) -> int:
    OUT.mkdir(parents=True, exist_ok=True)
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        sync_playwright() as playwright,
        launch(playwright) as theirs,
        launch(playwright) as ours,
    ):
        for scheme in SCHEMES:
            with tempfile.TemporaryDirectory() as folder:
                if "walk" in arguments or not arguments:
                    _walk(Path(folder) / "walk", theirs, ours, scheme)
                if "shop" in arguments or not arguments:
                    with running_demo(Path(folder) / "shop") as demo:
                        _shop(demo, theirs, scheme)
    return 0


def _walk(folder: Path, theirs: Browser, ours: Browser, scheme: Scheme) -> None:
    flags = ("--visitors", str(VISITORS), "--history", str(HISTORY_DAYS), "--seed", "1")

    def shown(name: str, page: Page) -> None:
        page.screenshot(path=OUT / f"{name}-{scheme}.png")
        if scheme == "light" or name in SHOWN_DARK:
            path = PICTURES / f"{name}{'' if scheme == 'light' else '-dark'}.jpg"
            page.screenshot(path=path, type="jpeg", quality=QUALITY)

    with (
        running_demo(folder, *flags) as demo,
        theirs.new_context(
            viewport={"width": 1180, "height": 860}, color_scheme=scheme
        ) as customers,
        ours.new_context(viewport={"width": 1440, "height": 900}, color_scheme=scheme) as agents,
    ):
        walk = Walk(Customer(demo, customers), AccountManager(demo, agents), shown)
        for step in STEPS:
            print(f"{scheme}: {step.title}", flush=True)
            step.take(walk)


def _shop(demo: Demo, browser: Browser, scheme: Scheme) -> None:
    for width in (WIDE, NARROW):
        with browser.new_context(
            viewport={"width": width, "height": 860}, color_scheme=scheme
        ) as context:
            page = context.new_page()
            page.goto(f"{demo.shop}/sign-in")
            page.get_by_role("textbox", name="E-mail").fill("maria@shop.test")
            page.get_by_role("textbox", name="Password").fill("demo-password")
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_url("**/account")
            for path in SHOP_PAGES:
                page.goto(f"{demo.shop}{path}")
                page.wait_for_load_state("networkidle")
                name = path.strip("/").split("?")[0].replace("/", "-") or "home"
                page.screenshot(path=OUT / f"shop-{name}-{scheme}-{width}.png", full_page=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
