"""Pictures, style sheets and fonts that are kept: which address has which content."""

from dataclasses import asdict

from sqlalchemy.ext.asyncio import AsyncSession

from cobrowse.domain.asset import KeptAsset
from cobrowse.domain.ids import SiteId
from cobrowse.store.models import AssetRow
from cobrowse.store.upsert import upsert


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
            asdict(asset),
            key=("site_id", "url"),
            change=("sha256", "content_type", "size", "kept_at"),
        )


def _asset(row: AssetRow) -> KeptAsset:
    return KeptAsset(
        site_id=row.site_id,
        url=row.url,
        sha256=row.sha256,
        content_type=row.content_type,
        size=row.size,
        kept_at=row.kept_at,
    )
