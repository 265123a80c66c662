"""The visits that are happening now, in memory, as people see them.

The truth about content is in the journal; this is the truth about presence. Changes are gathered
and told to listeners a few times a second, so that a storm of facts costs one message per session.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from cobrowse.domain.clock import Clock
from cobrowse.domain.consent import Consent
from cobrowse.domain.ids import PageId, SessionId, SiteId, VisitorId, WatcherId
from cobrowse.domain.session import Condition, Doing, Page, Session, page_in_use
from cobrowse.domain.site import Site
from cobrowse.domain.visitor import Customer, label_of
from cobrowse.wire import api

PAGES_KEPT: Final = 50
"""Pages of one session held in memory; older ones that are not connected are read from the
store."""


DECISIONS_KEPT: Final = 16
"""Of those that no row says yet: the latest is what counts."""


@dataclass(slots=True)
class LiveSession:
    """One visit with its pages, who it is, and who looks at it."""

    session: Session
    site: Site
    customer: Customer | None = None
    pages: dict[PageId, Page] = field(default_factory=dict)
    watchers: dict[WatcherId, str] = field(default_factory=dict)
    connected_at: int = 0
    """When a page of it last arrived or was connected: bridges the moment between two documents."""
    said_at: dict[PageId, int] = field(default_factory=dict)
    """When each page last said hello, on its own clock: a fact from before says less."""
    told: tuple[Condition, Doing] | None = None
    decided: deque[Consent] = field(default_factory=lambda: deque(maxlen=DECISIONS_KEPT))
    """What the visitor decided and no row says yet."""

    @property
    def in_use(self) -> Page | None:
        return page_in_use(self.pages.values())

    @property
    def connected(self) -> bool:
        return any(page.connected for page in self.pages.values())

    def latest(self) -> Page | None:
        """Return the page to show: the one in use, else the last one that was left."""
        return self.in_use or max(
            self.pages.values(), key=lambda page: page.left_at or 0, default=None
        )

    def spare(self) -> Page | None:
        """Return the page to forget first: the oldest that was left, else the oldest whose
        connection was lost. A connected one must still hear of the session's end."""
        return min(
            (page for page in self.pages.values() if not page.connected),
            key=lambda page: (page.left_at is None, page.opened_at),
            default=None,
        )

    def condition(self, now: int, lost_ms: int) -> Condition:
        if not self.session.live:
            return Condition.ENDED
        page = self.latest()
        if page is None:
            return Condition.DISCONNECTED
        condition = page.condition(now)
        between_pages = (
            condition in {Condition.LEFT, Condition.DISCONNECTED}
            and now - self.connected_at < lost_ms
        )
        return Condition.LIVE if between_pages else condition


class LiveSessions:
    """The registry of live visits. Everything here is synchronous and owned by the event loop."""

    def __init__(self, clock: Clock, *, lost_ms: int) -> None:
        self._clock = clock
        self._lost_ms = lost_ms
        self._sessions: dict[SessionId, LiveSession] = {}
        self._by_visitor: dict[tuple[SiteId, VisitorId], SessionId] = {}
        self._by_page: dict[PageId, SessionId] = {}
        self._by_site: Counter[SiteId] = Counter()
        self._changed: dict[SessionId, LiveSession] = {}
        self._unsaved: dict[SessionId, LiveSession] = {}
        self._restless: dict[SessionId, LiveSession] = {}
        self._listeners: list[Callable[[LiveSession], None]] = []

    def listen(self, listener: Callable[[LiveSession], None]) -> None:
        """Call `listener` with each session that changed, at the next `tell`."""
        self._listeners.append(listener)

    def __iter__(self) -> Iterator[LiveSession]:
        return iter(self._sessions.values())

    def __len__(self) -> int:
        return len(self._sessions)

    def get(self, session: SessionId) -> LiveSession | None:
        return self._sessions.get(session)

    def of_page(self, page: PageId) -> LiveSession | None:
        session = self._by_page.get(page)
        return None if session is None else self._sessions.get(session)

    def of_visitor(self, site: SiteId, visitor: VisitorId) -> LiveSession | None:
        session = self._by_visitor.get((site, visitor))
        return None if session is None else self._sessions.get(session)

    def of_site(self, site: SiteId) -> int:
        """Return how many live sessions a site has."""
        return self._by_site[site]

    def add(self, live: LiveSession) -> None:
        session = live.session
        self._sessions[session.id] = live
        self._by_site[session.site_id] += 1
        self._by_visitor[session.site_id, session.visitor_id] = session.id
        for page in live.pages:
            self._by_page[page] = session.id
        self.touch(live)

    def put_page(self, live: LiveSession, page: Page) -> None:
        """Note the new state of a page."""
        live.pages[page.id] = page
        self._by_page[page.id] = live.session.id
        if page.connected:
            live.connected_at = self._clock.now_ms()
        self.touch(live)

    def forget_page(self, live: LiveSession, page: PageId) -> None:
        """Hold a page no longer; its row stays."""
        del live.pages[page]
        live.said_at.pop(page, None)
        del self._by_page[page]

    def touch(self, live: LiveSession) -> None:
        """Mark a session as changed, to be told and saved."""
        for marked in (self._changed, self._unsaved, self._restless):
            marked[live.session.id] = live

    def remove(self, live: LiveSession) -> None:
        """A session has ended: nobody finds it here any more. It is still told and saved, once."""
        self.touch(live)
        session = live.session
        del self._sessions[session.id]
        self._by_site[session.site_id] -= 1
        if self._by_visitor.get((session.site_id, session.visitor_id)) == session.id:
            del self._by_visitor[session.site_id, session.visitor_id]
        for page in live.pages:
            self._by_page.pop(page, None)
        del self._restless[session.id]

    def tell(self) -> None:
        """Tell the listeners what has changed, by a fact or by the passing of time."""
        now = self._clock.now_ms()
        for session, live in tuple(self._restless.items()):
            looks = (live.condition(now, self._lost_ms), self._doing(live, now))
            if looks != live.told:
                live.told = looks
                self._changed[session] = live
            elif (
                looks[0] not in {Condition.LIVE, Condition.PAUSED}
                and now - live.connected_at > self._lost_ms
            ):
                del self._restless[session]
        changed, self._changed = self._changed, {}
        for live in changed.values():
            for listener in self._listeners:
                listener(live)

    @property
    def unsaved(self) -> int:
        """How many sessions' rows are behind."""
        return len(self._unsaved)

    def take_unsaved(self, limit: int) -> list[LiveSession]:
        """Return up to `limit` sessions whose rows are behind, and consider them saved."""
        first = tuple(islice(self._unsaved, limit))
        return [self._unsaved.pop(session) for session in first]

    def not_saved(self, lives: Iterable[LiveSession]) -> None:
        """Take back what `take_unsaved` considered: saving failed."""
        self._unsaved.update({live.session.id: live for live in lives})

    def consider_saved(self, live: LiveSession) -> None:
        """Its rows are brought up to date now, or are to go."""
        self._unsaved.pop(live.session.id, None)

    def describe(self, live: LiveSession) -> api.Session:
        """Return the session as lists, the wall and watchers show it."""
        now = self._clock.now_ms()
        session, page = live.session, live.latest()
        return api.Session(
            id=session.id,
            state="live" if session.live else "ended",
            condition=live.condition(now, self._lost_ms).value,
            doing=self._doing(live, now).value,
            site=api.SiteRef(key=live.site.key, name=live.site.name),
            visitor=api.VisitorRef(id=session.visitor_id, label=label_of(session.visitor_id)),
            customer=customer_ref(live.customer),
            page=None if page is None else page_ref(page, now, in_use=page is live.in_use),
            pages=sum(page.left_at is None for page in live.pages.values()),
            started_at=session.started_at,
            last_activity_at=session.last_activity_at,
            last_seen_at=session.last_seen_at,
            ended_at=session.ended_at,
            watchers=sorted(set(live.watchers.values())),
            trouble=api.Trouble(),
        )

    def describe_pages(self, live: LiveSession) -> list[api.PageRef]:
        """Return the pages of a session in the order in which they were opened."""
        now, in_use = self._clock.now_ms(), live.in_use
        pages = sorted(live.pages.values(), key=lambda page: page.opened_at)
        return [page_ref(page, now, in_use=page is in_use) for page in pages]

    def _doing(self, live: LiveSession, now: int) -> Doing:
        page = live.in_use
        return Doing.VIEWING if page is None else page.doing_now(now)


def customer_ref(customer: Customer | None) -> api.CustomerRef | None:
    if customer is None:
        return None
    return api.CustomerRef(id=customer.id, name=customer.name, tier=customer.tier)


def page_ref(page: Page, now: int, *, in_use: bool) -> api.PageRef:
    return api.PageRef(
        id=page.id,
        url=page.url,
        title=page.title,
        condition=page.condition(now).value,
        opened_at=page.opened_at,
        in_use=in_use,
        width=page.width,
        height=page.height,
    )
