"""What one page did, in its own words: made, shed, acknowledged. The checker believes nothing
else."""

import hashlib
import json
import zlib
from dataclasses import dataclass, field
from typing import Any, Final

from cobrowse.domain.segment import Place

MARK_BYTES: Final = 32


def digest(records: list[Any]) -> str:
    """Return the same for the same JSON values, however they are written down."""
    text = json.dumps(records, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Made:
    """One run of records: `parts` batches from `place` on. `digest` is of the records."""

    place: Place
    parts: int
    count: int
    checkpoint: bool
    digest: str

    @property
    def places(self) -> list[Place]:
        return [Place(self.place.epoch, self.place.seq + part) for part in range(self.parts)]


@dataclass(slots=True)
class History:
    """`made` by first place, `crcs` and `marks` (a payload's last bytes, found again wherever it
    lies) by every place; times are of the test's steady clock."""

    page: str
    made: dict[Place, Made] = field(default_factory=dict)
    crcs: dict[Place, int] = field(default_factory=dict)
    marks: dict[Place, bytes] = field(default_factory=dict)
    shed: set[Place] = field(default_factory=set)
    acked: Place | None = None
    rejected: int = 0
    sent_at: dict[Place, float] = field(default_factory=dict)
    acks: list[tuple[float, float]] = field(default_factory=list)
    """(when, ms since the batch was last sent)"""
    lines: int = 0

    def make(self, run: Made, payloads: list[bytes]) -> None:
        self.made[run.place] = run
        for place, payload in zip(run.places, payloads, strict=True):
            self.crcs[place] = zlib.crc32(payload)
            self.marks[place] = payload[-MARK_BYTES:]

    def acknowledge(self, upto: Place, now: float) -> None:
        """Take note that everything up to here is durable."""
        self.acked = max(self.acked or upto, upto)
        for place in [place for place in self.sent_at if place <= upto]:
            self.acks.append((now, (now - self.sent_at.pop(place)) * 1000))

    def promised(self) -> set[Place]:
        """What the service has to have, whatever happened: acknowledged, and not of a run of which
        the page shed a piece."""
        if self.acked is None:
            return set()
        whole = (run.places for run in self.made.values() if self.shed.isdisjoint(run.places))
        return {place for places in whole for place in places if place <= self.acked}

    def owed(self) -> set[Place]:
        """What the page has not been told to be durable."""
        return set(self.crcs) - self.shed - self.promised()
