"""`POST /capture/batch`: a page's last words, from any origin, bounded in every way."""

import asyncio
import gzip
import io
import json
import zlib
from collections.abc import AsyncGenerator
from http import HTTPStatus
from typing import Any

import aiohttp
import pytest

from cobrowse.domain.ids import new_id
from cobrowse.domain.limits import PARCEL_BYTES
from cobrowse.web.parcels import AT_ONCE, PER_ADDRESS
from cobrowse.wire.capture import Ack
from cobrowse.wire.codec import decode_body
from tests.clients import batch_of, hello, parcel_of
from tests.service import SHOP, Running

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Answer:
    def __init__(self, reply: aiohttp.ClientResponse, body: bytes) -> None:
        self.status, self.headers, self.body = reply.status, reply.headers, body

    @property
    def ack(self) -> Ack:
        assert self.status == HTTPStatus.OK, self.body
        return decode_body(Ack, self.body)

    @property
    def code(self) -> str:
        return str(json.loads(self.body)["error"]["code"])


async def post(shared: Running, data: Any, **headers: str) -> Answer:
    headers = {"Origin": SHOP, "Content-Type": "text/plain;charset=UTF-8", **headers}
    async with shared.http.post(
        f"{shared.origin}/capture/batch",
        data=data,
        headers={name.replace("_", "-"): value for name, value in headers.items() if value},
    ) as reply:
        return Answer(reply, await reply.read())


def parcel(shared: Running, *, seqs: int = 2, **fields: Any) -> bytes:
    page = new_id()
    said = hello(shared.site.key, visitor=new_id(), page=page, url=f"{SHOP}/", **fields)
    return parcel_of(said, [batch_of(page, seq) for seq in range(seqs)])


@pytest.mark.parametrize("kind", ["text/plain", "text/plain;charset=UTF-8", "application/msgpack"])
async def test_a_parcel_is_acknowledged_after_it_is_durable(shared: Running, kind: str) -> None:
    answer = await post(shared, parcel(shared), Content_Type=kind)
    assert answer.ack.seq == 1
    assert answer.headers["Access-Control-Allow-Origin"] == SHOP
    assert "Origin" in answer.headers["Vary"]
    assert "Access-Control-Allow-Credentials" not in answer.headers


async def test_a_parcel_sent_three_times_at_once_is_stored_once(shared: Running) -> None:
    data = parcel(shared)
    answers = await asyncio.gather(*(post(shared, data) for _ in range(3)))
    assert [answer.ack.seq for answer in answers] == [1, 1, 1]


async def test_a_parcel_goes_on_where_the_socket_stopped(shared: Running) -> None:
    async with shared.visitor() as page:
        await page.arrive()
        await page.send(page.batch(0))
        await page.next("ack", Ack)
        answer = await post(shared, parcel_of(page.hello, [page.batch(0), page.batch(1)]))
        assert answer.ack.seq == 1


@pytest.mark.parametrize("origin", ["http://evil.test", "null", "", "http://shop.example.test:81"])
async def test_a_parcel_of_another_origin_is_refused_and_unreadable(
    shared: Running, origin: str
) -> None:
    answer = await post(shared, parcel(shared), Origin=origin)
    assert (answer.status, answer.code) == (HTTPStatus.FORBIDDEN, "origin_not_allowed")
    assert "Access-Control-Allow-Origin" not in answer.headers


async def test_a_refusal_can_be_read_by_the_page_it_is_for(shared: Running) -> None:
    answer = await post(shared, parcel(shared, protocol=99))
    assert (answer.status, answer.code) == (HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported")
    assert answer.headers["Access-Control-Allow-Origin"] == SHOP


@pytest.mark.parametrize(
    "kind", ["", "application/json", "multipart/form-data; boundary=x", "text/html", "nonsense"]
)
async def test_another_content_type_is_refused(shared: Running, kind: str) -> None:
    async with shared.http.post(
        f"{shared.origin}/capture/batch",
        data=parcel(shared),
        headers={"Origin": SHOP, "Content-Type": kind},
        skip_auto_headers=["Content-Type"],
    ) as reply:
        assert reply.status == HTTPStatus.UNSUPPORTED_MEDIA_TYPE


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "gzip, gzip", "rot13"])
async def test_a_compressed_body_is_refused_unread(shared: Running, encoding: str) -> None:
    whole = gzip.compress(parcel(shared))
    bomb = zlib.compress(bytes(50 * 2**20))
    for body in (whole, whole[:-9], b"not gzip at all", bomb):
        answer = await post(shared, body, Content_Encoding=encoding)
        assert (answer.status, answer.code) == (HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported")


async def _drip(part: bytes, times: int, pause_s: float = 0.0) -> AsyncGenerator[bytes]:
    for _ in range(times):
        yield part
        await asyncio.sleep(pause_s)


async def test_a_body_over_the_bound_is_refused_however_it_comes(shared: Running) -> None:
    declared = await post(shared, io.BytesIO(bytes(PARCEL_BYTES + 1)))
    chunked = await post(shared, _drip(bytes(64 * 1024), 20))
    for answer in (declared, chunked):
        assert (answer.status, answer.code) == (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large")


async def test_a_body_that_does_not_come_is_not_waited_for(
    shared: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cobrowse.web.bodies.BODY_S", 0.2)
    async with asyncio.timeout(5):
        answer = await post(shared, _drip(b"x", 100, pause_s=0.1))
    assert (answer.status, answer.code) == (HTTPStatus.SERVICE_UNAVAILABLE, "busy")


async def test_bodies_that_come_byte_by_byte_do_not_keep_everybody_else_out(
    shared: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cobrowse.web.bodies.BODY_S", 2.0)
    drips = [post(shared, _drip(b"x", 300, pause_s=0.1)) for _ in range(AT_ONCE)]
    answers = await asyncio.gather(*drips)
    statuses = [answer.status for answer in answers]
    assert statuses.count(HTTPStatus.TOO_MANY_REQUESTS) == AT_ONCE - PER_ADDRESS
    assert statuses.count(HTTPStatus.SERVICE_UNAVAILABLE) == PER_ADDRESS
    assert (await post(shared, parcel(shared))).ack.seq == 1


@pytest.mark.parametrize(
    "body",
    [b"", b"\xc1", b"{}", b"\x80", b"\x92\x80\x90", b"\x91" * 100_000 + b"\xc0"],
    ids=["empty", "reserved byte", "JSON", "no fields", "a list", "deep"],
)
async def test_what_is_no_parcel_is_refused(shared: Running, body: bytes) -> None:
    answer = await post(shared, body)
    assert (answer.status, answer.code) == (HTTPStatus.BAD_REQUEST, "bad_message")


async def test_a_preflight_is_answered_for_this_address_and_method_alone(shared: Running) -> None:
    async with shared.http.options(
        f"{shared.origin}/capture/batch",
        headers={
            "Origin": SHOP,
            "Access-Control-Request-Method": "DELETE",
            "Access-Control-Request-Headers": "content-type, authorization",
        },
    ) as reply:
        assert reply.status == HTTPStatus.NO_CONTENT
        assert reply.headers["Access-Control-Allow-Origin"] == SHOP
        assert reply.headers["Access-Control-Allow-Methods"] == "POST"
        assert reply.headers["Access-Control-Allow-Headers"] == "content-type"
        assert "Access-Control-Allow-Credentials" not in reply.headers
    async with shared.http.options(f"{shared.origin}/api/v1/me", headers={"Origin": SHOP}) as reply:
        assert "Access-Control-Allow-Origin" not in reply.headers
