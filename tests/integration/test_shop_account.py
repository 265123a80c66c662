"""The account of the demonstration shop as a server: what it keeps, refuses, and never lets out."""

import re
from collections.abc import AsyncIterator, Iterator
from io import BytesIO

import aiohttp
import pytest

from tests.e2e.shop.serving import Shop, running_shop

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
IMAGE = {"Content-Type": "image/png"}
ADDRESS = {
    "given-name": "Lena",
    "family-name": "Novak",
    "street-address": "Dolní 8",
    "postal-code": "602 00",
    "city": "Brno",
    "country": "CZ",
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with running_shop(tmp_path_factory.mktemp("shop")) as shop:
        yield shop
        assert "Traceback" not in shop.log.read_text()


@pytest.fixture
async def browser(shop: Shop) -> AsyncIterator[aiohttp.ClientSession]:
    """One that nobody has signed in on."""
    jar = aiohttp.CookieJar(unsafe=True)  # of an address without a name
    async with aiohttp.ClientSession(shop.origin, cookie_jar=jar) as browser:
        yield browser


async def sign_in(browser: aiohttp.ClientSession, name: str) -> None:
    form = {"email": f"{name}@shop.test", "password": "demo-password"}
    async with browser.post("/sign-in", data=form) as answer:
        assert answer.status == 200


async def save(browser: aiohttp.ClientSession, html: str) -> tuple[int, str]:
    """Status, and what is kept."""
    note = {"about": "general", "html": html, "attempt": 1}
    async with browser.post("/api/notes", json=note) as answer:
        if answer.status != 200:
            return answer.status, ""
        version = (await answer.json())["version"]
    async with browser.get(f"/api/notes/general/{version}") as answer:
        return 200, (await answer.json())["html"]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<p>a <b>b</b> <i>c</i></p>", "<p>a <strong>b</strong> <em>c</em></p>"),
        ("<div>one</div><div>two</div>", "<p>one</p><p>two</p>"),
        ("<ul><li>oak<li>ash</ul>", "<ul><li>oak</li><li>ash</li></ul>"),
        ("<p><b>never closed", "<p><strong>never closed</strong></p>"),
        ("<p>a</b></p></div>", "<p>a</p>"),
        ('<p style="color:red" onclick="x()">a</p>', "<p>a</p>"),
        ("<script>x()</script><style>p{}</style>a &lt;b&gt;", "a &lt;b&gt;"),
        ("<img src=x onerror=x()><svg onload=x()>a</svg>", "a"),
        ('<a href="javascript:x()">a</a>', "<a>a</a>"),
        ('<a href="https://[">a</a>', "<a>a</a>"),
        ('<a href="https://a.test/?b=&quot;c">a</a>', '<a href="https://a.test/?b=&quot;c">a</a>'),
    ],
)
async def test_of_a_note_only_what_a_note_may_hold_is_kept(
    browser: aiohttp.ClientSession, written: str, kept: str
) -> None:
    assert await save(browser, written) == (200, kept)


async def test_a_note_that_is_too_deep_or_too_long_stays_within_bounds(
    browser: aiohttp.ClientSession,
) -> None:
    _, kept = await save(browser, "<div>" * 1000 + "a")
    assert kept.count("<p>") == 12
    assert await save(browser, "a" * 20_001) == (422, "")


async def test_the_last_twenty_versions_of_a_note_are_kept(browser: aiohttp.ClientSession) -> None:
    for number in range(1, 23):
        await save(browser, f"version {number}")
    statuses = []
    for number in (2, 3, 22):
        async with browser.get(f"/api/notes/general/{number}") as answer:
            statuses.append(answer.status)
    assert statuses == [404, 200, 200]


async def test_a_note_is_about_an_order_of_ones_own(browser: aiohttp.ClientSession) -> None:
    await sign_in(browser, "lena")
    note = {"about": "SV-AAAAAAAA", "html": "a", "attempt": 1}
    async with browser.post("/api/notes", json=note) as answer:
        assert answer.status == 400
    async with browser.get("/editor?order=SV-AAAAAAAA") as answer:
        assert answer.status == 404


async def test_an_invoice_is_a_pdf_whose_table_tells_where_everything_is(
    browser: aiohttp.ClientSession,
) -> None:
    await sign_in(browser, "omar")
    async with browser.get("/api/invoices") as answer:
        number = re.findall(r'data-download="([\d-]+)"', (await answer.json())["html"])[0]
    async with browser.get(f"/api/invoices/{number}.pdf") as answer:
        assert answer.content_type == "application/pdf"
        assert answer.headers["Content-Disposition"].endswith(f'"Solvane-{number}.pdf"')
        file = await answer.read()
    found = re.search(rb"startxref\n(\d+)\n%%EOF\n$", file)
    assert found
    table = file[int(found[1]) :]
    head = re.match(rb"xref\n0 (\d+)\n0000000000 65535 f \n", table)
    assert head
    offsets = re.findall(rb"(\d{10}) 00000 n \n", table)
    assert len(offsets) == int(head[1]) - 1
    for index, offset in enumerate(offsets, 1):
        assert file[int(offset) :].startswith(b"%d 0 obj\n" % index)
    stream = re.search(rb"/Length (\d+) >>\nstream\n", file)
    assert stream
    end = stream.end() + int(stream[1])
    assert file[end:].startswith(b"\nendstream\nendobj\n")
    assert f"Invoice {number}".encode() in file[stream.end() : end]
    assert "Omar Haddad".encode("cp1252") in file[stream.end() : end]
    assert "€".encode("cp1252") in file[stream.end() : end]


async def test_a_picture_is_what_its_bytes_say_and_belongs_to_its_browser(
    browser: aiohttp.ClientSession, shop: Shop
) -> None:
    async with browser.post("/api/pictures?name=a", data=b"<svg onload=x()>", headers=IMAGE) as got:
        assert got.status == 422
    async with browser.post("/api/pictures?name=<b>", data=PNG, headers=IMAGE) as answer:
        html = (await answer.json())["html"]
    assert "<b>" not in html
    (address,) = re.findall(r'src="([^"]+)"', html)
    async with browser.get(address) as answer:
        assert (answer.content_type, await answer.read()) == ("image/png", PNG)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    async with aiohttp.ClientSession(shop.origin) as other:
        async with other.get(address) as answer:
            assert answer.status == 404
        async with other.delete(address) as answer:
            assert answer.status == 204
    async with browser.get(address) as answer:
        assert answer.status == 200


async def test_pictures_are_bounded_in_size_and_number(browser: aiohttp.ClientSession) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield PNG

    async with browser.post("/api/pictures", data=pieces(), headers=IMAGE) as answer:
        assert answer.status == 411
    statuses = []
    for _ in range(21):
        async with browser.post("/api/pictures?name=a", data=PNG, headers=IMAGE) as answer:
            statuses.append(answer.status)
    assert statuses == [201] * 20 + [422]
    async with browser.post("/api/pictures", data=BytesIO(PNG * 100_000), headers=IMAGE) as answer:
        assert answer.status == 413


async def test_fault_drop90_ends_the_connection_without_an_answer(
    browser: aiohttp.ClientSession,
) -> None:
    headers = {**IMAGE, "X-Shop-Fault": "drop90"}
    with pytest.raises((aiohttp.ClientOSError, aiohttp.ServerDisconnectedError)):
        await browser.post("/api/pictures?name=a", data=PNG * 1000, headers=headers)


async def test_an_address_book_holds_twelve_and_only_its_owner_reads_it(
    browser: aiohttp.ClientSession,
) -> None:
    async with browser.get("/api/addresses/0") as answer:
        assert answer.status == 401
    await sign_in(browser, "lena")
    statuses, numbers = [], list[str]()
    for _ in range(12):
        async with browser.post("/api/addresses", json=ADDRESS) as answer:
            statuses.append(answer.status)
            html = (await answer.json()).get("html", "")
            numbers = re.findall(r'data-edit="(\d+)"', html) or numbers
    assert statuses == [200] * 11 + [422]
    async with browser.get(f"/api/addresses/{numbers[1]}") as answer:
        assert await answer.json() == {**ADDRESS, "tel": ""}
    await sign_in(browser, "chen")
    async with browser.get(f"/api/addresses/{numbers[1]}") as answer:
        assert answer.status == 404
    async with browser.delete(f"/api/addresses/{numbers[1]}"):
        pass
    await sign_in(browser, "lena")
    async with browser.get(f"/api/addresses/{numbers[1]}") as answer:
        assert answer.status == 200
    for number in numbers[1:]:
        async with browser.delete(f"/api/addresses/{number}"):
            pass


@pytest.mark.parametrize("choice", [("language", "tlh"), ("colour", "dark"), ("theme", "")])
async def test_only_what_is_offered_can_be_chosen(
    browser: aiohttp.ClientSession, choice: tuple[str, str]
) -> None:
    name, value = choice
    async with browser.post("/api/settings", json={"name": name, "value": value}) as answer:
        assert answer.status == 400
