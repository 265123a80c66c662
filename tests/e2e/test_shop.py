"""The demonstration shop, followed from the console: its looks, its customers, a whole purchase."""

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from tests.e2e.people import AccountManager, Customer, everything_kept

TYPED = {
    "First name": "Firstname-Qx1",
    "Last name": "Lastname-Wv2",
    "Street and number": "Street-Kz3 77",
    "Postal code": "1077 QX",
    "City": "City-Jh5",
    "Phone (optional)": "+49405550199",
}
CARD = "4000056655665556"
CARD_NAME = "Cardholder-Mb6"
CODE = "739"
NOTE = "courier-note-Pt8"


def test_pictures_fonts_and_style_sheets_of_the_shop_come_from_the_replay_origin(
    customer: Customer, anna: AccountManager
) -> None:
    asked: set[tuple[str, str]] = set()
    anna.page.on("request", lambda request: asked.add((request.resource_type, request.url)))
    customer.open("/")
    anna.watch(customer)
    anna.see("() => page.querySelector('.hero-picture').naturalWidth > 0")
    anna.see(
        "() => page.defaultView.getComputedStyle(page.querySelector('h1')).fontFamily"
        ".startsWith('Newsreader')"
    )
    for family in ("Newsreader", "Instrument Sans"):
        anna.see(
            "(family) => [...page.fonts].some((font) => font.status === 'loaded'"
            " && font.family.replaceAll('\"', '') === family)",
            family,
        )
    assert "Instrument Sans" in anna.ask(
        "() => page.defaultView.getComputedStyle(page.body).fontFamily"
    )
    source_colour = customer.page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    assert anna.ask(
        "(colour) => page.defaultView.getComputedStyle(page.body).backgroundColor === colour",
        source_colour,
    )
    own = (f"{anna.demo.console}/", f"{anna.demo.replay}/player/", "data:")
    for kind in ("image", "font"):
        addresses = [url for each, url in asked if each == kind and not url.startswith(own)]
        assert addresses, f"one {kind} at least was asked for"
        for url in addresses:
            assert url.startswith(f"{anna.demo.replay}/assets/{anna.demo.site_key}?url=")
            (kept,) = parse_qs(urlsplit(url).query)["url"]
            assert kept.startswith(anna.demo.shop)


def test_a_customer_who_signs_in_is_named_with_her_tier_until_she_signs_out(
    customer: Customer, anna: AccountManager
) -> None:
    page = customer.open("/sign-in")
    anna.watch(customer)
    header = anna.page.locator("main > header")
    expect(header).to_contain_text("Anonymous")
    sign_in(page, "maria@shop.test")
    customer.captured()
    expect(header.get_by_role("heading", name="Maria Keller")).to_be_visible(timeout=15_000)
    expect(header).to_contain_text("gold")
    named = anna.until(lambda: anna.listed(customer)["customer"], "the session has a customer")
    assert named["name"] == "Maria Keller"
    assert named["tier"] == "gold"
    page.get_by_role("button", name="Sign out").click()
    expect(header).to_contain_text("Anonymous", timeout=15_000)
    anna.until(lambda: anna.listed(customer)["customer"] is None, "the session is anonymous again")


def test_a_purchase_is_followed_to_its_end_and_nothing_typed_leaves_the_page(
    customer: Customer, anna: AccountManager
) -> None:
    page = customer.open("/products")
    anna.watch(customer)
    anna.see_text("Torrin")
    page.locator('[data-slug="torrin-armchair"] .card-link').click()
    anna.see("() => page.querySelector('#product-heading')?.textContent === 'Torrin'")
    size = page.locator('input[name="size"]:not(:disabled)').last
    size.check()
    anna.see("() => page.querySelector('input[type=radio]:checked') !== null")
    price = page.locator("#price").inner_text()
    anna.see("(price) => page.querySelector('#price').textContent === price", price)
    page.get_by_role("button", name="Add to cart").click()
    anna.see_text("is in your cart")
    page.get_by_role("link", name="View cart").click()
    anna.see_text("Your cart")
    page.get_by_role("link", name="Go to checkout").click()
    anna.see_text("Where should it go?")
    seen = b""
    for label, text in TYPED.items():
        page.get_by_label(label).press_sequentially(text)
    page.get_by_label("Country").select_option("NL")
    anna.see("() => page.querySelector('#city').value === '•••'")
    seen += picture(anna)
    page.get_by_role("button", name="Continue to delivery").click()
    anna.see_text("How should it arrive?")
    page.get_by_role("radio").locator("visible=true").nth(1).check()
    page.get_by_role("textbox", name="Note to the courier").press_sequentially(NOTE)
    anna.see("() => page.querySelector('#courier-note').textContent === '•••'")
    seen += picture(anna)
    page.get_by_role("button", name="Continue to payment").click()
    anna.see_text("How would you like to pay?")
    page.get_by_label("Name on the card").press_sequentially(CARD_NAME)
    page.get_by_label("Card number").press_sequentially(CARD)
    page.get_by_label("Expires").press_sequentially("1239")
    page.get_by_label("Security code").press_sequentially(CODE)
    customer.rest(0.5)
    seen += picture(anna)
    page.get_by_role("button", name="Place order").click()
    page.wait_for_url("**/checkout/done/**")
    done = page.get_by_role("heading", level=1).inner_text()
    anna.see_text(done)
    customer.rest(1)
    seen += picture(anna)
    sent, kept = customer.wire.content(), everything_kept(customer.demo)
    assert b"How would you like to pay?" in sent, "the ear at the wire works"
    assert b"How would you like to pay?" in kept, "the look at the disk works"
    # The shop thanks its customer by first name, in plain text of its own.
    grouped = " ".join(CARD[at : at + 4] for at in range(0, 16, 4))
    secrets = [text for label, text in TYPED.items() if label != "First name"]
    for secret in (*secrets, CARD, grouped, CARD_NAME, NOTE, f'"{CODE}"'):
        for place, content in (("wire", sent), ("disk", kept), ("player", seen)):
            assert secret.encode() not in content, f"{secret} was found: {place}"


def sign_in(page: Page, email: str) -> None:
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill("demo-password")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").wait_for()


def picture(anna: AccountManager) -> bytes:
    shown: str = anna.ask("() => page.documentElement.outerHTML")
    return shown.encode()
