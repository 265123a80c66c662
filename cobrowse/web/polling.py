"""A page's line where WebSockets are blocked: requests one after the other, each answered when
there is something to say. Rules C17 to C19 of `docs/protocol.md`.

    Parcel.polling    -> PolledLine, found by its page or opened
    Parcel.batches    -> ingest, as from a socket
    polling.frames    -> the same events, answered by the same packets
    Polled.frames     <- whatever a socket would have brought since the last answer
"""

import asyncio
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from cobrowse import metrics
from cobrowse.domain.errors import Busy, Invalid
from cobrowse.domain.ids import PageId
from cobrowse.store.journal import Journal
from cobrowse.web.crowd import Crowd
from cobrowse.web.failures import refusal, reply_to
from cobrowse.web.page_lines import PageLines
from cobrowse.web.polled_line import AUDIENCE, PolledLine
from cobrowse.web.sockets import ANSWER_S
from cobrowse.wire.base import Wire
from cobrowse.wire.capture import Parcel, Polled, Polling
from cobrowse.wire.codec import ACK, EVENT, decode_event, decode_packet, encode_packet

LINES: Final = 5_000
"""Polled lines at once: each has a request waiting here most of the time."""

OVER_KEPT: Final = 10_000
"""Lines that are over and remembered, so that a late request of theirs opens nothing."""

SETTLE_S: Final = 4.0
"""How long an answer waits for the acknowledgements of the batches that its request brought."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What is left of a request while it waits: its line, nothing where that is over."""

    line: PolledLine | None
    brought_batches: bool
    wait_ms: int


class Polls:
    """The polled lines, at most one a page. One that only fell silent may be opened again under its
    own id; one that was superseded or hung up may not."""

    def __init__(
        self, lines: PageLines, journal: Journal, crowd: Crowd, *, lost_s: float, most: int = LINES
    ) -> None:
        self._lines = lines
        self._journal = journal
        self._crowd = crowd
        self._lost_s = lost_s
        self._most = most
        self._open: dict[PageId, PolledLine] = {}
        self._over: OrderedDict[str, None] = OrderedDict()

    async def hear(
        self, parcel: Parcel, polling: Polling, request: web.Request, origin: str | None
    ) -> Heard:
        """Take what a request brings.

        Raises what `PageLines.admit` raises, `Invalid` for what no client of ours sends, and
        `TooMany` and `Busy` over the bounds.
        """
        page = PageId(parcel.hello.page)
        if polling.line in self._over:
            return Heard(None, brought_batches=False, wait_ms=0)
        line, batches = self._open.get(page), parcel.batches
        if line is None or line.id != polling.line:
            line = await self._opened(parcel, polling, request, origin)
            # What they follow may be lost with the line that was forgotten: the page has both
            # still, and begins where `welcome` says.
            batches = []
        elif not self._lines.knows(parcel.hello, origin):
            line.hang_up()  # its session is over; the next line begins another
            return Heard(line, brought_batches=False, wait_ms=0)
        line.heard(request.content_length or 0)
        try:
            for batch in batches:
                if not line.over:
                    self._lines.accept(page, line, batch)
            for frame in polling.frames:
                await self._event(page, line, frame)
                line.heard()
        except Invalid:
            metrics.BAD_FRAMES.labels(audience=AUDIENCE).inc()
            line.hang_up()
            raise
        return Heard(line, bool(batches), polling.wait_ms)

    async def answer(self, heard: Heard) -> Polled:
        """Return what a line has to say, when it has something to say; where its request brought
        batches, not before they are durable."""
        line = heard.line
        if line is None:
            return Polled(frames=[], over=True)
        if heard.brought_batches:
            with suppress(TimeoutError):
                async with asyncio.timeout(min(SETTLE_S, self._lost_s / 2)):
                    await self._journal.settled()
        line.heard()
        return await line.next(heard.wait_ms)

    async def _opened(
        self, parcel: Parcel, polling: Polling, request: web.Request, origin: str | None
    ) -> PolledLine:
        page = PageId(parcel.hello.page)
        if len(self._open) >= self._most:
            raise Busy("too many connections; try again later")
        address = self._crowd.enter(request)
        try:
            welcome = await self._lines.admit(parcel.hello, origin)
        except BaseException:
            self._crowd.leave(address)
            raise
        again = self._open.get(page)
        if again is not None and again.id == polling.line:  # two requests opened it together
            self._crowd.leave(address)
            return again

        def ended(line: PolledLine) -> None:
            self._crowd.leave(address)
            metrics.CONNECTIONS.labels(audience=AUDIENCE).dec()
            if self._open.get(page) is line:
                del self._open[page]
            if not line.silent:
                self._remember(line.id)
            self._lines.leave(page, line)

        line = PolledLine(
            polling.line, allowance=self._lines.allowance(), lost_s=self._lost_s, ended=ended
        )
        self._open[page] = line
        metrics.CONNECTIONS.labels(audience=AUDIENCE).inc()
        self._lines.enter(page, line, welcome)
        return line

    def _remember(self, id: str) -> None:
        self._over[id] = None
        if len(self._over) > OVER_KEPT:
            self._over.popitem(last=False)

    async def _event(self, page: PageId, line: PolledLine, frame: bytes) -> None:
        packet = decode_packet(frame)
        if packet.type != EVENT:
            raise Invalid("this packet has no place here")
        name, body = decode_event(packet)
        reply: dict[str, Wire] | Wire
        try:
            async with asyncio.timeout(ANSWER_S):
                reply = {"ok": await self._lines.answer(page, name, body)}
        except Exception as error:
            reply = reply_to(refusal(error, AUDIENCE, line=line.id))
        if packet.id is not None:
            line.post(encode_packet(ACK, [reply], id=packet.id))
