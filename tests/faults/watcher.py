"""An account manager's console that applies what it is sent as the player does, and keeps it."""

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal

import msgspec

from cobrowse.demo.line import OVER, Line
from cobrowse.domain.segment import Place
from cobrowse.wire import codec, console
from tests.faults.line import open_line

AGAIN_S = 0.25
"""Between attempts, of connecting and of watching a session that is not back yet."""


@dataclass(slots=True)
class Applied:
    """What the picture of one session is made of, since it began. `sure` is false from a gap to the
    next checkpoint; `jumps` are batches that did not follow and had no gap before them."""

    page: str
    crcs: dict[Place, int] = field(default_factory=dict)
    last: Place | None = None
    sure: bool = False
    jumps: list[tuple[Place | None, Place]] = field(default_factory=list)

    def batch(self, place: Place, crc: int, *, checkpoint: bool) -> None:
        if self.last is not None and place <= self.last:
            return  # it came again: W2
        if checkpoint:
            self.sure = True
        if self.last is None and not checkpoint:
            return  # no picture to build on yet
        if not self._follows(place):
            self.jumps.append((self.last, place))
        self.crcs[place] = crc
        self.last = place

    def gap(self, epoch: int, from_seq: int, to_seq: int) -> None:
        if self.last is None or Place(epoch, to_seq) <= self.last:
            return
        if not self._follows(Place(epoch, from_seq)) and Place(epoch, from_seq) > self.last:
            self.jumps.append((self.last, Place(epoch, from_seq)))
        self.last = Place(epoch, to_seq)
        self.sure = False

    def _follows(self, place: Place) -> bool:
        last = self.last
        return (
            last is None
            or place == Place(last.epoch, last.seq + 1)
            or (place.epoch > last.epoch and place.seq == 0)
        )


class ScriptedWatcher:
    """Watches sessions over one socket, and comes back by itself. Use `at_work` to run it."""

    def __init__(self, origin: str, cookie: str, sessions: list[str]) -> None:
        self._url = f"{origin}/console/socket/"
        self._headers = {"Origin": origin, "Cookie": f"cobrowse_session={cookie}"}
        self._sessions = sessions
        self._asked: dict[int, str] = {}
        self._next_id = 0
        self.applied: dict[str, Applied] = {}
        self.jumps: list[tuple[Place | None, Place]] = []
        self.skips = 0
        self.lines = 0
        self.heard_at = 0.0
        self.reads = asyncio.Event()
        self.reads.set()

    async def run(self) -> None:
        """Hold a line until cancelled."""
        while True:
            with suppress(*OVER):
                async with open_line(self._url, self._headers) as line:
                    await self._use(line)
            await asyncio.sleep(AGAIN_S)

    async def _use(self, line: Line) -> None:
        await line.send(codec.CONNECT, None)
        await line.receive()
        self.lines += 1
        self._asked.clear()
        for session in self._sessions:
            await self._watch(line, session)
        while True:
            await self.reads.wait()
            packet = await line.receive()
            if packet.type == codec.ACK:
                await self._answered(line, packet)
            elif packet.type == codec.EVENT:
                self._take(*codec.decode_event(packet))

    async def _watch(self, line: Line, session: str) -> None:
        self._next_id += 1
        self._asked[self._next_id] = session
        await line.send(codec.EVENT, ("watch", console.Watch(session=session)), id=self._next_id)

    async def _answered(self, line: Line, packet: codec.Packet) -> None:
        session = self._asked.pop(packet.id or 0)
        (told,) = msgspec.msgpack.decode(packet.data, type=tuple[dict[str, msgspec.Raw]])
        if "error" in told:  # its page is not back yet
            await asyncio.sleep(AGAIN_S)
            await self._watch(line, session)

    def _take(self, name: str, body: codec.Undecoded) -> None:
        self.heard_at = time.monotonic()
        match name:
            case "picture":
                picture = codec.decode_body(console.Picture, body)
                self._keep_jumps(picture.session)
                self.skips += _is_skip(picture.why)
                self.applied[picture.session] = Applied(picture.page)
            case "batch":
                relayed = codec.decode_body(console.Relayed, body)
                batch = relayed.batch
                applied = self.applied[relayed.session]
                if batch.page == applied.page:
                    begins = batch.checkpoint and batch.part == 0
                    place = Place(batch.epoch, batch.seq)
                    applied.batch(place, batch.crc, checkpoint=begins)
            case "gap":
                gap = codec.decode_body(console.Gap, body)
                applied = self.applied[gap.session]
                if gap.page == applied.page:
                    applied.gap(gap.epoch, gap.from_seq, gap.to_seq)
            case _:
                pass

    def _keep_jumps(self, session: str) -> None:
        """What was wrong in a picture stays wrong after the next one has begun."""
        before = self.applied.get(session)
        if before is not None:
            self.jumps += before.jumps

    def all_jumps(self) -> list[tuple[Place | None, Place]]:
        return self.jumps + [jump for each in self.applied.values() for jump in each.jumps]


def _is_skip(why: Literal["join", "page", "skip"]) -> bool:
    return why == "skip"
