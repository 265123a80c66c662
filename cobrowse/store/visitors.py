"""Browsers that have been seen on a site, and which customer each turned out to be."""

from sqlalchemy.ext.asyncio import AsyncSession

from cobrowse.domain.ids import SiteId, VisitorId
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
