"""Where segments begin: a page's stream is cut as it is read, from front to back.

What was cut never moves when more comes, and what follows a cut is cut as if nothing were before
it. So a stream that is sealed piece by piece has the same borders as one sealed at once, and a part
that is not sealed yet can be shown under the names that it will keep.

A new segment begins
    with each epoch;
    at a whole checkpoint, when the running one spans 30 s or 256 kB, or has none itself;
    anywhere between runs, when the running one has become too large to hold.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from cobrowse.domain.entry import BatchEntry, GapEntry, Outline
from cobrowse.domain.segment import Place
from cobrowse.flow.recording.runs import gather, is_whole

SPAN_MS: Final = 30_000
"""Page time; pages make a checkpoint about every 60 s of activity."""
SIZE_BYTES: Final = 256_000
"""Compressed payload: a second or so on a poor line, so that a seek stays a matter of moments."""

MOST_BYTES: Final = 4 * 2**20
MOST_ENTRIES: Final = 2_000

Entry = Outline | GapEntry


@dataclass(slots=True)
class Cut:
    """What one segment is made of, in order. `checkpoint`: it begins with a whole one."""

    checkpoint: bool
    entries: list[Entry] = field(default_factory=list)
    size: int = 0
    batches: int = 0
    t0: int | None = None
    """Page-clock time of its first batch."""

    @property
    def first(self) -> Place:
        return first_of(self.entries[0])

    @property
    def last(self) -> Place:
        return last_of(self.entries[-1])

    def take(self, unit: list[Outline] | GapEntry) -> None:
        if isinstance(unit, GapEntry):
            self.entries.append(unit)
            return
        self.entries += unit
        self.size += sum(piece.size for piece in unit)
        self.batches += len(unit)
        if self.t0 is None:
            self.t0 = unit[0].t0


def cut(entries: Iterable[Entry]) -> list[Cut]:
    """Cut the entries of one page, given in the order of the stream."""
    cuts: list[Cut] = []
    for unit in gather(entries):
        if not cuts or _begins(unit, cuts[-1]):
            cuts.append(Cut(_is_checkpoint(unit)))
        cuts[-1].take(unit)
    return cuts


def first_of(entry: Entry | BatchEntry) -> Place:
    return Place(entry.epoch, entry.from_seq if isinstance(entry, GapEntry) else entry.seq)


def last_of(entry: Entry | BatchEntry) -> Place:
    return Place(entry.epoch, entry.to_seq if isinstance(entry, GapEntry) else entry.seq)


def behind(place: Place) -> Place:
    """The next place of the same epoch."""
    return place._replace(seq=place.seq + 1)


def _begins(unit: list[Outline] | GapEntry, running: Cut) -> bool:
    first = unit if isinstance(unit, GapEntry) else unit[0]
    if first.epoch != running.first.epoch:
        return True
    if running.size >= MOST_BYTES or len(running.entries) >= MOST_ENTRIES:
        return True
    if isinstance(first, GapEntry) or not _is_checkpoint(unit):
        return False
    # Whichever way: a clock that was set back must not make one segment of all until it caught up.
    spans = running.t0 is not None and abs(first.t0 - running.t0) >= SPAN_MS
    return spans or running.size >= SIZE_BYTES or not running.checkpoint


def _is_checkpoint(unit: list[Outline] | GapEntry) -> bool:
    return not isinstance(unit, GapEntry) and unit[0].checkpoint and is_whole(unit)
