"""One checker for all faults: what was promised against what is there, after everything is quiet.

It believes two sources only: what each page remembers of itself, and what lies in the folder.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from cobrowse.domain.segment import Place
from tests.faults.history import History
from tests.faults.kept import Kept
from tests.faults.watcher import ScriptedWatcher

NOISE: Final = re.compile(
    r"Traceback|was never (retrieved|awaited)|\"(?:exception|stack)\"|Task was destroyed"
)
KNOWN: Final = re.compile(
    r"database or disk is full|database is locked|the database does not answer"
)
"""What a duty that failed for the fault itself says; it is tried again."""

SHOWN: Final = 5
"""Examples of each breach in a report."""


@dataclass(slots=True)
class Verdict:
    """Counts of places, but for the last two. All but `gaps` and `made` have to be 0."""

    made: int = 0
    gaps: int = 0
    lost: int = 0
    twice: int = 0
    holes: int = 0
    corrupted: int = 0
    jumps: int = 0
    watched_wrong: int = 0
    noise: int = 0
    left_open: int = 0
    details: list[str] = field(default_factory=list)

    def breach(self, count: str, places: Sequence[object], says: str) -> None:
        setattr(self, count, getattr(self, count) + len(places))
        if places:
            self.details.append(f"{says}: {list(places)[:SHOWN]} ({len(places)} in all)")


def check_page(verdict: Verdict, history: History, kept: Kept) -> None:
    """Every number that the page made is stored once as it was made, or in a gap; and stored, if
    that was acknowledged and the page had not shed it."""
    who = history.page[:6]
    made = set(history.crcs)
    stored = set(kept.stored)
    verdict.made += len(made)
    verdict.gaps += len(set(kept.lost) & made - stored)
    lost = sorted(history.promised() - stored)
    verdict.breach("lost", lost, f"{who}: acknowledged and not there")
    verdict.breach(
        "twice",
        [place for place, times in kept.stored.items() if times > 1],
        f"{who}: stored twice",
    )
    holes = sorted(_up_to_the_last(made, stored | set(kept.lost)) - stored - set(kept.lost))
    verdict.breach("holes", holes, f"{who}: neither stored nor in a gap")
    verdict.breach("holes", sorted(stored & set(kept.lost)), f"{who}: both stored and in a gap")
    verdict.breach("corrupted", sorted(stored - made), f"{who}: stored and never made")
    different = [
        place
        for place, run in history.made.items()
        if stored.issuperset(run.places) and kept.digests.get(place) != run.digest
    ]
    verdict.breach("corrupted", different, f"{who}: stored otherwise than it was made")
    verdict.breach("corrupted", kept.unreadable, f"{who}: cannot be read")


def _up_to_the_last(made: set[Place], accounted: set[Place]) -> set[Place]:
    """What the service must know of: all that was made, up to the last place it has of the page."""
    last = max(accounted, default=None)
    return {place for place in made if last is not None and place <= last}


def check_watcher(
    verdict: Verdict,
    watcher: ScriptedWatcher,
    histories: Mapping[str, History],
    kept: Mapping[str, Kept],
) -> None:
    """What was applied is what is stored, from the checkpoint that the picture began with to the
    end; and nothing in it followed a hole that was not told."""
    verdict.breach("jumps", watcher.all_jumps(), "applied over a hole")
    for applied in watcher.applied.values():
        who = applied.page[:6]
        history = histories[applied.page]
        if applied.last is None:
            verdict.breach("watched_wrong", [who], "never got a picture")
            continue
        begin = min(applied.crcs)
        stored = {place for place in kept[applied.page].stored if place >= begin}
        verdict.breach(
            "watched_wrong", sorted(stored ^ set(applied.crcs)), f"{who}: shown is not what is kept"
        )
        wrong = [place for place, crc in applied.crcs.items() if history.crcs.get(place) != crc]
        verdict.breach("watched_wrong", wrong, f"{who}: shown otherwise than it was made")


def check_log(verdict: Verdict, log: str) -> None:
    """A fault is told in a line, never in a traceback."""
    noise = [line for line in log.splitlines() if NOISE.search(line) and not KNOWN.search(line)]
    verdict.breach("noise", noise, "in the log")
