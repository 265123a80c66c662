"""The reading rooms: search, help, letters, journal, the long read, pictures, films."""

import re
from html import unescape

import pytest
from playwright.sync_api import Page, expect

from shop.reading.prose import read_texts
from tests.e2e.shop.behaviour import works_and_fits

PAGES = [
    "/search",
    "/search?q=chair",
    "/search?q=zzqx",
    "/help",
    "/help/where-is-my-order",
    "/contact",
    "/blog",
    "/blog/a-week-with-the-plane",
    "/longread",
    "/gallery",
    "/video",
    "/videos",
]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_no_error_and_fits_a_phone(
    page: Page, complaints: list[str], address: str
) -> None:
    works_and_fits(page, address, complaints)


def test_suggestions_come_while_typing_and_an_arrow_key_chooses_one(page: Page) -> None:
    page.goto("/search")
    box = page.get_by_role("combobox", name="Search Solvane")
    box.press_sequentially("hald")
    options = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    expect(options.first).to_contain_text("Halden")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(options).to_have_count(0)
    box.press("ArrowDown")
    expect(options.first).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    expect(page.get_by_role("heading", name="Halden", level=1)).to_be_visible()


def test_results_are_in_sections_with_the_words_marked_though_misspelt(page: Page) -> None:
    page.goto("/search")
    page.get_by_role("combobox", name="Search Solvane").fill("travertien")
    page.get_by_role("button", name="Find").click()
    section = page.get_by_role("region", name="Products")
    expect(section.get_by_role("link", name="Pell")).to_be_visible()
    expect(section.locator("mark").first).to_have_text("Travertine")
    expect(page.get_by_text("These fit travertine")).to_be_visible()


def test_with_the_fault_empty_nothing_is_found_search_after_search(page: Page) -> None:
    page.goto("/search?fault=empty")
    for words in ("chair", "lamp", "delivery"):
        page.get_by_role("combobox", name="Search Solvane").fill(words)
        page.get_by_role("combobox", name="Search Solvane").press("Enter")
        expect(page.get_by_role("heading", name=f"Nothing for “{words}”")).to_be_visible()
        expect(page.get_by_role("link", name="Where is my order?")).to_be_visible()


def test_an_article_is_reached_from_the_help_centre_and_asks_whether_it_helped(page: Page) -> None:
    page.goto("/help")
    frame = page.frame_locator("iframe[title='Delivery times by country']")
    frame.get_by_label("Deliver to").select_option("Ireland")
    expect(frame.locator("tbody tr:visible")).to_have_count(1)
    page.get_by_role("link", name="Find an invoice").click()
    expect(page.get_by_role("heading", name="Find an invoice", level=1)).to_be_visible()
    page.get_by_role("button", name="No, not really").click()
    page.get_by_label("What was missing?").fill("How to print it twice.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("status").filter(has_text="Thank you")).to_be_visible()
    page.get_by_role("button", name="Yes, it helped").click()
    expect(page.get_by_label("What was missing?")).to_be_hidden()


def test_links_in_our_texts_lead_to_pages_that_are_there(page: Page) -> None:
    texts = [text for folder in ("help", "journal", "essay") for text in read_texts(folder)]
    links = {link for text in texts for link in re.findall(r'<a href="([^"]+)"', text.html)}
    assert len(links) >= 10
    assert [link for link in links if page.request.get(unescape(link)).status != 200] == []


def test_a_letter_is_answered_with_a_number_and_kept(page: Page) -> None:
    page.goto("/contact?topic=repair")
    expect(page.get_by_label("What is it about?")).to_have_value("repair")
    page.get_by_label("Your name").fill("Ada Byron")
    page.get_by_label("E-mail").fill("ada at shop")
    page.get_by_label("Your message").fill("One leg of my stool is shorter than it was.")
    page.get_by_role("button", name="Send the letter").click()
    expect(page.get_by_text("That does not look like an e-mail address.")).to_be_visible()
    expect(page.get_by_label("E-mail")).to_be_focused()
    page.get_by_label("E-mail").fill("ada@shop.test")
    page.get_by_role("button", name="Send the letter").click()
    expect(page.get_by_role("heading", name="It is with us.")).to_be_visible()
    number = page.locator("#sent-number").inner_text()
    assert re.fullmatch(r"S-\d{5}", number)
    page.reload()
    expect(page.get_by_role("region", name="Your letters so far")).to_contain_text(number)


def test_the_journal_is_read_without_a_full_load(page: Page) -> None:
    page.goto("/blog")
    page.evaluate("() => { window.stayed = true; }")
    page.get_by_role("link", name="Eleven attempts at a jug").click()
    expect(page.get_by_role("heading", name="Eleven attempts at a jug", level=1)).to_be_visible()
    assert page.evaluate("() => window.stayed")


def test_with_the_fault_no_styles_the_journal_comes_without_its_style_sheets(page: Page) -> None:
    page.goto("/blog?fault=no-styles")
    expect(page.get_by_role("heading", name="Journal", exact=True)).to_be_visible()
    addresses = page.eval_on_selector_all(
        "link[rel=stylesheet]", "(links) => links.map((link) => link.href)"
    )
    assert addresses
    assert {page.request.get(address).status for address in addresses} == {404}
    rules = "() => [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).length"
    assert page.evaluate(rules) == 0
    page.goto("/blog")
    assert page.evaluate(rules) > 0


def test_the_long_read_tells_the_chapter_and_how_much_is_read(page: Page) -> None:
    page.goto("/longread")
    words = page.locator(".chapters").inner_text().split()
    assert len(words) >= 6_000
    contents = page.get_by_role("navigation", name="Chapters")
    contents.get_by_role("link", name="The steam").click()
    expect(contents.locator("[aria-current]")).to_have_text(re.compile("The steam"))
    progress = page.get_by_role("progressbar", name="Read so far")
    page.wait_for_function("() => document.querySelector('#read-progress').value > 40")
    page.keyboard.press("End")
    page.wait_for_function("() => document.querySelector('#read-progress').value === 100")
    expect(progress).to_be_visible()


def test_pictures_are_turned_by_buttons_dots_and_keys(page: Page) -> None:
    page.goto("/gallery")
    caption = page.locator("#carousel-number")
    for _ in range(8):
        page.get_by_role("button", name="Next picture").click()
    expect(caption).to_have_text("9")
    page.get_by_role("button", name="Previous picture").click()
    expect(caption).to_have_text("8")
    page.get_by_role("button", name="Picture 3", exact=True).click()
    expect(caption).to_have_text("3")
    page.keyboard.press("ArrowRight")
    expect(caption).to_have_text("4")
    expect(page.locator("#carousel-picture")).to_have_js_property("naturalWidth", 640)


def test_with_the_fault_next_dead_only_the_dots_turn_pictures(page: Page) -> None:
    page.goto("/gallery?fault=next-dead")
    for _ in range(3):
        page.get_by_role("button", name="Next picture").click()
    expect(page.locator("#carousel-number")).to_have_text("1")
    page.get_by_role("button", name="Picture 2", exact=True).click()
    expect(page.locator("#carousel-number")).to_have_text("2")


def test_with_the_fault_no_pictures_each_is_answered_with_404(page: Page) -> None:
    with page.expect_response("**/hero.webp?fault=no-pictures") as first:
        page.goto("/gallery?fault=no-pictures")
    assert first.value.status == 404
    with page.expect_response("**/*.webp?fault=no-pictures") as next_one:
        page.get_by_role("button", name="Next picture").click()
    assert next_one.value.status == 404
    page.goto("/gallery")
    expect(page.locator("#carousel-picture")).to_have_js_property("naturalWidth", 1600)


def test_the_film_plays_and_is_moved_about_in_with_its_captions(page: Page) -> None:
    page.goto("/video")
    film = page.locator("#film")
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("() => document.querySelector('#film').currentTime > 0.2")
    page.get_by_role("button", name="Pause").click()
    for _ in range(8):
        page.get_by_role("button", name="Forward 10 s").click()
    page.get_by_role("button", name="Back 10 s").click()
    page.wait_for_function("() => Math.abs(document.querySelector('#film').currentTime - 71) < 2")
    expect(page.locator("#caption")).to_contain_text("corners")
    page.get_by_role("button", name="Captions").click()
    expect(page.locator("#caption")).to_be_empty()
    for _ in range(3):
        page.get_by_role("button", name="Louder").click()
    page.get_by_role("button", name="Quieter").click()
    expect(film).to_have_js_property("volume", 0.7)
    page.get_by_role("slider", name="Place in the film").fill("22")
    expect(page.locator(".film-chapter[aria-current]")).to_contain_text("The seat frame")


def test_films_are_chosen_from_menus_that_open_below_the_pointer(page: Page) -> None:
    page.goto("/videos")
    expect(page.locator(".film")).to_have_count(8)
    for name in ("Stage", "Material", "Length"):
        page.get_by_role("button", name=name).hover()
        expect(page.get_by_role("button", name=name)).to_have_attribute("aria-expanded", "true")
    page.get_by_role("button", name="Material").hover()
    page.get_by_role("link", name="Cord", exact=True).click()
    expect(page.locator(".film")).to_have_count(1)
    page.get_by_role("link", name=re.compile("The seat is woven")).click()
    expect(page.get_by_role("heading", name="The seat is woven")).to_be_visible()
    page.wait_for_function("() => document.querySelector('#film').currentTime >= 66")


def test_menus_open_and_close_by_key_as_well(page: Page) -> None:
    page.goto("/videos")
    stage = page.get_by_role("button", name="Stage")
    stage.focus()
    page.keyboard.press("Enter")
    expect(stage).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(stage).to_have_attribute("aria-expanded", "false")
    expect(stage).to_be_focused()
