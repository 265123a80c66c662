"""A page, a network and a server that crashes, in every order that Hypothesis can think of: the
real ingest over the real journal keeps what it promises.

The server is killed by going on with a copy of the journal's files as they are at that moment,
which is what a crash leaves. While another connection holds the lock nothing is committed: killed
then, everything accepted since is lost, and none of it may have been acknowledged.
"""

import asyncio
import shutil
import sqlite3
import tempfile
import zlib
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, ClassVar

import msgspec
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from cobrowse.domain.ids import PageId, SessionId
from cobrowse.domain.segment import Place
from cobrowse.domain.stream import HELD_MS
from cobrowse.flow.ingest import Ingest
from cobrowse.store.journal import Journal
from cobrowse.wire.capture import Ack, Batch, Closed, Fact, Lost
from tests.fakes import FakeClock, RecordingOutbox

PAGE = PageId("page-0000-0001")
SESSION = SessionId("session-000-01")
MOST = 20
"""Batches of one epoch: enough for every kind of hole."""


class LineModel(RuleBasedStateMachine):
    """`made` is all that the page has ever cut; `spool` what it keeps, `sent` how much of that it
    has put on its line, `flight` what is on its way; `ever_acked` the last place that any
    acknowledgement named, lost ones included."""

    empty: ClassVar[bytes | None] = None
    """A journal in which nothing is: making its tables takes longer than all the rest."""

    @initialize()
    def begin(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.folder = Path(tempfile.mkdtemp(prefix="cobrowse-model-"))
        self.lives = 0
        self.clock = FakeClock()
        self.made: dict[Place, bytes] = {}
        self.spool: list[Batch] = []
        self.sent = 0
        self.flight: list[Batch] = []
        self.epoch = self.seq = 0
        self.untold: list[Fact] = []
        self.ever_acked = Place(-1, -1)
        self.lock: sqlite3.Connection | None = None
        if self.empty is not None:
            self.path.write_bytes(self.empty)
        self.settle(self.come_alive())

    # What the page does.

    @rule(count=st.integers(1, 4))
    def produce(self, count: int) -> None:
        for _ in range(count):
            self.cut()

    def cut(self) -> None:
        if self.seq == MOST:
            self.begin_epoch()
        facts, self.untold = (self.untold, []) if self.seq == 0 else ([], self.untold)
        payload = f"{self.epoch}.{self.seq}".encode()
        batch = Batch(
            page=PAGE,
            epoch=self.epoch,
            seq=self.seq,
            t0=0,
            t1=0,
            crc=zlib.crc32(payload),
            payload=payload,
            checkpoint=self.seq == 0,
            facts=facts,
        )
        self.made[Place(self.epoch, self.seq)] = payload
        self.spool.append(batch)
        self.seq += 1

    @rule()
    def begin_epoch(self) -> None:
        if self.seq:
            self.untold.insert(0, Closed(epoch=self.epoch, count=self.seq))
            self.epoch, self.seq = self.epoch + 1, 0

    @precondition(lambda self: self.seq > 0)
    @rule(count=st.integers(1, 3))
    def run_out_of_room(self, count: int) -> None:
        """The next runs find no room: their numbers are gone, and the next epoch, which begins when
        there is room again, says so."""
        first = self.seq
        for _ in range(count):
            self.made[Place(self.epoch, self.seq)] = b""
            self.seq += 1
        self.untold.append(
            Lost(epoch=self.epoch, from_seq=first, to_seq=self.seq - 1, reason="spool_full")
        )
        self.begin_epoch()

    @rule(count=st.integers(1, 8))
    def send(self, count: int) -> None:
        self.flight += self.spool[self.sent : self.sent + count]
        self.sent = min(len(self.spool), self.sent + count)

    @rule(count=st.integers(1, 6))
    def last_words(self, count: int) -> None:
        """A POST that overtakes all that is on its way. Its first batch says what those say that it
        leaves out."""
        left_out, last = self.spool[:-count], self.spool[-count:]
        told = [fact for batch in left_out for fact in batch.facts]
        if last:
            last[0] = msgspec.structs.replace(last[0], facts=[*told, *last[0].facts])
        self.accept(last)

    @rule(arriving=st.integers(0, 8))
    def reconnect(self, arriving: int) -> None:
        """Some of what is on its way still arrives, the rest is gone with the old connection."""
        self.deliver(arriving)
        self.outbox.to_pages.clear()
        self.settle(self.welcome())

    # What the network does.

    @rule(count=st.integers(1, 8))
    def deliver(self, count: int) -> None:
        arriving, self.flight = self.flight[:count], self.flight[count:]
        self.accept(arriving)

    @precondition(lambda self: self.spool)
    @rule(data=st.data())
    def deliver_something_again(self, data: st.DataObject) -> None:
        self.accept([data.draw(st.sampled_from(self.spool))])

    @rule()
    def acks_arrive(self) -> None:
        for _, _, body in self.outbox.to_pages:
            if isinstance(body, Ack):
                self.told(Place(body.epoch, body.seq))
        self.outbox.to_pages.clear()

    @rule()
    def acks_are_lost(self) -> None:
        for _, _, body in self.outbox.to_pages:
            if isinstance(body, Ack):
                self.ever_acked = max(self.ever_acked, Place(body.epoch, body.seq))
        self.outbox.to_pages.clear()

    @rule(ms=st.sampled_from([1, HELD_MS]))
    def time_passes(self, ms: int) -> None:
        self.clock.advance(ms)
        self.ingest.give_up_waiting()

    # What befalls the server.

    @precondition(lambda self: self.lock is None)
    @rule()
    def commits_stall(self) -> None:
        self.settle(self.journal.settled())
        self.lock = sqlite3.connect(self.path, isolation_level=None)
        self.lock.execute("BEGIN IMMEDIATE")

    @precondition(lambda self: self.lock is not None)
    @rule()
    def commits_go_on(self) -> None:
        self.unlock()

    @rule()
    def killed(self) -> None:
        """With all committed, or, while commits stall, before that."""
        if self.lock is None:
            self.settle(self.journal.settled())
        self.acks_are_lost()
        before = self.path
        self.lives += 1
        for suffix in ("", "-wal"):
            shutil.copyfile(f"{before}{suffix}", f"{self.path}{suffix}")
        dead = self.journal
        dead.listen(lambda _: None, lambda _: None)
        self.unlock()
        self.settle(dead.__aexit__(None, None, None))
        self.settle(self.come_alive())

    # What has to be true.

    @invariant()
    def what_was_acknowledged_is_durable(self) -> None:
        if self.lock is None:
            self.settle(self.journal.settled())
        stored, lost = self.kept()
        assert not set(stored) & lost, "both stored and given up"
        for _, _, body in self.outbox.to_pages:
            if isinstance(body, Ack):
                self.ever_acked = max(self.ever_acked, Place(body.epoch, body.seq))
        promised = {place for place in self.made if place <= self.ever_acked}
        assert promised <= {*stored, *lost}, "acknowledged, neither stored nor marked"
        for place, payload in stored.items():
            assert self.made[place] == payload, "stored otherwise than it was made"

    @invariant()
    def no_hole_is_without_a_marker(self) -> None:
        stored, lost = self.kept()
        known = {*stored, *lost}
        for epoch, seq in known:
            assert {Place(epoch, before) for before in range(seq)} <= known

    def teardown(self) -> None:
        """The network is good at last: whatever was made is stored, or marked where it may be."""
        self.unlock()
        self.settle(self.welcome())
        self.begin_epoch()
        self.cut()
        self.accept(self.spool)
        self.clock.advance(HELD_MS)
        self.ingest.give_up_waiting()
        self.settle(self.journal.settled())
        self.acks_arrive()
        stored, lost = self.kept()
        assert set(self.made) <= {*stored, *lost}
        assert self.spool == [], "the page still waits for an acknowledgement"
        self.settle(self.journal.__aexit__(None, None, None))
        self.loop.close()
        shutil.rmtree(self.folder)

    # How it is done.

    @property
    def path(self) -> Path:
        return self.folder / f"journal-{self.lives}.db"

    async def come_alive(self) -> None:
        self.journal = Journal(self.path, window_s=0.0001)
        await self.journal.__aenter__()
        self.outbox = RecordingOutbox()
        self.ingest = Ingest(self.journal, self.outbox, self.clock, downstream=[])
        self.journal.listen(self.ingest.committed, self.ingest.poisoned)
        await self.welcome()

    async def welcome(self) -> None:
        received = await self.ingest.open(PAGE, SESSION)
        self.flight, self.sent = [], 0
        if received is not None:
            self.told(Place(received.epoch, received.seq))

    def accept(self, batches: list[Batch]) -> None:
        for batch in batches:
            self.ingest.accept(PAGE, batch)

    def told(self, upto: Place) -> None:
        """The page drops what it was told is durable."""
        self.ever_acked = max(self.ever_acked, upto)
        kept = [batch for batch in self.spool if Place(batch.epoch, batch.seq) > upto]
        self.sent = max(0, self.sent - (len(self.spool) - len(kept)))
        self.spool = kept

    def unlock(self) -> None:
        if self.lock is not None:
            self.lock.execute("ROLLBACK")
            self.lock.close()
            self.lock = None

    def settle(self, work: Coroutine[Any, Any, Any]) -> None:
        self.loop.run_until_complete(work)

    def kept(self) -> tuple[dict[Place, bytes], set[Place]]:
        rows = sqlite3.connect(self.path)
        stored = {
            Place(epoch, seq): payload
            for epoch, seq, payload in rows.execute("SELECT epoch, seq, payload FROM batches")
        }
        lost = {
            Place(epoch, seq)
            for epoch, first, last in rows.execute("SELECT epoch, from_seq, to_seq FROM gaps")
            for seq in range(first, last + 1)
        }
        rows.close()
        return stored, lost


SETTINGS = settings(
    max_examples=40,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@pytest.mark.timeout(240)
def test_the_line_keeps_its_promises_whatever_happens_in_whatever_order(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    asyncio.run(_make(path))
    LineModel.empty = path.read_bytes()
    run_state_machine_as_test(LineModel, settings=SETTINGS)


async def _make(path: Path) -> None:
    async with Journal(path):
        pass
