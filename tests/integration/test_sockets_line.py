"""What bounds every connection: time, size, order, memory (docs/protocol.md P1 to P5)."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from structlog.testing import capture_logs

from cobrowse.domain.clock import SystemClock
from cobrowse.domain.errors import Unauthenticated
from cobrowse.flow.load import BURST_BYTES, Allowance, Load
from cobrowse.store.journal import Journal
from cobrowse.web.line import REST_S, Bounds, Line
from cobrowse.web.middleware import translate
from cobrowse.web.sockets import Gateway
from cobrowse.wire.base import Wire
from cobrowse.wire.capture import Cadence, Empty
from cobrowse.wire.codec import Undecoded, decode_body, encode_event
from tests.clients import Refused, SocketClient, until
from tests.fakes import RecordingOutbox
from tests.ports import free_ports

BOUNDS = Bounds(audience="test", frame_bytes=4096, unsent_bytes=256 * 1024, lines=3)


class Echo(Gateway):
    """A gateway with nothing behind it."""

    def __init__(self, bounds: Bounds) -> None:
        super().__init__(bounds)
        self.lines: list[Line] = []
        self.ended: list[Line] = []
        self.silences: list[int] = []
        self.taken: list[bytes] = []
        self.allows: Allowance | None = None

    def allowance(self) -> Allowance | None:
        return self.allows

    def check(self, request: web.Request) -> None:
        """Whoever comes may knock."""

    def take(self, line: Line, frame: bytes) -> bool:
        self.taken.append(frame)
        return False

    async def admit(self, line: Line, hello: Undecoded) -> None:
        if decode_body(Cadence, hello).ms == 0:
            raise Unauthenticated("not you")

    def joined(self, line: Line) -> None:
        self.lines.append(line)

    def left(self, line: Line) -> None:
        self.ended.append(line)
        self.silences.append(line.silent_ms)

    async def answer(self, line: Line, name: str, body: Undecoded) -> Wire:
        if name == "fail":
            raise ValueError(f"cannot do this with {decode_body(Cadence, body).ms}")
        if name == "hang":
            await asyncio.sleep(60)
        if name == "ponder":
            await asyncio.sleep(0.1)
        return decode_body(Cadence, body)


@dataclass
class Lab:
    origin: str
    gateway: Echo
    clients: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def client(self, *, join: bool = True, pongs: bool = True) -> SocketClient:
        client = await self.clients.enter_async_context(
            SocketClient(f"{self.origin}/socket", headers={}, pongs=pongs)
        )
        if join:
            await client.join(Cadence(ms=1))
        return client


@asynccontextmanager
async def lab(**changes: float) -> AsyncGenerator[Lab]:
    gateway = Echo(replace(BOUNDS, **changes))  # type: ignore[arg-type]  # named by each test
    app = web.Application(middlewares=[translate])
    app.router.add_get("/socket", gateway.handle)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    (port,) = free_ports(1)
    await web.TCPSite(runner, "127.0.0.1", port).start()
    opened = Lab(f"http://127.0.0.1:{port}", gateway)
    try:
        async with opened.clients:
            yield opened
    finally:
        gateway.hang_up()
        await runner.cleanup()


async def test_an_event_is_answered_under_ok() -> None:
    async with lab() as open_lab:
        client = await open_lab.client()
        assert decode_body(Cadence, await client.ask("echo", Cadence(ms=7))).ms == 7


async def test_events_are_answered_one_after_the_other_in_their_order() -> None:
    async with lab() as open_lab:
        client = await open_lab.client()
        answered: list[int] = []

        async def ask(name: str, number: int) -> None:
            await client.ask(name, Cadence(ms=number))
            answered.append(number)

        async with asyncio.TaskGroup() as group:
            for number in range(6):
                group.create_task(ask("echo" if number % 2 else "ponder", number))
        assert answered == list(range(6))


async def test_whoever_is_not_let_in_is_told_why_and_cut_off() -> None:
    async with lab() as open_lab:
        client = await open_lab.client(join=False)
        with pytest.raises(Refused, match="unauthenticated: not you"):
            await client.join(Cadence(ms=0))
        await client.until_closed()
        assert open_lab.gateway.lines == open_lab.gateway.ended == []


async def test_a_fault_of_ours_is_answered_internal_and_logged_without_content() -> None:
    async with lab() as open_lab:
        client = await open_lab.client()
        with capture_logs() as logs, pytest.raises(Refused, match="internal"):
            await client.ask("fail", Cadence(ms=42424242))
        assert [entry["error"] for entry in logs if entry["event"] == "failed"] == ["ValueError"]
        assert "42424242" not in repr(logs)
        assert await client.ask("echo", Cadence(ms=1))


async def test_an_answer_that_takes_too_long_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cobrowse.web.sockets.ANSWER_S", 0.1)
    async with lab() as open_lab:
        client = await open_lab.client()
        with pytest.raises(Refused, match="busy"):
            await client.ask("hang", Cadence(ms=1))


async def test_a_connection_without_a_connect_packet_is_closed() -> None:
    async with lab(knock_s=0.2) as open_lab:
        client = await open_lab.client(join=False)
        await client.until_closed(within_s=2)
        assert open_lab.gateway.lines == []


async def test_a_peer_that_sends_too_much_is_read_later_and_not_taken_for_silent(
    tmp_path: Path,
) -> None:
    clock = SystemClock()
    async with lab(ping_s=4 * REST_S, pong_s=4 * REST_S) as open_lab:
        load = Load(Journal(tmp_path / "journal.db"), RecordingOutbox(), clock)
        allowance = open_lab.gateway.allows = Allowance(1_000, load, clock)
        client = await open_lab.client(pongs=False)
        allowance.spend(BURST_BYTES + 3_000)
        began = clock.steady_s()
        assert await client.ask("echo", Cadence(ms=1)), "it was on its way already"
        assert await client.ask("echo", Cadence(ms=2))
        assert clock.steady_s() - began > 2.9
        assert not client.closed.is_set(), "two pings went unanswered meanwhile"


async def test_a_silent_peer_is_closed() -> None:
    async with lab(ping_s=0.1, pong_s=0.1) as open_lab:
        client = await open_lab.client(pongs=False)
        await client.until_closed(within_s=2)
        assert client.pings == 1
        await until(lambda: open_lab.gateway.ended == open_lab.gateway.lines, within_s=1)
        assert open_lab.gateway.silences[0] >= 150, "since it was last heard, not since it was cut"


async def test_a_peer_that_goes_is_heard_to_the_last() -> None:
    async with lab() as open_lab:
        client = await open_lab.client()
        await asyncio.sleep(0.8)
        await client.ws.close()
        await until(lambda: open_lab.gateway.ended == open_lab.gateway.lines, within_s=1)
        assert open_lab.gateway.silences[0] < 700


async def test_a_peer_that_answers_pings_stays() -> None:
    async with lab(ping_s=0.1, pong_s=0.1) as open_lab:
        client = await open_lab.client()
        await until(lambda: client.pings >= 4)
        assert not client.closed.is_set()


async def test_batches_count_as_a_sign_of_life_while_the_pong_waits_behind_them() -> None:
    async with lab(ping_s=0.2, pong_s=0.2) as open_lab:
        client = await open_lab.client(pongs=False)
        while client.pings < 4:
            await client.emit("echo", Cadence(ms=1))
            await asyncio.sleep(0.02)
        assert not client.closed.is_set()


async def test_a_frame_over_the_bound_closes_the_connection() -> None:
    async with lab() as open_lab:
        client = await open_lab.client()
        await client.ws.send_bytes(bytes(BOUNDS.frame_bytes + 1))
        await client.until_closed()
        assert client.ws.close_code == aiohttp.WSCloseCode.MESSAGE_TOO_BIG


async def test_a_peer_that_takes_nothing_is_cut_off_before_much_was_sent_to_it() -> None:
    async with lab() as open_lab:
        client = await open_lab.client()
        await client.stop_reading()
        (line,) = open_lab.gateway.lines
        frame = encode_event("checkpoint", Empty()) + bytes(32 * 1024)
        posted = 0
        while not line.closing:
            line.post(frame)
            posted += len(frame)
            assert posted < 4 * 2**20, "its budget, and no megabytes in the kernel"
            await asyncio.sleep(0.001)
        await until(lambda: bool(open_lab.gateway.ended))


async def test_the_backlog_of_a_peer_that_reads_goes_back_to_nothing() -> None:
    async with lab() as open_lab:
        client = await open_lab.client()
        (line,) = open_lab.gateway.lines
        frame = encode_event("cadence", Cadence(ms=1))
        for _ in range(100):
            line.post(frame)
        assert line.backlog > 100 * len(frame)
        for _ in range(100):
            await client.next("cadence", Cadence)
        assert line.backlog == 0


async def test_one_connection_more_than_allowed_is_turned_away() -> None:
    async with lab() as open_lab, aiohttp.ClientSession() as http:
        for _ in range(BOUNDS.lines):
            await open_lab.client()
        async with http.get(*_address(open_lab), headers=_upgrade()) as reply:
            assert reply.status == 503
            assert (await reply.json())["error"]["code"] == "busy"


async def test_compression_is_never_negotiated() -> None:
    async with lab() as open_lab, aiohttp.ClientSession() as http:
        offered = {**_upgrade(), "Sec-WebSocket-Extensions": "permessage-deflate"}
        async with http.get(*_address(open_lab), headers=offered) as reply:
            assert reply.status == 101
            assert "Sec-WebSocket-Extensions" not in reply.headers


@pytest.mark.parametrize(
    "query",
    [
        "EIO=4&transport=polling",
        "EIO=4",
        "",
        "EIO=3&transport=websocket",
        "EIO=4&transport=websocket&sid=stolen",
        "EIO=4&transport=websocket&transport=polling",
        "EIO=4&transport=polling&j=0",
    ],
)
async def test_nothing_but_a_new_websocket_is_served(query: str) -> None:
    async with (
        lab() as open_lab,
        aiohttp.ClientSession() as http,
        http.get(f"{open_lab.origin}/socket?{query}", headers=_upgrade()) as reply,
    ):
        assert reply.status == 415
        assert (await reply.json())["error"]["code"] == "unsupported"


async def test_a_socket_address_answers_no_plain_request() -> None:
    async with lab() as open_lab, aiohttp.ClientSession() as http:
        async with http.get(*_address(open_lab)) as reply:
            assert reply.status == 415
        async with http.post(*_address(open_lab), data=b"4hello") as reply:
            assert reply.status == 405


async def test_every_connection_ends_politely_when_the_service_stops() -> None:
    async with lab() as open_lab:
        clients = [await open_lab.client() for _ in range(3)]
        open_lab.gateway.hang_up()
        for client in clients:
            await client.until_closed()
            assert client.ws.close_code == aiohttp.WSCloseCode.OK


async def test_nothing_is_taken_after_the_connection_was_refused() -> None:
    async with lab() as open_lab:
        client = await open_lab.client()
        before = len(open_lab.gateway.taken)
        await client.ws.send_bytes(b"\xc1")
        for _ in range(50):
            await client.emit("echo", Cadence(ms=1))
        await client.until_closed()
        assert len(open_lab.gateway.taken) == before + 1


def _address(open_lab: Lab) -> tuple[str]:
    return (f"{open_lab.origin}/socket?EIO=4&transport=websocket",)


def _upgrade() -> dict[str, str]:
    return {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    }
