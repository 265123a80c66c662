"""What a page is told because somebody looks at it: the cadence, the notice, the wish for a
checkpoint.

Rules C8, C9 and W5 of `docs/protocol.md`: only a full watcher changes anything for the customer,
and every page of the session says so while one is there.
"""

from collections.abc import Collection
from typing import Final

from cobrowse.domain.clock import Clock
from cobrowse.domain.ids import PageId
from cobrowse.flow.live import LiveSession, LiveSessions
from cobrowse.flow.ports import Outbox
from cobrowse.flow.view import View
from cobrowse.wire.capture import Batch, Cadence, Empty, Watched

CADENCE_MS: Final = 1_000
WATCHED_CADENCE_MS: Final = 50

TAIL_BYTES: Final = 1024 * 1024
"""A tail longer than this behind the last checkpoint makes the next join slow, so a fresh one is
asked for."""

CHECKPOINT_EVERY_S: Final = 5.0


class Attention:
    """Keeps each page's idea of being watched true, and says nothing twice."""

    def __init__(self, live: LiveSessions, outbox: Outbox, clock: Clock) -> None:
        self._live = live
        self._outbox = outbox
        self._clock = clock
        self._cadence: dict[PageId, int] = {}
        self._notice: dict[PageId, str] = {}
        self._tails: dict[PageId, int] = {}
        self._asked: dict[PageId, float] = {}

    def cadence_of(self, page: PageId) -> int:
        """Return the cadence for a page that just connected, in ms."""
        return self._cadence.get(page, CADENCE_MS)

    def notice_of(self, live: LiveSession) -> str:
        """Return whom the customer's notice names, or nothing when nobody looks at the full
        picture."""
        return ", ".join(sorted(set(live.watchers.values())))

    def connected(self, live: LiveSession, page: PageId) -> None:
        """A page has (again) a connection and has been told everything by its `welcome`."""
        self._notice[page] = self.notice_of(live)

    def forget(self, page: PageId) -> None:
        """The page is gone."""
        for kept in (self._cadence, self._notice, self._tails, self._asked):
            kept.pop(page, None)

    def changed(self, live: LiveSession, views: Collection[View]) -> None:
        """Somebody came, went or follows another page: tell the pages what that means for them.

        A watcher without a first picture does not count yet: a join must not wait for the customer.
        """
        looking = [view for view in views if view.full and view.shown]
        full = {view.watcher: view.name for view in looking}
        if full != live.watchers:
            live.watchers = full
            self._live.touch(live)
        followed = {view.page for view in looking}
        by = self.notice_of(live)
        for page in live.pages:
            cadence = WATCHED_CADENCE_MS if page in followed else CADENCE_MS
            if self._cadence.get(page, CADENCE_MS) != cadence:
                self._cadence[page] = cadence
                self._outbox.to_page(page, "cadence", Cadence(ms=cadence))
            if self._notice.get(page, "") != by:
                self._notice[page] = by
                self._outbox.to_page(page, "watched", Watched(watching=bool(by), by=by))

    def batch(self, batch: Batch) -> None:
        """Count the tail of a watched page, and ask for a checkpoint when it has grown too long."""
        page = PageId(batch.page)
        tail = 0 if batch.checkpoint else self._tails.get(page, 0) + len(batch.payload)
        self._tails[page] = tail
        if tail > TAIL_BYTES:
            self.want_checkpoint(page)

    def want_checkpoint(self, page: PageId) -> None:
        """Ask a page for a checkpoint, at most every five seconds."""
        now = self._clock.steady_s()
        if now - self._asked.get(page, -CHECKPOINT_EVERY_S) >= CHECKPOINT_EVERY_S:
            self._asked[page] = now
            self._outbox.to_page(page, "checkpoint", Empty())
