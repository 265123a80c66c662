"""What the committer runs: storing a group, and setting aside what cannot be stored."""

import time
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.dialects import sqlite

from cobrowse.domain.entry import BatchEntry, Entry, GapEntry
from cobrowse.store.journal_tables import batches, gaps, quarantine

QUARANTINED: Final = 200
"""Entries kept for a person to look at; the oldest go first."""

_FIRST_WINS: Final = sqlite.insert(batches).on_conflict_do_nothing(
    index_elements=["page_id", "epoch", "seq"]
)
# Not `INSERT OR IGNORE`: that would also pass silently over a missing or invalid value.
_FIRST_GAP_WINS: Final = sqlite.insert(gaps).on_conflict_do_nothing(
    index_elements=["page_id", "epoch", "from_seq"]
)


def store(connection: Connection, group: Sequence[Entry]) -> None:
    """Write entries; what is already there stays as it is."""
    rows = [_batch_row(entry) for entry in group if isinstance(entry, BatchEntry)]
    if rows:
        connection.execute(_FIRST_WINS, rows)
    marks = [_gap_row(entry) for entry in group if isinstance(entry, GapEntry)]
    if marks:
        connection.execute(_FIRST_GAP_WINS, marks)


def set_aside(connection: Connection, entry: Entry, why: str) -> None:
    """Keep an entry that cannot be stored or read, in columns that cannot refuse it."""
    payload = entry.payload if isinstance(entry, BatchEntry) else b""
    place = entry.seq if isinstance(entry, BatchEntry) else entry.from_seq
    connection.execute(
        insert(quarantine).values(
            entry=_safe(f"{entry.session_id} {entry.page_id} {entry.epoch} {place}"),
            why=_safe(why),
            quarantined_at=time.time_ns() // 1_000_000,
            size=len(payload),
            payload=payload,
        )
    )
    newest = select(func.max(quarantine.c.id)).scalar_subquery()
    connection.execute(delete(quarantine).where(quarantine.c.id <= newest - QUARANTINED))


def _safe(text: str) -> str:
    return text.encode(errors="backslashreplace").decode()[:255]


def _batch_row(entry: BatchEntry) -> dict[str, Any]:
    return {
        "page_id": entry.page_id,
        "epoch": entry.epoch,
        "seq": entry.seq,
        "session_id": entry.session_id,
        "t0": entry.t0,
        "t1": entry.t1,
        "count": entry.count,
        "checkpoint": entry.checkpoint,
        "part": entry.part,
        "parts": entry.parts,
        "crc": entry.crc,
        "received_at": entry.received_at,
        "facts": entry.facts,
        "payload": entry.payload,
    }


def _gap_row(entry: GapEntry) -> dict[str, Any]:
    return {
        "page_id": entry.page_id,
        "epoch": entry.epoch,
        "from_seq": entry.from_seq,
        "to_seq": entry.to_seq,
        "session_id": entry.session_id,
        "reason": entry.reason,
        "recorded_at": entry.recorded_at,
    }
