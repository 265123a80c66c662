"""What pages record, as the journal has it: real payloads, and a value for everything else."""

import json
import zlib
from collections.abc import Iterable, Sequence
from typing import Any

from cobrowse.domain.entry import BatchEntry, Entry, GapEntry, Outline
from cobrowse.domain.ids import PageId, SessionId
from cobrowse.domain.limits import PIECE_BYTES
from cobrowse.wire.capture import Fact, encode_facts
from tests.clients import deflate

SESSION = SessionId("session-of-test")
PAGE = PageId("page-of-the-test")
BEGUN = 1_700_000_000_000


def run(
    seq: int,
    records: Sequence[object] = (),
    *,
    epoch: int = 0,
    at: int = 0,
    facts: Sequence[Fact] = (),
    piece_bytes: int = PIECE_BYTES,
    **other: Any,
) -> list[BatchEntry]:
    """The batches of one run, as a page cuts it; `at` is ms since the page began, on its clock and,
    a little later, on the server's."""
    data = json.dumps(records, separators=(",", ":"), ensure_ascii=False).encode()
    pieces = [data[i : i + piece_bytes] for i in range(0, len(data), piece_bytes)]
    payloads = [deflate(piece) for piece in pieces] if records else [b""]
    return [
        BatchEntry(
            **{
                "session_id": SESSION,
                "page_id": PAGE,
                "epoch": epoch,
                "seq": seq + part,
                "t0": BEGUN + at,
                "t1": BEGUN + at,
                "count": len(records) if part == 0 else 0,
                "checkpoint": False,
                "part": part,
                "parts": len(payloads),
                "crc": zlib.crc32(payload),
                "payload": payload,
                "facts": encode_facts(list(facts)) if part == 0 else b"",
                "received_at": BEGUN + at + 20,
                **other,
            }
        )
        for part, payload in enumerate(payloads)
    ]


def gap(from_seq: int, to_seq: int, *, epoch: int = 0, at: int = 0) -> GapEntry:
    return GapEntry(SESSION, PAGE, epoch, from_seq, to_seq, "missing", BEGUN + at)


def outlines(entries: Iterable[Entry]) -> list[Outline | GapEntry]:
    """The same as the journal tells it without payloads."""
    return [entry if isinstance(entry, GapEntry) else _outline(entry) for entry in entries]


def _outline(entry: BatchEntry) -> Outline:
    return Outline(
        session_id=entry.session_id,
        page_id=entry.page_id,
        epoch=entry.epoch,
        seq=entry.seq,
        t0=entry.t0,
        t1=entry.t1,
        count=entry.count,
        checkpoint=entry.checkpoint,
        part=entry.part,
        parts=entry.parts,
        size=len(entry.payload),
        facts=entry.facts,
        received_at=entry.received_at,
    )
