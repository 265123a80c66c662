"""Pictures, style sheets and fonts that are kept: which address has which content."""

from collections.abc import Collection
from dataclasses import asdict
from typing import Final

from sqlalchemy import Select, delete, func, literal, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from cobrowse.domain.asset import KeptAsset
from cobrowse.domain.ids import SiteId
from cobrowse.store.models import AssetRow
from cobrowse.store.upsert import upsert

AT_ONCE: Final = 500

TOUCHED_MS: Final = 12 * 3600 * 1000
"""Within this time a second use of an asset is not worth a write."""


class Assets:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def by_url(self, site: SiteId, url: str) -> KeptAsset | None:
        row = await self._session.get(AssetRow, (site, url))
        return _asset(row) if row else None

    async def put(self, asset: KeptAsset) -> None:
        """Keep what this address shows now; the content it had before stays in the object store."""
        await upsert(
            self._session,
            AssetRow,
            {**asdict(asset), "used_at": asset.kept_at},
            key=("site_id", "url"),
            change=("sha256", "content_type", "size", "kept_at", "used_at"),
        )

    async def touch(self, site: SiteId, urls: Collection[str], at: int) -> list[KeptAsset]:
        """Note that pages show at most 500 addresses of a site. Returns those of which that was not
        known of the last half day."""
        if len(urls) > AT_ONCE:
            raise ValueError(f"at most {AT_ONCE} addresses at once")
        rows = await self._session.scalars(
            update(AssetRow)
            .where(
                AssetRow.site_id == site,
                AssetRow.url.in_(urls),
                AssetRow.used_at < at - TOUCHED_MS,
            )
            .values(used_at=at)
            .returning(AssetRow)
        )
        return [_asset(row) for row in rows]

    async def remove_unused(self, before: int, limit: int) -> list[KeptAsset]:
        """Remove up to `limit` assets that no page has shown since a time, and return them. Their
        contents are still there."""
        return await self._remove(
            select(AssetRow.site_id, AssetRow.url)
            .where(AssetRow.used_at < before)
            .order_by(AssetRow.used_at)
            .limit(limit)
        )

    async def remove_beyond(
        self, site: SiteId, *, rows: int, size: int, limit: int
    ) -> list[KeptAsset]:
        """Remove up to `limit` assets of a site, those first that were not shown for longest, that
        are more than it may have, in number or bytes; return them. Their contents are still
        there."""
        newest_first = (AssetRow.used_at.desc(), AssetRow.url)
        ranked = (
            select(
                AssetRow.url,
                AssetRow.used_at,
                func.row_number().over(order_by=newest_first).label("rank"),
                func.sum(AssetRow.size).over(order_by=newest_first).label("total"),
            )
            .where(AssetRow.site_id == site)
            .subquery()
        )
        return await self._remove(
            select(literal(site), ranked.c.url)
            .where(or_(ranked.c.rank > rows, ranked.c.total > size))
            .order_by(ranked.c.used_at)
            .limit(limit)
        )

    async def contents_in_use(self, contents: Collection[str]) -> set[str]:
        """Those of at most 500 hashes that an asset of any site has."""
        if len(contents) > AT_ONCE:
            raise ValueError(f"at most {AT_ONCE} hashes at once")
        return set(
            await self._session.scalars(
                select(AssetRow.sha256).where(AssetRow.sha256.in_(contents))
            )
        )

    async def _remove(self, which: Select[SiteId, str]) -> list[KeptAsset]:
        rows = await self._session.scalars(
            delete(AssetRow)
            .where(tuple_(AssetRow.site_id, AssetRow.url).in_(which))
            .returning(AssetRow)
        )
        return [_asset(row) for row in rows]


def _asset(row: AssetRow) -> KeptAsset:
    return KeptAsset(
        site_id=row.site_id,
        url=row.url,
        sha256=row.sha256,
        content_type=row.content_type,
        size=row.size,
        kept_at=row.kept_at,
    )
