"""Sessions: visits, live and ended."""

from dataclasses import asdict
from typing import Final, Literal

from sqlalchemy import bindparam, delete, func, select, tuple_, union_all, update
from sqlalchemy.ext.asyncio import AsyncSession

from cobrowse.domain.ids import PageId, SessionId
from cobrowse.domain.session import Page, Session
from cobrowse.store.models import PageRow, SessionRow, TombstoneRow
from cobrowse.store.pages import page_of
from cobrowse.store.upsert import upsert

MOST_LIVE: Final = 20_000
"""Live sessions that a starting server takes over, the latest first."""

MOST_LISTED: Final = 200

_STOPS: Final = union_all(
    select(SessionRow.ended_at.label("at"))
    .join(PageRow, PageRow.session_id == SessionRow.id)
    .where(PageRow.id == bindparam("page"), SessionRow.end_reason == "stopped"),
    select(TombstoneRow.erased_at).where(TombstoneRow.id == bindparam("page")),
).subquery()
_STOPPED_AT: Final = select(func.max(_STOPS.c.at))
"""Asked at each arrival, and so made once."""

Place = tuple[int, SessionId]
"""(started_at, id): where a session stands in the list, newest first."""


class Sessions:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def by_id(self, session: SessionId) -> Session | None:
        row = await self._session.get(SessionRow, session)
        return _session(row) if row else None

    async def expired_at(self, session: SessionId) -> int | None:
        """When the recording of a session was removed for its age or for room."""
        at: int | None = await self._session.scalar(
            select(SessionRow.expired_at).where(SessionRow.id == session)
        )
        return at

    async def put(self, session: Session) -> None:
        """Write a session, new or changed. Raises `Conflict` for a visitor that was never seen."""
        values = asdict(session)
        await upsert(
            self._session,
            SessionRow,
            values,
            key=("id",),
            change=values.keys() - {"id", "site_id", "visitor_id", "started_at"},
        )

    async def stopped_at(self, page: PageId) -> int | None:
        """When the customer last stopped a session that this page was part of, or had it erased."""
        connection = await self._session.connection()
        at: int | None = await connection.scalar(_STOPPED_AT, {"page": page})
        return at

    async def ended_before(self, at: int, limit: int) -> list[SessionId]:
        """Sessions that ended before a time and whose recording has not expired, those first that
        ended first."""
        return list(
            await self._session.scalars(
                select(SessionRow.id)
                .where(SessionRow.expired_at.is_(None), SessionRow.ended_at < at)
                .order_by(SessionRow.ended_at)
                .limit(limit)
            )
        )

    async def expire(self, session: SessionId, at: int) -> None:
        """Note that the recording of a session is removed, and with it where it went: its pages'
        rows. That it was, and what was agreed, stays."""
        await self._session.execute(
            update(SessionRow).where(SessionRow.id == session).values(expired_at=at)
        )
        await self._session.execute(delete(PageRow).where(PageRow.session_id == session))

    async def live_with_pages(self) -> list[tuple[Session, list[Page]]]:
        """Every live session with its pages that are not left, latest first.

        For a server that starts and takes over.
        """
        live = (
            select(SessionRow)
            .where(SessionRow.ended_at.is_(None))
            .order_by(SessionRow.started_at.desc(), SessionRow.id)
            .limit(MOST_LIVE)
        )
        sessions = [_session(row) for row in await self._session.scalars(live)]
        pages: dict[SessionId, list[Page]] = {session.id: [] for session in sessions}
        rows = await self._session.scalars(
            select(PageRow)
            .where(
                PageRow.session_id.in_(live.with_only_columns(SessionRow.id)),
                PageRow.left_at.is_(None),
            )
            .order_by(PageRow.opened_at, PageRow.id)
            .limit(MOST_LIVE * 4)
        )
        for row in rows:
            pages[row.session_id].append(page_of(row))
        return [(session, pages[session.id]) for session in sessions]

    async def listing(
        self, state: Literal["live", "ended"], before: Place | None, limit: int
    ) -> list[Session]:
        """One piece of the list, newest first, from behind `before`; at most 200."""
        over = SessionRow.ended_at.is_(None)
        question = (
            select(SessionRow)
            .where(over if state == "live" else ~over)
            .order_by(SessionRow.started_at.desc(), SessionRow.id.desc())
            .limit(min(limit, MOST_LISTED))
        )
        if before is not None:
            place = tuple_(SessionRow.started_at, SessionRow.id)
            question = question.where(place < tuple_(*before))
        return [_session(row) for row in await self._session.scalars(question)]


def _session(row: SessionRow) -> Session:
    return Session(
        id=row.id,
        site_id=row.site_id,
        visitor_id=row.visitor_id,
        started_at=row.started_at,
        last_seen_at=row.last_seen_at,
        last_activity_at=row.last_activity_at,
        customer_id=row.customer_id,
        ended_at=row.ended_at,
        end_reason=row.end_reason,
    )
