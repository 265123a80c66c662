"""How much room the disk has left, and what has to give way when it fills.

    free        > keep_free          > keep_free / 2              below
                all is well          the oldest recordings go     no new sessions either

Who is here already goes on being recorded: their pages hold on to what cannot be committed, and a
disk that is full loses nothing that was acknowledged.
"""

from collections.abc import Callable
from typing import Final

import structlog

from cobrowse import metrics

RECOVERED: Final = 1.1
"""A mark counts as passed again only this much above it: a disk at the mark must not flutter."""

log = structlog.get_logger()


class Room:
    """What `look` saw last. It is called every few seconds."""

    def __init__(self, free_bytes: Callable[[], int], keep_free: int) -> None:
        """`keep_free` is in bytes; 0 keeps nothing free."""
        self._free_bytes = free_bytes
        self._keep_free = keep_free
        self.low = False
        """Recordings have to go."""
        self.full = False
        """No new sessions begin."""
        self.look()

    def look(self) -> bool:
        """Ask the disk. Returns whether recordings have to go."""
        free = self._free_bytes()
        metrics.DISK_FREE.set(free)
        was = (self.low, self.full)
        self.low = self._below(free, self._keep_free, self.low)
        self.full = self._below(free, self._keep_free // 2, self.full)
        if (self.low, self.full) != was:
            tell = log.warning if self.low else log.info
            tell("disk", low=self.low, full=self.full, free_mb=free // 2**20)
        return self.low

    def may_begin(self) -> bool:
        """Tell whether there is room for a new session."""
        return not self.full

    @staticmethod
    def _below(free: int, mark: int, was_below: bool) -> bool:
        return free < mark * (RECOVERED if was_below else 1)
