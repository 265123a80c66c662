"""A segment's lines, made from the batches that the journal holds: the same for one that is sealed
and for one that is shown before it is.

Nothing here trusts a payload. A run that cannot be read is named as missing, and its numbers stay
accounted for.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from cobrowse.domain.entry import BatchEntry, Entry, GapEntry
from cobrowse.domain.errors import Invalid
from cobrowse.domain.session import Page
from cobrowse.flow.recording import sheets
from cobrowse.flow.recording.gate import TELLTALE, Gate
from cobrowse.flow.recording.runs import gather, inflate, is_whole
from cobrowse.wire.capture import decode_facts
from cobrowse.wire.recording import FORMAT, Line, Missing, Run, SegmentHead, encode_line
from cobrowse.wire.records import NONE, Records, checked, read, written

MOST_BYTES: Final = 64 * 2**20
"""Lines of one segment: a payload may hold a thousand times its size."""

RUNS_BYTES: Final = MOST_BYTES - 2**20
"""Of these, the lines of runs. The rest is enough to name all of them as missing."""


@dataclass(slots=True)
class Composed:
    """`sheets` are the style sheets that were taken out: UTF-8 text by hash. `unreadable` are the
    batches that became `missing` lines, `taken_out` counts what the privacy gate did."""

    lines: bytearray
    records: int = 0
    sheets: dict[str, bytes] = field(default_factory=dict)
    unreadable: list[BatchEntry] = field(default_factory=list)
    taken_out: int = 0


def head_of(page: Page, url: str) -> SegmentHead:
    """`url` is the page's address as the segment begins."""
    return SegmentHead(
        format=FORMAT, session=page.session_id, page=page.id, offset_ms=page.offset_ms, url=url
    )


def compose(head: SegmentHead, entries: Iterable[Entry], *, apart: bool) -> Composed:
    """Compose the lines of a segment. With `apart`, style sheets are taken out of the records; else
    they stay, and nothing has to be kept for the lines to be whole. Takes a while: not for the
    event loop."""
    out = Composed(bytearray(encode_line(head)))
    gate = Gate()
    for unit in gather(entries):
        if isinstance(unit, GapEntry):
            out.lines += encode_line(_gap(unit))
            continue
        line = _line(unit, gate, out, apart=apart)
        data = encode_line(line)
        if len(out.lines) + len(data) > RUNS_BYTES:
            line = _lost(unit, "too_large")
            data = encode_line(line)
        if isinstance(line, Run):
            out.records += line.count
        else:
            out.unreadable += unit
        out.lines += data
    out.taken_out += gate.taken_out
    return out


def _line(run: list[BatchEntry], gate: Gate, out: Composed, *, apart: bool) -> Line:
    if not is_whole(run):
        return _lost(run, "incomplete")
    try:
        data = inflate(run)
        records, count = checked(data) if data else (NONE, 0)
        if TELLTALE.search(data):
            records = _looked_through(records, gate, out, apart=apart)
    except Invalid:
        return _lost(run, "unreadable")
    first = run[0]
    return Run(
        epoch=first.epoch,
        seq=first.seq,
        parts=len(run),
        t0=first.t0,
        t1=first.t1,
        received_at=run[-1].received_at,
        count=count,
        checkpoint=first.checkpoint,
        facts=[fact for piece in run for fact in decode_facts(piece.facts)],
        records=records,
    )


def _looked_through(records: Records, gate: Gate, out: Composed, *, apart: bool) -> Records:
    """Pass the gate; records in which nothing had to be changed stay as the page wrote them."""
    values = read(records)
    before = gate.taken_out
    gate.clean(values)
    found = sheets.holders(values)
    foreign = sheets.disarm(found)
    out.taken_out += foreign
    texts = sheets.take_out(found) if apart else {}
    out.sheets |= texts
    changed = texts or foreign or gate.taken_out > before
    return written(values) if changed else records


def _gap(gap: GapEntry) -> Missing:
    return Missing(
        epoch=gap.epoch,
        from_seq=gap.from_seq,
        to_seq=gap.to_seq,
        reason=gap.reason,
        recorded_at=gap.recorded_at,
    )


def _lost(run: list[BatchEntry], reason: str) -> Missing:
    return Missing(
        epoch=run[0].epoch,
        from_seq=run[0].seq,
        to_seq=run[-1].seq,
        reason=reason,
        recorded_at=run[-1].received_at,
    )
