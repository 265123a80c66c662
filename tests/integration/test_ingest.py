"""Ingest against the real journal: what is acknowledged is durable, once, in order, without silent
loss.

The deliveries are what real networks do: repeats, overtaking, lost connections, two paths at once.
"""

import asyncio
import sqlite3
import tempfile
import zlib
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cobrowse.domain.entry import GapEntry
from cobrowse.domain.errors import Invalid
from cobrowse.domain.ids import PageId, SessionId
from cobrowse.domain.stream import HELD_MS
from cobrowse.flow.ingest import JOURNAL_BACKLOG, Ingest
from cobrowse.store.journal import Journal
from cobrowse.wire.capture import Ack, Batch, Closed, Fact, Lost
from tests.fakes import FakeClock, RecordingOutbox

PAGE = PageId("page-0000-0001")
SESSION = SessionId("session-000-01")

Delivery = tuple[int, int, int]
"""(epoch, seq, ms that pass before it)"""


@dataclass
class Seen:
    """Stands downstream of ingest."""

    batches: list[tuple[int, int]] = field(default_factory=list)
    gaps: list[GapEntry] = field(default_factory=list)

    def batch(self, session: SessionId, batch: Batch) -> None:
        self.batches.append((batch.epoch, batch.seq))

    def gap(self, gap: GapEntry) -> None:
        self.gaps.append(gap)


@dataclass
class Line:
    """An ingest with everything around it."""

    ingest: Ingest
    journal: Journal
    outbox: RecordingOutbox
    clock: FakeClock
    seen: Seen
    path: Path

    def stored(self) -> dict[tuple[int, int], bytes]:
        with sqlite3.connect(self.path) as rows:
            found = rows.execute("SELECT epoch, seq, payload FROM batches").fetchall()
        rows.close()
        return {(epoch, seq): payload for epoch, seq, payload in found}

    def holes(self) -> list[tuple[int, int, int, str]]:
        with sqlite3.connect(self.path) as rows:
            found = rows.execute("SELECT epoch, from_seq, to_seq, reason FROM gaps").fetchall()
        rows.close()
        return [(epoch, first, last, reason) for epoch, first, last, reason in found]

    def acks(self) -> list[Ack]:
        return [body for _, _, body in self.outbox.to_pages if isinstance(body, Ack)]


@asynccontextmanager
async def a_line(path: Path) -> AsyncGenerator[Line]:
    clock, outbox, seen = FakeClock(), RecordingOutbox(), Seen()
    async with Journal(path, window_s=0.001) as journal:
        ingest = Ingest(journal, outbox, clock, downstream=[seen])
        journal.listen(ingest.committed, ingest.poisoned)
        await ingest.open(PAGE, SESSION)
        yield Line(ingest, journal, outbox, clock, seen, path)


def a_batch(epoch: int, seq: int, content: bytes = b"", facts: Sequence[Fact] = ()) -> Batch:
    payload = content or f"{epoch}.{seq}".encode()
    return Batch(
        page=PAGE,
        epoch=epoch,
        seq=seq,
        t0=0,
        t1=0,
        crc=zlib.crc32(payload),
        payload=payload,
        facts=list(facts),
    )


async def test_a_batch_is_acknowledged_after_its_commit_and_not_before(tmp_path: Path) -> None:
    async with a_line(tmp_path / "journal.db") as line:
        line.ingest.accept(PAGE, a_batch(0, 0))
        assert line.acks() == []
        assert line.seen.batches == [(0, 0)], "relayed at acceptance"
        await line.journal.settled()
        assert [(ack.epoch, ack.seq) for ack in line.acks()] == [(0, 0)]
        assert line.stored() == {(0, 0): b"0.0"}


async def test_a_group_of_batches_is_acknowledged_once(tmp_path: Path) -> None:
    async with a_line(tmp_path / "journal.db") as line:
        for seq in range(20):
            line.ingest.accept(PAGE, a_batch(0, seq))
        await line.journal.settled()
        assert line.acks()[-1].seq == 19
        assert len(line.acks()) < 20


async def test_a_batch_sent_twice_is_stored_once_and_acknowledged_again(tmp_path: Path) -> None:
    async with a_line(tmp_path / "journal.db") as line:
        line.ingest.accept(PAGE, a_batch(0, 0, b"first"))
        await line.journal.settled()
        line.ingest.accept(PAGE, a_batch(0, 0, b"second"))
        await line.journal.settled()
        assert line.stored() == {(0, 0): b"first"}
        assert len(line.acks()) == 2
        assert line.seen.batches == [(0, 0)]


async def test_what_never_comes_becomes_a_gap_after_five_seconds(tmp_path: Path) -> None:
    async with a_line(tmp_path / "journal.db") as line:
        line.ingest.accept(PAGE, a_batch(0, 2))
        line.clock.advance(HELD_MS)
        line.ingest.give_up_waiting()
        await line.journal.settled()
        assert line.holes() == [(0, 0, 1, "missing")]
        assert line.acks()[-1].seq == 2


async def test_what_a_page_says_it_dropped_is_a_gap_with_its_reason(tmp_path: Path) -> None:
    async with a_line(tmp_path / "journal.db") as line:
        line.ingest.accept(PAGE, a_batch(0, 0))
        lost = Lost(epoch=0, from_seq=1, to_seq=7, reason="spool_full")
        line.ingest.accept(PAGE, a_batch(1, 0, facts=[lost]))
        await line.journal.settled()
        assert line.holes() == [(0, 1, 7, "spool_full")]


async def test_last_words_of_a_later_epoch_wait_for_the_tail_they_have_overtaken(
    tmp_path: Path,
) -> None:
    async with a_line(tmp_path / "journal.db") as line:
        line.ingest.accept(PAGE, a_batch(0, 0))
        line.ingest.accept(PAGE, a_batch(1, 0, facts=[Closed(epoch=0, count=3)]))
        await line.journal.settled()
        assert line.acks()[-1].epoch == 0, "to acknowledge epoch 1 would settle all of epoch 0"
        line.ingest.accept(PAGE, a_batch(0, 1))
        line.ingest.accept(PAGE, a_batch(0, 2))
        await line.journal.settled()
        assert line.holes() == []
        assert sorted(line.stored()) == [(0, 0), (0, 1), (0, 2), (1, 0)]
        assert (line.acks()[-1].epoch, line.acks()[-1].seq) == (1, 0)


async def test_a_tail_that_was_overtaken_and_never_comes_is_a_gap(tmp_path: Path) -> None:
    async with a_line(tmp_path / "journal.db") as line:
        line.ingest.accept(PAGE, a_batch(0, 0))
        line.ingest.accept(PAGE, a_batch(1, 0, facts=[Closed(epoch=0, count=3)]))
        line.clock.advance(HELD_MS)
        line.ingest.give_up_waiting()
        await line.journal.settled()
        assert line.holes() == [(0, 1, 2, "missing")]
        assert (line.acks()[-1].epoch, line.acks()[-1].seq) == (1, 0)


async def test_what_a_page_says_is_lost_is_not_waited_for(tmp_path: Path) -> None:
    async with a_line(tmp_path / "journal.db") as line:
        line.ingest.accept(PAGE, a_batch(0, 0))
        lost = Lost(epoch=0, from_seq=1, to_seq=2, reason="spool_full")
        line.ingest.accept(PAGE, a_batch(1, 0, facts=[Closed(epoch=0, count=3), lost]))
        await line.journal.settled()
        assert line.holes() == [(0, 1, 2, "spool_full")]
        assert (1, 0) in line.stored()


async def test_last_words_without_the_first_of_their_epoch_say_how_the_one_before_ended(
    tmp_path: Path,
) -> None:
    async with a_line(tmp_path / "journal.db") as line:
        line.ingest.accept(PAGE, a_batch(0, 0))
        line.ingest.accept(PAGE, a_batch(1, 1, facts=[Closed(epoch=0, count=3)]))
        line.clock.advance(HELD_MS)
        line.ingest.give_up_waiting()
        await line.journal.settled()
        assert sorted(line.holes()) == [(0, 1, 2, "missing"), (1, 0, 0, "missing")]
        assert (line.acks()[-1].epoch, line.acks()[-1].seq) == (1, 1)


async def test_nothing_is_acknowledged_behind_an_end_of_which_nothing_is_known(
    tmp_path: Path,
) -> None:
    async with a_line(tmp_path / "journal.db") as line:
        line.ingest.accept(PAGE, a_batch(0, 0))
        line.ingest.accept(PAGE, a_batch(1, 1))
        line.clock.advance(HELD_MS)
        line.ingest.give_up_waiting()
        await line.journal.settled()
        assert line.holes() == []
        assert {(ack.epoch, ack.seq) for ack in line.acks()} == {(0, 0)}


async def test_what_is_left_of_an_epoch_behind_what_was_lost_is_a_gap_as_well(
    tmp_path: Path,
) -> None:
    async with a_line(tmp_path / "journal.db") as line:
        line.ingest.accept(PAGE, a_batch(0, 0))
        lost = Lost(epoch=0, from_seq=1, to_seq=1, reason="rejected")
        line.ingest.accept(PAGE, a_batch(1, 0, facts=[Closed(epoch=0, count=4), lost]))
        await line.journal.settled()
        assert line.holes() == [(0, 1, 1, "rejected"), (0, 2, 3, "missing")]


@pytest.mark.parametrize(
    "damage",
    [{"crc": 1}, {"page": "page-of-another"}, {"part": 1, "parts": 1}, {"epoch": 1_001}],
)
async def test_a_damaged_batch_is_refused_and_leaves_the_stream_as_it_was(
    tmp_path: Path, damage: dict[str, int | str]
) -> None:
    async with a_line(tmp_path / "journal.db") as line:
        good = a_batch(0, 0)
        fields = {name: getattr(good, name) for name in good.__struct_fields__}
        with pytest.raises(Invalid):
            line.ingest.accept(PAGE, Batch(**(fields | damage)))
        line.ingest.accept(PAGE, good)
        await line.journal.settled()
        assert line.stored() == {(0, 0): b"0.0"}


async def test_a_page_goes_on_after_a_restart_where_the_journal_ends(tmp_path: Path) -> None:
    async with a_line(tmp_path / "journal.db") as line:
        for seq in range(3):
            line.ingest.accept(PAGE, a_batch(0, seq))
        await line.journal.settled()
    async with a_line(tmp_path / "journal.db") as line:
        durable = await line.ingest.open(PAGE, SESSION)
        assert durable is not None
        assert (durable.epoch, durable.seq) == (0, 2)
        line.ingest.accept(PAGE, a_batch(0, 2, b"again"))
        line.ingest.accept(PAGE, a_batch(0, 3))
        await line.journal.settled()
        assert line.stored()[0, 2] == b"0.2"
        assert (0, 3) in line.stored()


deliveries: st.SearchStrategy[list[Delivery]] = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 9), st.integers(0, HELD_MS // 2)), max_size=40
)


@given(deliveries)
@settings(max_examples=40, deadline=None)
def test_whatever_the_order_every_number_is_stored_once_or_in_one_gap(
    sent: list[Delivery],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_deliver(sent, Path(folder) / "journal.db"))


async def _deliver(sent: list[Delivery], path: Path) -> None:
    async with a_line(path) as line:
        for number, (epoch, seq, wait) in enumerate(sent):
            line.clock.advance(wait)
            line.ingest.accept(PAGE, a_batch(epoch, seq, f"{epoch}.{seq}#{number}".encode()))
            line.ingest.give_up_waiting()
        line.clock.advance(HELD_MS)
        line.ingest.give_up_waiting()
        await line.journal.settled()
        stored, holes, acks = line.stored(), line.holes(), line.acks()
        relayed = line.seen.batches
    for (epoch, seq), payload in stored.items():
        firsts = [n for n, (e, s, _) in enumerate(sent) if (e, s) == (epoch, seq)]
        assert payload == f"{epoch}.{seq}#{firsts[0]}".encode(), "the first writer wins"
    covered = {(e, seq) for e, first, last, _ in holes for seq in range(first, last + 1)}
    assert not covered & set(stored), "nothing is both stored and given up"
    for epoch in {epoch for epoch, _ in stored}:
        top = max(seq for e, seq in stored if e == epoch)
        assert {seq for e, seq in {*stored, *covered} if e == epoch} >= set(range(top + 1))
    forgotten = {(epoch, seq) for epoch, seq, _ in sent} - {*stored, *covered}
    assert all(epoch and seq for epoch, seq in forgotten), "nothing that can be taken is forgotten"
    assert sorted(relayed) == sorted(stored), "watchers get each batch once"
    for ack in acks:
        assert all(
            (ack.epoch, seq) in stored or (ack.epoch, seq) in covered for seq in range(ack.seq + 1)
        )


async def test_early_batches_without_a_payload_are_not_held_without_bound(tmp_path: Path) -> None:
    async with a_line(tmp_path / "journal.db") as line:
        for seq in range(1, 2_000):
            line.ingest.accept(
                PAGE, Batch(page=PAGE, epoch=0, seq=seq, t0=0, t1=0, crc=0, payload=b"")
            )
        await line.journal.settled()
        assert line.holes() == [(0, 0, 0, "missing")]
        assert len(line.stored()) == 1_999


async def test_what_is_held_waits_on_while_the_journal_cannot_keep_up(tmp_path: Path) -> None:
    async with a_line(tmp_path / "journal.db") as line:
        line.ingest.accept(PAGE, a_batch(0, 1))
        line.clock.advance(HELD_MS)
        line.journal.pending += JOURNAL_BACKLOG + 1
        line.ingest.give_up_waiting()
        assert line.seen.gaps == []
        line.journal.pending -= JOURNAL_BACKLOG + 1
        line.ingest.give_up_waiting()
        await line.journal.settled()
        assert line.holes() == [(0, 0, 0, "missing")]
        assert set(line.stored()) == {(0, 1)}
