"""How far the journal is behind, and who holds back for it.

    backlog   0 %          25 %                50 %                          100 %
              all is well  pages are told to   no new sessions; what is read pages are sent away
                           gather for longer   of any one page shrinks       with what they hold

A page keeps whatever is not acknowledged, so none of this loses anything. Shrinking the share of
every page meets those first who send most: who sends little stays below it and notices nothing.
"""

import random
from typing import Final

from cobrowse import metrics
from cobrowse.domain.clock import Clock
from cobrowse.flow.ingest import JOURNAL_BACKLOG
from cobrowse.flow.ports import Outbox
from cobrowse.store.journal import Journal
from cobrowse.wire.capture import Slow

SLOW_FROM: Final = 0.25
CROWDED_FROM: Final = 0.5

SLOW_MS: Final = 4_000
SLOW_FOR_MS: Final = 10_000

LEAST_SHARE: Final = 1 / 64
"""Of a page's bytes a second, when the journal can take no more at all."""

BURST_BYTES: Final = 4 * 2**20
"""What a page may send at once: the spool of a short outage, a checkpoint of a large document."""

AWAY_MS: Final = (2_000, 10_000)
"""When pages come back that were sent away: each at another moment."""


class Load:
    """Knows the backlog, and tells every page when it grows. `tell` is called once a second."""

    def __init__(self, journal: Journal, outbox: Outbox, clock: Clock) -> None:
        self._journal = journal
        self._outbox = outbox
        self._clock = clock
        self._told_at = -SLOW_FOR_MS / 1_000

    @property
    def backlog(self) -> float:
        """Return how full the journal's queue is; from 1 on it takes nothing."""
        return self._journal.pending / JOURNAL_BACKLOG

    @property
    def crowded(self) -> bool:
        """Tell whether those who are here are all that can be served."""
        return self.backlog >= CROWDED_FROM

    @property
    def share(self) -> float:
        """Return which part of its bytes a second each page may have now."""
        over = (self.backlog - CROWDED_FROM) / (1 - CROWDED_FROM)
        return float(LEAST_SHARE ** min(1.0, max(0.0, over)))

    def tell(self) -> None:
        """Ask all pages to gather for longer, again before the last time is over."""
        metrics.BACKLOG.set(self.backlog)
        now = self._clock.steady_s()
        if self.backlog < SLOW_FROM or now - self._told_at < SLOW_FOR_MS / 2_000:
            return
        self._told_at = now
        metrics.SLOWED.inc()
        self._outbox.to_every_page("slow", Slow(ms=SLOW_MS, for_ms=SLOW_FOR_MS))

    def away_ms(self) -> int:
        """Return when a page that is sent away should come back."""
        return random.randint(*AWAY_MS)


class Allowance:
    """What one page may send: refilled by the second, never more than a burst ahead."""

    __slots__ = ("_bytes_per_s", "_clock", "_left", "_load", "_since_s")

    def __init__(self, bytes_per_s: int, load: Load, clock: Clock) -> None:
        self._bytes_per_s = bytes_per_s
        self._load = load
        self._clock = clock
        self._left = float(BURST_BYTES)
        self._since_s = clock.steady_s()

    def spend(self, size: int) -> None:
        """Take note of bytes that have come; they are taken whether they were left or not."""
        self._refill()
        self._left -= size

    def owed_s(self) -> float:
        """Return after how many seconds the next bytes should be read, as things stand now."""
        self._refill()
        return max(0.0, -self._left / (self._bytes_per_s * self._load.share))

    def _refill(self) -> None:
        now, share = self._clock.steady_s(), self._load.share
        refilled = self._left + (now - self._since_s) * self._bytes_per_s * share
        self._left = min(BURST_BYTES * share, refilled)
        self._since_s = now
