"""Batches as runs: the records that a page made at once, whole again.

A run over 256 KiB travels in pieces, as consecutive batches (rule C3 of `docs/protocol.md`).
"""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeVar

from cobrowse.domain.entry import BatchEntry, GapEntry, Outline
from cobrowse.domain.errors import Invalid
from cobrowse.domain.limits import PIECE_BYTES, RUN_PIECES

B = TypeVar("B", BatchEntry, Outline)

_RAW_DEFLATE: Final = -15


def gather(entries: Iterable[B | GapEntry]) -> Iterator[list[B] | GapEntry]:
    """Join consecutive pieces of a run; everything else stands alone. Order is kept."""
    run: list[B] = []
    for entry in entries:
        if isinstance(entry, GapEntry):
            if run:
                yield run
            run = []
            yield entry
            continue
        if run and not _goes_on(run[-1], entry):
            yield run
            run = []
        run.append(entry)
    if run:
        yield run


def _goes_on(last: B, entry: B) -> bool:
    return (last.epoch, last.seq + 1, last.part + 1, last.parts, last.checkpoint) == (
        entry.epoch,
        entry.seq,
        entry.part,
        entry.parts,
        entry.checkpoint,
    )


def is_whole(run: Sequence[BatchEntry | Outline]) -> bool:
    """Tell whether no piece is missing."""
    return run[0].part == 0 and len(run) == run[0].parts


def finished(entries: Sequence[Outline | GapEntry]) -> Sequence[Outline | GapEntry]:
    """Leave out a run at the end whose last pieces are still to come."""
    end = len(entries)
    for unit in gather(entries[-RUN_PIECES:]):
        unfinished = 0 if isinstance(unit, GapEntry) or is_whole(unit) else len(unit)
        end = len(entries) - unfinished
    return entries[:end]


def inflate(run: Sequence[BatchEntry]) -> bytes:
    """Return the bytes of a run's records. Raises `Invalid` for a piece that is not what was sent,
    or not what may be sent."""
    return b"".join(_inflated(piece) for piece in run)


def _inflated(piece: BatchEntry) -> bytes:
    if zlib.crc32(piece.payload) != piece.crc:
        raise Invalid("the checksum is not that of the payload")
    if not piece.payload:
        return b""
    stream = zlib.decompressobj(_RAW_DEFLATE)
    try:
        data = stream.decompress(piece.payload, PIECE_BYTES + 1)
    except zlib.error as error:
        raise Invalid("the payload is not raw deflate") from error
    if len(data) > PIECE_BYTES or not stream.eof or stream.unused_data:
        raise Invalid("the payload is too large, cut off, or goes on behind its end")
    return data
