"""The ten-minute walk of `docs/demo.md`, as two people take it: Maria in the shop, Anna in the
console.

Written once: a test takes it to see that every step works, `tools.screenshots` to take pictures.
A step's title is its heading in the document.
"""

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final, NamedTuple

from playwright.sync_api import Locator, Page, expect

from tests.e2e.people import AccountManager, Customer

VISITORS: Final = 12
HISTORY_DAYS: Final = 2
PATIENCE_MS: Final = 30_000
STREET: Final = "Lindenstrasse 140"


@dataclass
class Walk:
    """`shown` is called whenever there is something to look at, with a name for it."""

    maria: Customer
    anna: AccountManager
    shown: Callable[[str, Page], None]
    session: str = ""

    @property
    def pill(self) -> Locator:
        return self.anna.page.locator("main > header").get_by_role("status")

    @property
    def rows(self) -> Locator:
        return self.anna.page.get_by_role("table").locator("[data-row-link]")

    def go(self, path: str) -> Page:
        self.anna.page.goto(f"{self.anna.demo.console}/console/{path}")
        return self.anna.page

    def command(self, *words: str) -> str:
        """Run `cobrowse` on the demo's data, and return what it says."""
        done = subprocess.run(
            [sys.executable, "-m", "cobrowse", *words, "--data", str(self.anna.demo.data)],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def see_who_is_here(walk: Walk) -> None:
    page = walk.anna.page
    page.goto(f"{walk.anna.demo.console}/console/")
    page.get_by_label("E-mail").fill("anna@example.test")
    page.get_by_label("Password", exact=True).fill("demo-password")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/console/wall")
    expect(walk.rows).to_have_count(VISITORS, timeout=PATIENCE_MS)
    walk.shown("wall", page)


def look_over_a_shoulder(walk: Walk) -> None:
    walk.rows.nth(1).click()
    walk.anna.see("() => page.body.innerText.length > 200", wait_s=30)
    expect(walk.pill).to_contain_text("Live", timeout=PATIENCE_MS)
    walk.anna.rest(2)
    walk.shown("watching", walk.anna.page)


def be_the_customer(walk: Walk) -> None:
    page = walk.maria.open("/sign-in")
    page.get_by_role("textbox", name="E-mail").fill("maria@shop.test")
    page.get_by_role("textbox", name="Password").fill("demo-password")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/account")
    page.goto(f"{walk.maria.demo.shop}/products?category=seating")
    page.locator("a[href$='/products/torrin-armchair']").first.click()
    page.get_by_role("radio", name=re.compile("^Medium")).check(force=True)
    page.get_by_role("button", name="Add to cart").click()
    expect(page.get_by_role("link", name="Cart, 1 piece")).to_be_visible(timeout=PATIENCE_MS)
    walk.session = walk.anna.session_of(walk.maria)
    console = walk.go("wall")
    console.locator(f'a[href$="{walk.session}"]').wait_for(timeout=PATIENCE_MS)
    console.keyboard.press("/")
    console.keyboard.type("maria")
    expect(walk.rows).to_have_count(1, timeout=PATIENCE_MS)
    console.keyboard.press("Enter")
    header = console.locator("main > header")
    expect(header.get_by_role("heading", name="Maria Keller")).to_be_visible(timeout=PATIENCE_MS)
    walk.anna.see_text("Torrin")
    page.get_by_role("button", name="Add to cart").hover()
    walk.anna.rest(1)
    walk.shown("maria-live", console)
    walk.shown("maria-shop", page)


def keep_what_is_typed(walk: Walk) -> None:
    page = walk.maria.page
    page.goto(f"{walk.maria.demo.shop}/checkout")
    street = page.get_by_role("textbox", name="Street and number")
    street.fill("")
    street.press_sequentially(STREET, delay=20)
    walk.anna.see_text("Street and number")
    walk.anna.rest(1.5)
    shown = walk.anna.ask("() => page.documentElement.outerHTML")
    assert STREET not in shown
    walk.shown("masked", walk.anna.page)


def let_her_say_no(walk: Walk) -> None:
    walk.maria.until(lambda: "Anna" in walk.maria.hears(), "the notice names Anna")
    walk.shown("notice", walk.maria.page)
    walk.maria.press("Pause")
    expect(walk.pill).to_have_text("Paused", timeout=PATIENCE_MS)
    walk.shown("paused", walk.anna.page)
    walk.maria.press("Resume")
    expect(walk.pill).to_contain_text("Live", timeout=PATIENCE_MS)


def break_something(walk: Walk) -> None:
    page = walk.maria.page
    page.goto(f"{walk.maria.demo.shop}/gallery?fault=next-dead")
    following = page.get_by_role("button", name="Next picture")
    walk.anna.see_text("Rooms we have stood in")
    for _ in range(6):
        following.click()
    walk.anna.until(lambda: "gallery" in walk.anna.listed(walk.maria)["page"]["url"], "it is told")
    walk.anna.rest(1)
    walk.shown("dead-button", walk.anna.page)


def look_back_while_it_goes_on(walk: Walk) -> None:
    console = walk.anna.page
    console.keyboard.press("j")
    expect(walk.pill).to_have_text("Replay", timeout=PATIENCE_MS)
    walk.anna.until(lambda: walk.anna.past_player, "the past has a picture", 30)
    walk.anna.rest(2)
    walk.shown("looking-back", console)
    console.keyboard.press("l")
    expect(walk.pill).to_contain_text("Live", timeout=PATIENCE_MS)


def pull_the_plug(walk: Walk) -> None:
    walk.maria.context.set_offline(True)
    page = walk.maria.page
    page.get_by_role("button", name="Picture 3").click()
    expect(walk.pill).to_have_text("Connection lost", timeout=2 * PATIENCE_MS)
    walk.shown("lost", walk.anna.page)
    walk.maria.context.set_offline(False)
    expect(walk.pill).to_contain_text("Live", timeout=2 * PATIENCE_MS)


def find_a_past_visit(walk: Walk) -> None:
    page = walk.go("library")
    expect(page.get_by_role("heading", name="Past visits")).to_be_visible(timeout=PATIENCE_MS)
    expect(walk.rows.nth(20)).to_be_visible(timeout=PATIENCE_MS)
    walk.shown("library", page)


def replay_it(walk: Walk) -> None:
    page = walk.anna.page
    minutes = page.get_by_role("row").filter(has_text=re.compile(r"[2-9]m \d+s"))
    minutes.locator("[data-row-link]").first.click()
    expect(walk.pill).to_have_text("Replay", timeout=PATIENCE_MS)
    walk.anna.until(lambda: walk.anna.past_player, "the past has a picture", 30)
    for _ in range(2):
        page.keyboard.press(">")
    walk.anna.rest(3)
    walk.shown("replay", page)


def take_it_away(walk: Walk) -> None:
    """And let it be forgotten: the last step, since nothing of Maria is left."""
    walk.maria.page.evaluate("() => window.cobrowse('stop')")
    walk.anna.until(lambda: walk.anna.condition(walk.session) is None, "her visit is over")
    exported = walk.command("export", walk.session, "--format", "rrweb")
    assert STREET not in exported
    assert '"type"' in exported
    walk.command("erase", "--session", walk.session, "--yes")
    reply = walk.anna.context.request.get(
        f"{walk.anna.demo.console}/api/v1/sessions/{walk.session}"
    )
    assert reply.status == HTTPStatus.NOT_FOUND


class Step(NamedTuple):
    title: str
    take: Callable[[Walk], None]


STEPS: Final = (
    Step("See who is here", see_who_is_here),
    Step("Look over a shoulder", look_over_a_shoulder),
    Step("Be the customer", be_the_customer),
    Step("Type a secret", keep_what_is_typed),
    Step("Say no", let_her_say_no),
    Step("Break something", break_something),
    Step("Look back while it goes on", look_back_while_it_goes_on),
    Step("Pull the plug", pull_the_plug),
    Step("Find a past visit", find_a_past_visit),
    Step("Replay it", replay_it),
    Step("Take it away, and let it be forgotten", take_it_away),
)
