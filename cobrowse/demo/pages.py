"""A page of a visitor who is not there: told by a recorded one, true to the capture protocol.

It keeps what is not acknowledged, sends it again after every lost connection, gathers for as long
as the service asks and stays away when it is sent away. What it cannot do is make a checkpoint of
its own. The recorded ones are as frequent as those of any page, so the tail behind the last never
grows to where the service would ask for one (rule C9 of `docs/protocol.md`); and where only a new
one would do, after a batch was rejected or the session had to begin anew, the page is over.
"""

import asyncio
import random
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final, NamedTuple

import aiohttp
import structlog

from cobrowse.demo.batches import Numbers
from cobrowse.demo.gathering import Gathering
from cobrowse.demo.line import OVER, Line, open_line
from cobrowse.demo.requests import Requests
from cobrowse.demo.spool import Spool
from cobrowse.demo.telling import Page
from cobrowse.domain.errors import Invalid
from cobrowse.wire import capture, codec

log: structlog.typing.FilteringBoundLogger = structlog.get_logger()

FINAL: Final = {"unknown_site", "origin_not_allowed", "unsupported", "consent_required"}
"""Refusals that would be the same tomorrow."""

FIRST_WAIT_S: Final = 0.5
LONGEST_WAIT_S: Final = 30.0
DOUBLINGS: Final = 6


class Way(NamedTuple):
    """How a simulated page reaches the service: `socket` is the address of the capture socket,
    `headers` what the browser adds; `token` vouches for the customer, as the shop would."""

    http: aiohttp.ClientSession
    socket: str
    headers: Mapping[str, str]
    token: Callable[[], str]


class SimulatedPage:
    """One document, from its `hello` until it has left and all that it told is acknowledged."""

    def __init__(self, page: Page, way: Way) -> None:
        self._hello = page.hello
        self._way = way
        self._gathering = Gathering(page.runs)
        self._said = deque(page.said)
        self._numbers = Numbers(page.hello.page)
        self._spool = Spool()
        self._requests = Requests()
        self._work = asyncio.Event()
        self._line: Line | None = None
        """Once it has its `welcome`."""
        self._session = ""
        self._cadence_ms = 1_000
        self._slow_ms = 0
        self._slow_until = 0.0
        self._failures = 0
        self._retry_s: float | None = None
        self._is_over = False

    async def tell(self) -> None:
        """Be there from the time of the `hello` on; returns when the page is over."""
        await _until(self._hello.sent_at)
        async with asyncio.TaskGroup() as tasks:
            recording = tasks.create_task(self._record())
            sending = tasks.create_task(self._send())
            while not self._is_over:
                with suppress(*OVER):
                    await self._connect(recording)
                self._line = None
                if not self._is_over:
                    await asyncio.sleep(self._away_s())
            recording.cancel()
            sending.cancel()

    async def _record(self) -> None:
        """Fill the spool as things become due, and say who is there."""
        while self._gathering:
            at = self._gathering.cut_at(max(self._cadence_ms, self._gathered_ms()))
            if self._said and self._said[0].at < at:
                said = self._said.popleft()
                await _until(said.at)
                self._say(said.event)
                continue
            await _until(at)
            for run in self._gathering.cut(at):
                self._spool.keep(self._numbers.batches(run))
            self._work.set()

    def _say(self, event: str) -> None:
        is_named = event == "identify"
        body = capture.Identify(token=self._way.token()) if is_named else capture.Empty()
        self._requests.add(event, body)
        self._work.set()

    async def _send(self) -> None:
        """Send what there is while there is a line. What a line loses is sent on the next one."""
        while True:
            await self._work.wait()
            self._work.clear()
            while (line := self._line) is not None:
                with suppress(*OVER):
                    if request := self._requests.next():
                        await line.send(codec.EVENT, (request.event, request.body), id=request.id)
                    elif batch := self._spool.next():
                        await line.send(codec.EVENT, ("batch", batch))
                        await asyncio.sleep(self._gathered_ms() / 1_000)
                    else:
                        break

    async def _connect(self, recording: asyncio.Task[None]) -> None:
        """Hold one connection until the page is over or sent away. Raises one of `OVER` when it is
        lost."""
        way = self._way
        async with open_line(way.http, way.socket, way.headers) as line:
            await line.send(codec.CONNECT, self._introduction())
            while not self._is_over and self._retry_s is None:
                packet = await line.receive()
                if packet.type == codec.CONNECT_ERROR:
                    self._refused(packet)
                elif packet.type == codec.ACK:
                    self._requests.answered(packet.id)
                elif packet.type == codec.EVENT:
                    self._take(line, *codec.decode_event(packet))
                self._is_over |= recording.done() and not self._spool and not self._requests

    def _introduction(self) -> capture.Hello:
        """The `hello` as it is now: the clock that it carries corrects all other times."""
        told = {field: getattr(self._hello, field) for field in self._hello.__struct_fields__}
        return capture.Hello(**told | {"sent_at": _now_ms()})

    def _take(self, line: Line, event: str, body: codec.Undecoded) -> None:
        match event:
            case "welcome":
                self._welcomed(line, codec.decode_body(capture.Welcome, body))
            case "ack":
                ack = codec.decode_body(capture.Ack, body)
                self._failures = 0
                self._spool.settle(capture.Position(epoch=ack.epoch, seq=ack.seq))
            case "cadence":
                self._cadence_ms = codec.decode_body(capture.Cadence, body).ms
            case "slow":
                slow = codec.decode_body(capture.Slow, body)
                self._slow_ms, self._slow_until = slow.ms, time.monotonic() + slow.for_ms / 1_000
            case "goaway":
                self._retry_s = codec.decode_body(capture.Goaway, body).retry_ms / 1_000
            case "reject" | "end":
                self._is_over = True
            case _:
                pass  # a notice is nobody's to see here, and checkpoints are recorded ones

    def _welcomed(self, line: Line, welcome: capture.Welcome) -> None:
        if self._session not in {"", welcome.session}:
            self._is_over = True
            return
        self._session = welcome.session
        self._cadence_ms = welcome.cadence_ms
        if welcome.received is not None:
            self._spool.settle(welcome.received)
        self._spool.rewind()
        self._requests.rewind()
        self._line = line
        self._work.set()

    def _refused(self, packet: codec.Packet) -> None:
        match codec.to_builtins(packet.data):
            case {"data": {"code": str(code)}} if code in FINAL:
                log.warning("simulated_page_refused", code=code)
                self._is_over = True
            case {"data": {"retry_ms": int(retry_ms)}}:
                self._retry_s = retry_ms / 1_000
            case _:
                raise Invalid("refused, for now and for no time that it told")

    def _gathered_ms(self) -> int:
        """How long the service asks records to be gathered, at least, as busy as it is now."""
        return self._slow_ms if time.monotonic() < self._slow_until else 0

    def _away_s(self) -> float:
        """How long to stay away: what was told, else anything up to a bound that doubles."""
        told, self._retry_s = self._retry_s, None
        if told is not None:
            return told
        self._failures += 1
        longest_s = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0 ** min(self._failures, DOUBLINGS))
        return random.uniform(0, longest_s)


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


async def _until(at: int) -> None:
    """Wait for a time of the page's clock, which is ours."""
    await asyncio.sleep(max(0, at - _now_ms()) / 1_000)
