"""From what a page tells to batches: numbered, compressed, in pieces where they must be (rules C2,
C3 and C6 of `docs/protocol.md`)."""

import zlib
from typing import Final, NamedTuple

from cobrowse.domain.limits import PIECE_BYTES
from cobrowse.wire.capture import Batch, Closed, Fact

LEVEL: Final = 6
"""Of deflate; the script's."""


class Record(NamedTuple):
    """A record as it travels, and its time."""

    at: int
    json: bytes


class Run(NamedTuple):
    """What travels in one batch, or in the pieces of a large one. Times are the page clock's, in
    ms since the epoch."""

    epoch: int
    checkpoint: bool
    t0: int
    t1: int
    records: list[Record]
    facts: list[Fact]


class Numbers:
    """Gives the batches of one page their numbers, and tells the end of each epoch."""

    def __init__(self, page: str) -> None:
        self._page = page
        self._recorded_epoch = 0
        self._epoch = 0
        self._seq = 0

    def batches(self, run: Run) -> list[Batch]:
        """Return the batches of the next run: several where its records are too large for one."""
        facts = run.facts
        if run.epoch != self._recorded_epoch and self._seq:
            facts = [Closed(epoch=self._epoch, count=self._seq), *facts]
            self._epoch += 1
            self._seq = 0
        self._recorded_epoch = run.epoch
        data = b"[%s]" % b",".join(json for _, json in run.records) if run.records else b""
        pieces = [data[at : at + PIECE_BYTES] for at in range(0, len(data), PIECE_BYTES)] or [b""]
        made = []
        for part, piece in enumerate(pieces):
            payload = _deflated(piece)
            made.append(
                Batch(
                    page=self._page,
                    epoch=self._epoch,
                    seq=self._seq + part,
                    t0=run.t0,
                    t1=run.t1,
                    crc=zlib.crc32(payload),
                    payload=payload,
                    count=0 if part else len(run.records),
                    checkpoint=run.checkpoint,
                    part=part,
                    parts=len(pieces),
                    facts=[] if part else facts,
                )
            )
        self._seq += len(made)
        return made


def _deflated(data: bytes) -> bytes:
    if not data:
        return b""
    deflate = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return deflate.compress(data) + deflate.flush()
