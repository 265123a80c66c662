"""The customer's account: orders, invoices, addresses, membership, settings, and their faults."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.shop.behaviour import sign_in, works_and_fits

PAGES = [
    "/account",
    "/orders",
    "/invoice",
    "/account/addresses",
    "/account/cancel",
    "/settings",
    "/editor",
    "/upload",
]
OPEN_TO_ALL = ["/settings", "/editor", "/upload"]
REFUSED = "the server responded with a status of"


@pytest.fixture
def maria(page: Page) -> Page:
    sign_in(page, "maria@shop.test")
    return page


@pytest.fixture
def chen(page: Page) -> Page:
    sign_in(page, "chen@shop.test")
    return page


def newest_order(page: Page) -> str:
    """Its number."""
    page.goto("/orders")
    return page.locator("[id^=number-]").first.inner_text()


@pytest.mark.timeout(120)
def test_every_page_of_the_account_works_without_error_and_fits_a_phone(
    maria: Page, complaints: list[str]
) -> None:
    for address in (*PAGES, f"/orders/{newest_order(maria)}"):
        works_and_fits(maria, address, complaints)


def test_somebody_unknown_signs_in_first_and_comes_back_with_the_fault(page: Page) -> None:
    page.goto("/account?fault=api-500")
    page.get_by_label("E-mail").fill("maria@shop.test")
    page.get_by_label("Password").fill("demo-password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    assert page.url.endswith("/account?fault=api-500")
    for address in OPEN_TO_ALL:
        page.context.clear_cookies()
        page.goto(address)
        assert page.url.endswith(address)


def test_the_way_round_the_account_needs_no_full_load(maria: Page) -> None:
    maria.evaluate("window.same = true")
    navigation = maria.get_by_role("navigation", name="Account")
    for name, heading in (
        ("Orders", "Your orders"),
        ("Workshop notes", "Notes for the workshop"),
        ("Settings", "Settings"),
        ("Overview", "Good to see you, Maria."),
    ):
        navigation.get_by_role("link", name=name).click()
        expect(maria.get_by_role("heading", level=1)).to_have_text(heading)
        expect(navigation.locator("[aria-current]")).to_have_text(name)
    expect(maria.get_by_role("button", name="Download invoice")).to_be_visible()
    assert maria.evaluate("window.same") is True


def test_orders_are_filtered_found_and_copied(visiting: BrowserContext, maria: Page) -> None:
    visiting.grant_permissions(["clipboard-read", "clipboard-write"])
    number = newest_order(maria)
    rows = maria.locator("[data-order]")
    expect(rows).to_have_count(2)
    maria.get_by_role("button", name=f"Copy number {number}").click()
    assert maria.evaluate("navigator.clipboard.readText()") == number
    maria.get_by_text("Delivery address").first.click()
    maria.get_by_role("button", name=f"Copy address of {number}").click()
    assert "Lindenstraße 14\n20099 Hamburg" in maria.evaluate("navigator.clipboard.readText()")
    maria.get_by_role("searchbox", name="Find an order").fill("drift")
    expect(rows.locator("visible=true")).to_have_count(1)
    expect(maria.locator("#orders-count")).to_have_text("1 order")
    maria.get_by_role("link", name="On the way").click()
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Drift")
    rows.get_by_role("link", name="Drift, 2").click()
    expect(maria.get_by_role("heading", level=1)).to_contain_text("On the road to you")
    expect(maria.locator(".stage[aria-current]")).to_contain_text("Handed to the carrier")


def test_nobody_reads_the_orders_and_invoices_of_somebody_else(
    visiting: BrowserContext, maria: Page
) -> None:
    order = newest_order(maria)
    maria.goto("/invoice")
    invoice = maria.locator("#invoice-number").inner_text()
    theirs = [f"/orders/{order}", f"/invoices/{invoice}", f"/api/invoices/{invoice}.pdf"]
    assert [maria.request.get(address).status for address in theirs] == [200, 200, 200]
    visiting.clear_cookies()
    sign_in(maria, "lena@shop.test")
    assert [maria.request.get(address).status for address in theirs] == [404, 404, 404]


def test_an_invoice_is_downloaded_printed_and_its_number_copied(
    visiting: BrowserContext, maria: Page
) -> None:
    visiting.grant_permissions(["clipboard-read", "clipboard-write"])
    maria.goto("/invoice")
    with maria.expect_download() as download:
        maria.get_by_role("button", name="Download invoice").click()
    number = maria.locator("#invoice-number").inner_text()
    assert download.value.suggested_filename == f"Solvane-{number}.pdf"
    assert download.value.path().read_bytes().startswith(b"%PDF-1.4\n")
    maria.get_by_role("button", name="Copy number").click()
    assert maria.evaluate("navigator.clipboard.readText()") == number
    maria.evaluate("window.print = () => { window.printed = true }")
    maria.get_by_role("button", name="Print").click()
    assert maria.evaluate("window.printed") is True
    question = maria.get_by_role("link", name="Ask about this invoice")
    assert (question.get_attribute("href") or "").startswith("mailto:invoices@solvane.test?")
    maria.emulate_media(media="print", color_scheme="dark")
    expect(maria.get_by_role("heading", name=f"Invoice {number}")).to_be_visible()
    expect(maria.get_by_role("button", name="Print")).to_be_hidden()
    expect(maria.get_by_role("banner")).to_be_hidden()
    expect(maria.locator(".paper")).to_have_css("color", "rgb(0, 0, 0)")
    expect(maria.locator(".paper-facts dt").first).to_have_css("color", "rgb(102, 94, 83)")


def test_invoices_come_in_the_language_that_was_chosen(chen: Page) -> None:
    chen.goto("/settings")
    chen.get_by_label("Language of invoices and letters").select_option("Deutsch")
    expect(chen.get_by_text("Saved.")).to_be_visible()
    chen.goto("/invoice")
    expect(chen.get_by_role("heading", level=1)).to_contain_text("Rechnung")
    number = chen.locator("#invoice-number").inner_text()
    assert b"Rechnungsnummer" in chen.request.get(f"/api/invoices/{number}.pdf").body()


def test_fault_api_500_refuses_the_download_with_a_line_to_quote(
    maria: Page, complaints: list[str]
) -> None:
    maria.goto("/account?fault=api-500")
    maria.get_by_role("button", name="Download invoice").click()
    failure = maria.get_by_role("alert")
    expect(failure).to_contain_text("could not be made")
    expect(failure.locator("code")).to_have_text(re.compile(r"error 500, /account, \d{4}-"))
    failure.get_by_role("link", name="Write to us").click()
    maria.wait_for_url("**/contact")
    assert all(REFUSED in complaint for complaint in complaints)
    assert complaints


def test_fault_inv_500_refuses_the_list_of_invoices_each_time(maria: Page) -> None:
    maria.goto("/account?fault=inv-500")
    failure = maria.get_by_role("alert").filter(has_text="cannot be shown")
    expect(failure).to_be_visible()
    with maria.expect_response("**/api/invoices") as answer:
        failure.get_by_role("button", name="Try again").click()
    assert answer.value.status == 500
    expect(maria.get_by_role("button", name="Download invoice")).to_have_count(0)


def test_fault_page_500_is_an_error_page(page: Page) -> None:
    answer = page.goto("/orders?fault=page-500")
    assert answer is not None
    assert answer.status == 500
    expect(page.get_by_role("heading", level=1)).to_have_text("Something fell over.")


def test_an_address_is_added_changed_offered_first_and_deleted(page: Page) -> None:
    sign_in(page, "omar@shop.test")
    page.goto("/account/addresses")
    cards = page.locator(".address-card")
    page.get_by_role("button", name="Add an address").click()
    page.get_by_role("button", name="Save address").click()
    expect(page.get_by_text("Please enter a city.")).to_be_visible()
    fill_address(page)
    page.get_by_role("button", name="Save address").click()
    expect(cards).to_have_count(2)
    page.get_by_role("button", name="Edit address 2").click()
    page.get_by_label("City").fill("Colmar")
    page.get_by_role("button", name="Save address").click()
    expect(cards.last).to_contain_text("Colmar")
    page.get_by_role("button", name="Offer address 2 first").click()
    expect(cards.first).to_contain_text("Colmar")
    page.get_by_role("button", name="Offer address 2 first").click()
    expect(cards.first).to_contain_text("Strasbourg")
    page.get_by_role("button", name="Delete address 2").click()
    expect(cards).to_have_count(1)


def test_fault_lost_session_loses_what_was_typed(page: Page) -> None:
    sign_in(page, "lena@shop.test")
    page.goto("/account/addresses?fault=lost-session")
    page.get_by_role("button", name="Add an address").click()
    fill_address(page)
    with page.expect_response("**/api/addresses") as answer:
        page.get_by_role("button", name="Save address").click()
    assert answer.value.status == 401
    expect(page.get_by_role("alert").filter(has_text="Please sign in again")).to_be_visible()
    page.wait_for_url("**/sign-in?next=/account/addresses")
    expect(page.get_by_role("link", name="Sign in", exact=True)).to_be_visible()


def test_a_membership_is_given_up_and_taken_back(chen: Page) -> None:
    chen.goto("/account/cancel")
    chen.get_by_role("button", name="Cancel membership").click()
    expect(chen.get_by_text("Please choose what fits best.")).to_be_visible()
    chen.get_by_role("radio", name="I hardly use it").check()
    chen.get_by_role("button", name="Cancel membership").click()
    expect(chen.get_by_text("Your membership ends on")).to_be_visible()
    chen.get_by_role("button", name="Keep it after all").click()
    expect(chen.get_by_role("link", name="Keep my membership")).to_be_visible()


def test_settings_are_kept_and_tabs_follow_the_arrow_keys(page: Page) -> None:
    page.goto("/settings")
    page.get_by_label("Time zone").select_option("Tokyo")
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.get_by_role("tab", name="Language and time").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Letters")).to_be_focused()
    page.get_by_role("switch", name="Mending days").check()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.get_by_role("tab", name="Letters").press("End")
    with page.expect_response("**/api/settings"):
        page.get_by_role("radio", name="Dark", exact=True).check()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.goto("/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    page.goto("/settings")
    expect(page.get_by_label("Time zone")).to_have_value("Asia/Tokyo")
    page.get_by_role("tab", name="Letters").click()
    expect(page.get_by_role("switch", name="Mending days")).to_be_checked()
    expect(page.get_by_role("switch", name="New pieces")).not_to_be_checked()


def test_fault_loop_sends_to_and_fro_five_times(page: Page) -> None:
    seen: list[str] = []
    page.on("framenavigated", lambda frame: seen.append(frame.url.split("?")[0].split("/")[-1]))
    page.goto("/settings?fault=loop")
    page.wait_for_url("**/settings?fault=loop&round=5")
    page.get_by_role("tab", name="Letters").click()
    expect(page.get_by_role("switch", name="New pieces")).to_be_visible()
    page.wait_for_timeout(1_000)
    assert seen == ["settings", "sign-in"] * 5 + ["settings"]


def fill_address(page: Page) -> None:
    page.get_by_label("First name").fill("Nadia")
    page.get_by_label("Last name").fill("Haddad")
    page.get_by_label("Street and number").fill("4 Quai Rouget de Lisle")
    page.get_by_label("Postal code").fill("67000")
    page.get_by_label("City").fill("Strasbourg")
    page.get_by_label("Country").select_option("France")
