"""What a person does and sees in the shop, and the promises every page of it keeps."""

from playwright.sync_api import Page, ViewportSize, expect

PHONE: ViewportSize = {"width": 390, "height": 844}
WINDOW: ViewportSize = {"width": 1280, "height": 800}


def sign_in(page: Page, email: str, password: str = "demo-password") -> None:
    """Through the form, as a customer does; ends on the account."""
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name="Account of")).to_be_visible()


def works_and_fits(page: Page, address: str, complaints: list[str]) -> None:
    """A page opens, has its heading, fits a phone, and nothing was complained of so far."""
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    fits_a_phone(page)
    assert complaints == []


def fits_a_phone(page: Page) -> None:
    """Nothing is wider than a window of 390 px; the window is wide again afterwards."""
    page.set_viewport_size(PHONE)
    too_wide = page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    page.set_viewport_size(WINDOW)
    assert too_wide == 0, f"{page.url} is {too_wide} px too wide for a phone"
