"""Questions to the journal: where to resume, where a picture starts, what follows."""

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine

from cobrowse.domain.entry import BatchEntry, Entry, GapEntry
from cobrowse.domain.ids import SessionId
from cobrowse.store import journal_reading
from cobrowse.store.journal import Journal
from cobrowse.store.journal_tables import METADATA
from cobrowse.store.journal_writing import store
from tests.integration.entries import PAGE, SESSION, batch, checkpoint, gap, keep


def places(entries: Iterable[Entry]) -> list[tuple[int, int]]:
    return [(e.epoch, e.seq if isinstance(e, BatchEntry) else e.from_seq) for e in entries]


async def test_a_page_nobody_knows_has_nothing(journal: Journal) -> None:
    assert await journal.next_seqs(PAGE) == {}
    assert await journal.latest_checkpoint(SESSION, PAGE) is None
    assert await journal.entries_from(SESSION, PAGE, 0, 0, max_bytes=1_000) == []


async def test_what_is_read_is_what_was_written(journal: Journal) -> None:
    kept: list[Entry] = [
        checkpoint(0),
        batch(1, facts=b"\x91\xa1x", payload=bytes(range(256))),
        gap(2, 5),
    ]
    await keep(journal, *kept)
    assert await journal.entries_from(SESSION, PAGE, 0, 0, max_bytes=10_000) == kept


async def test_each_epoch_resumes_behind_what_it_has(journal: Journal) -> None:
    await keep(journal, batch(0), batch(1), gap(2, 4), batch(5), batch(0, 1), gap(0, 7, 3))
    assert await journal.next_seqs(PAGE) == {0: 6, 1: 1, 3: 8}


async def test_a_number_that_is_missing_is_where_to_resume(journal: Journal) -> None:
    await keep(journal, batch(0), batch(2), batch(3))
    assert await journal.next_seqs(PAGE) == {0: 1}


async def test_only_the_latest_epochs_are_told(journal: Journal) -> None:
    await keep(journal, *(batch(0, epoch) for epoch in range(20)))
    assert sorted(await journal.next_seqs(PAGE)) == list(range(12, 20))


async def test_the_latest_whole_checkpoint_is_found(journal: Journal) -> None:
    await keep(journal, checkpoint(0), batch(1), checkpoint(2), batch(3))
    assert await journal.latest_checkpoint(SESSION, PAGE) == (0, 2)
    await keep(journal, checkpoint(0, 1))
    assert await journal.latest_checkpoint(SESSION, PAGE) == (1, 0)


async def test_a_checkpoint_with_a_part_missing_is_none(journal: Journal) -> None:
    whole: list[Entry] = [checkpoint(seq, part=seq, parts=3) for seq in range(3)]
    await keep(journal, *whole, batch(3))
    await keep(journal, checkpoint(4, part=0, parts=3), checkpoint(6, part=2, parts=3))
    assert await journal.latest_checkpoint(SESSION, PAGE) == (0, 0)
    await keep(journal, checkpoint(5, part=1, parts=3))
    assert await journal.latest_checkpoint(SESSION, PAGE) == (0, 4)


async def test_an_ordinary_batch_of_several_parts_is_no_checkpoint(journal: Journal) -> None:
    await keep(journal, batch(0, parts=2), batch(1, part=1, parts=2))
    assert await journal.latest_checkpoint(SESSION, PAGE) is None


async def test_entries_come_in_order_with_gaps_at_their_place(journal: Journal) -> None:
    await keep(journal, batch(0, 1), batch(3), gap(1, 2), batch(0), gap(1, 1, 1), batch(2, 1))
    found = await journal.entries_from(SESSION, PAGE, 0, 0, max_bytes=10_000)
    assert places(found) == [(0, 0), (0, 1), (0, 3), (1, 0), (1, 1), (1, 2)]


async def test_a_gap_that_reaches_over_the_asked_place_is_told(journal: Journal) -> None:
    await keep(journal, batch(0), gap(1, 5), batch(6))
    assert places(await journal.entries_from(SESSION, PAGE, 0, 4, max_bytes=10_000)) == [
        (0, 1),
        (0, 6),
    ]


async def test_entries_can_be_paged_through_without_loss_or_repeat(journal: Journal) -> None:
    kept: list[Entry] = [batch(seq, payload=b"x" * 400) for seq in range(10)]
    kept += [gap(10, 12), *(batch(seq, payload=b"x" * 400) for seq in range(13, 20))]
    kept += [batch(seq, 1, payload=b"x" * 400) for seq in range(5)]
    await keep(journal, *kept)
    found: list[Entry] = []
    epoch = seq = 0
    while page := await journal.entries_from(SESSION, PAGE, epoch, seq, max_bytes=1_000):
        assert sum(len(e.payload) for e in page if isinstance(e, BatchEntry)) < 1_400
        found += page
        last = page[-1]
        epoch, seq = last.epoch, 1 + (last.seq if isinstance(last, BatchEntry) else last.to_seq)
    assert found == kept


async def test_one_entry_comes_even_when_it_is_larger_than_asked(journal: Journal) -> None:
    await keep(journal, batch(0, payload=b"x" * 5_000), batch(1))
    assert places(await journal.entries_from(SESSION, PAGE, 0, 0, max_bytes=10)) == [(0, 0)]


stored_numbers = st.sets(st.integers(0, 30))
lost_ranges = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 6)), max_size=5, unique_by=lambda lost: lost[0]
)


@given(stored_numbers, lost_ranges)
def test_resuming_begins_at_the_first_number_that_is_neither_stored_nor_lost(
    stored: set[int], lost: list[tuple[int, int]]
) -> None:
    engine = create_engine("sqlite://")
    entries: list[Entry] = [batch(seq) for seq in stored]
    entries += [gap(first, first + more) for first, more in lost]
    known = stored | {n for e in entries if isinstance(e, GapEntry) for n in _range(e)}
    with engine.begin() as connection:
        METADATA.create_all(connection)
        store(connection, entries)
        found = journal_reading.next_seqs(connection, PAGE)
    engine.dispose()
    first_missing = next(number for number in range(60) if number not in known)
    assert found == ({0: first_missing} if known else {})


def _range(lost: GapEntry) -> range:
    return range(lost.from_seq, lost.to_seq + 1)


async def test_what_a_page_did_in_another_session_is_not_read_in_this_one(
    journal: Journal,
) -> None:
    other = SessionId("session-of-later")
    await keep(journal, checkpoint(0), batch(1), gap(2, 3))
    await keep(journal, batch(0, 1, session_id=other), gap(1, 1, 1, session_id=other))
    assert await journal.latest_checkpoint(other, PAGE) is None
    assert places(await journal.entries_from(other, PAGE, 0, 0, max_bytes=10_000)) == [
        (1, 0),
        (1, 1),
    ]
