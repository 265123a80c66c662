"""What the journal keeps: batches as they came, and markers of what never will."""

from dataclasses import dataclass

from cobrowse.domain.ids import PageId, SessionId


@dataclass(frozen=True, slots=True)
class BatchEntry:
    """One accepted batch. `payload` and `facts` are opaque here; `received_at` is server time in
    ms."""

    session_id: SessionId
    page_id: PageId
    epoch: int
    seq: int
    t0: int
    t1: int
    count: int
    checkpoint: bool
    part: int
    parts: int
    crc: int
    payload: bytes
    facts: bytes
    received_at: int


@dataclass(frozen=True, slots=True)
class GapEntry:
    """Sequence numbers of a page, both ends included, that are lost, and why."""

    session_id: SessionId
    page_id: PageId
    epoch: int
    from_seq: int
    to_seq: int
    reason: str
    recorded_at: int


@dataclass(frozen=True, slots=True)
class Outline:
    """A batch without its payload, whose bytes are counted in `size`: enough to cut a stream into
    segments and to say what is in them."""

    session_id: SessionId
    page_id: PageId
    epoch: int
    seq: int
    t0: int
    t1: int
    count: int
    checkpoint: bool
    part: int
    parts: int
    size: int
    facts: bytes
    received_at: int


Entry = BatchEntry | GapEntry
