"""The selling rooms: list, product, cart, checkout, signing in, and what can go wrong in them."""

import re

import pytest
from playwright.sync_api import Page, Request, expect

from tests.e2e.shop.behaviour import sign_in, works_and_fits
from tests.e2e.shop.serving import HOME

ADDRESS = {
    "First name": "Ada",
    "Last name": "Byron",
    "Street and number": "Kanaalstraat 7",
    "Postal code": "1054 XA",
    "City": "Amsterdam",
}
PAGES = [
    "/",
    "/products",
    "/products/halden-chair",
    "/cart",
    "/sign-in",
    "/sign-in/code",
    "/sign-in/new-password",
]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_no_error_and_fits_a_phone(
    page: Page, complaints: list[str], address: str
) -> None:
    works_and_fits(page, address, complaints)


@pytest.mark.parametrize(
    ("former", "now"),
    [
        ("/shop?fault=modal", "/products?fault=modal"),
        ("/shop/item", "/products/halden-chair"),
        ("/login", "/sign-in"),
        ("/login/otp?fault=no-code", "/sign-in/code?fault=no-code"),
    ],
)
def test_former_addresses_lead_on_with_what_was_asked(page: Page, former: str, now: str) -> None:
    answer = page.request.get(former, max_redirects=0)
    assert (answer.status, answer.headers["location"]) == (302, now)


def test_the_frame_leads_only_to_pages_that_are_there(page: Page) -> None:
    page.goto("/")
    links = page.eval_on_selector_all(
        ".header a, .footer a", "(all) => [...new Set(all.map((a) => a.pathname))]"
    )
    missing = [link for link in links if page.request.get(link).status != 200]
    assert missing == []


def test_a_fault_nobody_knows_is_refused_with_those_there_are_all_of_them_in_the_readme(
    page: Page,
) -> None:
    answer = page.request.get("/?fault=none-of-these")
    assert answer.status == 400
    names = answer.text().removesuffix(".\n").partition("There are: ")[2].split(", ")
    readme = (HOME / "README.md").read_text()
    assert len(names) > 20
    assert [name for name in names if f"`{name}`" not in readme] == []


def test_the_quantity_is_stepped_typed_and_kept_within_bounds(page: Page) -> None:
    page.goto("/products/halden-chair")
    quantity = page.get_by_label("Quantity")
    more, fewer = page.get_by_role("button", name="More"), page.get_by_role("button", name="Fewer")
    expect(fewer).to_be_disabled()
    for _ in range(12):
        more.click()
    expect(quantity).to_have_value("13")
    fewer.click()
    expect(quantity).to_have_value("12")
    page.get_by_role("radio", name="Medium").check()
    page.get_by_role("button", name="Add to cart").click()
    expect(page.get_by_role("link", name="Cart, 12 pieces")).to_be_visible()
    quantity.fill("24")
    expect(more).to_be_disabled()
    page.get_by_role("button", name="Add to cart").click()
    expect(page.get_by_role("alert")).to_have_text("You can order up to 24 of the same piece.")


def test_a_guest_pays_from_a_bank_account_whose_number_is_checked(
    page: Page, complaints: list[str]
) -> None:
    at_payment(page)
    page.get_by_label("Bank account").check()
    page.get_by_label("Account holder").fill("Ada Byron")
    iban = page.get_by_label("IBAN")
    for wrong, words in (
        ("XX12 3456", "begins with its country"),
        ("NL91 ABNA 0417", "has 18 characters"),
        ("NL91 ABNA 0417 1643 01", "check digits do not fit"),
    ):
        iban.fill(wrong)
        page.get_by_role("button", name="Place order").click()
        expect(page.locator("#iban-error")).to_contain_text(words)
    iban.fill("")
    iban.press_sequentially("nl91abna0417164300")
    expect(iban).to_have_value("NL91 ABNA 0417 1643 00")
    page.get_by_role("button", name="Place order").click()
    expect(page.get_by_role("heading", name="Thank you, Ada.")).to_be_visible()
    expect(page.get_by_text("Bank account ending in 4300")).to_be_visible()
    assert [line for line in complaints if "422" not in line] == []


def test_what_a_customer_has_to_her_credit_is_taken_off(page: Page) -> None:
    sign_in(page, "maria@shop.test")
    fill_cart(page)
    page.goto("/checkout")
    expect(page.locator("#summary-credit")).to_have_text("\N{MINUS SIGN}€25")
    page.get_by_role("button", name="Continue to delivery").click()
    page.get_by_label("Express").check()
    expect(page.locator("#summary-total")).to_have_text("€379.90")
    page.get_by_label("Standard").check()
    expect(page.locator("#summary-total")).to_have_text("€360")


def test_signing_in_with_a_code_takes_the_code_and_no_other(page: Page) -> None:
    page.goto("/sign-in/code?next=/cart")
    page.get_by_label("E-mail").fill("chen@shop.test")
    page.get_by_role("button", name="Send a code").click()
    mail = page.get_by_text("Demonstration: your mail says")
    expect(mail).to_be_visible()
    (code,) = re.findall(r"\d{6}", mail.inner_text())
    again = page.get_by_role("button", name="Send a new code")
    expect(again).to_be_disabled()
    typed = page.get_by_label("One-time code")
    typed.fill(f"{(int(code) + 1) % 10**6:06}")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("#code-error")).to_contain_text("not the code we sent")
    typed.fill(code)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/cart")
    expect(page.get_by_role("link", name="Account of Chen Wei")).to_be_visible()


def test_five_wrong_codes_make_the_right_one_worthless(page: Page) -> None:
    body = {"email": "omar@shop.test"}
    code = page.request.post("/api/sign-in/code", data=body).json()["mail"]
    wrong = f"{(int(code) + 1) % 10**6:06}"
    for _ in range(5):
        page.request.post("/api/sign-in", data={**body, "code": wrong})
    answer = page.request.post("/api/sign-in", data={**body, "code": code})
    assert "fifth wrong code" in answer.json()["errors"]["code"]


def test_wrong_passwords_are_forgiven_until_the_fifth_locks_the_account(page: Page) -> None:
    refuse(page, "lena@shop.test")
    expect(page.get_by_role("alert")).to_contain_text("do not fit together")
    sign_in(page, "lena@shop.test")
    nobody = "nobody@shop.test"
    for _ in range(4):
        page.request.post("/sign-in", form={"email": nobody, "password": "not-the-password"})
    refuse(page, nobody)
    expect(page.get_by_role("alert")).to_contain_text("is locked")
    expect(page.get_by_role("alert").get_by_role("link", name="Write to us")).to_be_visible()


def refuse(page: Page, email: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill("not-the-password")
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/editor?fault=spinner", "/editor?fault=spinner"),
        ("//elsewhere.test/", "/account"),
        ("/\\elsewhere.test/", "/account"),
        ("https://elsewhere.test/", "/account"),
    ],
)
def test_signing_in_leads_back_and_never_to_another_site(
    page: Page, wanted: str, reached: str
) -> None:
    answer = page.request.post(
        "/sign-in",
        form={"email": "omar@shop.test", "password": "demo-password", "next": wanted},
        max_redirects=0,
    )
    assert answer.headers["location"] == reached


def test_fault_js_throw_throws_and_sends_nothing(page: Page) -> None:
    at_payment(page, fault="js-throw")
    sent = posts_of(page)
    with page.expect_event("pageerror", lambda error: "dataset" in error.message):
        give_card(page)
    assert sent == []


def test_fault_order_500_is_a_500_and_says_so(page: Page) -> None:
    at_payment(page, fault="order-500")
    with page.expect_response("**/api/checkout/order") as answer:
        give_card(page)
    assert answer.value.status == 500
    expect(page.get_by_text("That did not reach us")).to_be_visible()


def test_fault_decline_declines_a_good_card(page: Page) -> None:
    at_payment(page, fault="decline")
    give_card(page)
    expect(page.locator("#cc-number-error")).to_contain_text("Your bank declined this card")


def test_fault_silent_invalid_says_nothing_and_goes_nowhere(page: Page) -> None:
    fill_cart(page)
    page.goto("/checkout?fault=silent-invalid")
    sent = posts_of(page)
    page.get_by_role("button", name="Continue to delivery").click()
    page.wait_for_timeout(300)
    assert sent == []
    expect(page.locator(".field-error")).to_have_count(0)
    expect(page.get_by_label("First name")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("heading", name="Where should it go?")).to_be_visible()


def test_fault_stepper_leaves_the_quantity_alone(page: Page) -> None:
    page.goto("/shop/item?fault=stepper")
    for _ in range(6):
        page.get_by_role("button", name="More").click()
    expect(page.get_by_label("Quantity")).to_have_value("1")


def test_fault_modal_covers_the_list_and_cannot_be_closed(page: Page) -> None:
    page.goto("/shop?fault=modal")
    offer = page.get_by_role("dialog")
    page.get_by_role("button", name="Close the offer").click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="No, thank you").click()
    expect(offer).to_be_visible()
    assert page.evaluate(
        "() => document.elementFromPoint(640, 700).closest('[role=dialog]') !== null"
    )
    page.goto("/products")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_fault_no_code_says_it_is_sent_and_sends_none(page: Page) -> None:
    page.goto("/login/otp?fault=no-code")
    page.get_by_label("E-mail").fill("lena@shop.test")
    page.get_by_role("button", name="Send a code").click()
    expect(page.get_by_text("A code is on its way to lena@shop.test.")).to_be_visible()
    expect(page.get_by_text("Demonstration: no mail has arrived.")).to_be_visible()


def test_fault_analytics_asks_for_a_script_that_is_refused(page: Page) -> None:
    with page.expect_event("requestfailed", lambda request: "metrics." in request.url):
        page.goto("/?fault=analytics")


def fill_cart(page: Page) -> None:
    piece = {"slug": "halden-chair", "size": "M", "quantity": 1}
    assert page.request.post("/api/cart", data=piece).ok


def at_payment(page: Page, fault: str = "") -> None:
    """A guest with one chair in the cart, at the last step."""
    fill_cart(page)
    page.goto(f"/checkout?fault={fault}" if fault else "/checkout")
    for label, words in ADDRESS.items():
        page.get_by_label(label).fill(words)
    page.get_by_label("Country").select_option("NL")
    page.get_by_role("button", name="Continue to delivery").click()
    page.get_by_role("button", name="Continue to payment").click()
    expect(page.get_by_role("heading", name="How would you like to pay?")).to_be_visible()


def give_card(page: Page) -> None:
    page.get_by_label("Name on the card").fill("Ada Byron")
    page.get_by_label("Card number").fill("4242424242424242")
    page.get_by_label("Expires").fill("12/39")
    page.get_by_label("Security code").fill("123")
    page.get_by_role("button", name="Place order").click()


def posts_of(page: Page) -> list[str]:
    sent: list[str] = []

    def note(request: Request) -> None:
        if request.method == "POST":
            sent.append(request.url)

    page.on("request", note)
    return sent
