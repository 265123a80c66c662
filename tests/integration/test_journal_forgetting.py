"""Taking out of the journal: exactly what was named, in slices, and never a number twice."""

import asyncio
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest

from cobrowse.domain.entry import BatchEntry, Entry, GapEntry, Outline
from cobrowse.domain.errors import Busy
from cobrowse.domain.ids import PageId, SessionId
from cobrowse.domain.segment import Place
from cobrowse.store import journal_forgetting
from cobrowse.store.journal import Journal
from tests.integration.entries import OTHER_PAGE, PAGE, SESSION, batch, gap, keep

OTHER_SESSION = SessionId("another-session1")
AT = 9_000


def files_with(folder: Path, token: bytes) -> list[str]:
    return [file.name for file in folder.iterdir() if token in file.read_bytes()]


async def left(journal: Journal, page: PageId = PAGE, session: SessionId = SESSION) -> list[int]:
    return [
        entry.from_seq if isinstance(entry, GapEntry) else entry.seq
        for entry in await journal.outline(session, page, 0, 0)
    ]


async def test_exactly_the_named_rows_go_and_the_numbers_go_on(journal: Journal) -> None:
    await keep(journal, *(batch(seq) for seq in range(4)), gap(4, 6), batch(7), batch(8))
    await journal.forget(PAGE, [Place(0, seq) for seq in range(4)], [Place(0, 4)], AT)
    assert await left(journal) == [7, 8]
    assert await journal.next_seqs(PAGE) == {0: 9}
    await journal.forget(PAGE, [Place(0, 7), Place(0, 8)], [], AT)
    assert await left(journal) == []
    assert await journal.next_seqs(PAGE) == {0: 9}


async def test_what_comes_after_forgetting_is_counted_on_top(journal: Journal) -> None:
    await keep(journal, batch(0), batch(1))
    await journal.forget(PAGE, [Place(0, 0), Place(0, 1)], [], AT)
    await keep(journal, batch(2), batch(0, 1))
    assert await journal.next_seqs(PAGE) == {0: 3, 1: 1}


async def test_a_mark_only_rises(journal: Journal) -> None:
    await keep(journal, *(batch(seq) for seq in range(5)))
    await journal.forget(PAGE, [Place(0, seq) for seq in range(5)], [], AT)
    await keep(journal, batch(1))  # a repeat that slipped in
    await journal.forget(PAGE, [Place(0, 1)], [], AT)
    assert await journal.next_seqs(PAGE) == {0: 5}


async def test_forgetting_twice_is_forgetting_once(journal: Journal) -> None:
    await keep(journal, batch(0), gap(1, 1))
    for _ in range(2):
        await journal.forget(PAGE, [Place(0, 0)], [Place(0, 1)], AT)
    assert await left(journal) == []
    assert await journal.next_seqs(PAGE) == {0: 2}


async def test_a_session_is_forgotten_whole_and_no_other(journal: Journal, tmp_path: Path) -> None:
    await keep(
        journal,
        *(batch(seq) for seq in range(250)),
        gap(250, 260),
        batch(0, page_id=OTHER_PAGE),
        batch(0, 1, session_id=OTHER_SESSION),
        gap(1, 2, 1, session_id=OTHER_SESSION),
    )
    await journal.quarantine(batch(3), "unreadable")
    await journal.quarantine(batch(3, session_id=OTHER_SESSION), "unreadable")
    assert await journal.forget_session(SESSION, AT) == 250 + 1 + 1 + 1
    assert await journal.unsealed(None, 10) == [(OTHER_SESSION, PAGE)]
    assert await journal.next_seqs(PAGE) == {0: 261, 1: 3}
    with closing(sqlite3.connect(tmp_path / "journal.db")) as reader:
        aside = reader.execute("SELECT entry FROM quarantine").fetchall()
    assert [entry.split()[0] for (entry,) in aside] == [OTHER_SESSION]


async def test_pages_of_the_journal_are_listed_one_after_the_other(journal: Journal) -> None:
    await keep(journal, batch(0), batch(1), batch(0, page_id=OTHER_PAGE))
    await keep(journal, gap(0, 3, session_id=OTHER_SESSION, page_id=PageId("page-of-gaps-01")))
    everything = [
        (OTHER_SESSION, PageId("page-of-gaps-01")),
        (SESSION, OTHER_PAGE),
        (SESSION, PAGE),
    ]
    assert await journal.unsealed(None, 10) == everything
    assert await journal.unsealed(None, 2) == everything[:2]
    assert await journal.unsealed(everything[1], 2) == everything[2:]


async def test_an_outline_is_the_stream_without_its_payloads(journal: Journal) -> None:
    await keep(journal, batch(0, payload=b"x" * 1234, facts=b"\x90"), gap(1, 3), batch(4))
    first, lost, last = await journal.outline(SESSION, PAGE, 0, 0)
    assert isinstance(first, Outline)
    assert (first.size, first.facts, first.count) == (1234, b"\x90", 3)
    assert lost == gap(1, 3)
    assert await journal.outline(SESSION, PAGE, 0, 4) == [last]


async def test_marks_go_when_they_are_old_but_not_under_a_page_that_is_still_here(
    journal: Journal,
) -> None:
    await keep(journal, batch(0), batch(1), batch(0, page_id=OTHER_PAGE))
    await journal.forget(PAGE, [Place(0, 0)], [], AT)
    await journal.forget(OTHER_PAGE, [Place(0, 0)], [], AT)
    await journal.forget_marks(AT)
    assert await journal.next_seqs(OTHER_PAGE) == {0: 1}
    await journal.forget_marks(AT + 1)
    assert await journal.next_seqs(OTHER_PAGE) == {}
    assert await journal.next_seqs(PAGE) == {0: 2}


async def test_a_commit_never_waits_for_more_than_one_slice(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    remove_some = journal_forgetting._remove_some

    def watched(*arguments: object) -> int:
        told.append("slice")
        return remove_some(*arguments)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr(journal_forgetting, "_remove_some", watched)
    journal.listen(lambda _: told.append("commit"), lambda _: None)
    await keep(journal, *(batch(seq) for seq in range(1_000)))
    told.clear()
    forgetting = asyncio.ensure_future(journal.forget_session(SESSION, AT))
    seq = 0
    while not forgetting.done():
        if not journal.pending:
            journal.append(batch(seq, session_id=OTHER_SESSION, page_id=OTHER_PAGE))
            seq += 1
        await asyncio.sleep(0)
    await journal.settled()
    slices = [index for index, what in enumerate(told) if what == "slice"]
    assert len(slices) >= 10
    assert seq > 3, "the commits had to wait for the end"


async def test_a_slice_is_bounded_in_bytes_too(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_forgetting, "BYTES", 2_500)
    await keep(journal, *(batch(seq, payload=b"x" * 1_000) for seq in range(7)))
    taken = []
    remove_some = journal_forgetting._remove_some

    def counted(*arguments: object) -> int:
        taken.append(remove_some(*arguments))  # type: ignore[arg-type]  # as they came
        return taken[-1]

    monkeypatch.setattr(journal_forgetting, "_remove_some", counted)
    await journal.forget_session(SESSION, AT)
    assert [some for some in taken if some] == [2, 2, 2, 1]


async def test_what_was_removed_is_in_no_file_of_the_journal(
    journal: Journal, tmp_path: Path
) -> None:
    await keep(journal, *(batch(seq, payload=b"planted-token" * 500) for seq in range(300)))
    await keep(journal, batch(0, session_id=OTHER_SESSION, page_id=OTHER_PAGE))
    await journal.quarantine(batch(1, payload=b"planted-token"), "unreadable")
    await journal.forget_session(SESSION, AT)
    assert await journal.empty_log()
    assert files_with(tmp_path, b"planted-token") == []
    assert await left(journal, OTHER_PAGE, OTHER_SESSION) == [0]


async def test_a_chore_that_is_at_fault_harms_no_commit(journal: Journal) -> None:
    heard: list[Entry] = []
    journal.listen(heard.extend, lambda _: None)
    with pytest.raises(AttributeError):
        await journal.quarantine(None, "no entry at all")  # type: ignore[arg-type]  # a bug
    await keep(journal, batch(0))
    assert [entry.seq for entry in heard if isinstance(entry, BatchEntry)] == [0]


async def test_forgetting_is_refused_while_the_file_is_locked_and_works_afterwards(
    journal: Journal, tmp_path: Path
) -> None:
    await keep(journal, batch(0))
    with closing(sqlite3.connect(tmp_path / "journal.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Busy):
            await journal.forget_session(SESSION, AT)
        other.execute("ROLLBACK")
    await journal.forget_session(SESSION, AT)
    assert await left(journal) == []


async def test_a_journal_that_closes_leaves_no_one_waiting(tmp_path: Path) -> None:
    async with Journal(tmp_path / "journal.db") as journal:
        await keep(journal, *(batch(seq) for seq in range(500)))
        forgetting = asyncio.ensure_future(journal.forget_session(SESSION, AT))
        await asyncio.sleep(0)
    with suppress(Busy):
        await asyncio.wait_for(forgetting, 20)
    with pytest.raises(Busy):
        await journal.forget_session(SESSION, AT)
