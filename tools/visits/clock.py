"""The time of a visit, from the times of its recording."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tools.visits.hand import Pause

LONGEST_SILENCE_MS: Final = 1_600
"""Beyond it, nothing happened because nothing could: a hand that reads is still for less."""


class Clock:
    """Turns times of the recording into times of the visit: what was read is put in, and where
    nothing happened because the machine was slow, that is left out."""

    def __init__(self, times: Iterable[int], pauses: list[Pause]) -> None:
        known = sorted(set(times))
        self._began = known[0]
        steps = [(pause.at, pause.ms) for pause in pauses]
        steps += [
            (later, LONGEST_SILENCE_MS - (later - earlier))
            for earlier, later in pairwise(known)
            if later - earlier > LONGEST_SILENCE_MS
        ]
        steps.sort()
        self._from = [at for at, _ in steps]
        self._by = list(accumulate((by for _, by in steps), initial=0))

    def at(self, time: int) -> int:
        return max(0, time - self._began + self._by[bisect_right(self._from, time)])
