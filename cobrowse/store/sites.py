"""Sites: few, read often, changed rarely."""

from typing import Final

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from cobrowse.domain.errors import NotFound
from cobrowse.domain.ids import SiteId, SiteKey
from cobrowse.domain.site import Site
from cobrowse.store.models import SiteRow, VersionRow

MOST: Final = 1_000
"""Sites of one installation. A server keeps them all in memory."""

_VERSION: Final = "sites"


class Sites:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def by_key(self, key: SiteKey, *, removed: bool = False) -> Site | None:
        """With `removed`, a removed site is found too."""
        question = select(SiteRow).where(SiteRow.key == key)
        if not removed:
            question = question.where(SiteRow.removed_at.is_(None))
        row = await self._session.scalar(question)
        return _site(row) if row else None

    async def by_id(self, site: SiteId) -> Site | None:
        """Removed sites are found too: what was recorded on them keeps their name."""
        row = await self._session.get(SiteRow, site)
        return _site(row) if row else None

    async def all(self) -> list[Site]:
        """Every site that is not removed, oldest first."""
        rows = await self._session.scalars(
            select(SiteRow)
            .where(SiteRow.removed_at.is_(None))
            .order_by(SiteRow.created_at, SiteRow.id)
            .limit(MOST)
        )
        return [_site(row) for row in rows]

    async def version(self) -> int:
        """A number that rises with every change to any site; cheap enough to ask every second."""
        number = await self._session.scalar(
            select(VersionRow.number).where(VersionRow.name == _VERSION)
        )
        return number or 0

    async def add(self, site: Site) -> None:
        """Raises `Conflict` when the id or key is taken."""
        await self._session.execute(
            insert(SiteRow).values(
                id=site.id,
                key=site.key,
                name=site.name,
                origins=site.origins,
                asset_origins=site.asset_origins,
                secret=site.secret,
                rules=site.rules,
                created_at=site.created_at,
            )
        )
        await self._changed()

    async def remove(self, site: SiteId, at: int) -> None:
        """From now on its key is unknown. Raises `NotFound` when there is no such site."""
        found = await self._session.scalar(
            update(SiteRow)
            .where(SiteRow.id == site, SiteRow.removed_at.is_(None))
            .values(removed_at=at)
            .returning(SiteRow.id)
        )
        if found is None:
            raise NotFound("there is no such site")
        await self._changed()

    async def _changed(self) -> None:
        await self._session.execute(
            update(VersionRow)
            .where(VersionRow.name == _VERSION)
            .values(number=VersionRow.number + 1)
        )


def _site(row: SiteRow) -> Site:
    return Site(
        id=row.id,
        key=row.key,
        name=row.name,
        origins=row.origins,
        secret=row.secret,
        created_at=row.created_at,
        asset_origins=row.asset_origins,
        rules=row.rules,
    )
