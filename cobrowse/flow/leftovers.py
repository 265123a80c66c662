"""What nothing refers to any more: style sheets, assets, and contents that a crash left behind."""

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from typing import Final

import structlog

from cobrowse import metrics
from cobrowse.domain.asset import KeptAsset
from cobrowse.domain.clock import DAY_MS, Clock
from cobrowse.flow.patience import Patience
from cobrowse.flow.sites import Sites
from cobrowse.store.database import Database
from cobrowse.store.objects import KINDS, UNDER_WAY_MS, Kind, Objects
from cobrowse.store.transaction import Transaction

AT_ONCE: Final = 500
MOST_SWEPT: Final = 5_000
"""Contents per turn."""

ASSETS_PER_SITE: Final = 10_000
ASSET_BYTES_PER_SITE: Final = 2**30

log = structlog.get_logger()


class Leftovers:
    """Removes rows first, and then every content that has none: so there is one way for a content
    to go, whatever became of its row. `sweep` is called a few times an hour."""

    def __init__(
        self,
        *,
        database: Database,
        objects: Objects,
        sites: Sites,
        patience: Patience,
        clock: Clock,
        days: int,
        forget: Callable[[Collection[KeptAsset]], None],
    ) -> None:
        """`days` is how long recordings are kept, and `forget` is told of assets that are not kept
        any longer: the next page that shows them has them fetched again."""
        self._database = database
        self._objects = objects
        self._sites = sites
        self._patience = patience
        self._clock = clock
        self._days = days
        self._forget = forget

    async def sweep(self) -> None:
        """Remove some of what is left over."""
        if not self._patience.over_for_age:
            return
        await self._unused_sheets()
        await self._unused_assets()
        for kind in KINDS:
            await self._contents(kind)

    async def _unused_sheets(self) -> None:
        """A style sheet that was last used before the oldest segment was sealed is in none."""
        async with self._database.reading() as tx:
            oldest = await tx.segments.oldest_sealed_at()
        before = min(oldest or self._clock.now_ms(), self._clock.now_ms()) - UNDER_WAY_MS
        async with self._database.transaction() as tx:
            await tx.sheets.remove_unused(before, MOST_SWEPT)

    async def _unused_assets(self) -> None:
        """Recordings show the assets of their pages, so these are kept as long; and no site fills
        the disk with them."""
        before = self._clock.now_ms() - self._days * DAY_MS
        async with self._database.transaction() as tx:
            removed = await tx.assets.remove_unused(before, MOST_SWEPT)
        for site in self._sites.all():
            async with self._database.transaction() as tx:
                removed += await tx.assets.remove_beyond(
                    site.id, rows=ASSETS_PER_SITE, size=ASSET_BYTES_PER_SITE, limit=MOST_SWEPT
                )
        self._forget(removed)

    async def _contents(self, kind: Kind) -> None:
        """Remove contents that no row has, unless they were put so lately that theirs may follow.

        Whoever puts one that is there already makes it new again.
        """
        before = self._clock.now_ms() - UNDER_WAY_MS
        swept = 0
        async for contents in _some(self._objects.names(kind, before=before)):
            async with self._database.reading() as tx:
                in_use = await _in_use(tx, kind, contents)
            for content in set(contents) - in_use:
                swept += await self._objects.delete(kind, content, before=before)
            if swept >= MOST_SWEPT:
                break
        if swept:
            log.info("contents_swept", kind=kind, contents=swept)
            metrics.SWEPT.labels(kind).inc(swept)


async def _some(names: AsyncIterator[str]) -> AsyncIterator[Sequence[str]]:
    some: list[str] = []
    async for name in names:
        some.append(name)
        if len(some) == AT_ONCE:
            yield some
            some = []
    if some:
        yield some


async def _in_use(tx: Transaction, kind: Kind, contents: Sequence[str]) -> set[str]:
    match kind:
        case "asset":
            return await tx.assets.contents_in_use(contents)
        case "segment":
            return await tx.segments.contents_in_use(contents)
        case "sheet":
            return await tx.sheets.contents_in_use(contents)
