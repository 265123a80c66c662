"""The studio: pages that do more than sell, what they keep, and what can go wrong in them."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.shop.behaviour import works_and_fits

PAGES = (
    "/booking",
    "/dashboard",
    "/report",
    "/map",
    "/kanban",
    "/game",
    "/wizard",
    "/ticker",
    "/react",
    "/widget",
)
TILE_PAINTED = """() => {
    const { width, height } = document.querySelector('#map-canvas');
    const pen = document.querySelector('#map-canvas').getContext('2d');
    const seen = new Set();
    for (let n = 0; n < 40; n += 1) {
        const [r, g, b] = pen.getImageData(width * n / 40, height * (n * 7 % 40) / 40, 1, 1).data;
        seen.add(`${r},${g},${b}`);
    }
    return seen.size > 1;
}"""


@pytest.mark.parametrize("address", PAGES)
def test_a_page_of_the_studio_has_no_error_and_fits_a_phone(
    page: Page, complaints: list[str], address: str
) -> None:
    works_and_fits(page, address, complaints)


def test_a_visit_is_booked_with_the_keyboard_kept_and_called_off(page: Page) -> None:
    page.goto("/booking?workshop=udine")
    expect(page.get_by_label("Workshop", exact=True)).to_have_value("udine")
    month = page.locator("#month")
    first = month.inner_text()
    for _ in range(3):
        page.get_by_role("button", name="Next month").click()
    expect(month).not_to_have_text(first)
    page.get_by_role("button", name="Previous month").click()
    page.locator(".day[tabindex='0']").focus()
    page.keyboard.press("PageDown")
    day = page.locator(".day[aria-disabled='false']").nth(6)
    day.focus()
    day.click()
    hour = page.locator(".hour").first
    hour.click()
    expect(page.get_by_label("Date", exact=True)).to_have_value(re.compile(r"\d{4}-\d\d-\d\d"))
    page.get_by_label("Your name").fill("Ada Byron")
    page.get_by_role("button", name="Book the visit").click()
    expect(page.locator("#email-error")).to_have_text("Please check the e-mail address.")
    page.get_by_label("E-mail").fill("ada@studio.example")
    page.get_by_role("button", name="Book the visit").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Udine is expecting you.")
    page.reload()
    expect(page.get_by_text("Ada Byron")).to_be_visible()
    page.get_by_role("button", name="Call the visit off").click()
    expect(page.get_by_text("Your visit is called off.")).to_be_visible()


def test_an_hour_is_given_once_and_a_visit_shown_only_to_its_owner(page: Page) -> None:
    days = page.request.get("/api/booking/hours?workshop=tartu&date=soon")
    assert days.status == 404
    page.goto("/booking?workshop=tartu")
    for _ in range(2):
        page.get_by_role("button", name="Next month").click()
    page.locator(".day[aria-disabled='false']").nth(4).click()
    expect(page.locator(".hour").first).to_be_visible()
    visit = {
        "workshop": "tartu",
        "date": page.get_by_label("Date", exact=True).input_value(),
        "hour": page.locator(".hour").first.inner_text(),
        "name": "Ada",
        "email": "ada@studio.example",
        "people": "2",
        "note": "",
    }
    booked = page.request.post("/api/booking", data=visit)
    assert booked.status == 201
    again = page.request.post("/api/booking", data=visit)
    assert again.json()["errors"] == {"hour": "That time has just gone. Please choose another."}
    confirmation = booked.json()["next"]
    assert page.request.get(confirmation).status == 200
    page.context.clear_cookies()
    assert page.request.get(confirmation).status == 404


def test_with_cal_dead_the_next_month_never_comes_but_a_typed_date_is_taken(page: Page) -> None:
    page.goto("/booking?fault=cal-dead")
    month = page.locator("#month")
    first = month.inner_text()
    for _ in range(5):
        page.get_by_role("button", name="Next month").click()
    expect(month).to_have_text(first)
    page.get_by_label("Date", exact=True).fill("1999-12-31")
    page.get_by_label("Date", exact=True).press("Tab")
    expect(page.locator("#date-error")).to_contain_text("cannot be booked")


def test_the_dashboard_shows_another_period_tips_and_tables(page: Page) -> None:
    page.goto("/dashboard")
    heading = page.locator("#period-heading")
    expect(heading).to_contain_text("Last 30 days")
    page.get_by_label("Period", exact=True).select_option("Last 12 months")
    expect(heading).to_contain_text("Last 12 months")
    expect(page.locator("#line .spot")).to_have_count(12)
    page.locator("#bars .spot").first.focus()
    expect(page.locator("#tip")).to_have_text(re.compile(r"Seating: [\d,]+"))
    page.keyboard.press("ArrowDown")
    expect(page.locator("#tip")).to_have_text(re.compile(r"Tables: [\d,]+"))
    page.keyboard.press("Escape")
    expect(page.locator("#tip")).to_be_hidden()
    page.locator("#bars .bar").nth(2).hover()
    expect(page.locator("#tip")).to_contain_text("Lighting: ")
    page.get_by_role("radio", name="Tables").check()
    expect(page.locator("#line table tbody tr")).to_have_count(12)


def test_with_freeze_a_change_of_period_blocks_the_page_for_three_seconds(page: Page) -> None:
    page.goto("/dashboard?fault=freeze")
    blocked_ms = page.evaluate("""() => {
        const before = performance.now();
        document.querySelector('#period').dispatchEvent(new Event('change'));
        return performance.now() - before;
    }""")
    assert blocked_ms >= 3000


def test_with_slow_the_report_comes_late_and_with_hang_it_does_not_come(page: Page) -> None:
    page.goto("/report")
    expect(page.get_by_role("heading", name="Through the seasons")).to_be_visible()
    assert page.evaluate("""async () => {
        const given_up = new AbortController();
        let hanging = true;
        fetch('/report?fault=hang', { signal: given_up.signal })
            .then(() => { hanging = false; }, () => {});
        const begun = performance.now();
        const slow = await fetch('/report?fault=slow');
        const late = performance.now() - begun >= 5000;
        const both = slow.ok && late && hanging;
        given_up.abort();
        return both;
    }""")


def test_the_map_is_painted_and_moved_by_wheel_drag_keys_and_buttons(page: Page) -> None:
    page.goto("/map#tivoli")
    expect(page.get_by_role("button", name="Tivoli")).to_have_attribute("aria-expanded", "true")
    page.get_by_role("button", name="Udine").click()
    expect(page.get_by_text("The steam chests run from six")).to_be_visible()
    page.wait_for_function(TILE_PAINTED)
    canvas = page.locator("#map-canvas")
    zoom = "data-zoom"
    page.get_by_role("button", name="Show all workshops").click()
    expect(canvas).to_have_attribute(zoom, "4.00")
    page.get_by_role("button", name="Zoom in").click()
    expect(canvas).to_have_attribute(zoom, "5.00")
    canvas.press("-")
    expect(canvas).to_have_attribute(zoom, "4.00")
    canvas.hover()
    for _ in range(20):
        page.mouse.wheel(0, -100)
    expect(canvas).to_have_attribute(zoom, "7.50")
    page.mouse.down()
    page.mouse.move(400, 400, steps=4)
    page.mouse.up()
    canvas.press("ArrowLeft")


def test_a_tile_is_the_same_every_time_and_there_is_none_outside_the_map(page: Page) -> None:
    first = page.request.get("/tiles/5/16/10.svg")
    assert first.headers["content-type"].startswith("image/svg+xml")
    assert page.request.get("/tiles/5/16/10.svg").body() == first.body()
    assert page.request.get("/tiles/5/16/10.svg?theme=dark").body() != first.body()
    for outside in ("/tiles/9/16/10.svg", "/tiles/3/8/0.svg", "/tiles/5/16/10.svg?theme=pink"):
        assert page.request.get(outside).status == 404


def test_cards_move_by_button_key_and_pointer_and_stay_where_they_were_put(page: Page) -> None:
    page.goto("/kanban")
    doing, done = page.locator("[data-column='doing']"), page.locator("[data-column='done']")
    title = "Orrin for a very tall potter"
    card = page.locator(".board-card", has_text=title)
    page.get_by_role("button", name=f"Move {title} to Doing").click()
    expect(doing).to_contain_text(title)
    card.press("Alt+ArrowRight")
    expect(page.locator("[data-column='drying']")).to_contain_text(title)
    card.get_by_text(title).hover()
    page.mouse.down()
    target = done.bounding_box()
    assert target is not None
    page.mouse.move(target["x"] + 80, target["y"] + 120, steps=6)
    with page.expect_response("/api/kanban"):
        page.mouse.up()
    expect(done).to_contain_text(title)
    page.get_by_role("button", name="Add a card to Doing").click()
    page.get_by_label("What is to be done").fill("Sweep hall 2")
    with page.expect_response("/api/kanban"):
        page.get_by_role("button", name="Save card").click()
    page.reload()
    expect(done).to_contain_text(title)
    page.get_by_role("button", name="Edit Sweep hall 2").click()
    page.get_by_role("button", name="Delete card").click()
    expect(page.get_by_text("Sweep hall 2", exact=True)).to_have_count(0)


def test_a_board_that_makes_no_sense_is_not_kept(page: Page) -> None:
    senseless: tuple[object, ...] = (
        [],
        {"todo": "x"},
        {"todo": [{"title": ""}], "doing": [], "drying": [], "done": []},
    )
    for columns in senseless:
        answer = page.request.post("/api/kanban", data={"columns": columns})
        assert answer.status == 422
        assert answer.json()["errors"] == {"form": "This board cannot be kept."}


def test_the_game_is_played_paused_lost_and_its_best_score_kept(page: Page) -> None:
    page.goto("/game")
    game, pause = page.locator("#game"), page.get_by_role("button", name="Pause")
    page.get_by_role("button", name="Start").click()
    pause.click()
    expect(pause).to_have_attribute("aria-pressed", "true")
    pause.click()
    for _ in range(60):
        page.locator("#game-canvas").press(" ")
        if game.get_attribute("data-phase") == "over":
            break
    best = page.locator("#best").inner_text()
    assert int(best) >= 1, "the first stool always finds something to stand on"
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.reload()
    expect(page.locator("#best")).to_have_text(best)


def test_a_room_is_planned_in_five_steps_with_a_way_back_and_put_into_the_cart(page: Page) -> None:
    page.goto("/wizard")
    page.get_by_role("radio", name="Dining room").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Width", exact=True).fill("560")
    page.get_by_role("button", name="Continue").click()
    for name in ("Fjord", "Halden", "Halden"):
        page.get_by_role("button", name=f"One more {name}").click()
    page.get_by_role("button", name="Continue").click()
    piece = page.get_by_role("button", name="Fjord 1,")
    before = piece.get_attribute("aria-label")
    piece.press("ArrowRight")
    assert piece.get_attribute("aria-label") != before
    page.go_back()
    page.go_back()
    expect(page.get_by_label("Width", exact=True)).to_have_value("560")
    page.get_by_role("link", name="Keep").click()
    with page.expect_response("/api/wizard"):
        page.get_by_role("button", name="Keep the plan").click()
    page.get_by_role("button", name="Put it all into the cart").click()
    expect(page.get_by_role("link", name="Cart, 3 pieces")).to_be_visible()
    page.goto("/wizard")
    expect(page.get_by_role("radio", name="Dining room")).to_be_checked()


def test_with_blank_the_second_step_throws_and_leaves_an_empty_page(page: Page) -> None:
    page.goto("/wizard?fault=blank")
    with page.expect_event("pageerror") as thrown:
        page.get_by_role("button", name="Continue").click()
    assert "undefined" in thrown.value.message
    expect(page.locator("#main")).to_have_text("")


def test_prices_keep_changing_and_a_wood_that_is_followed_stays_marked(page: Page) -> None:
    page.goto("/ticker")
    price = page.locator("#wood-now")
    first = price.inner_text()
    expect(price).not_to_have_text(first)
    page.get_by_role("button", name="Walnut").click()
    follow = page.get_by_role("button", name="Follow")
    follow.click()
    expect(follow).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(page.get_by_role("row", name="Walnut")).to_contain_text("followed")


def test_with_dead_btn_follow_does_nothing_while_the_prices_change(page: Page) -> None:
    page.goto("/ticker?fault=dead-btn")
    price = page.locator("#wood-now")
    expect(price).not_to_be_empty()
    first = price.inner_text()
    follow = page.get_by_role("button", name="Follow")
    follow.click(click_count=5)
    expect(price).not_to_have_text(first)
    expect(follow).to_have_attribute("aria-pressed", "false")


def test_a_quotation_is_checked_while_it_is_written_and_reckoned_by_the_server(page: Page) -> None:
    page.goto("/react")
    page.get_by_label("Collection", exact=True).select_option("Tables")
    expect(page.get_by_label("Piece", exact=True)).to_have_value("fjord-coffee-table")
    page.get_by_label("Piece", exact=True).select_option("Pell, travertine side table")
    page.get_by_label("Size", exact=True).select_option("Medium, Ø 46, 42 cm high")
    page.get_by_label("Quantity", exact=True).fill("10 pieces")
    expect(page.get_by_label("Quantity", exact=True)).to_have_value("10")
    expect(page.get_by_text("Rebate, 7 %")).to_be_visible()
    page.get_by_label("E-mail").press_sequentially("ada@")
    expect(page.get_by_text("This is not an e-mail address yet.")).to_be_visible()
    page.get_by_label("E-mail").fill("ada@studio.example")
    expect(page.get_by_text("This is not an e-mail address yet.")).to_have_count(0)
    page.get_by_label("Company").fill("Haus am See")
    page.get_by_label("Country", exact=True).select_option("Germany")
    page.get_by_label("VAT number").fill("DE1")
    expect(page.get_by_text("A VAT number of Germany looks different.")).to_be_visible()
    page.get_by_role("button", name="Ask for the quotation").click()
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    page.get_by_label("Name", exact=True).fill("Ada Byron")
    page.get_by_label("VAT number").fill("DE 123456789")
    page.get_by_role("button", name="Ask for the quotation").click()
    expect(page.get_by_role("heading", name="Quotation SQ-")).to_be_focused()
    expect(page.get_by_text("It comes to €5,022 and holds for thirty days.")).to_be_visible()


def test_a_chair_is_put_together_across_shadow_roots_and_sent_with_its_form(page: Page) -> None:
    page.goto("/widget")
    configurator = page.locator("chair-configurator")
    configurator.get_by_role("radio", name="Walnut").check()
    configurator.get_by_role("radio", name="Moss wool").check()
    configurator.get_by_role("checkbox", name="With arms").check()
    expect(configurator.get_by_role("img")).to_have_accessible_name(
        "A chair in Walnut, seat in Moss wool, with arms"
    )
    assert page.evaluate("() => document.querySelector('piece-count').shadowRoot") is None
    page.get_by_text("How many", exact=True).click()
    page.keyboard.press("Control+A")
    page.keyboard.type("99")
    page.get_by_role("button", name="Keep these chairs").click()
    assert page.evaluate("() => document.querySelector('#chair-form').checkValidity()") is False
    page.keyboard.press("Control+A")
    page.keyboard.type("6")
    expect(page.locator("#chair-price")).to_have_text("€3,690")
    with page.expect_response("/api/widget") as kept:
        page.get_by_role("button", name="Keep these chairs").click()
    assert kept.value.ok
    page.reload()
    expect(configurator.get_by_role("radio", name="Walnut")).to_be_checked()
    expect(page.locator("#chair-price")).to_have_text("€3,690")
