"""What watchers are sent of a page's stream, as frames: one encoding for any number of them."""

from cobrowse.domain.entry import BatchEntry, Entry, GapEntry
from cobrowse.domain.ids import SessionId
from cobrowse.wire import console
from cobrowse.wire.capture import Batch, decode_facts
from cobrowse.wire.codec import encode_event

Place = tuple[int, int]
"""(epoch, seq) in the stream of one page."""


def place_of(entry: Entry) -> Place:
    """Return the last place that an entry covers."""
    return (entry.epoch, entry.seq if isinstance(entry, BatchEntry) else entry.to_seq)


def frame_of(entry: Entry, offset_ms: int) -> bytes:
    """Return what the journal has kept, as it would have been sent live."""
    if isinstance(entry, GapEntry):
        return gap_frame(entry)
    return batch_frame(entry.session_id, offset_ms, _batch(entry))


def batch_frame(session: SessionId, offset_ms: int, batch: Batch) -> bytes:
    """`offset_ms` leads from the page's clock to the server's."""
    relayed = console.Relayed(session=session, offset_ms=offset_ms, batch=batch)
    return encode_event("batch", relayed)


def gap_frame(gap: GapEntry) -> bytes:
    body = console.Gap(
        session=gap.session_id,
        page=gap.page_id,
        epoch=gap.epoch,
        from_seq=gap.from_seq,
        to_seq=gap.to_seq,
        reason=gap.reason,
    )
    return encode_event("gap", body)


def _batch(entry: BatchEntry) -> Batch:
    return Batch(
        page=entry.page_id,
        epoch=entry.epoch,
        seq=entry.seq,
        t0=entry.t0,
        t1=entry.t1,
        crc=entry.crc,
        payload=entry.payload,
        count=entry.count,
        checkpoint=entry.checkpoint,
        part=entry.part,
        parts=entry.parts,
        facts=decode_facts(entry.facts),
    )
