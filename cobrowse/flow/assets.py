"""Pictures, style sheets and fonts belong to the picture: kept when a page first names them.

Downstream of the journal: a site that serves slowly delays nothing but its own assets.
"""

import asyncio
import hashlib
from collections.abc import Iterable
from typing import Final

import structlog

from cobrowse import metrics
from cobrowse.domain import style_sheet
from cobrowse.domain.asset import KeptAsset
from cobrowse.domain.clock import Clock
from cobrowse.domain.entry import GapEntry
from cobrowse.domain.errors import UnknownSite
from cobrowse.domain.ids import SessionId, SiteId
from cobrowse.domain.site import Site
from cobrowse.flow.live import LiveSessions
from cobrowse.flow.ports import Fetched, Fetcher, FetchRefused
from cobrowse.flow.sites import Sites
from cobrowse.store.database import Database
from cobrowse.store.objects import Objects
from cobrowse.wire.capture import Assets, Batch

log = structlog.get_logger()

CSS: Final = "text/css"

WAITING: Final = 2_000
"""Addresses that may wait to be fetched; further ones are named again by the next page."""

AT_ONCE: Final = 4
REMEMBERED: Final = 20_000
"""Addresses known to be kept or refused, so that each is looked up once per process."""

NOTED_AT_ONCE: Final = 500
"""Addresses per transaction when their use is written down."""

PATIENCE_S: Final = 4.0
"""How long a player waits for an asset that is being fetched."""

Address = tuple[SiteId, str]


class AssetKeeper:
    """Fetches each address of a site once, stores it by content hash, and gives it to the replay
    origin."""

    def __init__(
        self,
        *,
        database: Database,
        objects: Objects,
        fetcher: Fetcher,
        live: LiveSessions,
        sites: Sites,
        clock: Clock,
    ) -> None:
        self._database = database
        self._objects = objects
        self._fetcher = fetcher
        self._live = live
        self._sites = sites
        self._clock = clock
        self._queue: asyncio.Queue[tuple[Site, str]] = asyncio.Queue(WAITING)
        self._known: dict[Address, asyncio.Event] = {}
        self._shown: set[Address] = set()

    def batch(self, session: SessionId, batch: Batch) -> None:
        """Queue what a batch names. Part of ingest's synchronous path."""
        for fact in batch.facts:
            if isinstance(fact, Assets) and (live := self._live.get(session)) is not None:
                for url in fact.urls:
                    self._want(live.site, url)

    async def note_shown(self) -> None:
        """Write down which assets pages have shown since the last time: what is not shown any more
        goes in the end."""
        shown, self._shown = self._shown, set()
        now = self._clock.now_ms()
        by_site: dict[SiteId, list[str]] = {}
        for site, url in shown:
            by_site.setdefault(site, []).append(url)
        for site, urls in by_site.items():
            for start in range(0, len(urls), NOTED_AT_ONCE):
                async with self._database.transaction() as tx:
                    noted = await tx.assets.touch(site, urls[start : start + NOTED_AT_ONCE], now)
                for asset in noted:
                    await self._note_nested(asset)

    def forget(self, removed: Iterable[KeptAsset]) -> None:
        """These are kept no longer: who names one of them has it fetched again."""
        for asset in removed:
            self._known.pop((asset.site_id, asset.url), None)

    def gap(self, gap: GapEntry) -> None:
        """What was in a gap is named again by the next page that shows it."""

    async def run(self) -> None:
        """Fetch, `AT_ONCE` at a time, until cancelled."""
        async with asyncio.TaskGroup() as group:
            for number in range(AT_ONCE):
                group.create_task(self._work(), name=f"assets {number}")

    async def settled(self) -> None:
        """Wait until everything wanted so far is kept or refused, and what it brings with it."""
        await self._queue.join()

    async def kept(self, site_key: str, url: str) -> tuple[KeptAsset, bytes] | None:
        """Return an asset, waiting a little while for one that is being fetched; None if it is not
        kept."""
        try:
            site = self._sites.by_key(site_key)
        except UnknownSite:
            return None
        fetched = self._known.get((site.id, url))
        if fetched is not None:
            try:
                async with asyncio.timeout(PATIENCE_S):
                    await fetched.wait()
            except TimeoutError:
                return None
        async with self._database.reading() as tx:
            asset = await tx.assets.by_url(site.id, url)
        if asset is None:
            return None
        body = await self._objects.get("asset", asset.sha256)
        return None if body is None else (asset, body)

    async def _note_nested(self, asset: KeptAsset) -> None:
        """What a style sheet brings is shown with it, though no page names it."""
        site = self._sites.by_id(asset.site_id)
        if site is None or asset.content_type != CSS:
            return
        body = await self._objects.get("asset", asset.sha256)
        if body is not None:
            await self._want_nested(site, asset.url, Fetched(asset.content_type, body))

    def _want(self, site: Site, url: str) -> None:
        address = (site.id, url)
        if not site.may_keep(url):
            return
        if len(self._shown) < REMEMBERED:
            self._shown.add(address)
        if address in self._known:
            return
        try:
            self._queue.put_nowait((site, url))
        except asyncio.QueueFull:
            metrics.FETCHES.labels("skipped").inc()
            return
        if len(self._known) >= REMEMBERED:
            del self._known[next(iter(self._known))]
        self._known[address] = asyncio.Event()

    async def _work(self) -> None:
        while True:
            site, url = await self._queue.get()
            try:
                await self._keep(site, url)
            except FetchRefused as refusal:
                log.info("asset_refused", site=site.key, reason=str(refusal))
                metrics.FETCHES.labels("refused").inc()
            except Exception:
                # One asset that cannot be kept must not end the keeping of all others.
                log.exception("asset_failed", site=site.key)
                self._known.pop((site.id, url), None)
            finally:
                fetched = self._known.get((site.id, url))
                if fetched is not None:
                    fetched.set()
                self._queue.task_done()

    async def _keep(self, site: Site, url: str) -> None:
        async with self._database.reading() as tx:
            if await tx.assets.by_url(site.id, url) is not None:
                return
        fetched = await self._fetcher.fetch(url, site.may_keep)
        sha256 = hashlib.sha256(fetched.body).hexdigest()
        await self._objects.put("asset", sha256, fetched.body)
        asset = KeptAsset(
            site.id, url, sha256, fetched.content_type, len(fetched.body), self._clock.now_ms()
        )
        async with self._database.transaction() as tx:
            await tx.assets.put(asset)
        metrics.FETCHES.labels("kept").inc()
        await self._want_nested(site, url, fetched)

    async def _want_nested(self, site: Site, url: str, fetched: Fetched) -> None:
        """A style sheet brings fonts, pictures and further sheets of its own."""
        if fetched.content_type == CSS and len(fetched.body) <= style_sheet.LONGEST:
            css = fetched.body.decode("utf-8", "replace")
            for address in await asyncio.to_thread(style_sheet.addresses_in, css, url):
                self._want(site, address)
