"""A page arrives, says who it is, and leaves: which session it belongs to."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
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
from cobrowse.domain.session import Page, Session, corrected
from cobrowse.domain.site import Site
from cobrowse.domain.visitor import Customer
from cobrowse.flow.attention import Attention
from cobrowse.flow.ingest import Ingest
from cobrowse.flow.lifetimes import Lifetimes
from cobrowse.flow.live import PAGES_KEPT, LiveSession, LiveSessions
from cobrowse.flow.ports import IdentityTokens, Outbox
from cobrowse.flow.sites import Sites
from cobrowse.store.database import Database
from cobrowse.wire import capture
from cobrowse.wire.base import PROTOCOL

FULL_MS: Final = 30_000
"""When a page may ask again that would have begun a session beyond the bounds."""


@dataclass(frozen=True, slots=True)
class Capacity:
    """Up to where new sessions begin. Those who are here stay, whatever the bounds say."""

    sessions: int
    sessions_per_site: int
    is_full: Callable[[], bool]
    """Whether the journal or the disk could not take what another session brings."""


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
        lifetimes: Lifetimes,
        tokens: IdentityTokens,
        outbox: Outbox,
        clock: Clock,
        capacity: Capacity,
    ) -> None:
        self._database = database
        self._sites = sites
        self._live = live
        self._ingest = ingest
        self._attention = attention
        self._lifetimes = lifetimes
        self._tokens = tokens
        self._outbox = outbox
        self._clock = clock
        self._capacity = capacity
        # Two pages of one visitor that arrive together must find the same session. Rows have one
        # writer anyway, so taking turns costs nothing.
        self._turn = asyncio.Lock()

    async def arrive(
        self, hello: capture.Hello, origin: str | None, *, to_stay: bool = True
    ) -> capture.Welcome:
        """Admit a page: find or begin its session, and say where its stream stands. One that is not
        here to stay brings its last words alone, which do not bring back a page that has left.

        Raises `Unsupported`, `UnknownSite`, `OriginNotAllowed`, `ConsentRequired`, `Conflict` for a
        page id that another visitor uses, and `Busy` when there are too many sessions or pages, or
        the session ended meanwhile. Then nothing of the page is held here.
        """
        site = self._admit(hello, origin)
        page = PageId(hello.page)
        async with self._turn:
            live = await self._enter(hello, site, to_stay)
            received = await self._ingest.open(page, live.session.id)
        if self._live.of_page(page) is not live:
            self._ingest.close(page)
            raise Busy("the session ended as the page arrived")
        by = self._attention.notice_of(live)
        return capture.Welcome(
            session=live.session.id,
            server_time=self._clock.now_ms(),
            cadence_ms=self._attention.cadence_of(page),
            rules=_rules(site),
            received=received,
            watched=bool(by),
        )

    def connected(self, page: PageId) -> None:
        """The page's connection stands and it has its `welcome`; tell it by name who is looking."""
        live = self._live.of_page(page)
        if live is None:
            return
        self._live.put_page(live, live.pages[page].found())
        self._attention.connected(live, page)
        by = self._attention.notice_of(live)
        if by:
            self._outbox.to_page(page, "watched", capture.Watched(watching=True, by=by))

    def disconnected(self, page: PageId, silent_ms: int) -> None:
        """The page's connection closed, so long after the page was last heard."""
        live = self._live.of_page(page)
        if live is None:
            return
        heard_at = self._clock.now_ms() - silent_ms
        live.session = live.session.seen(heard_at)  # who read in silence was here until then
        live.connected_at = max(live.connected_at, heard_at)
        if live.pages[page].left_at is None:
            self._live.put_page(live, live.pages[page].lost())

    async def consent(self, page: PageId, body: capture.Consent) -> None:
        """Record what the visitor decided; without `observe` the session is over at once. While the
        database does not answer, the decision waits for it."""
        live = self._require(page)
        live.decided.append(_consent(body, live.pages[page].offset_ms, self._clock.now_ms()))
        if not body.observe:
            self._lifetimes.end(live, "stopped")
        await self._lifetimes.save_now(live)

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
            await tx.customers.seen_in(live.session.id, customer.id)
        self._name(self._require(page), customer)

    async def sign_out(self, page: PageId) -> None:
        """From here on the session is anonymous again; what was before keeps its name."""
        self._name(self._require(page), None)

    async def stop(self, page: PageId) -> None:
        """The customer ends the session at once, on every page of it."""
        live = self._require(page)
        self._lifetimes.end(live, "stopped")
        await self._lifetimes.save_now(live)

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

    async def _enter(self, hello: capture.Hello, site: Site, to_stay: bool) -> LiveSession:
        """Write the rows of an arrival, then enter it in memory: never the second alone. A page
        that was here has its rows; what has changed follows by `Lifetimes.save`."""
        now = self._clock.now_ms()
        live = self._session_for(hello, site, now)
        page = self._page_for(hello, live, now, to_stay)
        async with self._database.transaction() as tx:
            if page.id not in live.pages:
                stopped_at = await tx.sessions.stopped_at(page.id)
                if stopped_at is not None and hello.consent.at + page.offset_ms <= stopped_at:
                    raise ConsentRequired("the visitor stopped this page's session")
                await tx.visitors.see(site.id, VisitorId(hello.visitor), now)
                await tx.sessions.put(live.session)
                await tx.pages.put(page)
            await tx.consents.record(live.session, _consent(hello.consent, page.offset_ms, now))
        if not live.session.live:
            raise Busy("the session ended as the page arrived")
        if self._live.get(live.session.id) is None:
            self._live.add(live)
        live.connected_at = now
        # Made anew: its facts may have moved it while the rows were written.
        self._live.put_page(live, self._page_for(hello, live, now, to_stay))
        if to_stay:
            live.said_at[page.id] = hello.sent_at
        spare = live.spare()
        if len(live.pages) > PAGES_KEPT and spare is not None:
            self._lifetimes.forget_page(live, spare.id)
        return live

    def _session_for(self, hello: capture.Hello, site: Site, now: int) -> LiveSession:
        if self._lifetimes.is_ending(PageId(hello.page)):
            raise Busy("the session of this page is ending")
        visitor = VisitorId(hello.visitor)
        of_page = self._live.of_page(PageId(hello.page))
        if of_page is not None and (of_page.session.site_id, of_page.session.visitor_id) != (
            site.id,
            visitor,
        ):
            raise Conflict("this page id belongs to another visitor")
        live = of_page or self._live.of_visitor(site.id, visitor)
        if live is not None:
            if of_page is None and len(live.pages) >= PAGES_KEPT and live.spare() is None:
                raise Busy("too many pages of this visit are open")
            live.session = live.session.seen(now)
            return live
        self._require_room(site)
        session = Session(
            SessionId(new_id()),
            site.id,
            visitor,
            started_at=now,
            last_seen_at=now,
            last_activity_at=now,
        )
        return LiveSession(session, site)

    def _require_room(self, site: Site) -> None:
        capacity = self._capacity
        if (
            len(self._live) >= capacity.sessions
            or self._live.of_site(site.id) >= capacity.sessions_per_site
            or capacity.is_full()
        ):
            raise Busy("no new sessions for now", retry_ms=FULL_MS)

    def _page_for(self, hello: capture.Hello, live: LiveSession, now: int, to_stay: bool) -> Page:
        offset = now - hello.sent_at
        known = live.pages.get(PageId(hello.page))
        if known is not None and not to_stay:
            return known
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
            connected=False,
            left_at=None if to_stay else now,
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
    at = corrected(body.at, offset_ms, now)
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
