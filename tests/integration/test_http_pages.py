"""What is served as files: the capture script, the console, the player; and what operators ask."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from cobrowse.web.built import BuiltFiles
from cobrowse.web.console_pages import ConsolePages
from cobrowse.web.health import Health
from cobrowse.web.middleware import translate
from cobrowse.web.player_pages import PlayerPages
from cobrowse.web.scripts import CaptureScripts
from tests.ports import free_ports
from tests.service import Running

LOADER = 'load("__COBROWSE_CORE__")'
HASHED = "public, max-age=31536000, immutable"


@asynccontextmanager
async def serving(part: Any) -> AsyncGenerator[aiohttp.ClientSession]:
    """Serve one part by itself, as the service does, and open a browser-like session to it."""
    app = web.Application(middlewares=[translate])
    part.register(app)
    runner = web.AppRunner(app)
    await runner.setup()
    (port,) = free_ports(1)
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as http:
            yield http
    finally:
        await runner.cleanup()


def build_capture(folder: Path, core: str = "capture-0123456789ab.js") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / core).write_text("core()")
    (folder / "loader.js").write_text(LOADER)
    (folder / "manifest.json").write_text(json.dumps({"loader": "loader.js", "core": core}))
    return folder


async def test_the_loader_names_the_core_and_is_asked_for_again_soon(tmp_path: Path) -> None:
    async with serving(CaptureScripts(build_capture(tmp_path))) as http:
        async with http.get("/capture.js") as reply:
            assert await reply.text() == 'load("/capture/capture-0123456789ab.js")'
            assert reply.content_type == "text/javascript"
            assert reply.headers["Cache-Control"] == "public, max-age=300"
            assert reply.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
            etag = reply.headers["ETag"]
        async with http.get("/capture.js", headers={"If-None-Match": etag}) as reply:
            assert reply.status == HTTPStatus.NOT_MODIFIED
        async with http.get("/capture.js", headers={"If-None-Match": '"other"'}) as reply:
            assert reply.status == HTTPStatus.OK


async def test_the_loader_names_the_new_core_after_a_new_build(tmp_path: Path) -> None:
    async with serving(CaptureScripts(build_capture(tmp_path))) as http:
        async with http.get("/capture.js") as reply:
            before = await reply.text()
        build_capture(tmp_path, "capture-ba9876543210.js")
        async with http.get("/capture.js") as reply:
            assert await reply.text() == before.replace("0123456789ab", "ba9876543210")


async def test_what_is_named_by_its_content_is_kept_for_ever(tmp_path: Path) -> None:
    async with serving(CaptureScripts(build_capture(tmp_path))) as http:
        async with http.get("/capture/capture-0123456789ab.js") as reply:
            assert await reply.text() == "core()"
            assert reply.content_type == "text/javascript"
            assert reply.headers["Cache-Control"] == HASHED
            assert reply.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        for name in ("capture-000000000000.js", "manifest.json", "loader.js"):
            async with http.get(f"/capture/{name}") as reply:
                assert reply.status == HTTPStatus.NOT_FOUND


async def test_a_script_that_is_not_built_is_a_clear_refusal(tmp_path: Path) -> None:
    async with serving(CaptureScripts(tmp_path)) as http, http.get("/capture.js") as reply:
        assert reply.status == HTTPStatus.SERVICE_UNAVAILABLE
        assert "make build" in await reply.text()


async def test_every_address_of_the_console_is_its_page(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<title>Console</title>")
    (tmp_path / "assets" / "index-AbC_12.js").write_text("console()")
    async with serving(ConsolePages(BuiltFiles(tmp_path))) as http:
        for path in ("/console/", "/console/wall", "/console/sessions/abc?t=3", "/console/a.b/c"):
            async with http.get(path) as reply:
                assert await reply.text() == "<title>Console</title>"
                assert reply.content_type == "text/html"
                assert reply.headers["Cache-Control"] == "no-cache"
        async with http.get("/console/assets/index-AbC_12.js") as reply:
            assert await reply.text() == "console()"
            assert reply.headers["Cache-Control"] == HASHED
        async with http.get("/console/assets/index-old.js") as reply:
            assert reply.status == HTTPStatus.NOT_FOUND
        for path in ("/", "/console"):
            async with http.get(path, allow_redirects=False) as reply:
                assert reply.headers["Location"] == "/console/"


async def test_a_console_that_is_not_built_says_what_to_do(tmp_path: Path) -> None:
    async with (
        serving(ConsolePages(BuiltFiles(tmp_path / "missing"))) as http,
        http.get("/console/wall") as reply,
    ):
        assert reply.status == HTTPStatus.SERVICE_UNAVAILABLE
        assert "make build" in await reply.text()


async def test_the_player_is_told_which_origin_may_speak_to_it(tmp_path: Path) -> None:
    (tmp_path / "player.html").write_text("<html><head><title>Player</title></head></html>")
    part = PlayerPages('http://localhost:1"><script>', BuiltFiles(tmp_path))
    async with serving(part) as http, http.get("/player/") as reply:
        named = 'content="http://localhost:1&quot;&gt;&lt;script&gt;"'
        assert f'<head><meta name="cobrowse-console-origin" {named}>' in await reply.text()


async def test_the_console_may_frame_the_replay_origin_and_load_nothing_foreign(
    service: Running,
) -> None:
    async with service.http.get(f"{service.origin}/console/login") as reply:
        policy = reply.headers["Content-Security-Policy"].split("; ")
        port = service.config.server.port
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert f"frame-src {service.replay}" in policy
        assert f"connect-src 'self' ws://localhost:{port}" in policy
        assert "frame-ancestors 'none'" in policy
        assert reply.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "Server" not in reply.headers


async def test_the_player_can_load_kept_assets_and_nothing_else(service: Running) -> None:
    async with service.http.get(f"{service.replay}/player/") as reply:
        kept = f"{service.replay}/assets/"
        assert reply.headers["Content-Security-Policy"] == (
            f"default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline' {kept}; "
            f"img-src {kept} data: blob:; font-src {kept} data:; media-src {kept}; "
            "connect-src 'none'; frame-src 'none'; object-src 'none'; base-uri 'none'; "
            f"form-action 'none'; frame-ancestors {service.origin}"
        )
        assert reply.headers["Referrer-Policy"] == "no-referrer"
        assert reply.headers["X-DNS-Prefetch-Control"] == "off"
        assert reply.headers["Origin-Agent-Cluster"] == "?1"
        assert "Set-Cookie" not in reply.headers


@pytest.mark.parametrize("path", ["/", "/api/v1/me", "/console/", "/capture.js", "/metrics"])
async def test_the_replay_origin_has_nothing_of_the_console(service: Running, path: str) -> None:
    async with service.http.get(service.replay + path) as reply:
        assert reply.status == HTTPStatus.NOT_FOUND


async def test_a_service_that_works_is_alive_and_ready(service: Running) -> None:
    async with service.http.get(f"{service.origin}/healthz") as reply:
        assert (reply.status, await reply.text()) == (HTTPStatus.OK, "ok\n")
    async with service.http.get(f"{service.origin}/readyz") as reply:
        ready = await reply.json()
        assert reply.status == HTTPStatus.OK
        assert ready == {
            "ready": True,
            "parts": {"database": True, "journal": True, "disk": True, "serving": True},
        }


async def test_a_service_that_is_about_to_stop_is_not_ready(service: Running) -> None:
    service.service.health.drain()
    async with service.http.get(f"{service.origin}/readyz") as reply:
        assert reply.status == HTTPStatus.SERVICE_UNAVAILABLE
        assert (await reply.json())["parts"]["serving"] is False


async def test_a_part_that_fails_or_hangs_makes_it_not_ready(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cobrowse.web.health.CHECK_S", 0.1)

    async def fails() -> bool:
        raise OSError("no space left")

    async def hangs() -> bool:
        await asyncio.sleep(60)
        return True

    async def works() -> bool:
        return True

    part = Health({"disk": fails, "database": hangs, "journal": works})
    async with serving(part) as http, http.get("/readyz") as reply:
        assert reply.status == HTTPStatus.SERVICE_UNAVAILABLE
        assert (await reply.json())["parts"] == {
            "disk": False,
            "database": False,
            "journal": True,
            "serving": True,
        }


async def test_the_metrics_count_and_name_nobody(service: Running) -> None:
    async with service.visitor() as page:
        welcome = await page.arrive()
        await page.send(page.batch(0, crc=1))
        async with service.http.get(f"{service.origin}/metrics") as reply:
            told = await reply.text()
            assert reply.content_type == "text/plain"
    for name in (
        "cobrowse_ingest_batches_total",
        "cobrowse_ingest_rejects_total",
        'cobrowse_connections{audience="capture"} 1.0',
        "cobrowse_slow_kicks_total",
        "cobrowse_sign_in_failures_total",
    ):
        assert name in told
    for private in (welcome.session, page.page, page.hello.visitor, service.site.key, "shop."):
        assert private not in told
