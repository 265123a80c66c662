"""How many pages are let in each second, and when the others come back."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from cobrowse.domain.clock import Clock
from cobrowse.domain.errors import Busy

SOONEST_S: Final = 0.25
LATEST_S: Final = 30.0
"""A page is not asked to wait for longer, even when more wait than can be let in by then."""

AT_ONCE: Final = 64
"""Arrivals under way, while it is not known how long each takes."""

WITHIN_S: Final = 2.0
"""They are written one after the other, and the last has to be let in before its page gives up."""

NEWEST: Final = 0.2
"""How much the latest arrival says of how long each takes."""


class Arrivals:
    """A second's worth is let in at once. Each one beyond is given a moment of its own to come
    back, one after the other at the pace at which they are let in: the one that is allowed, or that
    of the disk, if it is slower."""

    def __init__(self, per_s: int, clock: Clock) -> None:
        self._per_s = per_s
        self._clock = clock
        self._left = float(per_s)
        self._under_way = 0
        self._each_s = 0.0
        self._since_s = self._promised_s = clock.steady_s()

    @contextmanager
    def one(self) -> Iterator[None]:
        """Let one page in; it arrives until the block ends. Raises `Busy` with the moment at which
        to try again."""
        self._admit()
        self._under_way += 1
        ahead, began_s = self._under_way, self._clock.steady_s()
        try:
            yield
        finally:
            self._under_way -= 1
            took_s = (self._clock.steady_s() - began_s) / ahead
            self._each_s += NEWEST * (took_s - self._each_s)

    def _admit(self) -> None:
        now = self._clock.steady_s()
        self._left = min(self._per_s, self._left + (now - self._since_s) * self._per_s)
        self._since_s = now
        if self._left >= 1 and self._has_room():
            self._left -= 1
            return
        raise Busy("too many pages come at once", retry_ms=round(self._wait_s(now) * 1_000))

    def _has_room(self) -> bool:
        done_in_s = (self._under_way + 1) * self._each_s
        return not self._under_way or (self._under_way < AT_ONCE and done_in_s <= WITHIN_S)

    def _wait_s(self, now: float) -> float:
        if self._promised_s - now >= LATEST_S:
            return random.uniform(LATEST_S / 2, LATEST_S)
        pace_s = max(1 / self._per_s, self._each_s)
        self._promised_s = max(self._promised_s, now + SOONEST_S) + pace_s
        return self._promised_s - now
