"""Taking out of the journal what is kept elsewhere, or is to be kept no longer, a slice at a time.

One large delete would hold up the commits behind it: 40,000 rows stall them for 0.3 s. So each call
of a `Slice` removes a little, in a transaction of its own between two commit groups.

What is removed leaves a mark: up to where its epoch had come. Without it a page that comes back
would have its old numbers taken for new ones.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import groupby
from typing import Final

from sqlalchemy import (
    Connection,
    Integer,
    Table,
    and_,
    delete,
    func,
    literal,
    literal_column,
    select,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql import ColumnElement

from cobrowse.domain.ids import PageId, SessionId
from cobrowse.domain.segment import Place
from cobrowse.store.journal_reading import first_missing
from cobrowse.store.journal_tables import batches, gaps, quarantine, sealed

ROWS: Final = 100
BYTES: Final = 2 * 2**20
"""Of payload: deleting overwrites it, so a slice writes about as much."""

Slice = Callable[[Connection], int]
"""Removes some rows and returns how many; 0 when there are none left."""

_MARK: Final = sqlite.insert(sealed)
_RAISE_MARK: Final = _MARK.on_conflict_do_update(
    index_elements=["page_id", "epoch"],
    set_={"next_seq": _MARK.excluded.next_seq, "sealed_at": _MARK.excluded.sealed_at},
)


def of_page(page: PageId, stored: Collection[Place], lost: Collection[Place], at: int) -> Slice:
    """Remove these batches of a page, and the gaps that begin at these places."""
    return _in_slices(
        [
            *_by_hundreds(batches, "seq", page, stored),
            *_by_hundreds(gaps, "from_seq", page, lost),
        ],
        at,
    )


def of_session(session: SessionId, at: int) -> Slice:
    """Remove everything of a session, what was set aside of it too."""
    return _in_slices(
        [
            (batches, batches.c.session_id == session),
            (gaps, gaps.c.session_id == session),
            (quarantine, quarantine.c.entry.startswith(f"{session} ", autoescape=True)),
        ],
        at,
    )


def of_marks(before: int) -> Slice:
    """Remove the marks that are older than a time, but for pages that are still in the journal:
    what these have left behind would else look missing."""
    old = (
        select(_row_id(sealed))
        .where(
            sealed.c.sealed_at < before,
            ~select(batches.c.id).where(batches.c.page_id == sealed.c.page_id).exists(),
            ~select(gaps.c.epoch).where(gaps.c.page_id == sealed.c.page_id).exists(),
        )
        .limit(ROWS)
    )

    def remove(connection: Connection) -> int:
        return connection.execute(delete(sealed).where(_row_id(sealed).in_(old))).rowcount

    return remove


def _in_slices(wanted: Iterable[tuple[Table, ColumnElement[bool]]], at: int) -> Slice:
    left = deque(wanted)

    def remove(connection: Connection) -> int:
        while left:
            if removed := _remove_some(connection, *left[0], at):
                return removed
            left.popleft()
        return 0

    return remove


def _remove_some(connection: Connection, table: Table, which: ColumnElement[bool], at: int) -> int:
    """Remove one slice of these rows, and return how many they were."""
    size = func.length(table.c.payload) if "payload" in table.c else literal(0)
    rows = connection.execute(
        select(_row_id(table).label("row_id"), size.label("size")).where(which).limit(ROWS)
    ).all()
    taken: list[int] = []
    freed = 0
    for row in rows:
        freed += row.size
        if taken and freed > BYTES:
            break
        taken.append(row.row_id)
    among = _row_id(table).in_(taken)
    if "epoch" in table.c:
        epochs = select(table.c.page_id, table.c.epoch).where(among).distinct()
        for page, epoch in connection.execute(epochs).all():
            reached = first_missing(connection, page, epoch)
            mark = {"page_id": page, "epoch": epoch, "next_seq": reached, "sealed_at": at}
            connection.execute(_RAISE_MARK, mark)
    connection.execute(delete(table).where(among))
    return len(taken)


def _by_hundreds(
    table: Table, seq: str, page: PageId, places: Collection[Place]
) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """These rows of a page, each hundred by one look into its index."""
    for epoch, in_epoch in groupby(sorted(places), key=lambda place: place.epoch):
        seqs = [place.seq for place in in_epoch]
        for start in range(0, len(seqs), ROWS):
            some = table.c[seq].in_(seqs[start : start + ROWS])
            yield table, and_(table.c.page_id == page, table.c.epoch == epoch, some)


def _row_id(table: Table) -> ColumnElement[int]:
    return literal_column(f"{table.name}.rowid", Integer)
