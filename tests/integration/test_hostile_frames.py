"""Frames that no client of ours sends: they close their own connection, and nothing else (P1)."""

import struct

import msgspec
import pytest

from cobrowse.wire.capture import Ack
from cobrowse.wire.codec import RESERVED
from tests.clients import Refused, SocketClient
from tests.service import Running

pytestmark = pytest.mark.asyncio(loop_scope="module")

pack = msgspec.msgpack.encode


def packet(kind: object, data: object = None, **more: object) -> bytes:
    return pack({"type": kind, "nsp": "/", "data": data, **more})


def event(*parts: object, **more: object) -> bytes:
    return packet(2, list(parts), **more)


DEEP = b"\x91" * 100_000 + b"\xc0"
FAR_FUTURE = b"\xc7\x0c\xff" + struct.pack(">IQ", 0, 2**63)

BYTES = {
    "empty": b"",
    "one byte": b"\x00",
    "a reserved MessagePack byte": b"\xc1",
    "random": bytes(range(256)),
    "not a map": pack([2, "/", ["batch"]]),
    "cut short": event("consent", {})[:-3],
    "trailing bytes": event("consent", {}) + b"\x00",
    "two packets": event("consent", {}) * 2,
    "no type": pack({"nsp": "/", "data": ["consent", {}]}),
    "type is text": packet("2", ["consent", {}]),
    "type is a fraction": packet(2.5, ["consent", {}]),
    "type is negative": packet(-1),
    "type is huge": packet(2**63),
    "binary event": packet(5, ["batch", {"_placeholder": True, "num": 0}]),
    "binary acknowledgement": packet(6, [], id=1),
    "unknown type": packet(7),
    "connect error": packet(4, {"message": "no"}),
    "an answer nobody asked for": packet(3, [1], id=1),
    "connect again": packet(0, {}),
    "another namespace": pack({"type": 2, "nsp": "/admin", "data": ["consent", {}]}),
    "namespace is a number": pack({"type": 2, "nsp": 7, "data": ["consent", {}]}),
    "event without data": packet(2),
    "event data is a map": packet(2, {"consent": {}}),
    "event without a name": event(),
    "event without a body": event("consent"),
    "event with two bodies": event("consent", {}, {}),
    "event name is a number": event(7, {}),
    "event name is nothing": event(None, {}),
    "event name is bytes": event(b"consent", {}),
    "event name is a list": event(["connect"], {}),
    "event name is not UTF-8": b"\x82\xa4type\x02\xa4data\x92\xa2\xff\xfe\x80",
    "deeply nested": b"\x82\xa4type\x02\xa4data" + DEEP,
    "an array of four thousand million": b"\x82\xa4type\x02\xa4data\xdd\xff\xff\xff\xff",
    "a text of four thousand million bytes": b"\x82\xa4type\x02\xa4data\xdb\xff\xff\xff\xff",
    "an extension in place of data": b"\x82\xa4type\x02\xa4data\xc7\x01\x05\x00",
    **{f"reserved name {name}": event(name, {}) for name in sorted(RESERVED)},
    **{f"reserved name {name}, asking": event(name, {}, id=1) for name in sorted(RESERVED)},
}

TEXTS = {
    "empty text": "",
    "a text message": '42["consent",{}]',
    "a text connect": "40",
    "a text binary event": '451-["batch",{"_placeholder":true,"num":0}]',
    "base64": "bAAAA",
    "probe": "2probe",
    "upgrade": "5",
    "noop": "6",
    "deep JSON": "42" + "[" * 50_000,
    "no control packet": "x",
    "a digit of another script": "\N{ARABIC-INDIC DIGIT THREE}",
}


async def does_no_harm(shared: Running, client: SocketClient, frame: bytes | str) -> None:
    """Send a frame to a connection that stands, beside a page that must not notice."""
    async with shared.visitor() as bystander:
        await bystander.arrive()
        if isinstance(frame, bytes):
            await client.ws.send_bytes(frame)
        else:
            await client.ws.send_str(frame)
        await client.until_closed()
        await bystander.send(bystander.batch(0))
        assert (await bystander.next("ack", Ack)).seq == 0


@pytest.mark.parametrize("frame", [*BYTES.values(), *TEXTS.values()], ids=[*BYTES, *TEXTS])
async def test_a_hostile_frame_closes_only_its_own_page(
    shared: Running, frame: bytes | str
) -> None:
    async with shared.visitor() as page:
        await page.arrive()
        await does_no_harm(shared, page, frame)


@pytest.mark.parametrize("frame", [*BYTES.values(), *TEXTS.values()], ids=[*BYTES, *TEXTS])
async def test_a_hostile_frame_closes_only_its_own_console(
    shared: Running, frame: bytes | str
) -> None:
    async with await shared.agent() as console:
        await console.arrive()
        await does_no_harm(shared, console, frame)


@pytest.mark.parametrize(
    "frame",
    [event("batch", {}), event("stop", {}, id=1), packet(3, [], id=0), b"", packet(1)],
    ids=["batch", "stop", "acknowledgement", "nothing", "disconnect"],
)
async def test_what_comes_before_the_hello_closes_the_connection(
    shared: Running, frame: bytes
) -> None:
    async with shared.visitor() as page:
        await does_no_harm(shared, page, frame)


async def test_a_forged_connect_event_runs_no_handler(shared: Running) -> None:
    async with shared.visitor() as victim, shared.visitor() as page:
        welcome = await victim.arrive()
        await page.arrive()
        await page.ws.send_bytes(event("disconnect", {"sid": victim.opening["sid"]}, id=1))
        await page.until_closed()
        again = shared.visitor(page=victim.page, visitor=victim.hello.visitor)
        assert not victim.closed.is_set()
        async with again:
            assert (await again.arrive()).session == welcome.session


async def test_a_million_empty_maps_are_skipped_and_not_built(shared: Running) -> None:
    maps = b"\xdd" + struct.pack(">I", 300_000) + b"\x80" * 300_000
    async with shared.visitor() as page:
        await page.arrive()
        body = b"\x82\xa4type\x02\xa4data\x92\xa5batch" + maps
        await page.ws.send_bytes(body)
        await page.until_closed()
    async with shared.visitor() as page:
        await page.arrive()
        spare = b"\x83\xa4type\x02\xa4data\x92\xa7unknown\x80\xa5spare" + maps
        await page.ws.send_bytes(spare)
        await page.send(page.batch(0))
        assert (await page.next("ack", Ack)).seq == 0, "unknown fields are ignored (P4)"


async def test_a_timestamp_of_the_far_future_is_one_more_bad_body(shared: Running) -> None:
    async with shared.visitor() as page:
        await page.arrive()
        answer = page.expect(1)
        await page.ws.send_bytes(
            b"\x83\xa4type\x02\xa2id\x01\xa4data\x92\xa8identify\x81\xa5token" + FAR_FUTURE
        )
        with pytest.raises(Refused, match="bad_message"):
            await page.answered(answer)


async def test_a_client_that_says_goodbye_is_let_go(shared: Running) -> None:
    async with shared.visitor() as page:
        await page.arrive()
        await page.ws.send_bytes(packet(1))
        await page.until_closed()
    async with shared.visitor() as page:
        await page.arrive()
        await page.ws.send_str("1")
        await page.until_closed()
