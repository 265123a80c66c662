"""What was seen live is seen again: the same picture at every moment, from whichever side it is
approached."""

import time
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright

from tests.e2e.fidelity import same_picture
from tests.e2e.forged import ForgedVisitor, change, forged_visitor, listening_bait
from tests.e2e.lab import Lab
from tests.e2e.people import AccountManager, Customer, Demo
from tests.e2e.replaying import Moment, Replay, moment_of
from tests.e2e.running import launch
from tests.e2e.test_player import hostile_nodes

STOP = "() => window.cobrowse('stop')"
REST_S = 1.0
"""Between what happens and the moment that is looked at again, on both sides of it."""


PREFERS_DARK = "() => page.defaultView.matchMedia('(prefers-color-scheme: dark)').matches"


def rest_and_note(customer: Customer, anna: AccountManager) -> Moment:
    """Wait until the account manager sees what the customer sees, and remember the picture."""
    same_picture(customer, anna)
    customer.rest(REST_S)
    moment = moment_of(anna)
    customer.rest(REST_S)
    return moment


@pytest.mark.timeout(180)
def test_every_moment_of_a_visit_to_the_shop_is_replayed_as_it_was_seen_live(
    customer: Customer, anna: AccountManager
) -> None:
    page = customer.open("/")
    session = anna.session_of(customer)
    anna.watch(customer)
    moments = [rest_and_note(customer, anna)]
    page.mouse.wheel(0, 500)
    moments.append(rest_and_note(customer, anna))
    page.goto(f"{anna.demo.shop}/products")
    moments.append(rest_and_note(customer, anna))
    page.get_by_label("Lighting").check()
    moments.append(rest_and_note(customer, anna))
    page.evaluate("() => window.cobrowse('pause')")
    customer.rest(0.5)
    page.evaluate("() => window.cobrowse('resume')")
    moments.append(rest_and_note(customer, anna))
    page.evaluate(STOP)

    replay = Replay(anna, session)
    forwards = range(len(moments))
    for number in [*forwards, *reversed(forwards), 3, 1, 4, 0, 2]:
        replay.seek(moments[number].at)
        replay.shows(moments[number])
    assert {moment.epoch for moment in moments} == {"0", "1"}, "there was a second epoch"


@pytest.mark.parametrize("faster", [0, 1, 3])
def test_played_at_any_speed_it_comes_to_the_same_end(
    lab: Lab, customer: Customer, anna: AccountManager, faster: int
) -> None:
    page = customer.open(lab.page("features"))
    session = anna.session_of(customer)
    anna.watch(customer)
    for number in range(1, 4):
        page.get_by_role("button", name="Add a row").click()
        page.mouse.move(100 + 100 * number, 200, steps=8)
        page.mouse.wheel(0, 60)
        customer.rest(0.4)
    last = rest_and_note(customer, anna)
    pointer = anna.player and anna.player.locator(".replayer-mouse").get_attribute("style")
    page.evaluate(STOP)

    replay = Replay(anna, session)
    for _ in range(faster):
        anna.page.keyboard.press(">")
    replay.seek(replay.start)
    assert "Row 1" not in replay.text()
    replay.play_to_the_end()
    replay.shows(last)
    assert replay.frame.locator(".replayer-mouse").get_attribute("style") == pointer


def test_two_tabs_are_replayed_as_they_were_turned_to_without_an_empty_screen(
    lab: Lab, customer: Customer, anna: AccountManager
) -> None:
    first = customer.open(lab.page("features"))
    session = anna.session_of(customer)
    customer.rest(REST_S)
    second = customer.context.new_page()
    second.goto(lab.page("next"))
    second.get_by_role("button", name="Add").click()
    customer.rest(2 * REST_S)
    first.bring_to_front()
    first.get_by_role("button", name="Add a row").click()
    customer.rest(2 * REST_S)
    first.evaluate(STOP)

    replay = Replay(anna, session)
    replay.seek(replay.start)
    replay.frame.evaluate(
        """() => {
          window.seen = []
          const look = () => {
            const shown = [...document.querySelectorAll('iframe[name="cobrowse-page"]')]
              .filter((frame) => frame.checkVisibility({visibilityProperty: true}))
              .map((frame) => frame.contentDocument?.querySelector('h1')?.innerText ?? 'nothing')
            const now = shown.join() || 'nothing'
            if (window.seen.at(-1) !== now) window.seen.push(now)
            requestAnimationFrame(look)
          }
          look()
        }"""
    )
    replay.play_to_the_end()
    seen = replay.frame.evaluate("() => window.seen")
    assert len(seen) == 3, seen
    assert seen[0] == seen[2] != seen[1]
    assert "nothing" not in seen
    assert "Row 1" in replay.text()


def test_what_was_lost_is_marked_until_the_next_checkpoint(
    demo: Demo, lab: Lab, anna: AccountManager
) -> None:
    with forged_visitor(demo, lab) as visitor:
        before = time_of(said(visitor, "Before", checkpoint=True))
        lost = {"kind": "lost", "epoch": 0, "from_seq": 1, "to_seq": 7, "reason": "spool_full"}
        after = time_of(said(visitor, "After", checkpoint=True, epoch=1, facts=[lost]))
        session = anna.session_of(visitor)
        visitor.stop()
        replay = Replay(anna, session)
        replay.seek(after - 500)
        assert "Before" in replay.text()
        assert replay.mark("gap") == "spool_full"
        replay.seek(after + 200)
        assert "After" in replay.text()
        assert replay.mark("gap") is None
        replay.seek(before)
        assert "Before" in replay.text()


def test_a_hostile_page_reaches_nothing_when_it_is_replayed(
    demo: Demo, lab: Lab, anna: AccountManager
) -> None:
    with listening_bait() as (bait, asked), forged_visitor(demo, lab) as visitor:
        head, body = hostile_nodes(visitor, bait)
        marker = visitor.element("p", {"id": "marker"}, "A picture of a hostile page")
        visitor.send(visitor.page(head, [marker, *body]), checkpoint=True)
        time.sleep(REST_S)
        text = marker["childNodes"][0]["id"]
        visitor.send([change(texts=[{"id": text, "value": "After the change"}])])
        time.sleep(REST_S)
        session = anna.session_of(visitor)
        visitor.stop()
        replay = Replay(anna, session)
        replay.seek(replay.end)
        assert "After the change" in replay.text()
        anna.rest(2)  # pictures that failed are asked for again after a while
        for frame in (anna.page.main_frame, replay.frame):
            assert frame.evaluate("() => typeof window.pwned") == "undefined"
        assert replay.ask("() => typeof page.defaultView.pwned") == "undefined"
        assert asked == []


def said(visitor: ForgedVisitor, words: str, **fields: Any) -> dict[str, Any]:
    """Send a page that says something, as a new epoch if one is given; return its last record."""
    if "epoch" in fields:
        visitor.begin_epoch()
    records = visitor.page([], [visitor.element("p", {}, words)])
    visitor.send(records, **fields)
    time.sleep(2 * REST_S)
    return records[-1]


def time_of(record: dict[str, Any]) -> int:
    return int(record["timestamp"])


@pytest.mark.parametrize("dark", [True, False])
def test_a_page_has_the_look_that_its_customer_sees_whichever_the_account_manager_prefers(
    demo: Demo, lab: Lab, playwright: Playwright, agents_browser: Browser, dark: bool
) -> None:
    # Emulated, as Playwright does it, a look goes for all frames, whatever these are told.
    with launch(playwright, "--force-dark-mode") as dark_browser:
        one, other = (dark_browser, agents_browser) if dark else (agents_browser, dark_browser)
        with (
            one.new_context(color_scheme="null") as his,
            other.new_context(color_scheme="null") as hers,
        ):
            customer, anna = Customer(demo, his), AccountManager(demo, hers)
            anna.sign_in("anna@example.test")
            page = customer.open(lab.page("features"))
            session = anna.session_of(customer)
            anna.watch(customer)
            assert anna.ask(PREFERS_DARK) is dark
            page.evaluate(STOP)
            assert Replay(anna, session).ask(PREFERS_DARK) is dark
