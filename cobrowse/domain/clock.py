"""Time as a parameter: whatever decides by time is given a clock."""

import time
from typing import Final, Protocol

DAY_MS: Final = 24 * 3600 * 1000


class Clock(Protocol):
    """Wall time for records that people read, steady time for waits."""

    def now_ms(self) -> int:
        """Return milliseconds since the Unix epoch."""

    def steady_s(self) -> float:
        """Return seconds that never go back, from an unknown start."""


class SystemClock:
    """The machine's own clock."""

    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000

    def steady_s(self) -> float:
        return time.monotonic()
