"""What ordinary days bring to a customer's browser, and what the account manager sees of it: each
time the live view heals, the record holds everything, once and in order, and its replay is what the
page was."""

import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright

from cobrowse.wire.capture import Left, Shown
from tests.e2e.fidelity import Tree, page_of, picture_of, same_picture
from tests.e2e.lab import Lab
from tests.e2e.people import AccountManager, Customer, Demo
from tests.e2e.processes import PROCESSES, OwnBrowser, own_browser
from tests.e2e.proxy import company_proxy
from tests.e2e.recorded import Stream, content, ending, facts, must_be_whole, streams

LOST_S = 30
"""Until a page that says nothing is shown as lost; a ceiling, not an expectation."""

SLEEP_S = 20


@pytest.fixture
def laptop(playwright: Playwright) -> Iterator[OwnBrowser]:
    if not PROCESSES.is_dir():
        pytest.skip(f"processes are not found in {PROCESSES} on {sys.platform}")
    with own_browser(playwright) as browser:
        yield browser


def add(page: Page) -> None:
    page.get_by_role("button", name="Add").click()


def only_stream(anna: AccountManager, session: str) -> Stream:
    (stream,) = streams(anna, session).values()
    return stream


def recorded(anna: AccountManager, session: str, text: str) -> Stream:
    """Wait until a text is in the record of the only page; return the record, which is whole."""
    anna.until(lambda: text in content(only_stream(anna, session)), f"{text} is recorded")
    stream = only_stream(anna, session)
    must_be_whole(stream)
    return stream


def end(page: Page, anna: AccountManager, session: str) -> None:
    """Let the customer end the visit, from any of its pages."""
    page.wait_for_function("() => typeof window.cobrowse === 'function'")
    page.evaluate("() => new Promise((done) => window.cobrowse('on', 'ready', done))")
    page.evaluate("() => window.cobrowse('stop')")
    anna.until(lambda: anna.condition(session) is None, "the visit is over")


def end_elsewhere(lab: Lab, customer: Customer, anna: AccountManager, session: str) -> None:
    """... from another tab, where the first is gone."""
    tab = customer.context.new_page()
    tab.goto(lab.page("next"))
    end(tab, anna, session)


def replays(was: Tree, anna: AccountManager, session: str, page: str) -> None:
    """Wait until the replay, where the record of a page ends, shows the page as it was."""
    at = ending(anna, session, page)
    anna.page.goto(f"{anna.demo.console}/console/sessions/{session}?t={at}")
    picture_of(was, anna, 30)
    assert anna.mark("mode") == "replay"


def test_what_was_done_right_before_the_tab_was_closed_is_kept(
    lab: Lab, customer: Customer, anna: AccountManager
) -> None:
    """Rule C10: unwatched, a batch would have been cut a second later."""
    page = customer.open(lab.page("features"))
    session = anna.session_of(customer)
    page.get_by_role("textbox", name="Name").fill("Maria")
    add(page)
    was = page_of(page)
    page.close()
    stream = recorded(anna, session, "Row 1")
    anna.until(
        lambda: any(isinstance(fact, Left) for fact in facts(only_stream(anna, session))),
        "the page has said that it leaves",
    )
    assert "Maria" not in content(stream)
    anna.watch_session(session)
    picture_of(was, anna)
    (page_id,) = streams(anna, session)
    end_elsewhere(lab, customer, anna, session)
    replays(was, anna, session, page_id)


def test_of_a_tab_that_crashed_all_but_the_last_moment_is_kept(
    lab: Lab, laptop: OwnBrowser, anna: AccountManager
) -> None:
    customer = Customer(anna.demo, laptop.browser.new_context())
    page = customer.open(lab.page("features"))
    session = anna.session_of(customer)
    anna.watch_session(session)
    add(page)
    anna.see_text("Row 1")
    was = page_of(page)
    customer.rest(1)  # a batch is cut after a second at most
    laptop.kill_tabs()
    anna.until(lambda: anna.condition(session) == "disconnected", "the connection is lost", LOST_S)
    anna.page.get_by_text("Connection lost").first.wait_for()
    recorded(anna, session, "Row 1")
    (page_id,) = streams(anna, session)
    end_elsewhere(lab, customer, anna, session)
    replays(was, anna, session, page_id)


def test_a_laptop_that_slept_goes_on_where_it_was(
    lab: Lab, laptop: OwnBrowser, anna: AccountManager
) -> None:
    customer = Customer(anna.demo, laptop.browser.new_context())
    page = customer.open(lab.page("features"))
    session = anna.session_of(customer)
    anna.watch_session(session)
    add(page)
    anna.see_text("Row 1")
    # This happens after the last batch before the sleep, or is in it.
    page.evaluate("() => setTimeout(() => document.querySelector('#add').click(), 0)")
    with laptop.asleep():
        anna.rest(SLEEP_S)
    add(page)
    anna.see_text("Row 3")
    anna.until(lambda: anna.condition(session) != "disconnected", "the page is back")
    was = page_of(page)
    recorded(anna, session, "Row 3")
    (page_id,) = streams(anna, session)
    end(page, anna, session)
    replays(was, anna, session, page_id)


def test_a_tab_that_is_duplicated_is_another_page(
    lab: Lab, customer: Customer, anna: AccountManager
) -> None:
    """Rule C1: what is stored for a tab is copied with it, and the page's id is not stored."""
    first = customer.open(lab.page("features"))
    session = anna.session_of(customer)
    first.evaluate("() => sessionStorage.setItem('stored', 'for this tab')")
    with customer.context.expect_page() as opened:
        first.evaluate("() => { window.open(location.href) }")
    second = opened.value
    assert second.evaluate("() => sessionStorage.getItem('stored')"), "the storage was copied"
    anna.until(lambda: len(streams(anna, session)) == 2, "there are two pages")
    for _ in range(3):
        add(first)
        add(second)
    add(second)

    def both() -> bool:
        texts = [content(stream) for stream in streams(anna, session).values()]
        return sorted(("Row 3" in text, "Row 4" in text) for text in texts) == [
            (True, False),
            (True, True),
        ]

    anna.until(both, "each page has its own clicks")
    found = streams(anna, session)
    for stream in found.values():
        must_be_whole(stream)
    (last,) = (page_id for page_id, stream in found.items() if "Row 4" in content(stream))
    was = page_of(second)
    end(second, anna, session)
    replays(was, anna, session, last)


def test_back_and_forth_the_same_page_goes_on_and_no_number_is_used_twice(
    lab: Lab, customer: Customer, anna: AccountManager
) -> None:
    page = customer.open(lab.page("features"))
    page.evaluate("() => { window.sameDocument = true }")
    session = anna.session_of(customer)
    anna.watch_session(session)
    frozen = anna.until(lambda: anna.mark("page"), "the player names the page")
    for visit in (1, 2):
        add(page)
        anna.see_text(f"Row {2 * visit - 1}")
        page.goto(lab.page("next"))
        anna.see_text("The next page")
        page.go_back(wait_until="commit")
        assert page.evaluate("() => window.sameDocument"), "Chromium kept the document"
        add(page)
        anna.see_text(f"Row {2 * visit}")
    same_picture(customer, anna)
    stream = streams(anna, session)[frozen]
    must_be_whole(stream)
    said = [fact for fact in facts(stream) if isinstance(fact, Left | Shown)]
    departures = [number for number, fact in enumerate(said) if isinstance(fact, Left)]
    assert len(departures) == 2
    for departure in departures:
        returned = said[departure + 1 :]
        assert any(isinstance(fact, Shown) and fact.visible for fact in returned)
    assert anna.condition(session) == "live"
    was = page_of(page)
    end(page, anna, session)
    replays(was, anna, session, frozen)


def test_a_tab_that_the_browser_puts_to_sleep_goes_on_as_the_same_page(
    lab: Lab, customer: Customer, anna: AccountManager
) -> None:
    """A headless Chromium hides no page, and so puts none to sleep: what it would say is said by
    the test."""
    page = customer.open(lab.page("next"))
    session = anna.session_of(customer)
    anna.watch_session(session)
    add(page)
    anna.see_text("Clicked 1")
    page.evaluate("() => document.dispatchEvent(new Event('freeze'))")
    anna.see_state("left")
    page.evaluate("() => document.dispatchEvent(new Event('resume'))")
    add(page)
    anna.see_text("Clicked 2")
    anna.see_state("live")
    recorded(anna, session, "Clicked 2")


def test_what_happens_offline_arrives_when_the_customer_is_back(
    lab: Lab, customer: Customer, anna: AccountManager
) -> None:
    page = customer.open(lab.page("features"))
    session = anna.session_of(customer)
    anna.watch_session(session)
    anna.see_text("A line of")
    customer.context.set_offline(True)
    for _ in range(5):
        add(page)
        customer.rest(0.3)
    anna.page.get_by_text("Connection lost").first.wait_for(timeout=LOST_S * 1_000)
    assert not anna.ask("() => page.body.innerText.includes('Row 1')")
    add(page)
    customer.context.set_offline(False)
    anna.see_text("Row 6", LOST_S)
    same_picture(customer, anna)
    recorded(anna, session, "Row 6")
    anna.until(lambda: anna.condition(session) == "live", "the connection is back")
    was = page_of(page)
    (page_id,) = streams(anna, session)
    end(page, anna, session)
    replays(was, anna, session, page_id)


def test_where_websockets_are_blocked_the_line_works_by_requests(
    demo: Demo, lab: Lab, customers_browser: Browser, anna: AccountManager
) -> None:
    with company_proxy() as proxy:
        context = customers_browser.new_context(proxy={"server": proxy})
        customer = Customer(demo, context)
        errors: list[str] = []
        customer.page.on(
            "console",
            lambda message: errors.append(message.text) if message.type == "error" else None,
        )
        page = customer.page
        page.goto(lab.page("features"))
        customer.until(
            lambda: page.evaluate("() => localStorage.getItem('cobrowse.visitor')"),
            "the script has begun",
        )
        session = anna.session_of(customer)
        anna.watch_session(session)
        for number in (1, 2, 3):
            add(page)
            anna.see_text(f"Row {number}")
        same_picture(customer, anna)
        assert page.locator("cobrowse-notice").count() == 1, "the customer knows who looks"
        anna.page.goto(f"{demo.console}/console/wall")
        customer.until(
            lambda: page.locator("cobrowse-notice").count() == 0, "... and that nobody does"
        )
        customer.rest(12)  # longer than a line may be silent
        assert anna.condition(session) == "live"
        recorded(anna, session, "Row 3")
        assert len(errors) <= 3, errors  # the three WebSockets that did not open
        was = page_of(page)
        (page_id,) = streams(anna, session)
        end(page, anna, session)
        replays(was, anna, session, page_id)
        context.close()
