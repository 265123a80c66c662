"""Which pages are sealed, and when: those that were left a while ago, and all of a session that is
over.

Goes through what the journal has, some pages at each turn, so it needs no list of its own that a
crash could lose. What fails is tried again later and keeps nobody else waiting.
"""

from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import structlog

from cobrowse import metrics
from cobrowse.domain.clock import Clock
from cobrowse.domain.ids import PageId, SessionId
from cobrowse.domain.session import Session
from cobrowse.flow.live import LiveSession, LiveSessions
from cobrowse.flow.recording.sealing import Sealing
from cobrowse.store.database import Database
from cobrowse.store.journal import Journal

PAGES_AT_ONCE: Final = 500
"""Looked at in one turn; the next one goes on behind them."""

ENDED_MS: Final = 60_000
"""The longest wait after the end of a session: nothing of it is accepted any more."""

FIRST_REST_S: Final = 10.0
LONGEST_REST_S: Final = 600.0
RESTING: Final = 10_000
"""Pages whose failures are remembered; of more, the first are tried again at once."""

log = structlog.get_logger()

Key = tuple[SessionId, PageId]


@dataclass(slots=True)
class _Rest:
    """A page that could not be sealed."""

    until_s: float
    for_s: float


class Sealer:
    def __init__(
        self,
        *,
        database: Database,
        journal: Journal,
        sealing: Sealing,
        live: LiveSessions,
        clock: Clock,
        seal_after_ms: int,
    ) -> None:
        self._database = database
        self._journal = journal
        self._sealing = sealing
        self._live = live
        self._clock = clock
        self._seal_after_ms = seal_after_ms
        self._place: Key | None = None
        self._resting: OrderedDict[Key, _Rest] = OrderedDict()

    async def run_once(self) -> None:
        """Seal what is due among the next pages of the journal, one after the other."""
        after = self._place
        pages = await self._journal.unsealed(after, PAGES_AT_ONCE)
        self._place = pages[-1] if len(pages) == PAGES_AT_ONCE else None
        self._forget_failures(after, pages)
        for key in pages:
            rest = self._resting.get(key)
            if rest is not None and self._clock.steady_s() < rest.until_s:
                continue
            try:
                async with self._journal.taking_out:
                    await self._look_at(*key)
            except Exception as error:
                self._failed(key, error)
            else:
                self._resting.pop(key, None)
        metrics.UNSEALED.set(len(self._resting))

    async def _look_at(self, session_id: SessionId, page_id: PageId) -> None:
        live = self._live.get(session_id)
        if live is not None and not self._is_left(live, page_id):
            return
        async with self._database.reading() as tx:
            session = live.session if live else await tx.sessions.by_id(session_id)
            page = await tx.pages.at(session_id, page_id)
            consent = await tx.consents.of_session(session_id)
            if session is None:
                removed = await tx.erasures.is_buried(session_id)
            else:
                removed = await tx.sessions.expired_at(session_id) is not None
        if removed:
            # A backup that was being made meanwhile has copied the journal first.
            await self._journal.forget_session(session_id, self._clock.now_ms())
            return
        if session is None or page is None:
            return  # being written; `doctor` tells of rows that stay
        if live is None and not self._is_over(session):
            return
        if consent is not None and consent.record:
            await self._sealing.seal(session, page)
        else:
            await self._sealing.forget(page)

    def _is_left(self, live: LiveSession, page_id: PageId) -> bool:
        """Tell whether a page of a live session is done with. The one that a watcher would be shown
        stays: the first picture comes from the journal."""
        page = live.pages.get(page_id)
        if page is None:
            return True  # put out of mind for newer ones
        if page is live.latest() or page.connected or page.left_at is None:
            return False
        return self._clock.now_ms() - page.left_at >= self._seal_after_ms

    def _is_over(self, session: Session) -> bool:
        waits_ms = min(self._seal_after_ms, ENDED_MS)
        ended_at = session.ended_at
        return ended_at is not None and self._clock.now_ms() - ended_at >= waits_ms

    def _forget_failures(self, after: Key | None, there: Collection[Key]) -> None:
        """Of the pages from one place to the next, only these are still in the journal."""
        known = set(there)
        for key in tuple(self._resting):
            is_here = (after is None or key > after) and (self._place is None or key <= self._place)
            if is_here and key not in known:
                del self._resting[key]

    def _failed(self, key: Key, error: Exception) -> None:
        known = self._resting.pop(key, None)
        if known is None:
            log.warning("page_not_sealed", session=key[0], page=key[1], why=str(error)[:200])
        for_s = min(known.for_s * 2, LONGEST_REST_S) if known else FIRST_REST_S
        self._resting[key] = _Rest(self._clock.steady_s() + for_s, for_s)
        if len(self._resting) > RESTING:
            self._resting.popitem(last=False)
