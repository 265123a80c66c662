"""The journal: what is told as committed is durable, in order, once."""

import asyncio
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from cobrowse.domain.entry import BatchEntry, Entry
from cobrowse.domain.errors import Busy
from cobrowse.store import committer
from cobrowse.store.journal import Journal
from tests.integration.entries import PAGE, SESSION, batch, gap

WAIT_S = 20


class Listener:
    """Remembers what it was told, in order."""

    def __init__(self) -> None:
        self.committed: list[Entry] = []
        self.poisoned: list[Entry] = []
        self.told: list[tuple[str, int]] = []
        self.groups: list[int] = []
        self.died: list[BaseException] = []

    def on_committed(self, entries: Sequence[Entry]) -> None:
        self.groups.append(len(entries))
        self.committed += entries
        self.told += [("committed", e.seq) for e in entries if isinstance(e, BatchEntry)]

    def on_poisoned(self, entry: Entry) -> None:
        self.poisoned.append(entry)
        if isinstance(entry, BatchEntry):
            self.told.append(("poisoned", entry.seq))

    def hear(self, journal: Journal) -> None:
        journal.listen(self.on_committed, self.on_poisoned, self.died.append)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the write lock of the file, as a backup that misbehaves would."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def stored_seqs(path: Path) -> list[int]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as reader:
        return [seq for (seq,) in reader.execute("SELECT seq FROM batches ORDER BY id")]


def fill(journal: Journal) -> int:
    """Append until the journal refuses; return how many it took."""
    for accepted in range(1_000):
        try:
            journal.append(batch(accepted, payload=b"x" * 1_000))
        except Busy:
            return accepted
    pytest.fail("the journal took everything")


async def until_unhealthy(journal: Journal) -> None:
    for _ in range(50 * WAIT_S):
        if not journal.healthy:
            return
        await asyncio.sleep(0.02)
    pytest.fail("the journal never noticed")


async def test_entries_are_told_in_the_order_in_which_they_were_appended(path: Path) -> None:
    listener = Listener()
    async with Journal(path) as journal:
        listener.hear(journal)
        for seq in range(300):
            journal.append(batch(seq))
        await journal.settled()
    assert listener.committed == [batch(seq) for seq in range(300)]


async def test_what_is_told_as_committed_is_there_for_other_connections(path: Path) -> None:
    missing: list[Entry] = []

    def look(entries: Sequence[Entry]) -> None:
        there = set(stored_seqs(path))
        missing.extend(e for e in entries if isinstance(e, BatchEntry) and e.seq not in there)

    async with Journal(path) as journal:
        journal.listen(look, missing.append)
        for seq in range(40):
            journal.append(batch(seq))
            await asyncio.sleep(0.001)
        await journal.settled()
    assert not missing
    assert stored_seqs(path) == list(range(40))


async def test_entries_that_come_together_share_a_commit(path: Path) -> None:
    listener = Listener()
    async with Journal(path, window_s=0.05) as journal:
        listener.hear(journal)
        for seq in range(200):
            journal.append(batch(seq))
        await journal.settled()
    assert len(listener.groups) <= 2


async def test_a_batch_sent_twice_is_stored_once_and_the_first_one_stays(path: Path) -> None:
    listener = Listener()
    async with Journal(path) as journal:
        listener.hear(journal)
        journal.append(batch(0, payload=b"first"))
        await journal.settled()
        journal.append(batch(0, payload=b"second"))
        await journal.settled()
        (kept,) = await journal.entries_from(SESSION, PAGE, 0, 0, max_bytes=1_000)
    assert kept == batch(0, payload=b"first")
    assert listener.told == [("committed", 0), ("committed", 0)]


async def test_settled_waits_for_what_was_appended_before_it_and_not_after(path: Path) -> None:
    async with Journal(path) as journal:
        await journal.settled()
        journal.append(batch(0))
        settling = asyncio.ensure_future(journal.settled())
        await asyncio.sleep(0)
        journal.append(batch(1))
        await asyncio.wait_for(settling, WAIT_S)
        assert stored_seqs(path)[0] == 0


async def test_closing_commits_what_is_queued_and_tells_of_it(path: Path) -> None:
    listener = Listener()
    async with Journal(path, window_s=1.0) as journal:
        listener.hear(journal)
        for seq in range(50):
            journal.append(batch(seq))
        assert journal.pending > 0
    assert stored_seqs(path) == list(range(50))
    assert len(listener.committed) == 50
    assert journal.pending == 0
    with pytest.raises(Busy):
        journal.append(batch(50))


async def test_a_journal_opened_again_goes_on_where_it_was(path: Path) -> None:
    async with Journal(path) as journal:
        for seq in range(3):
            journal.append(batch(seq))
    async with Journal(path) as journal:
        assert await journal.next_seqs(PAGE) == {0: 3}
        journal.append(batch(3))
        await journal.settled()
        assert await journal.next_seqs(PAGE) == {0: 4}


async def test_a_poisoned_entry_is_set_aside_and_harms_no_other(path: Path) -> None:
    listener = Listener()
    async with Journal(path, window_s=0.05) as journal:
        listener.hear(journal)
        for entry in (batch(0), batch(1, t0=2**70), batch(2), batch(3, t1=None), batch(4)):
            journal.append(entry)
        await journal.settled()
        assert journal.healthy
    assert listener.told == [
        ("committed", 0),
        ("poisoned", 1),
        ("committed", 2),
        ("poisoned", 3),
        ("committed", 4),
    ]
    assert stored_seqs(path) == [0, 2, 4]
    with closing(sqlite3.connect(path)) as reader:
        aside = reader.execute("SELECT entry, payload FROM quarantine ORDER BY id").fetchall()
    assert [payload for _, payload in aside] == [b"payload 1", b"payload 3"]
    assert str(PAGE) in aside[0][0]


async def test_a_gap_can_be_poisoned_too(path: Path) -> None:
    listener = Listener()
    async with Journal(path) as journal:
        listener.hear(journal)
        journal.append(gap(0, 3, reason="\ud800"))
        journal.append(batch(4))
        await journal.settled()
    assert len(listener.poisoned) == 1
    assert stored_seqs(path) == [4]


async def test_the_quarantine_keeps_the_latest_entries_only(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cobrowse.store.journal_writing.QUARANTINED", 5)
    async with Journal(path) as journal:
        for seq in range(12):
            journal.append(batch(seq, t0=2**70))
        await journal.settled()
    with closing(sqlite3.connect(path)) as reader:
        kept = [row[0] for row in reader.execute("SELECT payload FROM quarantine ORDER BY id")]
    assert kept == [b"payload %d" % seq for seq in range(7, 12)]


async def test_nothing_is_told_while_the_file_cannot_be_written_and_all_of_it_later(
    path: Path,
) -> None:
    listener = Listener()
    async with Journal(path) as journal:
        listener.hear(journal)
        with locked(path):
            for seq in range(10):
                journal.append(batch(seq))
            await until_unhealthy(journal)
            assert listener.told == []
        async with asyncio.timeout(WAIT_S):
            await journal.settled()
        assert journal.healthy
    assert listener.told == [("committed", seq) for seq in range(10)]


async def test_more_than_the_bound_is_refused_and_the_rest_is_kept(path: Path) -> None:
    async with Journal(path, queue_bytes=10_000) as journal:
        with locked(path):
            accepted = fill(journal)
        assert 0 < accepted < 10
        assert journal.pending <= 10_000
        async with asyncio.timeout(WAIT_S):
            await journal.settled()
        assert journal.pending == 0
    assert stored_seqs(path) == list(range(accepted))


async def test_closing_does_not_wait_for_ever_for_a_file_that_cannot_be_written(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(committer, "DRAIN_S", 0.2)
    listener = Listener()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        async with asyncio.timeout(WAIT_S), Journal(path) as journal:
            listener.hear(journal)
            other.execute("BEGIN IMMEDIATE")
            journal.append(batch(0))
    assert listener.told == []


async def test_when_the_committer_dies_its_owner_hears_of_it_and_nothing_more_is_taken(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(committer, "store", broken)
    listener = Listener()
    async with Journal(path) as journal:
        listener.hear(journal)
        journal.append(batch(0))
        with pytest.raises(Busy):
            await asyncio.wait_for(journal.settled(), WAIT_S)
        assert [str(error) for error in listener.died] == ["a bug"]
        assert not journal.healthy
        with pytest.raises(Busy):
            journal.append(batch(1))
    assert listener.told == []
