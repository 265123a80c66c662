"""The console, as somebody sees it who uses the mouse and the keys."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.lab import Lab
from tests.e2e.people import AccountManager, Customer, Demo

HEAL_S = 30.0
"""A lost line is noticed after two heartbeats, and tried again with growing pauses."""


@pytest.fixture
def ben(demo: Demo, agents_browser: Browser) -> Iterator[AccountManager]:
    """Ben, account manager, not signed in yet."""
    context = agents_browser.new_context(viewport={"width": 1440, "height": 900})
    yield AccountManager(demo, context)
    context.close()


def test_signing_in_says_when_it_did_not_match_and_leads_to_what_was_asked_for(
    lab: Lab, customer: Customer, anna: AccountManager, ben: AccountManager
) -> None:
    customer.open(lab.page("next"))
    session = anna.session_of(customer)
    ben.page.goto(f"{ben.demo.console}/console/sessions/{session}")
    page = ben.page
    page.get_by_label("E-mail").fill("ben@example.test")
    page.get_by_label("Password", exact=True).fill("not-the-password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("The e-mail or the password is wrong")).to_be_visible()
    page.get_by_label("Password", exact=True).fill("demo-password")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**/console/sessions/{session}")
    ben.see_text("The next page")


def test_the_wall_shows_a_new_visitor_by_itself_and_lets_go_of_one_who_stopped(
    lab: Lab, customer: Customer, anna: AccountManager
) -> None:
    anna.page.goto(f"{anna.demo.console}/console/wall")
    expect(anna.page.get_by_role("heading", name="Live now")).to_be_visible()
    page = customer.open(lab.page("next"))
    row = anna.page.locator(f'a[href$="/console/sessions/{anna.session_of(customer)}"]')
    expect(row).to_be_visible()
    page.evaluate("() => window.cobrowse('stop')")
    expect(row).to_have_count(0, timeout=15_000)


def test_the_wall_is_narrowed_by_typing_and_enter_opens_what_is_left(
    lab: Lab, customer: Customer, anna: AccountManager
) -> None:
    customer.open(lab.page("many") + "&who=Zebra-crossing&nodes=8")
    session = anna.session_of(customer)
    anna.page.goto(f"{anna.demo.console}/console/wall")
    rows = anna.page.get_by_role("table", name="Live sessions").locator("[data-row-link]")
    expect(anna.page.locator(f'a[href$="{session}"]')).to_be_visible()
    anna.page.keyboard.press("/")
    anna.page.keyboard.type("no such words")
    expect(anna.page.get_by_text("Nobody matches")).to_be_visible()
    anna.page.keyboard.press("Escape")
    anna.page.keyboard.type("zébra cross")
    expect(rows).to_have_count(1)
    anna.page.keyboard.press("Enter")
    anna.page.wait_for_url(f"**/console/sessions/{session}")
    anna.see_text("Zebra-crossing")


def test_an_address_of_no_session_and_of_no_page_says_so(anna: AccountManager) -> None:
    anna.page.goto(f"{anna.demo.console}/console/sessions/00000000000000000000000000")
    expect(anna.page.get_by_role("heading", name="No such session")).to_be_visible()
    anna.page.get_by_role("link", name="Back to the wall").click()
    expect(anna.page.get_by_role("heading", name="Live now")).to_be_visible()
    anna.page.goto(f"{anna.demo.console}/console/no/such/page")
    expect(anna.page.get_by_role("heading", name="Nothing at this address")).to_be_visible()


def test_a_session_opened_by_its_address_shows_picture_name_and_address(
    lab: Lab, customer: Customer, anna: AccountManager
) -> None:
    customer.open(lab.page("next"))
    anna.page.goto(f"{anna.demo.console}/console/sessions/{anna.session_of(customer)}")
    anna.see_text("The next page")
    header = anna.page.locator("main > header")
    expect(header).to_contain_text("Next")
    expect(header).to_contain_text("/next.html")
    expect(header).to_contain_text("Anonymous")
    expect(header.get_by_role("status")).to_have_text("Live")
    expect(anna.page).to_have_title(re.compile("Cobrowse"))


def test_a_line_that_is_cut_shows_reconnecting_and_heals_by_itself(
    lab: Lab, customer: Customer, anna: AccountManager
) -> None:
    page = customer.open(lab.page("next"))
    anna.watch(customer)
    anna.see_state("live")
    anna.context.set_offline(True)
    pill = anna.page.locator("main > header").get_by_role("status")
    expect(pill).to_have_text("Reconnecting", timeout=HEAL_S * 1000)
    anna.see_state("reconnecting")
    page.get_by_role("button", name="Add").click()
    assert anna.ask("() => page.body.innerText.includes('The next page')"), "the picture stays"
    anna.context.set_offline(False)
    anna.see_text("Clicked 1", wait_s=HEAL_S)
    expect(pill).to_have_text("Live", timeout=HEAL_S * 1000)


def test_the_players_root_carries_the_marks_that_checkers_read(
    lab: Lab, customer: Customer, anna: AccountManager
) -> None:
    page = customer.open(lab.page("next"))
    anna.watch(customer)
    page.get_by_role("button", name="Add").click()
    anna.see_text("Clicked 1")
    anna.until(lambda: anna.mark("lag-ms") is not None, "the lag is told")
    assert anna.player is not None
    assert anna.player.url.startswith(anna.demo.replay)
    roots = anna.player.locator("main#player[data-state]")
    assert roots.count() == 1
    assert anna.mark("state") == "live"
    assert int(anna.mark("lag-ms") or -1) >= 0
    last = customer.wire.batches()[-1]
    anna.until(lambda: anna.mark("page") == last.page, "the page is named")
    newest = max((batch.epoch, batch.seq) for batch in customer.wire.batches() if batch.count)
    anna.until(
        lambda: (int(anna.mark("epoch") or -1), int(anna.mark("seq") or -1)) >= newest,
        "the last batch counts as shown",
    )
    assert anna.player.locator('iframe[name="cobrowse-page"]').count() == 1
