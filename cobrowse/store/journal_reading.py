"""Questions to the journal. Each is asked of one consistent state of its file."""

import heapq
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Connection, Row, and_, func, or_, select, union
from sqlalchemy.sql import ColumnElement

from cobrowse.domain.entry import BatchEntry, Entry, GapEntry
from cobrowse.domain.ids import PageId, SessionId
from cobrowse.domain.stream import EPOCHS_KEPT
from cobrowse.store.journal_tables import IS_CHECKPOINT, batches, gaps

MOST_PAGES: Final = 200
MOST_ENTRIES: Final = 5_000
"""Entries returned at once, however small they are."""


def next_seqs(connection: Connection, page: PageId) -> dict[int, int]:
    """For each of the page's latest epochs: the first number neither stored nor in a gap."""
    known = union(
        select(batches.c.epoch).where(batches.c.page_id == page),
        select(gaps.c.epoch).where(gaps.c.page_id == page),
    ).subquery()
    epochs = connection.scalars(
        select(known.c.epoch).order_by(known.c.epoch.desc()).limit(EPOCHS_KEPT)
    ).all()
    return {epoch: _first_missing(connection, page, epoch) for epoch in epochs}


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
    stored = (
        select(batches)
        .where(
            batches.c.page_id == page,
            batches.c.session_id == session,
            _behind(batches.c.epoch, batches.c.seq, epoch, seq),
        )
        .order_by(batches.c.epoch, batches.c.seq)
        .limit(MOST_ENTRIES)
    )
    lost = (
        select(gaps)
        .where(
            gaps.c.page_id == page,
            gaps.c.session_id == session,
            _behind(gaps.c.epoch, gaps.c.to_seq, epoch, seq),
        )
        .order_by(gaps.c.epoch, gaps.c.from_seq)
        .limit(MOST_ENTRIES)
    )
    batches_in_order: Iterator[Entry] = map(_batch, connection.execute(stored))
    gaps_in_order: Iterator[Entry] = map(_gap, connection.execute(lost))
    entries: list[Entry] = []
    size = 0
    for entry in heapq.merge(batches_in_order, gaps_in_order, key=_place):
        entries.append(entry)
        size += len(entry.payload) if isinstance(entry, BatchEntry) else 0
        if size >= max_bytes or len(entries) == MOST_ENTRIES:
            break
    return entries


def _first_missing(connection: Connection, page: PageId, epoch: int) -> int:
    stored = connection.execute(
        select(batches.c.seq, batches.c.seq)
        .where(batches.c.page_id == page, batches.c.epoch == epoch)
        .order_by(batches.c.seq)
    )
    lost = connection.execute(
        select(gaps.c.from_seq, gaps.c.to_seq)
        .where(gaps.c.page_id == page, gaps.c.epoch == epoch)
        .order_by(gaps.c.from_seq)
    )
    missing = 0
    for first, last in heapq.merge(stored, lost):
        if first > missing:
            break
        missing = max(missing, last + 1)
    return missing


def _behind(
    epochs: ColumnElement[int], seqs: ColumnElement[int], epoch: int, seq: int
) -> ColumnElement[bool]:
    return or_(epochs > epoch, and_(epochs == epoch, seqs >= seq))


def _place(entry: Entry) -> tuple[int, int]:
    return entry.epoch, entry.seq if isinstance(entry, BatchEntry) else entry.from_seq


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
