"""Looking back at visits, as somebody does it who has the mouse and the keys: while they go on,
when they end, and long after."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Route, expect

from tests.e2e.lab import Lab
from tests.e2e.people import WAIT_S, AccountManager, Customer, Demo

PATIENCE_MS = 2 * WAIT_S * 1000
"""A ceiling for one thing to appear on a busy machine, not an expectation."""

RECORDING = re.compile(r"/api/v1/sessions/[^/]+/recording$")

PICTURE = """() => {
  const page = document.querySelector('iframe[name="cobrowse-page"]');
  return page?.contentDocument?.body?.innerText ?? '';
}"""


@pytest.fixture
def sam(demo: Demo, agents_browser: Browser) -> Iterator[AccountManager]:
    """Sam, sales reviewer, who sees visits only when they are over."""
    context = agents_browser.new_context(viewport={"width": 1440, "height": 900})
    yield AccountManager(demo, context)
    context.close()


def pill(agent: AccountManager) -> Locator:
    return agent.page.locator("main > header").get_by_role("status")


def slider(agent: AccountManager) -> Locator:
    return agent.page.get_by_role("slider", name="Place in the visit")


def past_shows(agent: AccountManager, is_it: Callable[[str], bool], what: str) -> None:
    def shown() -> bool:
        frame = agent.past_player
        return frame is not None and is_it(frame.evaluate(PICTURE))

    agent.until(shown, f"the picture of the past {what}", WAIT_S * 2)


def open_session(agent: AccountManager, session: str, query: str = "") -> None:
    agent.page.goto(f"{agent.demo.console}/console/sessions/{session}{query}")


def a_visit(lab: Lab, customer: Customer, rows: int = 3) -> None:
    """Somebody adds rows to a list, one in a second or so."""
    page = customer.open(lab.page("features"))
    for _ in range(rows):
        page.get_by_role("button", name="Add a row").click()
        customer.rest(1.2)


def end(anna: AccountManager, customer: Customer) -> str:
    """The customer stops the visit for good; return its id."""
    session = anna.session_of(customer)
    customer.page.evaluate("() => window.cobrowse('stop')")
    anna.until(
        lambda: session not in [each["id"] for each in anna.live_sessions()], "the visit is over"
    )
    return session


def test_a_visit_that_is_over_opens_as_a_replay_and_is_sought_by_keys(
    lab: Lab, customer: Customer, anna: AccountManager
) -> None:
    a_visit(lab, customer)
    session = end(anna, customer)
    open_session(anna, session)
    expect(pill(anna)).to_have_text("Replay", timeout=PATIENCE_MS)
    past_shows(anna, lambda text: "A line of" in text, "is there")
    slider(anna).press("End")
    past_shows(anna, lambda text: "Row 3" in text, "has come to its end")
    expect(anna.page.get_by_text("The end of the visit")).to_be_visible(timeout=PATIENCE_MS)
    slider(anna).press("Home")
    past_shows(anna, lambda text: "Row" not in text, "is that of the start again")


def test_a_link_to_a_moment_shows_that_moment(
    lab: Lab, customer: Customer, anna: AccountManager
) -> None:
    a_visit(lab, customer)
    customer.rest(2)
    session = end(anna, customer)
    open_session(anna, session, "?t=3600")
    past_shows(anna, lambda text: "Row 3" in text, "is the nearest that there is")


def test_going_back_in_a_live_visit_leaves_the_customers_notice_and_comes_back_at_once(
    lab: Lab, customer: Customer, anna: AccountManager
) -> None:
    page = customer.open(lab.page("features"))
    anna.watch(customer)
    expect(pill(anna)).to_contain_text("Live", timeout=PATIENCE_MS)
    for _ in range(3):
        page.get_by_role("button", name="Add a row").click()
        customer.rest(1)
    anna.see_text("Row 3")
    expect(slider(anna)).to_have_attribute("aria-valuetext", "Live", timeout=PATIENCE_MS)
    told = len(customer.wire.events_received())
    anna.page.keyboard.press("j")
    expect(pill(anna)).to_have_text("Replay", timeout=PATIENCE_MS)
    past_shows(anna, lambda text: "A line of" in text, "is there")
    page.get_by_role("button", name="Add a row").click()
    anna.page.get_by_role("button", name="Live").click()
    expect(pill(anna)).to_contain_text("Live", timeout=PATIENCE_MS)
    anna.see_text("Row 4")
    since = customer.wire.events_received()[told:]
    assert "watched" not in since, "whoever looks back still watches: the notice has not moved"


def test_a_visit_that_ends_under_the_watchers_eyes_keeps_its_picture_and_is_replayed(
    lab: Lab, customer: Customer, anna: AccountManager
) -> None:
    a_visit(lab, customer)
    anna.watch(customer)
    anna.see_text("Row 3")
    end(anna, customer)
    expect(anna.page.get_by_role("heading", name="This visit is over")).to_be_visible(
        timeout=PATIENCE_MS
    )
    assert "Row 3" in anna.ask("() => page.body.innerText"), "the last picture is still there"
    anna.page.get_by_role("button", name="Replay from the start").click()
    expect(pill(anna)).to_have_text("Replay", timeout=PATIENCE_MS)
    past_shows(anna, lambda text: "A line of" in text, "is there")


def test_a_sales_reviewer_lands_on_the_past_visits_and_replays_one(
    lab: Lab, customer: Customer, anna: AccountManager, sam: AccountManager
) -> None:
    a_visit(lab, customer)
    session = end(anna, customer)
    page = sam.page
    page.goto(f"{sam.demo.console}/console/")
    page.get_by_label("E-mail").fill("sam@example.test")
    page.get_by_label("Password", exact=True).fill("demo-password")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/console/library")
    expect(page.get_by_role("heading", name="Past visits")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_role("link", name="Wall")).to_have_count(0)
    page.locator(f'a[href$="/console/sessions/{session}"]').click()
    past_shows(sam, lambda text: "A line of" in text, "is there")
    assert page.locator('iframe[name="cobrowse-player"]').count() == 1
    page.keyboard.press("Escape")
    page.wait_for_url("**/console/library")


def test_a_visit_that_may_not_be_recorded_says_so_when_it_is_over(
    lab: Lab, customer: Customer, anna: AccountManager
) -> None:
    page = customer.page
    page.goto(lab.page("features", "required"))
    page.wait_for_function("() => typeof window.cobrowse === 'function'")
    page.evaluate("() => window.cobrowse('consent', {observe: true, record: false, review: false})")
    customer.captured()
    anna.watch(customer)
    expect(anna.page.get_by_text("Not recorded")).to_be_visible(timeout=PATIENCE_MS)
    expect(slider(anna)).to_have_count(0)
    session = end(anna, customer)
    open_session(anna, session)
    expect(anna.page.get_by_role("heading", name="This visit was not recorded")).to_be_visible(
        timeout=PATIENCE_MS
    )


def test_while_the_index_does_not_come_the_screen_says_so_and_heals_by_itself(
    lab: Lab, customer: Customer, anna: AccountManager
) -> None:
    a_visit(lab, customer, rows=1)
    session = end(anna, customer)
    anna.page.route(RECORDING, lambda route: route.abort())
    open_session(anna, session)
    expect(anna.page.get_by_role("heading", name="The recording does not load")).to_be_visible(
        timeout=PATIENCE_MS
    )
    anna.page.unroute(RECORDING)
    past_shows(anna, lambda text: "A line of" in text, "is there")


def test_a_gap_is_marked_on_the_line_and_said_with_its_reason(
    lab: Lab, customer: Customer, anna: AccountManager
) -> None:
    """The gap is written into the index on its way to the console: what the screen makes of it."""
    a_visit(lab, customer)
    session = end(anna, customer)

    def with_gap(route: Route) -> None:
        index: dict[str, Any] = route.fetch().json()
        segment = index["segments"][-1]
        at = (segment["from_at"] + segment["to_at"]) // 2
        gap = {"kind": "gap", "at": at, "reason": "missing", "url": "", "title": ""}
        segment["moments"].append({**gap, "visible": True, "focused": False})
        route.fulfill(body=json.dumps(index), content_type="application/json")

    anna.page.route(RECORDING, with_gap)
    open_session(anna, session)
    expect(slider(anna)).to_be_visible(timeout=PATIENCE_MS)
    box = slider(anna).bounding_box()
    assert box is not None
    hint = anna.page.get_by_text("A moment was lost: the connection was down")
    for share in range(20, 100):
        anna.page.mouse.move(box["x"] + box["width"] * share / 100, box["y"] + box["height"] / 2)
        if hint.is_visible():
            return
    raise AssertionError("the gap was nowhere on the line")
