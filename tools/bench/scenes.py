"""What is done on a page while the main thread's work is counted.

Ordinary ones are visits to the demonstration shop, counted from the first byte of the page on. The
heavy ones are pages that are hard on any recorder: most are counted from when the page stands and
is recorded until a second after; the last one counts how a large page comes to be recorded.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

HEAVY_PAGE = Path(__file__).parent / "heavy.html"
HEAVY_PATH = "/heavy"


@dataclass(frozen=True)
class Scene:
    """`path` is an address of the shop. `prepare` is done before the counting, where there is any;
    without it, loading the page counts."""

    name: str
    path: str
    act: Callable[[Page], None]
    prepare: Callable[[Page], None] | None = None


def _list(page: Page) -> None:
    _read(page)
    page.locator('a.card-link[href="/products/torrin-armchair"]').first.click()
    page.get_by_role("button", name="Add to cart").click()
    _read(page)
    page.go_back()
    page.locator('a.card-link[href="/products/torrin-armchair"]').first.wait_for()


def _form(page: Page) -> None:
    for name, text in (("E-mail", "maria@shop.test"), ("Password", "not-this-one")):
        page.get_by_role("textbox", name=name, exact=True).press_sequentially(text, delay=40)
    _read(page)


def _read(page: Page) -> None:
    """Move the pointer and scroll as somebody does who reads; a little over a second."""
    page.mouse.move(200, 200, steps=2)
    for step in range(20):
        page.mouse.move(200 + 40 * step, 200 + 20 * step, steps=1)
        if step % 5 == 0:
            page.mouse.wheel(0, 250)
        page.wait_for_timeout(50)
    page.mouse.wheel(0, -2_000)
    page.wait_for_timeout(200)


def _point(page: Page) -> None:
    """Loading the page is the scene; but a page that nobody touches is not sent by all of them."""
    page.mouse.move(300, 300, steps=5)


def _heavy(name: str) -> Scene:
    def prepare(page: Page) -> None:
        _point(page)
        page.evaluate("(name) => { prepare[name]() }", name)

    def play(page: Page) -> None:
        page.evaluate("(name) => play[name]()", name)

    return Scene(name, HEAVY_PATH, play, prepare)


ORDINARY = (
    Scene("home", "/", _read),
    Scene("list_and_product", "/products", _list),
    Scene("sign_in_form", "/sign-in", _form),
)

HEAVY = (
    _heavy("rows_rendered_again"),
    _heavy("cells_changed"),
    _heavy("rows_reversed"),
    _heavy("thousands_come_and_go"),
    _heavy("hundred_moving"),
    Scene("load_50000_nodes", f"{HEAVY_PATH}?nodes=50000", _point),
)
