"""The line, end to end: what a customer does in one browser appears on the manager's screen in
another."""

import time

from tests.e2e.lab import Lab
from tests.e2e.people import AccountManager, Customer


def test_what_happens_on_the_page_appears_as_it_happens(
    lab: Lab, customer: Customer, anna: AccountManager
) -> None:
    page = customer.open(lab.page("features"))
    anna.watch(customer)
    anna.see_state("live")
    page.get_by_role("button", name="Add a row").click()
    anna.see_text("Row 1")
    page.get_by_role("checkbox", name="Agree").check()
    anna.see("() => page.querySelector('input[type=checkbox]').checked")
    page.locator("#end").scroll_into_view_if_needed()
    anna.see("() => page.defaultView.scrollY > 500")


def test_joining_in_mid_visit_asks_the_customers_page_for_nothing(
    lab: Lab, customer: Customer, anna: AccountManager
) -> None:
    page = customer.open(lab.page("features"))
    for _ in range(5):
        page.get_by_role("button", name="Add a row").click()
    customer.until(lambda: customer.wire.batches()[-1].count, "the clicks are sent")
    customer.rest(1.5)  # unwatched pages send once a second
    before = time.time()
    anna.watch(customer)
    anna.see_text("Row 5")
    seen = time.time()
    told = customer.wire.events_received(since=before)
    assert set(told) <= {"ack", "cadence", "watched"}
    asked = [
        at
        for at, frame in customer.wire.received
        if before <= at <= seen and b"checkpoint" in frame
    ]
    assert not asked


def test_a_client_route_is_followed_with_title_and_address(
    lab: Lab, customer: Customer, anna: AccountManager
) -> None:
    page = customer.open(lab.page("features"))
    anna.watch(customer)
    page.get_by_role("button", name="Client route").click()
    anna.see_text("Second view")
    anna.until(
        lambda: any(
            item["page"]
            and item["page"]["title"] == "Second"
            and item["page"]["url"].endswith("/second")
            for item in anna.live_sessions()
        ),
        "the session's page has the new title and address",
    )


def test_a_full_load_is_followed_and_back_again(
    lab: Lab, customer: Customer, anna: AccountManager
) -> None:
    page = customer.open(lab.page("features"))
    anna.watch(customer)
    anna.see_text("A line of")
    page.goto(lab.page("next"))
    anna.see_text("The next page")
    page.get_by_role("button", name="Add").click()
    anna.see_text("Clicked 1")
    page.go_back(wait_until="commit")
    anna.see_text("A line of")
    page.go_forward(wait_until="commit")
    anna.see_text("The next page")


def test_a_page_out_of_the_back_forward_cache_goes_on_as_the_same_page(
    lab: Lab, customer: Customer, anna: AccountManager
) -> None:
    """Rule C1: the document was frozen, not gone; its connection was closed and comes back."""
    page = customer.open(lab.page("next"))
    page.evaluate("() => { window.sameDocument = true }")
    anna.watch(customer)
    page.get_by_role("button", name="Add").click()
    anna.see_text("Clicked 1")
    frozen = anna.mark("page")
    page.goto(lab.page("features"))
    anna.see_text("A line of")
    page.go_back(wait_until="commit")
    assert page.evaluate("() => window.sameDocument"), "Chromium kept the document"
    page.get_by_role("button", name="Add").click()
    anna.see_text("Clicked 2")
    assert anna.mark("page") == frozen


def test_of_two_tabs_the_one_in_use_is_shown(
    lab: Lab, customer: Customer, anna: AccountManager
) -> None:
    first = customer.open(lab.page("features"))
    session = anna.session_of(customer)
    anna.watch(customer)
    second = customer.context.new_page()
    second.goto(lab.page("next"))
    second.bring_to_front()
    anna.see_text("The next page")
    assert anna.session_of(customer) == session, "two tabs are one session"
    first.bring_to_front()
    first.get_by_role("button", name="Add a row").click()
    anna.see_text("Row 1")


def test_shadow_roots_and_frames_of_the_page_are_in_the_picture(
    lab: Lab, customer: Customer, anna: AccountManager
) -> None:
    customer.open(lab.page("features"))
    anna.watch(customer)
    anna.see(
        "() => page.querySelector('fancy-tag').shadowRoot.textContent.includes('In the shadow')"
    )
    anna.see(
        "() => getComputedStyle("
        "page.querySelector('fancy-tag').shadowRoot.querySelector('b')).color === 'rgb(1, 2, 3)'"
    )
    anna.see(
        "() => page.querySelector('#inner').contentDocument.body.textContent.includes('Inside')"
    )


def test_a_page_with_a_frame_goes_on_after_a_checkpoint_of_its_own(
    lab: Lab, customer: Customer, anna: AccountManager
) -> None:
    """Rule C9: such a page restarts its recorder under a new epoch; the watcher sees no
    difference."""
    page = customer.open(lab.page("features"))
    anna.watch(customer)
    # A record of over 500 kB makes the page take a checkpoint by itself.
    page.evaluate(
        "() => { const p = document.createElement('p'); p.id = 'big';"
        " p.textContent = 'long '.repeat(110000); document.body.append(p); }"
    )
    customer.until(
        lambda: any(batch.epoch > 0 and batch.checkpoint for batch in customer.wire.batches()),
        "a checkpoint under a new epoch is sent",
    )
    page.get_by_role("button", name="Add a row").click()
    anna.see_text("Row 1")
    anna.see_state("live")
    assert anna.mark("epoch") != "0"


def test_a_page_that_is_closed_is_shown_as_left(
    lab: Lab, customer: Customer, anna: AccountManager
) -> None:
    page = customer.open(lab.page("next"))
    anna.watch(customer)
    page.close(run_before_unload=True)
    anna.see_state("left")
