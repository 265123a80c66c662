"""Entries of the journal: everything has a value, so that a test names only what matters."""

from typing import Any

from cobrowse.domain.entry import BatchEntry, Entry, GapEntry
from cobrowse.domain.ids import PageId, SessionId
from cobrowse.store.journal import Journal

SESSION = SessionId("session-of-test")
PAGE = PageId("page-of-the-test")
OTHER_PAGE = PageId("another-page-id1")


def batch(seq: int, epoch: int = 0, **other: Any) -> BatchEntry:
    values: dict[str, Any] = {
        "session_id": SESSION,
        "page_id": PAGE,
        "t0": 1_000 + seq,
        "t1": 1_050 + seq,
        "count": 3,
        "checkpoint": False,
        "part": 0,
        "parts": 1,
        "crc": 4_294_967_295,
        "payload": b"payload %d" % seq,
        "facts": b"",
        "received_at": 2_000 + seq,
    }
    return BatchEntry(epoch=epoch, seq=seq, **(values | other))


def checkpoint(seq: int, epoch: int = 0, part: int = 0, parts: int = 1) -> BatchEntry:
    return batch(seq, epoch, checkpoint=True, part=part, parts=parts)


def gap(from_seq: int, to_seq: int, epoch: int = 0, **other: Any) -> GapEntry:
    values: dict[str, Any] = {
        "session_id": SESSION,
        "page_id": PAGE,
        "reason": "missing",
        "recorded_at": 3_000,
    }
    return GapEntry(epoch=epoch, from_seq=from_seq, to_seq=to_seq, **(values | other))


async def keep(journal: Journal, *entries: Entry) -> None:
    """Append entries, and wait until they are committed."""
    for entry in entries:
        journal.append(entry)
    await journal.settled()
