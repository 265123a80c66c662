"""What must never leave the customer's page, looked for in every byte; and the customer's own
say."""

from tests.e2e.lab import Lab
from tests.e2e.people import AccountManager, Customer, everything_kept

PASSWORD = "pw-Xq7-typed"
CARD = "4929715184923042"
NOTE = "note-Zk3-typed"
NAME = "Name-Vw9-typed"
COMMENT = "comment-Jh5-typed"
PLANTED = ["hidden-secret-4711", "masked-title-4712", "masked-text-4713", "blocked-text-4714"]


def test_what_is_typed_is_in_no_byte_on_the_wire_on_disk_or_in_the_logs(
    lab: Lab, customer: Customer, anna: AccountManager
) -> None:
    page = customer.open(lab.page("features"))
    anna.watch(customer)
    page.get_by_label("Name").press_sequentially(NAME)
    page.get_by_label("Password").press_sequentially(PASSWORD)
    page.get_by_label("Card number").press_sequentially(CARD)
    page.get_by_label("Comment").press_sequentially(COMMENT)
    page.get_by_role("textbox", name="Note").press_sequentially(NOTE)
    page.get_by_role("button", name="Add a row").click()
    anna.see_text("Row 1")
    customer.rest(1)
    sent, kept = customer.wire.content(), everything_kept(customer.demo)
    assert b"Row 1" in sent, "the ear at the wire works"
    assert b"Row 1" in kept, "the look at the disk works"
    shown = anna.ask("() => page.documentElement.outerHTML").encode()
    for secret in [NAME, PASSWORD, CARD, NOTE, COMMENT, "already here", *PLANTED]:
        for place, content in (("wire", sent), ("disk", kept), ("player", shown)):
            assert secret.encode() not in content, f"{secret} was found: {place}"
            assert secret[:8].encode() not in content, f"a part of {secret} was found: {place}"


def test_the_notice_says_who_looks_and_pause_stops_the_content(
    lab: Lab, customer: Customer, anna: AccountManager
) -> None:
    page = customer.open(lab.page("features"))
    # A closed shadow root hides the notice from the page's scripts and from selectors: find it as a
    # person with a screen reader would, in the accessibility tree.
    assert "Anna" not in customer.hears()
    anna.watch(customer)
    customer.until(lambda: "Anna" in customer.hears(), "the notice names Anna")
    customer.press("Pause")
    anna.until(lambda: anna.listed(customer)["condition"] == "paused", "it is paused")
    sent = len(customer.wire.batches())
    page.evaluate("() => { document.querySelector('h1').textContent = 'while-paused-4715' }")
    customer.rest(1.5)
    assert all(not batch.count for batch in customer.wire.batches()[sent:])
    assert b"while-paused-4715" not in customer.wire.content()
    customer.press("Resume")
    anna.see_text("while-paused-4715")


def test_stop_ends_the_session_at_once(lab: Lab, customer: Customer, anna: AccountManager) -> None:
    page = customer.open(lab.page("features"))
    session = anna.session_of(customer)
    anna.watch(customer)
    customer.until(lambda: "Anna" in customer.hears(), "the notice is there")
    page.evaluate("() => window.cobrowse('stop')")
    anna.see_state("ended")
    assert all(item["id"] != session for item in anna.live_sessions())
    sent = len(customer.wire.sent)
    page.get_by_role("button", name="Add a row").click()
    customer.rest(1.5)
    assert len(customer.wire.sent) == sent


def test_in_required_mode_nothing_is_sent_or_stored_before_consent(
    lab: Lab, customer: Customer
) -> None:
    asked: list[str] = []
    customer.page.on("request", lambda request: asked.append(request.url))
    customer.page.goto(lab.page("features", consent="required"))
    customer.page.get_by_role("button", name="Add a row").click()
    customer.rest(1.5)
    assert not customer.wire.sent
    assert [url for url in asked if not url.startswith(lab.origin)] == [
        f"{customer.demo.console}/capture.js"
    ]
    stored = customer.page.evaluate("() => [localStorage.length, sessionStorage.length]")
    assert stored == [0, 0]
    customer.page.evaluate(
        "() => window.cobrowse('consent', {observe: true, record: true, review: true})"
    )
    customer.captured()
