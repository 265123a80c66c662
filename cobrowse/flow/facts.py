"""Facts of pages become presence: where a visitor is and what they are doing."""

from cobrowse.domain.clock import Clock
from cobrowse.domain.entry import GapEntry
from cobrowse.domain.ids import PageId, SessionId
from cobrowse.domain.session import Doing, Page, corrected
from cobrowse.flow.live import LiveSession, LiveSessions
from cobrowse.wire.capture import Active, Batch, Fact, Left, Navigated, Paused, Resumed, Shown


class Presence:
    """Reads the facts of accepted batches into the live sessions. Part of ingest's synchronous
    path."""

    def __init__(self, live: LiveSessions, clock: Clock) -> None:
        self._live = live
        self._clock = clock

    def batch(self, session: SessionId, batch: Batch) -> None:
        live = self._live.get(session)
        page = live.pages.get(PageId(batch.page)) if live else None
        if live is None or page is None:
            return
        now = self._clock.now_ms()
        live.session = live.session.seen(now)
        changed = page.spoke(batch.t1, now) if batch.count else page
        for fact in batch.facts:
            changed = self._apply(live, changed, fact, now)
        if changed is not page:
            self._live.put_page(live, changed)

    def gap(self, gap: GapEntry) -> None:
        """A gap says nothing about where the visitor is."""

    def _apply(self, live: LiveSession, page: Page, fact: Fact, now: int) -> Page:
        match fact:
            case Navigated(at=at, url=url, title=title):
                page = page.went(url, title, corrected(at, page.offset_ms, now))
            case Shown(visible=visible, focused=focused):
                page = page.shown(visible, focused)
            case Active(at=at, doing=doing):
                when = corrected(at, page.offset_ms, now)
                live.session = live.session.acted(when)
                page = page.acted(Doing(doing), when)
            case Paused() | Resumed():
                page = page.held(isinstance(fact, Paused))
            case Left(at=at) if at >= live.said_at.get(page.id, 0):
                # Not one of before its latest hello: what a page said as it went into the
                # back/forward cache may arrive, or come again, when it is back.
                page = page.left(corrected(at, page.offset_ms, now))
            case _:
                pass
        return page
