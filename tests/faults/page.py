"""A page that speaks the real protocol and keeps its promises: numbers, spools, sends again, sheds
with a word, and remembers everything for the checker.

What it records follows from its seed alone, so that a run can be told again; when it does so is up
to the network.
"""

import asyncio
import json
import random
import time
import zlib
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, Literal

import msgspec

from cobrowse.demo.line import OVER, Line
from cobrowse.domain.segment import Place
from cobrowse.wire import capture, codec
from tests.clients import deflate, hello
from tests.faults.history import History, Made, digest
from tests.faults.line import open_line
from tests.service import SHOP

SPOOL_BYTES: Final = 8 * 2**20
OVERHEAD: Final = 150
PIECE_BYTES: Final = 256 * 1024
Reason = Literal["spool_full", "rejected", "too_large"]

LONGEST_WAIT_S: Final = 0.5
"""Between attempts. Real pages wait up to 30 s; tests would only learn to be patient."""


@dataclass(frozen=True, slots=True)
class Habit:
    """How a page behaves: a run of `records` every `every_s`, a checkpoint every so many runs, in
    several pieces every third time."""

    every_s: float = 0.05
    records: int = 4
    record_bytes: int = 120
    checkpoint_every: int = 25
    checkpoint_bytes: int = 8_000
    spool_bytes: int = SPOOL_BYTES


USUAL: Final = Habit()


class ScriptedPage:
    """One page of one visitor. Use `at_work` to run it."""

    def __init__(self, origin: str, site_key: str, seed: str, habit: Habit) -> None:
        self._rng = random.Random(seed)
        self._url = f"{origin}/capture/socket/"
        self._habit = habit
        self.id = f"{self._rng.getrandbits(120):030x}"
        self._said = hello(
            site_key, visitor=f"{self._rng.getrandbits(120):030x}", page=self.id, url=f"{SHOP}/"
        )
        self.history = History(self.id)
        self.session = ""
        self.sessions: set[str] = set()
        self.over = ""
        self._spool: deque[capture.Batch] = deque()
        self._spooled = 0
        self._sent = 0
        self._epoch = 0
        self._seq = 0
        self._runs = 0
        self._untold: list[capture.Fact] = []
        self._full = False
        self._leaving = False
        self._work = asyncio.Event()
        self._retry_s: float | None = None
        self.producing = True
        self.slowed = 0

    @property
    def settled(self) -> bool:
        """Whether everything made is acknowledged."""
        return not self._spool and not self.history.owed()

    async def run(self) -> None:
        """Record, and hold a line, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._produce())
            tasks.create_task(self._hold_a_line())

    def leave(self) -> None:
        """The customer stops the session, and the document is unloaded: its last batch says so."""
        self.producing = False
        self._leaving = True
        self._cut([capture.Left(at=_now_ms())])

    def renew(self) -> None:
        """Begin the next epoch, as after the recorder has begun again."""
        if self._seq:
            if self._spool:
                self._untold.insert(0, capture.Closed(epoch=self._epoch, count=self._seq))
            self._epoch, self._seq = self._epoch + 1, 0

    async def _produce(self) -> None:
        while True:
            await asyncio.sleep(self._habit.every_s * self._rng.uniform(0.5, 1.5))
            if self.producing and self.session:
                self._cut([])

    def _cut(self, facts: list[capture.Fact]) -> None:
        """Make the next run and spool it; when there is no room, stop until there is."""
        if self._full:
            if self._spooled > self._habit.spool_bytes // 2:
                return
            self._full = False
        if not self._seq:
            facts, self._untold = [*self._untold, *facts], []
        self._runs += 1
        begins = not self._seq or self._runs % self._habit.checkpoint_every == 0
        pieces = 3 if begins and self._runs % 3 == 0 else 1
        records = self._records(begins)
        run = Made(Place(self._epoch, self._seq), pieces, len(records), begins, digest(records))
        batches = self._batches(run, json.dumps(records).encode(), facts)
        self.history.make(run, [batch.payload for batch in batches])
        self._seq += pieces
        size = sum(_size(batch) for batch in batches)
        if self._spooled + size > self._habit.spool_bytes:
            self._lose(run.places, "spool_full", facts)
            self._full = True
            return
        self._spool.extend(batches)
        self._spooled += size
        self._work.set()

    def _lose(self, places: list[Place], reason: Reason, facts: list[capture.Fact]) -> None:
        """These numbers will never come; what was told with them about others is told again."""
        first, last = places[0], places[-1]
        self.history.shed.update(places)
        lost = capture.Lost(epoch=first.epoch, from_seq=first.seq, to_seq=last.seq, reason=reason)
        again = [fact for fact in facts if isinstance(fact, capture.Lost | capture.Closed)]
        self._untold += [lost, *again]
        self.renew()

    def _records(self, checkpoint: bool) -> list[dict[str, Any]]:
        habit = self._habit
        if not checkpoint:
            return [
                {"type": 3, "timestamp": _now_ms(), "data": self._text(habit.record_bytes)}
                for _ in range(habit.records)
            ]
        sheet = f".of-{self._rng.randrange(4)} {{ color: red; }}\n" * 20
        attributes = {"rel": "stylesheet", "_cssText": sheet}
        link = {"type": 2, "tagName": "link", "attributes": attributes, "childNodes": [], "id": 2}
        text = {"type": 3, "textContent": self._text(habit.checkpoint_bytes), "id": 3}
        document = {"type": 0, "childNodes": [link, text], "id": 1}
        return [
            {"type": 4, "timestamp": _now_ms(), "data": {"href": SHOP, "width": 1, "height": 1}},
            {"type": 2, "timestamp": _now_ms(), "data": {"node": document}},
        ]

    def _text(self, size: int) -> str:
        return self._rng.randbytes(size // 2).hex()

    def _batches(self, run: Made, data: bytes, facts: list[capture.Fact]) -> list[capture.Batch]:
        now = _now_ms()
        step = -(-len(data) // run.parts)
        batches = []
        for part, place in enumerate(run.places):
            payload = deflate(data[part * step : (part + 1) * step])
            batches.append(
                capture.Batch(
                    page=self.id,
                    epoch=place.epoch,
                    seq=place.seq,
                    t0=now,
                    t1=now,
                    crc=zlib.crc32(payload),
                    payload=payload,
                    count=0 if part else run.count,
                    checkpoint=run.checkpoint,
                    part=part,
                    parts=run.parts,
                    facts=[] if part else facts,
                )
            )
        return batches

    async def _hold_a_line(self) -> None:
        attempt = 0
        while not self.over:
            before = self.history.lines
            with suppress(*OVER):
                async with open_line(self._url, {"Origin": SHOP}) as line:
                    await self._use(line)
            attempt = 0 if self.history.lines > before else attempt + 1
            wait = self._rng.random() * min(LONGEST_WAIT_S, 0.05 * 2 ** min(attempt, 10))
            await asyncio.sleep(wait if self._retry_s is None else self._retry_s)
            self._retry_s = None

    async def _use(self, line: Line) -> None:
        await line.send(codec.CONNECT, self._said)
        packet = await line.receive()
        if packet.type == codec.CONNECT_ERROR:
            self._refused(packet)
            return
        await self._take(await line.receive())
        self.history.lines += 1
        self._sent = 0
        self._work.set()
        sending = asyncio.create_task(self._send(line))
        try:
            while not self.over and not sending.done() and self._retry_s is None:
                if self._leaving and self.settled:
                    await line.send(codec.EVENT, ("stop", capture.Empty()))
                await self._take(await line.receive())
        finally:
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)

    async def _send(self, line: Line) -> None:
        while True:
            await self._work.wait()
            self._work.clear()
            while self._sent < len(self._spool):
                batch = self._spool[self._sent]
                self._sent += 1
                self.history.sent_at[Place(batch.epoch, batch.seq)] = time.monotonic()
                await line.send(codec.EVENT, ("batch", batch))

    async def _take(self, packet: codec.Packet) -> None:
        if packet.type != codec.EVENT:
            return
        name, body = codec.decode_event(packet)
        match name:
            case "welcome":
                welcome = codec.decode_body(capture.Welcome, body)
                self._welcomed(welcome)
            case "ack":
                ack = codec.decode_body(capture.Ack, body)
                self._settle(Place(ack.epoch, ack.seq))
            case "reject":
                self._rejected(codec.decode_body(capture.Reject, body))
            case "slow":
                self.slowed += 1
            case "goaway":
                self._retry_s = codec.decode_body(capture.Goaway, body).retry_ms / 1000
            case "end":
                self.over = codec.decode_body(capture.End, body).reason
            case _:
                pass

    def _welcomed(self, welcome: capture.Welcome) -> None:
        if self.session and welcome.session != self.session:
            self.renew()
        self.session = welcome.session
        self.sessions.add(welcome.session)
        if welcome.received is not None:
            self._settle(Place(welcome.received.epoch, welcome.received.seq))

    def _settle(self, upto: Place) -> None:
        self.history.acknowledge(upto, time.monotonic())
        while self._spool and _place(self._spool[0]) <= upto:
            self._spooled -= _size(self._spool.popleft())
            self._sent = max(0, self._sent - 1)

    def _rejected(self, body: capture.Reject) -> None:
        self.history.rejected += 1
        place = Place(body.epoch, body.seq)
        for index, batch in enumerate(self._spool):
            if _place(batch) == place:
                del self._spool[index]
                self._spooled -= _size(batch)
                self._sent -= index < self._sent
                self.history.sent_at.pop(place, None)
                self._lose([place], "rejected", batch.facts)
                return

    def _refused(self, packet: codec.Packet) -> None:
        told = msgspec.msgpack.decode(packet.data)["data"]
        if told["code"] == "consent_required":
            self.over = "stopped"  # and this page has not been told
        if "retry_ms" in told:
            self._retry_s = told["retry_ms"] / 1000


def _place(batch: capture.Batch) -> Place:
    return Place(batch.epoch, batch.seq)


def _size(batch: capture.Batch) -> int:
    return len(batch.payload) + OVERHEAD


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
