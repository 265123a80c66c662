"""Pages of sessions: one row per document."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from cobrowse.domain.ids import PageId, SessionId
from cobrowse.domain.session import Page
from cobrowse.store.models import PageRow
from cobrowse.store.upsert import upsert

MOST: Final = 200
"""Pages of one session that are returned at once, unless somebody asks for more: the latest."""


class Pages:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def put(self, page: Page) -> None:
        """Write a page, new or changed. Raises `Conflict` when its session was never put."""
        values = asdict(page)
        key = ("id", "session_id")
        await upsert(
            self._session, PageRow, values, key=key, change=values.keys() - {*key, "opened_at"}
        )

    async def at(self, session: SessionId, page: PageId) -> Page | None:
        """A page as it was in this session; one page may be part of several."""
        row = await self._session.scalar(
            select(PageRow).where(PageRow.session_id == session, PageRow.id == page)
        )
        return page_of(row) if row else None

    async def of_session(self, session: SessionId, most: int = MOST) -> list[Page]:
        """The latest pages of a session, oldest first."""
        rows = await self._session.scalars(
            select(PageRow)
            .where(PageRow.session_id == session)
            .order_by(PageRow.opened_at.desc(), PageRow.id.desc())
            .limit(most)
        )
        return [page_of(row) for row in reversed(rows.all())]

    async def last_of(self, sessions: Sequence[SessionId]) -> dict[SessionId, Page]:
        """The page that each of at most 200 sessions ended on; those without any are left out."""
        rank = (
            func.row_number()
            .over(
                partition_by=PageRow.session_id,
                order_by=(PageRow.last_activity_at.desc(), PageRow.opened_at.desc(), PageRow.id),
            )
            .label("rank")
        )
        ranked = (
            select(PageRow.id, PageRow.session_id, rank)
            .where(PageRow.session_id.in_(sessions[:MOST]))
            .subquery()
        )
        rows = await self._session.scalars(
            select(PageRow)
            .join(
                ranked,
                (PageRow.id == ranked.c.id) & (PageRow.session_id == ranked.c.session_id),
            )
            .where(ranked.c.rank == 1)
        )
        return {row.session_id: page_of(row) for row in rows}


def page_of(row: PageRow) -> Page:
    return Page(
        id=row.id,
        session_id=row.session_id,
        url=row.url,
        title=row.title,
        opened_at=row.opened_at,
        last_activity_at=row.last_activity_at,
        offset_ms=row.offset_ms,
        width=row.width,
        height=row.height,
        visible=row.visible,
        focused=row.focused,
        connected=row.connected,
        paused=row.paused,
        left_at=row.left_at,
        doing=row.doing,
        doing_at=row.doing_at,
    )
