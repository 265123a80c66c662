"""What was asked to be erased, and the rows that it concerns."""

from collections.abc import Collection
from dataclasses import asdict, replace
from typing import Final

from sqlalchemy import CursorResult, Delete, delete, exists, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql import ColumnElement

from cobrowse.domain.erasure import Erased, Erasure, ErasureKind, hashed_subject
from cobrowse.domain.ids import CustomerId, PageId, SessionId, SiteId, VisitorId
from cobrowse.store.models import (
    ConsentRow,
    CustomerRow,
    ErasureRow,
    NamedSessionRow,
    PageRow,
    SessionRow,
    TombstoneRow,
    VisitorRow,
)
from cobrowse.store.upsert import upsert

AT_ONCE: Final = 500
MOST: Final = 10_000
"""Sessions of one wish that are returned at once."""


class Erasures:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def ask(self, erasure: Erasure) -> Erasure:
        """Write a wish down; return it with its id."""
        row = await self._session.scalar(
            insert(ErasureRow)
            .values(
                kind=erasure.kind,
                site_id=erasure.site_id,
                subject=erasure.subject,
                asked_at=erasure.asked_at,
            )
            .returning(ErasureRow.id)
        )
        assert row is not None
        return replace(erasure, id=row)

    async def by_id(self, id: int) -> Erasure | None:
        row = await self._session.get(ErasureRow, id)
        return _erasure(row) if row else None

    async def open(self) -> list[Erasure]:
        """The first 500 wishes that are not carried out, oldest first."""
        rows = await self._session.scalars(
            select(ErasureRow)
            .where(ErasureRow.done_at.is_(None))
            .order_by(ErasureRow.id)
            .limit(AT_ONCE)
        )
        return [_erasure(row) for row in rows]

    async def note(self, erasure: Erasure) -> None:
        """Note what carrying out a wish has come to so far, and when it was done."""
        await self._session.execute(
            update(ErasureRow)
            .where(ErasureRow.id == erasure.id)
            .values(done_at=erasure.done_at, erased=asdict(erasure.erased))
        )

    async def sessions_of(self, erasure: Erasure) -> list[SessionId]:
        """Sessions that a wish concerns: ten thousand, ask again until there are none.

        Those of a customer are those that bore the name, and the ones of the same browsers that
        bore none. These come first: as long as not all are gone, all that are left can be found.
        """
        if erasure.kind is ErasureKind.SESSION:
            return await self._ids(SessionRow.id == erasure.subject)
        earlier = (SessionRow.site_id == erasure.site_id) & (
            SessionRow.started_at <= erasure.asked_at
        )
        if erasure.kind is ErasureKind.VISITOR:
            return await self._ids(earlier & (SessionRow.visitor_id == erasure.subject))
        customer = await self._customer(erasure)
        if customer is None:
            return []
        named = select(NamedSessionRow.session_id).where(NamedSessionRow.customer_id == customer)
        browsers = select(SessionRow.visitor_id).where(earlier, SessionRow.id.in_(named))
        nameless = ~exists().where(NamedSessionRow.session_id == SessionRow.id)
        without_name = await self._ids(earlier & SessionRow.visitor_id.in_(browsers) & nameless)
        if len(without_name) == MOST:
            return without_name
        return [*without_name, *await self._ids(earlier & SessionRow.id.in_(named))]

    async def pages_of(self, session: SessionId) -> list[PageId]:
        """Every page of a session."""
        return list(
            await self._session.scalars(select(PageRow.id).where(PageRow.session_id == session))
        )

    async def remove_session(self, session: SessionId) -> Erased:
        """Remove the rows of a session whose segments are removed, and of its visitor if it was the
        only one."""
        row = await self._session.get(SessionRow, session)
        if row is None:
            return Erased()
        site, visitor = row.site_id, row.visitor_id
        pages = await self._delete(delete(PageRow).where(PageRow.session_id == session))
        await self._delete(delete(ConsentRow).where(ConsentRow.session_id == session))
        await self._delete(delete(NamedSessionRow).where(NamedSessionRow.session_id == session))
        await self._delete(delete(SessionRow).where(SessionRow.id == session))
        visitors = await self._remove_visitor(site, visitor)
        return Erased(sessions=1, pages=pages, visitors=visitors)

    async def remove_customer(self, erasure: Erasure) -> int:
        """Remove the row of the customer that a wish names, unless later sessions are of the same
        one; return how many."""
        if erasure.kind is not ErasureKind.CUSTOMER:
            return 0
        customer = await self._customer(erasure)
        if customer is None:
            return 0
        return await self._delete(
            delete(CustomerRow).where(
                CustomerRow.id == customer,
                ~exists().where(SessionRow.customer_id == CustomerRow.id),
                ~exists().where(NamedSessionRow.customer_id == CustomerRow.id),
            )
        )

    async def bury(self, ids: Collection[str], at: int) -> None:
        """Refuse from now on whatever still comes of these sessions and pages."""
        for id in ids:
            await upsert(
                self._session,
                TombstoneRow,
                {"id": id, "erased_at": at},
                key=("id",),
                change=("erased_at",),
            )

    async def is_buried(self, id: str) -> bool:
        """Tell whether a session or page has been erased, as far back as that is known."""
        return await self._session.get(TombstoneRow, id) is not None

    async def risen(self, since: int) -> list[SessionId]:
        """Sessions that have rows although they were erased since a time: something that was under
        way has written them anew."""
        return list(
            await self._session.scalars(
                select(SessionRow.id)
                .join(TombstoneRow, TombstoneRow.id == SessionRow.id)
                .where(TombstoneRow.erased_at >= since)
                .limit(AT_ONCE)
            )
        )

    async def purge_tombstones(self, before: int) -> None:
        """Forget the ids of what was erased before a time: nothing comes of it any more."""
        await self._session.execute(delete(TombstoneRow).where(TombstoneRow.erased_at < before))

    async def _customer(self, erasure: Erasure) -> CustomerId | None:
        """The customer that a wish names by a hash: every one of the site is tried."""
        customers = await self._session.stream(
            select(CustomerRow.id, CustomerRow.subject).where(
                CustomerRow.site_id == erasure.site_id
            )
        )
        async for id, subject in customers:
            if hashed_subject(erasure.site_id, subject) == erasure.subject:
                return id
        return None

    async def _ids(self, which: ColumnElement[bool]) -> list[SessionId]:
        ids = select(SessionRow.id).where(which).order_by(SessionRow.started_at, SessionRow.id)
        return list(await self._session.scalars(ids.limit(MOST)))

    async def _remove_visitor(self, site: SiteId, visitor: VisitorId) -> int:
        of_visitor = (SessionRow.site_id == site) & (SessionRow.visitor_id == visitor)
        return await self._delete(
            delete(VisitorRow).where(
                VisitorRow.site_id == site, VisitorRow.id == visitor, ~exists().where(of_visitor)
            )
        )

    async def _delete(self, statement: Delete) -> int:
        """Return how many rows that was."""
        result = await self._session.execute(statement)
        assert isinstance(result, CursorResult)
        return result.rowcount


def _erasure(row: ErasureRow) -> Erasure:
    return Erasure(
        id=row.id,
        kind=row.kind,
        site_id=row.site_id,
        subject=row.subject,
        asked_at=row.asked_at,
        done_at=row.done_at,
        erased=Erased(**(row.erased or {})),
    )
