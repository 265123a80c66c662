"""Questions to the journal. Each is asked of one consistent state of its file."""

import heapq
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, func, select, text, tuple_, union
from sqlalchemy.sql import ColumnElement

from cobrowse.domain.entry import BatchEntry, Entry, GapEntry, Outline
from cobrowse.domain.ids import PageId, SessionId
from cobrowse.domain.stream import EPOCHS_KEPT
from cobrowse.store.journal_tables import IS_CHECKPOINT, batches, gaps, sealed

MOST_PAGES: Final = 200
MOST_ENTRIES: Final = 5_000
"""Entries returned at once, however small they are."""


_PAGES_BEHIND: Final = [
    text(f"""
        WITH RECURSIVE found (session_id, page_id) AS (
            SELECT session_id, page_id FROM (
                SELECT session_id, page_id FROM {table}
                WHERE (session_id, page_id) > (:session, :page)
                ORDER BY session_id, page_id LIMIT 1
            )
            UNION ALL
            SELECT following.session_id, following.page_id
            FROM found JOIN {table} AS following ON following.rowid = (
                SELECT rowid FROM {table}
                WHERE (session_id, page_id) > (found.session_id, found.page_id)
                ORDER BY session_id, page_id LIMIT 1
            )
        )
        SELECT session_id, page_id FROM found LIMIT :most
    """)
    for table in (batches.name, gaps.name)
]
"""SQLite has no loose index scan: `DISTINCT` would walk through every row of every page."""


def next_seqs(connection: Connection, page: PageId) -> dict[int, int]:
    """For each of the page's latest epochs: the first number neither stored nor in a gap, whether
    it is still here or has been sealed."""
    known = union(
        *(select(table.c.epoch).where(table.c.page_id == page) for table in (batches, gaps, sealed))
    ).subquery()
    epochs = connection.scalars(
        select(known.c.epoch).order_by(known.c.epoch.desc()).limit(EPOCHS_KEPT)
    ).all()
    return {epoch: first_missing(connection, page, epoch) for epoch in epochs}


def latest_checkpoint(
    connection: Connection, session: SessionId, page: PageId
) -> tuple[int, int] | None:
    """Where the page's latest checkpoint in a session begins of which every part is stored."""
    part = batches.alias("part")
    stored_parts = (
        select(func.count())
        .where(
            part.c.page_id == batches.c.page_id,
            part.c.epoch == batches.c.epoch,
            part.c.seq.between(batches.c.seq, batches.c.seq + batches.c.parts - 1),
            part.c.checkpoint,
            part.c.part == part.c.seq - batches.c.seq,
            part.c.parts == batches.c.parts,
        )
        .scalar_subquery()
    )
    found = connection.execute(
        select(batches.c.epoch, batches.c.seq)
        .where(
            batches.c.page_id == page,
            batches.c.session_id == session,
            IS_CHECKPOINT,
            stored_parts == batches.c.parts,
        )
        .order_by(batches.c.epoch.desc(), batches.c.seq.desc())
        .limit(1)
    ).first()
    return None if found is None else (found.epoch, found.seq)


def entries_from(
    connection: Connection,
    session: SessionId,
    page: PageId,
    epoch: int,
    seq: int,
    *,
    max_bytes: int,
) -> list[Entry]:
    """Batches and gaps at or behind a place, in order, until their payloads reach `max_bytes`.

    A page may outlive a session and go on in another, whose watchers must not see the first.
    """
    entries: list[Entry] = []
    size = 0
    stored: Iterator[Entry] = map(
        _batch, connection.execute(_batches_behind(batches.c, session, page, epoch, seq))
    )
    lost: Iterator[Entry] = map(_gap, connection.execute(_gaps_behind(session, page, epoch, seq)))
    for entry in heapq.merge(stored, lost, key=_place):
        entries.append(entry)
        size += len(entry.payload) if isinstance(entry, BatchEntry) else 0
        if size >= max_bytes or len(entries) == MOST_ENTRIES:
            break
    return entries


def outline(
    connection: Connection, session: SessionId, page: PageId, epoch: int, seq: int
) -> list[Outline | GapEntry]:
    """What is at or behind a place, in order and without payloads; at most `MOST_ENTRIES`."""
    size = func.length(batches.c.payload).label("size")
    columns = (column for column in batches.c if column is not batches.c.payload)
    behind = _batches_behind((*columns, size), session, page, epoch, seq)
    stored: Iterator[Outline | GapEntry] = map(_outline, connection.execute(behind))
    lost: Iterator[Outline | GapEntry] = map(
        _gap, connection.execute(_gaps_behind(session, page, epoch, seq))
    )
    return list(islice(heapq.merge(stored, lost, key=_place), MOST_ENTRIES))


def unsealed(
    connection: Connection, after: tuple[SessionId, PageId] | None, limit: int
) -> list[tuple[SessionId, PageId]]:
    """Pages of sessions that the journal has anything of, behind `after`, in the order of their
    ids.

    Each is found by one step into an index: the rows of a page are not walked through.
    """
    session, page = after or ("", "")
    behind = {"session": session, "page": page, "most": limit}
    pages = {
        (row.session_id, row.page_id)
        for question in _PAGES_BEHIND
        for row in connection.execute(question, behind)
    }
    return sorted(pages)[:limit]


def first_missing(connection: Connection, page: PageId, epoch: int) -> int:
    """The first number of an epoch that is neither stored nor in a gap, here or sealed."""
    missing: int = (
        connection.scalar(
            select(sealed.c.next_seq).where(sealed.c.page_id == page, sealed.c.epoch == epoch)
        )
        or 0
    )
    stored = connection.execute(
        select(batches.c.seq, batches.c.seq)
        .where(batches.c.page_id == page, batches.c.epoch == epoch, batches.c.seq >= missing)
        .order_by(batches.c.seq)
    )
    lost = connection.execute(
        select(gaps.c.from_seq, gaps.c.to_seq)
        .where(gaps.c.page_id == page, gaps.c.epoch == epoch, gaps.c.to_seq >= missing)
        .order_by(gaps.c.from_seq)
    )
    for first, last in heapq.merge(stored, lost):
        if first > missing:
            break
        missing = max(missing, last + 1)
    return missing


def _batches_behind(
    what: Iterable[ColumnElement[Any]], session: SessionId, page: PageId, epoch: int, seq: int
) -> Select[Any]:
    return (
        select(*what)
        .where(
            batches.c.page_id == page,
            batches.c.session_id == session,
            _behind(batches.c.epoch, batches.c.seq, epoch, seq),
        )
        .order_by(batches.c.epoch, batches.c.seq)
        .limit(MOST_ENTRIES)
    )


def _gaps_behind(session: SessionId, page: PageId, epoch: int, seq: int) -> Select[Any]:
    return (
        select(gaps)
        .where(
            gaps.c.page_id == page,
            gaps.c.session_id == session,
            _behind(gaps.c.epoch, gaps.c.to_seq, epoch, seq),
        )
        .order_by(gaps.c.epoch, gaps.c.from_seq)
        .limit(MOST_ENTRIES)
    )


def _behind(
    epochs: ColumnElement[int], seqs: ColumnElement[int], epoch: int, seq: int
) -> ColumnElement[bool]:
    # As one comparison of pairs: SQLite then steps into the index at the very place, and does not
    # walk through what the epoch has before it.
    behind: ColumnElement[bool] = tuple_(epochs, seqs) >= tuple_(epoch, seq)
    return behind


def _place(entry: Entry | Outline) -> tuple[int, int]:
    return entry.epoch, entry.from_seq if isinstance(entry, GapEntry) else entry.seq


def _batch(row: Row[Any]) -> BatchEntry:
    return BatchEntry(
        session_id=row.session_id,
        page_id=row.page_id,
        epoch=row.epoch,
        seq=row.seq,
        t0=row.t0,
        t1=row.t1,
        count=row._mapping["count"],  # a row is a tuple, and tuples have a method of this name
        checkpoint=row.checkpoint,
        part=row.part,
        parts=row.parts,
        crc=row.crc,
        payload=row.payload,
        facts=row.facts,
        received_at=row.received_at,
    )


def _outline(row: Row[Any]) -> Outline:
    return Outline(
        session_id=row.session_id,
        page_id=row.page_id,
        epoch=row.epoch,
        seq=row.seq,
        t0=row.t0,
        t1=row.t1,
        count=row._mapping["count"],
        checkpoint=row.checkpoint,
        part=row.part,
        parts=row.parts,
        size=row.size,
        facts=row.facts,
        received_at=row.received_at,
    )


def _gap(row: Row[Any]) -> GapEntry:
    return GapEntry(
        session_id=row.session_id,
        page_id=row.page_id,
        epoch=row.epoch,
        from_seq=row.from_seq,
        to_seq=row.to_seq,
        reason=row.reason,
        recorded_at=row.recorded_at,
    )
