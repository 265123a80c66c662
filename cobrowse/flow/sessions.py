"""Questions about sessions, live or over, for lists and pages of the console."""

import re
from typing import Final, Literal

from cobrowse.domain.clock import Clock
from cobrowse.domain.errors import Invalid, NotFound
from cobrowse.domain.ids import SessionId
from cobrowse.domain.session import Page, Session
from cobrowse.domain.visitor import Customer, label_of
from cobrowse.flow.live import LiveSessions, customer_ref, page_ref
from cobrowse.flow.sites import Sites
from cobrowse.store.database import Database
from cobrowse.store.transaction import Transaction
from cobrowse.wire import api

PER_LIST: Final = 50
PAGES_SHOWN: Final = 200

_CURSOR: Final = re.compile(r"([0-9]{1,15})\.([A-Za-z0-9_-]{12,32})")


class SessionQuestions:
    """Live sessions are described from memory, ended ones from their rows."""

    def __init__(self, database: Database, live: LiveSessions, sites: Sites, clock: Clock) -> None:
        self._database = database
        self._live = live
        self._sites = sites
        self._clock = clock

    async def listing(self, state: Literal["live", "ended"], cursor: str | None) -> api.SessionList:
        """Return one piece of the list, newest first.

        Raises `Invalid` for a cursor that is none of ours.
        """
        before = _read_cursor(cursor)
        async with self._database.reading() as tx:
            rows = await tx.sessions.listing(state, before, PER_LIST + 1)
            items = await self._describe(tx, rows[:PER_LIST])
        more = len(rows) > PER_LIST
        return api.SessionList(items=items, next=_cursor(rows[PER_LIST - 1]) if more else None)

    async def one(self, session: SessionId) -> api.Session:
        """Return one session. Raises `NotFound`."""
        async with self._database.reading() as tx:
            return await self._one(tx, session)

    async def detail(self, session: SessionId) -> api.SessionDetail:
        """Return one session with its pages. Raises `NotFound`."""
        async with self._database.reading() as tx:
            described = await self._one(tx, session)
            pages = await tx.pages.of_session(session)
        live = self._live.get(session)
        now = self._live.describe_pages(live) if live else []
        known = {page.id for page in now}
        past = self._past_pages([page for page in pages if page.id not in known])
        return api.SessionDetail(session=described, pages=[*past, *now][-PAGES_SHOWN:])

    async def _one(self, tx: Transaction, session: SessionId) -> api.Session:
        row = await tx.sessions.by_id(session)
        if row is None:
            raise NotFound("no such session")
        (described,) = await self._describe(tx, [row])
        return described

    async def _describe(self, tx: Transaction, rows: list[Session]) -> list[api.Session]:
        """Describe sessions: two questions for all of them, not two for each."""
        over = [row for row in rows if self._live.get(row.id) is None]
        customers = await tx.customers.by_ids({row.customer_id for row in over if row.customer_id})
        last_pages = await tx.pages.last_of([row.id for row in over])
        described = []
        for row in rows:
            live = self._live.get(row.id)
            if live is not None:
                described.append(self._live.describe(live))
            else:
                customer = customers.get(row.customer_id) if row.customer_id else None
                described.append(self._past(row, customer, last_pages.get(row.id)))
        return described

    def _past(self, session: Session, customer: Customer | None, last: Page | None) -> api.Session:
        site = self._sites.by_id(session.site_id)
        return api.Session(
            id=session.id,
            state="live" if session.live else "ended",
            condition="disconnected" if session.live else "ended",
            doing="viewing",
            site=api.SiteRef(key=site.key if site else "", name=site.name if site else ""),
            visitor=api.VisitorRef(id=session.visitor_id, label=label_of(session.visitor_id)),
            customer=customer_ref(customer),
            page=page_ref(last, self._clock.now_ms(), in_use=False) if last else None,
            pages=0,
            started_at=session.started_at,
            last_activity_at=session.last_activity_at,
            last_seen_at=session.last_seen_at,
            ended_at=session.ended_at,
            trouble=api.Trouble(),
        )

    def _past_pages(self, pages: list[Page]) -> list[api.PageRef]:
        now = self._clock.now_ms()
        return [page_ref(page, now, in_use=False) for page in pages]


def _cursor(session: Session) -> str:
    return f"{session.started_at}.{session.id}"


def _read_cursor(cursor: str | None) -> tuple[int, SessionId] | None:
    if cursor is None:
        return None
    parts = _CURSOR.fullmatch(cursor)
    if parts is None:
        raise Invalid("the cursor is not one of this list")
    return int(parts[1]), SessionId(parts[2])
