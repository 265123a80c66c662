"""Style sheets of recordings, each text once per site."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Final

from sqlalchemy import delete, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from cobrowse.domain.ids import SiteId
from cobrowse.domain.segment import KeptSheet
from cobrowse.store.models import SheetRow
from cobrowse.store.upsert import upsert

AT_ONCE: Final = 500


class Sheets:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def known(self, site: SiteId, sheets: Collection[str]) -> dict[str, KeptSheet]:
        """Look up at most 500 style sheets of a site by the hash of their text; those that are not
        kept are left out."""
        _few(sheets)
        rows = await self._session.scalars(
            select(SheetRow).where(SheetRow.site_id == site, SheetRow.sha256.in_(sheets))
        )
        return {row.sha256: _sheet(row) for row in rows}

    async def put_all(self, sheets: Sequence[KeptSheet]) -> None:
        """Keep style sheets. One that is there already is used anew."""
        for sheet in sheets:
            await upsert(
                self._session,
                SheetRow,
                asdict(sheet),
                key=("site_id", "sha256"),
                change=("content", "used_at"),
            )

    async def touch(self, site: SiteId, sheets: Collection[str], at: int) -> set[str]:
        """Note that at most 500 style sheets are used at `at`, and return those that are kept.

        Done before a segment that refers to them is composed: what was touched within the last
        hour is not removed.
        """
        _few(sheets)
        return set(
            await self._session.scalars(
                update(SheetRow)
                .where(SheetRow.site_id == site, SheetRow.sha256.in_(sheets))
                .values(used_at=at)
                .returning(SheetRow.sha256)
            )
        )

    async def remove(self, site: SiteId, sheets: Collection[str]) -> list[KeptSheet]:
        """Remove at most 500 style sheets of a site, and return them. Their contents are still
        there."""
        _few(sheets)
        rows = await self._session.scalars(
            delete(SheetRow)
            .where(SheetRow.site_id == site, SheetRow.sha256.in_(sheets))
            .returning(SheetRow)
        )
        return [_sheet(row) for row in rows]

    async def remove_unused(self, before: int, limit: int) -> list[KeptSheet]:
        """Remove up to `limit` style sheets that were last used before a time, and return them.
        Their contents are still there."""
        key = (SheetRow.site_id, SheetRow.sha256)
        oldest = (
            select(*key).where(SheetRow.used_at < before).order_by(SheetRow.used_at).limit(limit)
        )
        rows = await self._session.scalars(
            delete(SheetRow).where(tuple_(*key).in_(oldest)).returning(SheetRow)
        )
        return [_sheet(row) for row in rows]

    async def contents_in_use(self, contents: Collection[str]) -> set[str]:
        """Those of at most 500 hashes of contents that a style sheet of any site has."""
        _few(contents)
        return set(
            await self._session.scalars(
                select(SheetRow.content).where(SheetRow.content.in_(contents))
            )
        )


def _few(hashes: Collection[str]) -> None:
    if len(hashes) > AT_ONCE:
        raise ValueError(f"at most {AT_ONCE} hashes at once")


def _sheet(row: SheetRow) -> KeptSheet:
    return KeptSheet(
        site_id=row.site_id,
        sha256=row.sha256,
        content=row.content,
        size=row.size,
        used_at=row.used_at,
    )
