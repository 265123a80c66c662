"""The life of sessions beyond their pages: taken up at the start, saved as they change, ended."""

from collections.abc import Sequence
from typing import Final

from cobrowse.domain.clock import Clock
from cobrowse.domain.consent import Consent
from cobrowse.domain.ids import CustomerId, PageId, SessionId
from cobrowse.domain.session import Page, Session
from cobrowse.domain.visitor import Customer
from cobrowse.flow.attention import Attention
from cobrowse.flow.ingest import Ingest
from cobrowse.flow.live import LiveSession, LiveSessions
from cobrowse.flow.ports import Outbox
from cobrowse.flow.sites import Sites
from cobrowse.store.customers import AT_ONCE
from cobrowse.store.database import Database
from cobrowse.wire.capture import End

SAVED_AT_ONCE: Final = 500
"""Sessions per transaction when rows are brought up to date."""


class Lifetimes:
    """Memory first, rows behind: what is over is over at once, whether the database answers or
    not."""

    def __init__(
        self,
        *,
        database: Database,
        sites: Sites,
        live: LiveSessions,
        ingest: Ingest,
        attention: Attention,
        outbox: Outbox,
        clock: Clock,
        idle_end_ms: int,
    ) -> None:
        self._database = database
        self._sites = sites
        self._live = live
        self._ingest = ingest
        self._attention = attention
        self._outbox = outbox
        self._clock = clock
        self._idle_end_ms = idle_end_ms
        self._ending: set[PageId] = set()

    async def resume(self) -> None:
        """Take up the sessions that were live when the last process stopped; their pages will
        call. Those of a site that was removed meanwhile are over."""
        async with self._database.reading() as tx:
            rows = await tx.sessions.live_with_pages()
            named = [session.customer_id for session, _ in rows if session.customer_id]
            customers: dict[CustomerId, Customer] = {}
            for start in range(0, len(named), AT_ONCE):
                customers |= await tx.customers.by_ids(named[start : start + AT_ONCE])
        # Oldest first: where a visitor has two, the later one is the one that goes on.
        for session, pages in reversed(rows):
            customer = customers.get(session.customer_id) if session.customer_id else None
            await self._take_up(session, pages, customer)

    async def _take_up(
        self, session: Session, pages: list[Page], customer: Customer | None
    ) -> None:
        now = self._clock.now_ms()
        site = self._sites.by_id(session.site_id)
        if site is None:
            async with self._database.transaction() as tx:
                await tx.sessions.put(session.end(now, "site_removed"))
            return
        if any(page.connected for page in pages):
            session = session.seen(now)  # it was there to the last moment, silent or not
        lost = {page.id: page.lost() for page in pages}
        self._live.add(LiveSession(session, site, customer, lost))

    async def save(self) -> None:
        """Bring the rows of changed sessions up to date. What a crash loses of this, the journal's
        facts still tell."""
        if lives := self._live.take_unsaved(SAVED_AT_ONCE):
            await self._save(lives)

    async def save_now(self, live: LiveSession) -> None:
        """Bring the rows of one session up to date, whatever else waits for that."""
        self._live.consider_saved(live)
        await self._save([live])

    async def _save(self, lives: Sequence[LiveSession]) -> None:
        saved: list[tuple[LiveSession, Session, tuple[Consent, ...]]] = []
        try:
            async with self._database.transaction() as tx:
                for live in lives:
                    # As it is now: it may end, or be decided anew, before this is committed.
                    session, decided = live.session, tuple(live.decided)
                    await tx.sessions.put(session)
                    for consent in decided:
                        await tx.consents.record(session, consent)
                    for page in tuple(live.pages.values()):
                        await tx.pages.put(page)
                    saved.append((live, session, decided))
        except BaseException:
            self._live.not_saved(lives)
            raise
        for live, session, decided in saved:
            for consent in decided:
                if consent in live.decided:
                    live.decided.remove(consent)
            if not session.live:
                self._tell_end(live)

    async def save_all(self) -> None:
        """Leave nothing unsaved: the service stops."""
        while self._live.unsaved:
            await self.save()

    def end(self, live: LiveSession, reason: str) -> None:
        """End a session: nothing more of its pages is taken. Its row follows by `save`, and only
        then the pages are told: what they were told must still be so after a crash.

        Raises `Conflict` if it is over already.
        """
        live.session = live.session.end(self._clock.now_ms(), reason)
        self._ending.update(live.pages)
        for page in live.pages:
            self._shut(page)
        self._live.remove(live)

    def end_erased(self, session: SessionId) -> Sequence[PageId]:
        """End a session that is being erased, if it is live; return its pages. Its row does not
        follow."""
        live = self._live.get(session)
        if live is None:
            return ()
        self.end(live, "stopped")
        self._live.consider_saved(live)
        self._tell_end(live)
        return tuple(live.pages)

    def is_ending(self, page: PageId) -> bool:
        """Tell whether the session of a page is over, and its row does not say so yet."""
        return page in self._ending

    def end_over(self) -> None:
        """End the sessions that are over: of a removed site, or silent for too long."""
        now = self._clock.now_ms()
        for live in tuple(self._live):
            if self._sites.by_id(live.site.id) is None:
                self.end(live, "site_removed")
            elif live.session.silent_for(now) >= self._idle_end_ms and not live.connected:
                self.end(live, "idle")

    def forget_page(self, live: LiveSession, page: PageId) -> None:
        """Hold nothing of a page any longer, though its session goes on."""
        self._live.forget_page(live, page)
        self._shut(page)

    def _tell_end(self, live: LiveSession) -> None:
        for page in live.pages:
            if page in self._ending:
                self._ending.discard(page)
                self._outbox.to_page(page, "end", End(reason=live.session.end_reason))  # type: ignore[arg-type]  # one of its words

    def _shut(self, page: PageId) -> None:
        self._ingest.close(page)
        self._attention.forget(page)
