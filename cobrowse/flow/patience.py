"""When something may be removed for good.

Removing cannot be taken back. So nothing is removed in the first minutes of a process, when a
mistaken setting can still be mended, and nothing for its age by a clock that was set while it ran.
"""

from typing import Final

import structlog

from cobrowse.domain.clock import Clock

QUIET_S: Final = 600.0
"""How long a new process removes nothing."""

CLOCK_MOVED_MS: Final = 3600 * 1000
"""A wall clock that gained or lost this much on the steady one since the start was set."""

log = structlog.get_logger()


class Patience:
    def __init__(self, clock: Clock, quiet_s: float = QUIET_S) -> None:
        self._clock = clock
        self._begins_s = clock.steady_s() + quiet_s
        self._offset_at_start = self._offset()
        self._told = False

    @property
    def over(self) -> bool:
        """Whether something may be removed at all."""
        return self._clock.steady_s() >= self._begins_s

    @property
    def over_for_age(self) -> bool:
        """Whether something may be removed because it is old."""
        moved = abs(self._offset() - self._offset_at_start) > CLOCK_MOVED_MS
        if moved and not self._told:
            log.error("clock_was_set", so="nothing is removed for its age until it is set back")
        self._told = moved
        return self.over and not moved

    def _offset(self) -> float:
        return self._clock.now_ms() - self._clock.steady_s() * 1_000
