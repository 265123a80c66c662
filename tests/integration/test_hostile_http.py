"""Bytes that are no HTTP request, or try to be two: an error, and the service goes on."""

import asyncio
from pathlib import Path

import pytest

from tests.service import Running, running

pytestmark = pytest.mark.asyncio(loop_scope="module")

GET = b"GET /healthz HTTP/1.1\r\n"
POST = b"POST /capture/batch HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain\r\n"

BAD = {
    "length and chunked": POST
    + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "two lengths": POST + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
    "a length with a sign": POST + b"Content-Length: +3\r\n\r\nabc",
    "a negative length": POST + b"Content-Length: -1\r\n\r\n",
    "chunked by another name": POST + b"Transfer-Encoding: xchunked\r\n\r\n",
    "chunked twice": POST + b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
    "a bare line feed": b"GET /healthz HTTP/1.1\nHost: h\n\n",
    "a folded header": GET + b"Host: h\r\nX-A: b\r\n c\r\n\r\n",
    "two hosts": GET + b"Host: h\r\nHost: i\r\n\r\n",
    "a zero byte in a header": GET + b"Host: h\r\nX-A: \x00\r\n\r\n",
    "a space before the colon": GET + b"Host : h\r\n\r\n",
    "a header of nine thousand bytes": GET + b"Host: h\r\nX-A: " + b"a" * 9000 + b"\r\n\r\n",
    "two hundred headers": GET + b"Host: h\r\n" + b"".join(b"X-%d: 1\r\n" % n for n in range(200)),
    "a target of nine thousand bytes": b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: h\r\n\r\n",
    "TLS on a plain port": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(64),
    "another version": b"GET / HTTP/9.9\r\nHost: h\r\n\r\n",
    "no HTTP at all": b"\x00\x01\x02\x03\r\n\r\n",
    "two authorities": b"GET http://evil.test/healthz HTTP/1.1\r\nHost: h\r\n\r\n",
}


async def said(shared: Running, request: bytes, *, within_s: float = 5.0) -> bytes:
    """Send bytes, then read until the service hangs up or goes quiet after an answer."""
    reader, writer = await asyncio.open_connection("localhost", shared.config.server.port)
    try:
        writer.write(request)
        async with asyncio.timeout(within_s):
            return await reader.read(65536)
    except ConnectionResetError:
        return b""
    finally:
        writer.close()


@pytest.mark.parametrize("request_bytes", BAD.values(), ids=BAD)
async def test_what_is_no_request_is_answered_400_and_nothing_else_happens(
    shared: Running, request_bytes: bytes
) -> None:
    answer = await said(shared, request_bytes)
    assert answer.split(b" ", 2)[1:2] == [b"400"], answer[:200]
    assert b"Traceback" not in answer
    async with shared.http.get(f"{shared.origin}/healthz") as reply:
        assert reply.status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/console/../../../../etc/passwd",
        "/console/..%2f..%2f..%2fetc%2fpasswd",
        "/console/%2e%2e/%2e%2e/app.py",
        "/console/assets/..%5c..%5capp.py",
        "/console/assets/%00",
        "/capture/capture-0123456789ab.js%00.html",
        "/capture/..%2fmanifest.json",
        "/capture/manifest.json",
        "//etc/passwd",
    ],
)
async def test_no_path_leads_out_of_the_built_files(shared: Running, path: str) -> None:
    own = f"localhost:{shared.config.server.port}"
    answer = await said(shared, f"GET {path} HTTP/1.1\r\nHost: {own}\r\n\r\n".encode())
    assert b"root:" not in answer
    assert b"open_service" not in answer
    assert b'"core"' not in answer
    assert answer.split(b" ", 2)[1] in {b"200", b"400", b"404", b"503"}


@pytest.mark.parametrize(
    "frame",
    [
        b"\xc2\x80\x00\x00\x00\x00",
        b"\x82\xff\x7f\xff\xff\xff\xff\xff\xff\xff\x00\x00\x00\x00",
        b"\x83\x80\x00\x00\x00\x00",
        b"\x09\x80\x00\x00\x00\x00",
        b"\x89\xfe\x00\x7e\x00\x00\x00\x00" + bytes(126),
        b"\x88\x82\x00\x00\x00\x00\x00\x01",
        b"\x80\x80\x00\x00\x00\x00",
        b"\x81\x82\x00\x00\x00\x00\xff\xff",
    ],
    ids=[
        "compressed though never agreed",
        "eight million million million bytes",
        "an opcode that is none",
        "a ping in pieces",
        "a ping too long",
        "a close code that is none",
        "a continuation of nothing",
        "a text that is not UTF-8",
    ],
)
async def test_a_broken_websocket_frame_ends_the_connection(shared: Running, frame: bytes) -> None:
    reader, writer = await asyncio.open_connection("localhost", shared.config.server.port)
    writer.write(
        b"GET /capture/socket/?EIO=4&transport=websocket HTTP/1.1\r\nHost: h\r\n"
        b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
    )
    await reader.readuntil(b"\r\n\r\n")
    writer.write(frame)
    async with asyncio.timeout(4):  # sooner than a connection without a hello would be closed
        rest = await reader.read()
    writer.close()
    assert b"Traceback" not in rest
    async with shared.visitor() as page:
        await page.arrive()


@pytest.mark.parametrize("start", [b"", b"GET /healthz HTTP/1.1\r\nHost: h\r\nX-Slow: "])
async def test_a_request_that_never_ends_is_hung_up_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, start: bytes
) -> None:
    monkeypatch.setattr("cobrowse.web.serving.IDLE_S", 0.5)
    async with running(tmp_path) as service:
        reader, writer = await asyncio.open_connection("localhost", service.config.server.port)
        writer.write(start)

        async def drip() -> None:
            while True:
                await asyncio.sleep(0.1)
                writer.write(b"a" if start else b"")

        dripping = asyncio.create_task(drip())
        try:
            async with asyncio.timeout(5):
                assert await reader.read() == b""
        finally:
            dripping.cancel()
            writer.close()
