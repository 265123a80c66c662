"""Browsers that have been seen on a site, and which customer each turned out to be."""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from cobrowse.domain.ids import CustomerId, SiteId, VisitorId
from cobrowse.store.models import VisitorRow
from cobrowse.store.upsert import upsert


class Visitors:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def see(self, site: SiteId, visitor: VisitorId, at: int) -> None:
        """Note that this browser is here. Comes before the first session of it is put."""
        await upsert(
            self._session,
            VisitorRow,
            {"site_id": site, "id": visitor, "first_seen_at": at, "last_seen_at": at},
            key=("site_id", "id"),
            change=("last_seen_at",),
        )

    async def customer_of(self, site: SiteId, visitor: VisitorId) -> CustomerId | None:
        """Who this browser was last known to be."""
        return await self._session.scalar(
            select(VisitorRow.customer_id).where(
                VisitorRow.site_id == site, VisitorRow.id == visitor
            )
        )

    async def remember_customer(
        self, site: SiteId, visitor: VisitorId, customer: CustomerId | None
    ) -> None:
        """Keep who this browser is; `None` after the customer signed out."""
        await self._session.execute(
            update(VisitorRow)
            .where(VisitorRow.site_id == site, VisitorRow.id == visitor)
            .values(customer_id=customer)
        )
