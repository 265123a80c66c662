"""From a page that names its pictures and styles to the replay origin that serves what was kept."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

import pytest
import pytest_asyncio
from aiohttp import web

from cobrowse.config import Assets as AssetSettings
from cobrowse.wire.capture import Ack, Assets
from tests.ports import free_ports
from tests.service import Running, running

PNG = b"\x89PNG\r\n\x1a\n" + bytes(32)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
CSS = '@import "more.css"; body { background: url(../pictures/a.png#x) } /* url(b.png) */'
FILES = {
    "/pictures/a.png": (PNG, "image/png"),
    "/pictures/drawing.svg": (SVG, "image/svg+xml"),
    "/styles/all.css": (CSS.encode(), "text/css"),
    "/styles/more.css": (b"p { color: red }", "text/css"),
    "/page.html": (b"<html>", "text/html"),
}


@dataclass
class Kept:
    """The service, and a shop whose assets it has been told of."""

    service: Running
    shop: str
    hits: list[str] = field(default_factory=list)

    def address(self, path: str) -> str:
        url = quote(f"{self.shop}{path}", safe="")
        return f"{self.service.replay}/assets/{self.service.site.key}?url={url}"


@pytest_asyncio.fixture
async def kept(tmp_path: Path) -> AsyncGenerator[Kept]:
    hits: list[str] = []

    async def answer(request: web.Request) -> web.StreamResponse:
        hits.append(request.path)
        if request.path not in FILES:
            return web.Response(status=404)
        body, kind = FILES[request.path]
        return web.Response(body=body, headers={"Content-Type": kind, "Set-Cookie": "a=b"})

    (port,) = free_ports(1)
    shop = f"http://127.0.0.1:{port}"
    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    near = AssetSettings(allow_private=True)
    async with running(tmp_path / "data", assets=near, origins=(shop,)) as service:
        async with service.visitor() as page:
            await page.arrive()
            named = Assets(urls=[shop + path for path in FILES if path != "/styles/more.css"])
            await page.send(page.batch(0, facts=[named]))
            await page.next("ack", Ack)
        yield Kept(service, shop, hits)
    await runner.cleanup()


async def test_a_kept_picture_is_served_from_the_replay_origin(kept: Kept) -> None:
    async with kept.service.http.get(kept.address("/pictures/a.png")) as reply:
        assert (reply.status, await reply.read()) == (HTTPStatus.OK, PNG)
        assert reply.content_type == "image/png"
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert reply.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        assert reply.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "Set-Cookie" not in reply.headers
        etag = {"If-None-Match": reply.headers["ETag"]}
    async with kept.service.http.get(kept.address("/pictures/a.png"), headers=etag) as reply:
        assert reply.status == HTTPStatus.NOT_MODIFIED
    assert kept.hits.count("/pictures/a.png") == 1


async def test_what_a_kept_style_sheet_refers_to_is_kept_and_found_too(kept: Kept) -> None:
    async with kept.service.http.get(kept.address("/styles/all.css")) as reply:
        text = await reply.text()
        assert reply.content_type == "text/css"
    shop, key = quote(kept.shop, safe=""), kept.service.site.key
    assert f'@import "/assets/{key}?url={shop}%2Fstyles%2Fmore.css"' in text
    assert f'url("/assets/{key}?url={shop}%2Fpictures%2Fa.png#x")' in text
    assert "/* url(b.png) */" in text
    async with kept.service.http.get(kept.address("/styles/more.css")) as reply:
        assert await reply.text() == "p { color: red }"


async def test_a_script_within_a_picture_is_dead_wherever_it_is_opened(kept: Kept) -> None:
    async with kept.service.http.get(kept.address("/pictures/drawing.svg")) as reply:
        assert reply.content_type == "image/svg+xml"
        assert reply.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


@pytest.mark.parametrize("path", ["/page.html", "/nothing.png", "/never-named.png"])
async def test_what_is_not_kept_is_a_small_404(kept: Kept, path: str) -> None:
    async with kept.service.http.get(kept.address(path)) as reply:
        assert reply.status == HTTPStatus.NOT_FOUND
        assert len(await reply.read()) < 200


@pytest.mark.parametrize(
    "path",
    [
        "/assets/pk_nobodyhasthis?url=http%3A%2F%2Fx.test%2Fa.png",
        "/assets/{key}",
        "/assets/{key}?url=",
        "/assets/{key}?url=file%3A%2F%2F%2Fetc%2Fpasswd",
        "/assets/{key}?url=" + "a" * 4000,
        "/assets/..%2f{key}?url=x",
        "/assets/%00?url=%00",
    ],
)
async def test_what_nobody_named_is_a_404(kept: Kept, path: str) -> None:
    address = kept.service.replay + path.replace("{key}", kept.service.site.key)
    async with kept.service.http.get(address) as reply:
        assert reply.status == HTTPStatus.NOT_FOUND
    assert set(kept.hits) <= set(FILES), "asking makes nothing be fetched"
