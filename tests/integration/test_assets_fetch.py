"""The guarded way out: what it fetches, and everything that cannot make it connect elsewhere."""

import asyncio
import gzip
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field

import pytest
import pytest_asyncio
from aiohttp import web

from cobrowse.flow.ports import FetchRefused
from cobrowse.web.fetch import GuardedFetcher
from cobrowse.web.public_addresses import is_public
from tests.fakes import ScriptedResolver
from tests.ports import free_ports

PNG = b"\x89PNG\r\n\x1a\n" + bytes(32)
WOFF2 = b"wOF2" + bytes(32)
SVG = b'<?xml version="1.0"?><!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg"/>'
LIMIT = 64 * 1024


@dataclass(frozen=True)
class Answer:
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 200


@dataclass
class Site:
    """A web server on this machine that counts who comes."""

    origin: str
    port: int
    hits: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    answers: dict[str, Answer] = field(default_factory=dict)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.hits.append(request.path)
        self.headers.append(dict(request.headers))
        if request.path == "/slow":
            await asyncio.sleep(60)
        if request.path == "/endless":
            response = web.StreamResponse(headers={"Content-Type": "image/png"})
            await response.prepare(request)
            while True:
                await response.write(PNG * 1000)
        answer = self.answers.get(request.path, Answer(status=404))
        return web.Response(body=answer.body, status=answer.status, headers=answer.headers)


@pytest_asyncio.fixture
async def site() -> AsyncGenerator[Site]:
    (port,) = free_ports(1)
    site = Site(f"http://127.0.0.1:{port}", port)
    app = web.Application()
    app.router.add_get("/{path:.*}", site.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield site
    await runner.cleanup()


@pytest_asyncio.fixture
async def near() -> AsyncGenerator[GuardedFetcher]:
    """A fetcher that may reach this machine, as the demo's may."""
    fetcher = GuardedFetcher(max_bytes=LIMIT, timeout_s=2, allow_private=True)
    yield fetcher
    await fetcher.close()


def anything(_url: str) -> bool:
    return True


async def refused(fetcher: GuardedFetcher, url: str) -> str:
    with pytest.raises(FetchRefused) as refusal:
        await fetcher.fetch(url, anything)
    return str(refusal.value)


@pytest.mark.parametrize(
    ("declared", "body", "kept_as"),
    [
        ("image/png", PNG, "image/png"),
        ("image/jpeg", PNG, "image/png"),
        ("application/octet-stream", WOFF2, "font/woff2"),
        ("text/css; charset=utf-8", b"body { color: red }", "text/css"),
        ("text/css", b"", "text/css"),
        ("image/svg+xml", SVG, "image/svg+xml"),
    ],
    ids=str,
)
async def test_a_picture_style_sheet_or_font_is_fetched_as_what_it_is(
    site: Site, near: GuardedFetcher, declared: str, body: bytes, kept_as: str
) -> None:
    site.answers["/file"] = Answer(body=body, headers={"Content-Type": declared})
    fetched = await near.fetch(f"{site.origin}/file", anything)
    assert (fetched.content_type, fetched.body) == (kept_as, body)


@pytest.mark.parametrize(
    ("declared", "body"),
    [
        ("text/html", b"<html><script>alert(1)</script></html>"),
        ("image/png", b"<html><script>alert(1)</script></html>"),
        ("image/svg+xml", b"<html><svg/></html>"),
        ("text/css", b"<!doctype html><p>Please sign in"),
        ("text/css", b"body {}\x00"),
        ("application/javascript", b"alert(1)"),
        ("application/json", b"{}"),
        ("application/octet-stream", b"MZ\x90\x00"),
        ("image/png", b""),
    ],
    ids=str,
)
async def test_anything_else_is_not_kept_whatever_it_is_called(
    site: Site, near: GuardedFetcher, declared: str, body: bytes
) -> None:
    site.answers["/file"] = Answer(body=body, headers={"Content-Type": declared})
    await refused(near, f"{site.origin}/file")


async def test_nothing_of_ours_or_of_the_environment_goes_along(
    site: Site, near: GuardedFetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    site.answers["/file"] = Answer(
        body=PNG, headers={"Content-Type": "image/png", "Set-Cookie": "tracked=1"}
    )
    for _ in range(2):
        await near.fetch(f"{site.origin}/file", anything)
    for headers in site.headers:
        assert {"Cookie", "Referer", "Authorization"}.isdisjoint(headers)
        assert headers["Accept-Encoding"] == "identity"


@pytest.mark.parametrize("declared", [True, False])
async def test_a_file_over_the_bound_is_given_up(
    site: Site, near: GuardedFetcher, declared: bool
) -> None:
    site.answers["/big"] = Answer(body=PNG + bytes(LIMIT), headers={"Content-Type": "image/png"})
    assert await refused(near, site.origin + ("/big" if declared else "/endless")) == "too large"


async def test_a_server_that_does_not_answer_is_given_up(site: Site) -> None:
    fetcher = GuardedFetcher(max_bytes=LIMIT, timeout_s=0.2, allow_private=True)
    assert await refused(fetcher, f"{site.origin}/slow") == "TimeoutError"
    await fetcher.close()


async def test_a_compressed_answer_is_refused_unread(site: Site, near: GuardedFetcher) -> None:
    site.answers["/bomb"] = Answer(
        body=gzip.compress(bytes(20 * 2**20)),
        headers={"Content-Type": "image/png", "Content-Encoding": "gzip"},
    )
    assert "compressed" in await refused(near, f"{site.origin}/bomb")


@pytest.mark.parametrize("status", [204, 206, 304, 404, 500])
async def test_an_answer_that_is_no_file_is_refused(
    site: Site, near: GuardedFetcher, status: int
) -> None:
    site.answers["/file"] = Answer(status=status)
    assert await refused(near, f"{site.origin}/file") == f"HTTP {status}"


async def test_redirects_are_followed_thrice_and_each_is_asked_about(
    site: Site, near: GuardedFetcher
) -> None:
    for number in range(4):
        site.answers[f"/{number}"] = Answer(status=302, headers={"Location": f"/{number + 1}"})
    site.answers["/4"] = Answer(body=PNG)
    asked: list[str] = []

    def may_keep(url: str) -> bool:
        asked.append(url)
        return True

    assert (await near.fetch(f"{site.origin}/1", may_keep)).body == PNG
    assert asked == [f"{site.origin}/{number}" for number in range(1, 5)]
    assert await refused(near, f"{site.origin}/0") == "too many redirects"


@pytest.mark.parametrize(
    "location",
    ["http://metadata.test/", "//other.test/x", "file:///etc/passwd", "gopher://x.test/", ""],
)
async def test_a_redirect_leads_nowhere_that_may_not_be_kept(
    site: Site, near: GuardedFetcher, location: str
) -> None:
    site.answers["/file"] = Answer(status=301, headers={"Location": location})
    with pytest.raises(FetchRefused):
        await near.fetch(f"{site.origin}/file", lambda url: url == f"{site.origin}/start")
    with pytest.raises(FetchRefused):
        await near.fetch(
            f"{site.origin}/file", lambda url: url.startswith(site.origin) and bool(location)
        )
    assert set(site.hits) <= {"/file"}


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "0.0.0.0",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "localhost",
        "localhost.",
        "LOCALHOST",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[fe80::1%25lo]",
    ],
)
async def test_no_spelling_of_this_machine_is_reached(site: Site, host: str) -> None:
    fetcher = GuardedFetcher(max_bytes=LIMIT, timeout_s=2)
    await refused(fetcher, f"http://{host}:{site.port}/file")
    await fetcher.close()
    assert site.hits == []


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "ftp://127.0.0.1/",
        "data:image/png;base64,AAAA",
        "http://",
        "http:///path",
        "http://127.0.0.1:99999/",
        "http://[::1",
        "\\\\host\\share",
        "http://a b/",
        "",
    ],
)
async def test_what_is_no_address_of_the_web_is_refused(near: GuardedFetcher, url: str) -> None:
    await refused(near, url)


@pytest.mark.parametrize(
    "answer",
    [
        ["127.0.0.1"],
        ["10.0.0.5"],
        ["169.254.169.254"],
        ["93.184.215.14", "127.0.0.1"],
        ["::1"],
        ["::ffff:10.0.0.5"],
        [],
    ],
    ids=str,
)
async def test_a_name_that_leads_inside_is_refused(site: Site, answer: list[str]) -> None:
    resolver = ScriptedResolver({"shop.test": [answer]})
    fetcher = GuardedFetcher(max_bytes=LIMIT, timeout_s=2, resolver=resolver)
    await refused(fetcher, f"http://shop.test:{site.port}/file")
    await fetcher.close()
    assert resolver.asked
    assert site.hits == []


async def test_a_name_that_changes_its_answer_is_looked_up_and_checked_each_time(
    site: Site,
) -> None:
    resolver = ScriptedResolver({"shop.test": [["192.0.2.1"], ["127.0.0.1"]]})
    fetcher = GuardedFetcher(max_bytes=LIMIT, timeout_s=2, resolver=resolver)
    for _ in range(2):
        await refused(fetcher, f"http://shop.test:{site.port}/file")
    await fetcher.close()
    assert resolver.asked == ["shop.test", "shop.test"]
    assert site.hits == []


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.8.8.8",
        "169.254.169.254",
        "172.16.0.1",
        "192.0.0.1",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "2002:a9fe:a9fe::",
        "100::1",
        "2001:db8::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "ff02::1",
        "not an address",
    ],
)
def test_an_address_that_is_not_everybodys_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "1.1.1.1", "2606:4700:4700::1111"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)
