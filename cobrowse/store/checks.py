"""Looking at what is kept, without changing it, also while a server writes.

What is under way must not look wrong: each check reads in the order in which a fault cannot hide
and work in hand hardly looks like one; who complains asks again before (`lasting`).
"""

import heapq
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Final, NamedTuple

from cobrowse.store.backup import Files, reading

MOST_NAMED: Final = 20
"""Faults of one kind that are spelled out."""

UNDER_WAY_S: Final = 2.0


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check saw, and a line for each thing that is wrong."""

    check: str
    seen: str
    wrong: tuple[str, ...] = ()


class Covered(NamedTuple):
    """Numbers of an epoch, both ends included, that are accounted for: stored, sealed or in a gap;
    or, as a mark, taken out of the journal."""

    page: str
    epoch: int
    first: int
    last: int
    is_mark: int


class Range(NamedTuple):
    """What the index says of a segment's place and size."""

    session: str
    page: str
    epoch: int
    seq: int
    to_epoch: int
    to_seq: int
    raw_bytes: int


def ranges_of(files: Files, content: str) -> list[Range]:
    """The segments that have this content."""
    question = (
        "SELECT session_id, page_id, epoch, seq, to_epoch, to_seq, raw_bytes FROM segments"
        " WHERE content = ?"
    )
    with closing(reading(files.main)) as main:
        return [Range(*row) for row in main.execute(question, (content,))]


def integrity(branch: str, file: Path) -> Finding:
    """Have SQLite read the whole file."""
    with closing(reading(file)) as connection:
        try:
            rows = connection.execute(f"PRAGMA integrity_check({MOST_NAMED})").fetchall()
            said = [str(text) for (text,) in rows]
        except sqlite3.DatabaseError as error:
            said = [str(error)]
    wrong = tuple(f"{file.name}: {text}" for text in said if text != "ok")
    return Finding(f"{branch} file", f"{file.stat().st_size:,} bytes", wrong)


def streams(files: Files) -> Finding:
    """Every number of every page is stored, sealed or in a gap, and none is sealed twice."""
    with closing(reading(files.journal)) as journal, closing(reading(files.main)) as main:
        journal.execute("BEGIN")
        # From here on the journal stands still for us: what is sealed and removed meanwhile is
        # seen twice, never nowhere.
        (batches,) = journal.execute("SELECT count(*) FROM batches").fetchone()
        (gaps,) = journal.execute("SELECT count(*) FROM gaps").fetchone()
        main.execute("BEGIN")
        (segments,) = main.execute("SELECT count(*) FROM segments").fetchone()
        wrong = [*_holes(_covered(journal, main), main), *_overlaps(_segments(main))]
    seen = f"{batches:,} batches and {gaps:,} gaps in the journal, {segments:,} segments"
    return Finding("streams", seen, spelled_out(wrong))


def sessions(files: Files) -> Finding:
    """Every batch and gap of the journal belongs to a session that is known."""
    found = _sessions_in_journal(files)
    strangers = sorted(found - _known_sessions(files, found))
    wrong = [f"session {session}: in the journal, but unknown" for session in strangers]
    return Finding("sessions", f"{len(found):,} in the journal", spelled_out(wrong))


def newest(files: Files) -> int:
    """When anything that is kept happened last, server clock, ms; 0 when there is nothing."""
    with closing(reading(files.main)) as main, closing(reading(files.journal)) as journal:
        asked = (
            main.execute("SELECT max(last_seen_at) FROM sessions").fetchone(),
            main.execute("SELECT max(sealed_at) FROM segments").fetchone(),
            journal.execute("SELECT received_at FROM batches ORDER BY id DESC LIMIT 1").fetchone(),
        )
    return max((at for row in asked if row for at in row if at is not None), default=0)


def lasting(check: Callable[[Files], Finding], files: Files) -> Finding:
    """Run a check, and once more if something seems wrong: what is under way is over by then."""
    first = check(files)
    if not first.wrong:
        return first
    time.sleep(UNDER_WAY_S)
    again = check(files)
    return replace(again, wrong=tuple(line for line in again.wrong if line in first.wrong))


def spelled_out(wrong: Iterable[str]) -> tuple[str, ...]:
    """The first lines, and that there are more."""
    lines = tuple(wrong)
    return lines if len(lines) <= MOST_NAMED else (*lines[:MOST_NAMED], "... and more of these")


def _covered(journal: sqlite3.Connection, main: sqlite3.Connection) -> Iterator[Covered]:
    stored = journal.execute(
        "SELECT page_id, epoch, seq, seq, 0 FROM batches ORDER BY page_id, epoch, seq"
    )
    lost = journal.execute(
        "SELECT page_id, epoch, from_seq, to_seq, 0 FROM gaps ORDER BY page_id, epoch, from_seq"
    )
    marks = journal.execute(
        "SELECT page_id, epoch, 0, next_seq - 1, 1 FROM sealed ORDER BY page_id, epoch"
    )
    return map(Covered._make, heapq.merge(stored, lost, marks, _segments(main)))


def _segments(main: sqlite3.Connection) -> Iterator[tuple[str, int, int, int, int]]:
    yield from main.execute(
        "SELECT page_id, epoch, seq, to_seq, 0 FROM segments ORDER BY page_id, epoch, seq"
    )


def _holes(every: Iterable[Covered], main: sqlite3.Connection) -> Iterator[str]:
    for (page, epoch), group in groupby(every, key=lambda each: (each.page, each.epoch)):
        covered = list(group)
        # What has left the journal was sealed, removed for its age, erased or never agreed to. As
        # long as some of it is there, all of it has to be.
        if any(not each.is_mark for each in covered) and _is_recorded(main, page):
            reached = max(each.last for each in covered) + 1
            covered = [each for each in covered if not each.is_mark]
            covered.append(Covered(page, epoch, reached, reached, 1))
        expected = 0
        for each in covered:
            if each.first > expected:
                yield f"page {page} epoch {epoch}: {expected} to {each.first - 1} is nowhere"
            expected = max(expected, each.last + 1)


def _is_recorded(main: sqlite3.Connection, page: str) -> bool:
    """Tell whether all that came of a page is to be kept: its visitor agreed all the time."""
    found = main.execute("SELECT session_id FROM pages WHERE id = ?", (page,)).fetchall()
    return bool(found) and not any(
        main.execute("SELECT 1 FROM consents WHERE session_id = ? AND NOT record", row).fetchone()
        for row in found
    )


def _overlaps(segments: Iterable[tuple[str, int, int, int, int]]) -> Iterator[str]:
    before = Covered("", -1, 0, -1, 0)
    for each in map(Covered._make, segments):
        if (each.page, each.epoch) == (before.page, before.epoch) and each.first <= before.last:
            yield f"page {each.page} epoch {each.epoch}: {each.first} is in two segments"
        before = each


def _sessions_in_journal(files: Files) -> set[str]:
    question = "SELECT DISTINCT session_id FROM batches UNION SELECT session_id FROM gaps"
    with closing(reading(files.journal)) as journal:
        return {session for (session,) in journal.execute(question)}


def _known_sessions(files: Files, asked: set[str]) -> set[str]:
    with closing(reading(files.main)) as main:
        return {
            session
            for session in asked
            if main.execute("SELECT 1 FROM sessions WHERE id = ?", (session,)).fetchone()
        }
