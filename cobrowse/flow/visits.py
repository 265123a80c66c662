"""A page arrives, says who it is, and leaves: which session it belongs to, and when that is
over."""

from typing import Final

from cobrowse.domain.clock import Clock
from cobrowse.domain.consent import Consent, ConsentMode
from cobrowse.domain.errors import (
    Busy,
    Conflict,
    ConsentRequired,
    NotFound,
    OriginNotAllowed,
    Unsupported,
)
from cobrowse.domain.ids import CustomerId, PageId, SessionId, VisitorId, new_id
from cobrowse.domain.session import Page, Session
from cobrowse.domain.site import Site
from cobrowse.domain.visitor import Customer
from cobrowse.flow.attention import Attention
from cobrowse.flow.ingest import Ingest
from cobrowse.flow.live import LiveSession, LiveSessions
from cobrowse.flow.ports import IdentityTokens, Outbox
from cobrowse.flow.sites import Sites
from cobrowse.store.customers import AT_ONCE
from cobrowse.store.database import Database
from cobrowse.wire import capture
from cobrowse.wire.base import PROTOCOL

SESSIONS_LIVE: Final = 20_000
"""Live sessions one process holds; a new visitor beyond is turned away, those who are here are
not."""

SAVED_AT_ONCE: Final = 500
"""Sessions per transaction when rows are brought up to date."""

PAST_MS: Final = 60 * 60 * 1000


class Visits:
    """The use cases of a page's connection, but for its batches."""

    def __init__(
        self,
        *,
        database: Database,
        sites: Sites,
        live: LiveSessions,
        ingest: Ingest,
        attention: Attention,
        tokens: IdentityTokens,
        outbox: Outbox,
        clock: Clock,
        idle_end_ms: int,
    ) -> None:
        self._database = database
        self._sites = sites
        self._live = live
        self._ingest = ingest
        self._attention = attention
        self._tokens = tokens
        self._outbox = outbox
        self._clock = clock
        self._idle_end_ms = idle_end_ms

    async def resume(self) -> None:
        """Take up the sessions that were live when the last process stopped; their pages will
        call."""
        async with self._database.reading() as tx:
            rows = await tx.sessions.live_with_pages()
            named = [session.customer_id for session, _ in rows if session.customer_id]
            customers: dict[CustomerId, Customer] = {}
            for start in range(0, len(named), AT_ONCE):
                customers |= await tx.customers.by_ids(named[start : start + AT_ONCE])
        for session, pages in rows:
            site = self._sites.by_id(session.site_id)
            if site is None:
                continue
            customer = customers.get(session.customer_id) if session.customer_id else None
            lost = {page.id: page.lost() for page in pages}
            self._live.add(LiveSession(session, site, customer, lost))

    async def save(self) -> None:
        """Bring the rows of changed sessions up to date. What a crash loses of this, the journal's
        facts still tell."""
        lives = self._live.take_unsaved(SAVED_AT_ONCE)
        if not lives:
            return
        try:
            async with self._database.transaction() as tx:
                for live in lives:
                    await tx.sessions.put(live.session)
                    for page in live.pages.values():
                        await tx.pages.put(page)
        except BaseException:
            self._live.not_saved(lives)
            raise

    async def arrive(self, hello: capture.Hello, origin: str | None) -> capture.Welcome:
        """Admit a page: find or begin its session, and say where its stream stands.

        Raises `Unsupported`, `UnknownSite`, `OriginNotAllowed`, `ConsentRequired`, `Conflict` for a
        page id that another visitor uses, and `Busy` when there are too many sessions.
        """
        site = self._admit(hello, origin)
        now = self._clock.now_ms()
        live = self._session_for(hello, site, now)
        page = self._page_for(hello, live, now)
        self._live.put_page(live, page)
        async with self._database.transaction() as tx:
            await tx.visitors.see(site.id, VisitorId(hello.visitor), now)
            await tx.sessions.put(live.session)
            await tx.consents.record(live.session, _consent(hello.consent, page.offset_ms, now))
            await tx.pages.put(page)
        received = await self._ingest.open(page.id, live.session.id)
        by = self._attention.notice_of(live)
        return capture.Welcome(
            session=live.session.id,
            server_time=self._clock.now_ms(),
            cadence_ms=self._attention.cadence_of(page.id),
            rules=_rules(site),
            received=received,
            watched=bool(by),
        )

    def connected(self, page: PageId) -> None:
        """The page has its `welcome`; tell it by name who is looking."""
        live = self._live.of_page(page)
        if live is None:
            return
        self._attention.connected(live, page)
        by = self._attention.notice_of(live)
        if by:
            self._outbox.to_page(page, "watched", capture.Watched(watching=True, by=by))

    def disconnected(self, page: PageId) -> None:
        """The page's connection closed, with or without a last word."""
        live = self._live.of_page(page)
        if live is None or page not in live.pages:
            return
        if live.pages[page].left_at is None:
            self._live.put_page(live, live.pages[page].lost())
        live.connected_at = self._clock.now_ms()

    async def consent(self, page: PageId, body: capture.Consent) -> None:
        """Record what the visitor decided; without `observe` the session ends."""
        live = self._require(page)
        now = self._clock.now_ms()
        async with self._database.transaction() as tx:
            await tx.consents.record(live.session, _consent(body, live.pages[page].offset_ms, now))
        if not body.observe:
            await self.end(live, "stopped")

    async def identify(self, page: PageId, token: str) -> None:
        """The visitor is a customer of the site. Raises `BadToken`; then nothing changes."""
        live = self._require(page)
        now = self._clock.now_ms()
        claims = self._tokens.verify(token, live.site, now)
        async with self._database.transaction() as tx:
            customer = await tx.customers.upsert(
                Customer(
                    id=CustomerId(new_id()),
                    site_id=live.site.id,
                    subject=claims.subject,
                    name=claims.name,
                    tier=claims.tier,
                    first_seen_at=now,
                )
            )
        self._name(live, customer)

    async def sign_out(self, page: PageId) -> None:
        """From here on the session is anonymous again; what was before keeps its name."""
        self._name(self._require(page), None)

    async def stop(self, page: PageId) -> None:
        """The customer ends the session at once, on every page of it."""
        await self.end(self._require(page), "stopped")

    async def end(self, live: LiveSession, reason: str) -> None:
        """End a session: its pages stop, its rows say so, it leaves the wall. Raises `Conflict` if
        it is over."""
        live.session = live.session.end(self._clock.now_ms(), reason)
        self._live.touch(live)
        self._live.tell()
        for page in live.pages:
            self._outbox.to_page(page, "end", capture.End(reason=reason))  # type: ignore[arg-type]  # one of its words
            self._ingest.close(page)
            self._attention.forget(page)
        self._live.remove(live)
        async with self._database.transaction() as tx:
            await tx.sessions.put(live.session)
            for kept in live.pages.values():
                await tx.pages.put(kept)

    async def end_over(self) -> None:
        """End the sessions that are over: of a removed site, or silent for too long."""
        now = self._clock.now_ms()
        for live in tuple(self._live):
            if self._sites.by_id(live.site.id) is None:
                await self.end(live, "site_removed")
            elif live.session.silent_for(now) >= self._idle_end_ms and not live.connected:
                await self.end(live, "idle")

    def admitted(self, hello: capture.Hello, origin: str | None) -> bool:
        """Tell whether this page of this visitor has arrived, after the same checks as on
        arrival. One that is arriving, or was here before this process began, has not."""
        site = self._admit(hello, origin)
        live = self._live.of_page(PageId(hello.page))
        return (
            live is not None
            and self._ingest.is_open(PageId(hello.page))
            and (live.session.site_id, live.session.visitor_id) == (site.id, hello.visitor)
        )

    def _admit(self, hello: capture.Hello, origin: str | None) -> Site:
        if hello.protocol != PROTOCOL:
            raise Unsupported(f"this server speaks protocol {PROTOCOL}")
        site = self._sites.by_key(hello.site)
        if not site.allows(origin):
            raise OriginNotAllowed("this origin is not on the site's list")
        if not hello.consent.observe:
            raise ConsentRequired("the visitor has not agreed to be observed")
        return site

    def _session_for(self, hello: capture.Hello, site: Site, now: int) -> LiveSession:
        visitor = VisitorId(hello.visitor)
        of_page = self._live.of_page(PageId(hello.page))
        if of_page is not None and (of_page.session.site_id, of_page.session.visitor_id) != (
            site.id,
            visitor,
        ):
            raise Conflict("this page id belongs to another visitor")
        live = of_page or self._live.of_visitor(site.id, visitor)
        if live is not None:
            live.session = live.session.seen(now)
            return live
        if len(self._live) >= SESSIONS_LIVE:
            raise Busy("too many sessions are live")
        session = Session(
            SessionId(new_id()),
            site.id,
            visitor,
            started_at=now,
            last_seen_at=now,
            last_activity_at=now,
        )
        live = LiveSession(session, site)
        self._live.add(live)
        return live

    def _page_for(self, hello: capture.Hello, live: LiveSession, now: int) -> Page:
        offset = now - hello.sent_at
        known = live.pages.get(PageId(hello.page))
        if known is not None:
            back = known.came_back(offset, now)
            return back.went(hello.url, hello.title, now).shown(hello.visible, hello.focused)
        return Page(
            id=PageId(hello.page),
            session_id=live.session.id,
            url=hello.url,
            title=hello.title,
            opened_at=now,
            last_activity_at=now,
            offset_ms=offset,
            width=hello.width,
            height=hello.height,
            visible=hello.visible,
            focused=hello.focused,
        )

    def _require(self, page: PageId) -> LiveSession:
        live = self._live.of_page(page)
        if live is None:
            raise NotFound("the session of this page is over")
        return live

    def _name(self, live: LiveSession, customer: Customer | None) -> None:
        live.customer = customer
        live.session = live.session.identified(customer.id if customer else None)
        self._live.touch(live)


def _consent(body: capture.Consent, offset_ms: int, now: int) -> Consent:
    at = min(max(body.at + offset_ms, now - PAST_MS), now)
    return Consent(ConsentMode(body.mode), body.observe, body.record, body.review, at, body.wording)


def _rules(site: Site) -> capture.Rules:
    rules = site.rules
    return capture.Rules(
        mask=list(rules.mask),
        unmask=list(rules.unmask),
        block=list(rules.block),
        ignore=list(rules.ignore),
        url_keys=list(rules.url_keys),
        notice=rules.notice,
    )
