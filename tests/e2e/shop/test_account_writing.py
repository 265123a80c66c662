"""What a customer gives to the workshop, notes and pictures, and what can go wrong on the way."""

import struct
import zlib

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect


@pytest.fixture
def note(page: Page) -> Locator:
    """The editor of an unknown browser."""
    page.goto("/editor")
    return page.get_by_role("textbox", name="Note", exact=True)


def state(page: Page) -> Locator:
    return page.locator("#note-state")


def save(page: Page) -> Locator:
    return page.get_by_role("button", name="Save", exact=True)


def picture(size: int = 400_000) -> FilePayload:
    """A PNG of about that many bytes, most of them a comment."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + check

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\x00\xa0\x52\x2d")
    content = b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", header),
            chunk(b"tEXt", b"Comment\x00" + b"x" * size),
            chunk(b"IDAT", body),
            chunk(b"IEND", b""),
        )
    )
    return {"name": "scratch.png", "mimeType": "image/png", "buffer": content}


def test_a_note_is_formatted_saved_and_comes_back(
    note: Locator, page: Page, complaints: list[str]
) -> None:
    note.press_sequentially("A shorter leg")
    note.press("ControlOrMeta+a")
    page.get_by_role("button", name="Bold").click()
    expect(page.get_by_role("button", name="Bold")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Heading").click()
    note.press("End")
    note.press("Enter")
    page.get_by_role("button", name="List", exact=True).click()
    note.press_sequentially("like this one")
    for _ in "one":
        note.press("Shift+ArrowLeft")
    page.get_by_role("button", name="Link").click()
    page.get_by_label("Address of the link").fill("solvane.test/stool")
    page.get_by_role("button", name="Set link").click()
    expect(page.get_by_text("6 words", exact=True)).to_be_visible()
    save(page).click()
    expect(state(page)).to_have_text("Saved as version 1")
    page.reload()
    expect(note.locator("h2 strong")).to_have_text("A shorter leg")
    expect(note.locator("ul li")).to_have_text("like this one")
    expect(note.locator("li a")).to_have_attribute("href", "https://solvane.test/stool")
    assert complaints == []


def test_what_was_done_is_undone_and_done_again(note: Locator, page: Page) -> None:
    words = ["oak", " ash", " elm"]
    for word in words:
        note.press_sequentially(word)
        page.wait_for_timeout(800)  # longer than what counts as one go
    note.press("ControlOrMeta+z")
    expect(note).to_have_text("oak ash")
    note.press("ControlOrMeta+z")
    note.press("ControlOrMeta+z")
    expect(note).to_have_text("")
    for shown in ("oak", "oak ash", "oak ash elm"):
        note.press("ControlOrMeta+y")
        expect(note).to_have_text(shown)
    page.get_by_role("button", name="Undo").click()
    page.keyboard.type(" beech")
    expect(note).to_have_text("oak ash beech")


def test_an_older_version_is_brought_back(note: Locator, page: Page) -> None:
    for words, number in (("in oak", 1), ("in ash", 2)):
        note.fill(words)
        save(page).click()
        expect(state(page)).to_have_text(f"Saved as version {number}")
    page.get_by_role("button", name="Restore version 1").click()
    expect(note).to_have_text("in oak")
    note.press("ControlOrMeta+z")
    expect(note).to_have_text("in ash")


def test_a_note_written_offline_is_kept_and_saved_when_the_line_is_back(
    note: Locator, page: Page
) -> None:
    note.fill("the bell is broken")
    page.context.set_offline(True)
    save(page).click()
    expect(state(page)).to_contain_text("You are offline. Your text is kept here")
    page.context.set_offline(False)
    expect(state(page)).to_have_text("Saved as version 1")


def test_fault_dead_save_does_nothing_and_the_text_outlives_a_reload(page: Page) -> None:
    page.goto("/editor?fault=dead-save")
    note = page.get_by_role("textbox", name="Note", exact=True)
    note.fill("hello")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    before = page.locator("#editor").inner_html()
    for _ in range(6):
        save(page).click()
    assert page.locator("#editor").inner_html() == before
    assert asked == []
    page.reload()
    expect(note).to_have_text("hello")


def test_fault_spinner_spins_on(page: Page) -> None:
    page.goto("/editor?fault=spinner")
    page.get_by_role("textbox", name="Note", exact=True).fill("hello")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for _ in range(3):
        save(page).click()
    expect(save(page)).to_have_attribute("aria-busy", "true")
    page.wait_for_timeout(2_000)
    expect(state(page)).to_have_text("Saving …")
    assert len(asked) == 1


def test_fault_flaky_once_fails_once_and_is_saved_by_the_retry(page: Page) -> None:
    page.goto("/editor?fault=flaky-once")
    page.get_by_role("textbox", name="Note", exact=True).fill("hello")
    codes: list[int] = []
    # A font may still be on its way.
    page.on("response", lambda got: codes.append(got.status) if "/api/notes" in got.url else None)
    save(page).click()
    expect(state(page)).to_contain_text("Trying again")
    expect(state(page)).to_have_text("Saved as version 1")
    assert codes == [500, 200]


def test_fault_undo_lost_leaves_everything_as_it_is(page: Page) -> None:
    page.goto("/editor?fault=undo-lost")
    note = page.get_by_role("textbox", name="Note", exact=True)
    note.press_sequentially("oak")
    note.press("ControlOrMeta+z")
    page.get_by_role("button", name="Undo").click()
    note.press("ControlOrMeta+y")
    expect(note).to_have_text("oak")


def test_pictures_are_sent_shown_and_deleted(page: Page, complaints: list[str]) -> None:
    page.goto("/upload")
    page.get_by_label("Choose pictures").set_input_files([picture()])
    shown = page.get_by_role("img", name="scratch.png")
    expect(shown).to_be_visible()
    assert shown.evaluate("async (image) => { await image.decode(); return image.naturalWidth }")
    drop(page, picture(1_000))
    expect(shown).to_have_count(2)
    page.reload()
    expect(shown).to_have_count(2)
    page.get_by_role("button", name="Delete scratch.png").first.click()
    expect(shown).to_have_count(1)
    assert complaints == []


def test_what_is_too_large_or_no_picture_is_refused_with_words(page: Page) -> None:
    page.goto("/upload")
    page.get_by_label("Choose pictures").set_input_files([picture(5_300_000)])
    expect(page.get_by_text("Not sent: larger than 5 MB.")).to_be_visible()
    letter: FilePayload = {"name": "a.png", "mimeType": "image/png", "buffer": b"Dear workshop"}
    page.get_by_label("Choose pictures").set_input_files([letter])
    expect(page.get_by_text("This is not a picture we can open.")).to_be_visible()
    page.get_by_role("button", name="Dismiss a.png").click()
    expect(page.locator(".sending")).to_have_count(1)


def test_fault_drop90_cuts_the_line_and_says_so_in_words_to_copy(page: Page) -> None:
    page.goto("/upload?fault=drop90")
    page.get_by_label("Choose pictures").set_input_files([picture(4_000_000)])
    said = page.get_by_text("Not sent: the connection was lost at 90 % (error UPLOAD-CUT).")
    expect(said).to_be_visible()
    said.select_text()
    assert "UPLOAD-CUT" in page.evaluate("getSelection().toString()")
    page.goto("/upload")
    expect(page.get_by_text("No pictures yet.")).to_be_visible()


def drop(page: Page, file: FilePayload) -> None:
    """As from the desktop: a drop with a file in its hands."""
    page.locator("#drop").evaluate(
        """(target, [name, type, bytes]) => {
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([new Uint8Array(bytes)], name, { type }));
            const event = { bubbles: true, cancelable: true, dataTransfer };
            target.dispatchEvent(new DragEvent("drop", event));
        }""",
        [file["name"], file["mimeType"], list(file["buffer"])],
    )
