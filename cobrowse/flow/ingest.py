"""The fork in the road: every batch of every page passes here, once and in order.

    batch -> checked -> ordered -> journal -> (after the commit) ack
                                -> relay and presence at once

The contract: a batch is acknowledged only when it is durable, and nothing behind the journal can
delay or fail that. `accept` is synchronous from the frame to the committer's queue: no task, no
timer, no await. Rules C4 to C7 and C9 of `docs/protocol.md`.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol

from cobrowse import metrics
from cobrowse.domain.clock import Clock
from cobrowse.domain.entry import BatchEntry, Entry, GapEntry
from cobrowse.domain.errors import Busy, ErrorCode, Invalid
from cobrowse.domain.ids import PageId, SessionId
from cobrowse.domain.stream import Hole, PageStream, Taken
from cobrowse.flow.ports import Outbox
from cobrowse.store.journal import Journal
from cobrowse.wire.capture import Ack, Batch, Closed, Lost, Position, Reject, encode_facts

JOURNAL_BACKLOG: Final = 48 * 2**20
"""Bytes that may wait for the committer. Beyond, pages are turned away and keep their batches."""

HELD_OVERHEAD: Final = 256
"""Bytes that any batch costs in memory, as good as matters for a bound."""


class Downstream(Protocol):
    """What gets each batch after the journal's queue has it. It must neither block nor raise."""

    def batch(self, session: SessionId, batch: Batch) -> None:
        """Take the next batch of a page."""

    def gap(self, gap: GapEntry) -> None:
        """Take note of what will never come."""


class _Arrived(NamedTuple):
    """A batch with the journal's form of its facts, made once for its size and its entry, and with
    what they say of the ends of earlier epochs."""

    batch: Batch
    facts: bytes
    ends: list[Lost | Closed]

    @property
    def size(self) -> int:
        """Bytes that it takes while it is held: one without a payload is not free."""
        return len(self.batch.payload) + len(self.facts) + HELD_OVERHEAD


@dataclass(slots=True)
class _PageIn:
    """What ingest knows of one page: where its stream stands, and up to where it is durable."""

    session_id: SessionId
    stream: PageStream[_Arrived]
    durable: Position | None = None


class Ingest:
    """Takes batches, keeps the order of each page, feeds the journal, acknowledges after the
    commit."""

    def __init__(
        self, journal: Journal, outbox: Outbox, clock: Clock, downstream: Sequence[Downstream]
    ) -> None:
        self._journal = journal
        self._outbox = outbox
        self._clock = clock
        self._downstream = tuple(downstream)
        self._pages: dict[PageId, _PageIn] = {}
        self._waiting: set[PageId] = set()

    async def open(self, page: PageId, session: SessionId) -> Position | None:
        """Make ready for the batches of a page; return the last place that is durable.

        A page that was here before this process began goes on where its journal ends.
        """
        known = self._pages.get(page)
        if known is None:
            next_seqs = await self._journal.next_seqs(page)
            known = self._pages.setdefault(
                page, _PageIn(session, PageStream(next_seqs or None), _last(next_seqs))
            )
        known.session_id = session
        return known.durable

    def is_open(self, page: PageId) -> bool:
        """Tell whether batches of this page can be accepted now."""
        return page in self._pages

    def durable(self, page: PageId) -> Position | None:
        """Return the last place of the page that has been committed."""
        known = self._pages.get(page)
        return known.durable if known else None

    def close(self, page: PageId) -> None:
        """Forget a page whose session is over."""
        self._pages.pop(page, None)
        self._waiting.discard(page)

    def accept(self, page: PageId, batch: Batch) -> None:
        """Take one batch of a page that is open.

        Raises `Invalid` for one that will never be good, `Conflict` for one of a forgotten epoch,
        and `Busy` when the journal cannot keep up: then the page keeps it and comes back.
        """
        known = self._pages.get(page)
        if known is None or batch.page != page:
            raise Invalid("the batch is not of this page")
        if batch.part >= batch.parts or zlib.crc32(batch.payload) != batch.crc:
            raise Invalid("the batch was damaged on its way")
        if self._journal.pending > JOURNAL_BACKLOG:
            raise Busy("the journal cannot keep up")
        stream = known.stream
        arrived = _Arrived(batch, encode_facts(batch.facts), _ends(batch))
        now = self._clock.now_ms()
        for epoch, count in _awaited(arrived.ends).items():
            stream.closed(epoch, count)
        steps = stream.offer(batch.epoch, batch.seq, arrived, arrived.size, now)
        if steps:
            self._store(page, known, steps)
        elif stream.knows(batch.epoch, batch.seq):
            metrics.DUPLICATES.inc()
            self._acknowledge(page, known)
        if stream.waiting:
            self._waiting.add(page)

    def give_up_waiting(self) -> None:
        """Record gaps for what early batches have waited too long for. Called about once a
        second.

        While the journal cannot keep up, all go on waiting: what the stream gives out must be
        stored.
        """
        now = self._clock.now_ms()
        for page in tuple(self._waiting):
            if self._journal.pending > JOURNAL_BACKLOG:
                return
            known = self._pages[page]
            self._store(page, known, known.stream.give_up(now))
            if not known.stream.waiting:
                self._waiting.discard(page)

    def _store(self, page: PageId, known: _PageIn, steps: Sequence[Taken[_Arrived] | Hole]) -> None:
        for step in steps:
            if isinstance(step, Hole):
                self._gap(page, known, step, "missing")
                continue
            batch = step.item.batch
            # Before the batch: its acknowledgement covers them.
            for fact in step.item.ends:
                reason = fact.reason if isinstance(fact, Lost) else "missing"
                to_seq = fact.to_seq if isinstance(fact, Lost) else fact.count - 1
                hole = known.stream.lost(fact.epoch, to_seq)
                if hole is not None:
                    self._gap(page, known, hole, reason)
            self._journal.append(_entry(known.session_id, step.item, self._clock.now_ms()))
            metrics.BATCHES.inc()
            metrics.BATCH_BYTES.inc(len(batch.payload))
            for downstream in self._downstream:
                downstream.batch(known.session_id, batch)

    def _gap(self, page: PageId, known: _PageIn, hole: Hole, reason: str) -> None:
        now = self._clock.now_ms()
        gap = GapEntry(known.session_id, page, hole.epoch, hole.from_seq, hole.to_seq, reason, now)
        self._journal.append(gap)
        metrics.GAPS.inc()
        for downstream in self._downstream:
            downstream.gap(gap)

    def committed(self, entries: Sequence[Entry]) -> None:
        """Listens to the journal. Acknowledge one commit group: one `ack` per page, however many
        batches it brought."""
        metrics.COMMIT_GROUP.observe(len(entries))
        pages: dict[PageId, _PageIn] = {}
        for entry in entries:
            known = self._pages.get(entry.page_id)
            if known is None:
                continue
            seq = entry.seq if isinstance(entry, BatchEntry) else entry.to_seq
            if known.durable is None or (entry.epoch, seq) > (
                known.durable.epoch,
                known.durable.seq,
            ):
                known.durable = Position(epoch=entry.epoch, seq=seq)
            pages[entry.page_id] = known
        for page, known in pages.items():
            self._acknowledge(page, known)

    def _acknowledge(self, page: PageId, known: _PageIn) -> None:
        if known.durable is not None:
            self._outbox.to_page(
                page, "ack", Ack(page=page, epoch=known.durable.epoch, seq=known.durable.seq)
            )
            metrics.ACKS.inc()

    def poisoned(self, entry: Entry) -> None:
        """Listens to the journal. Record the hole that a batch it could not take has left, and tell
        its page."""
        metrics.REJECTS.inc()
        known = self._pages.get(entry.page_id)
        if known is None or not isinstance(entry, BatchEntry):
            return
        self._gap(entry.page_id, known, Hole(entry.epoch, entry.seq, entry.seq), "poison")
        reject = Reject(
            page=entry.page_id, epoch=entry.epoch, seq=entry.seq, code=ErrorCode.BAD_MESSAGE
        )
        self._outbox.to_page(entry.page_id, "reject", reject)


def _last(next_seqs: dict[int, int]) -> Position | None:
    begun = [epoch for epoch, next_seq in next_seqs.items() if next_seq]
    if not begun:
        return None
    epoch = max(begun)
    return Position(epoch=epoch, seq=next_seqs[epoch] - 1)


def _ends(batch: Batch) -> list[Lost | Closed]:
    """What the batch says of the ends of earlier epochs: what was lost of them first, for that has
    a better reason than that it did not come."""
    ends = [fact for fact in batch.facts if isinstance(fact, Lost | Closed)]
    ends.sort(key=lambda fact: isinstance(fact, Closed))
    return [fact for fact in ends if fact.epoch < batch.epoch]


def _awaited(ends: Sequence[Lost | Closed]) -> dict[int, int]:
    """Which earlier epochs are said to be over, and how many of their batches are waited for:
    those before the first that is lost."""
    counts = {fact.epoch: fact.count for fact in ends if isinstance(fact, Closed)}
    for fact in ends:
        if isinstance(fact, Lost) and fact.epoch in counts:
            counts[fact.epoch] = min(counts[fact.epoch], fact.from_seq)
    return counts


def _entry(session: SessionId, arrived: _Arrived, now_ms: int) -> BatchEntry:
    batch = arrived.batch
    return BatchEntry(
        session_id=session,
        page_id=PageId(batch.page),
        epoch=batch.epoch,
        seq=batch.seq,
        t0=batch.t0,
        t1=batch.t1,
        count=batch.count,
        checkpoint=batch.checkpoint,
        part=batch.part,
        parts=batch.parts,
        crc=batch.crc,
        payload=batch.payload,
        facts=arrived.facts,
        received_at=now_ms,
    )
