"""`cobrowse demo --history DAYS`: past visits, lived through and sealed before the service starts.

    planned by a seed -> told to the service of then -> sealed, several at once

All of it goes the way of every visit, but for the clock and the waits: a session that is over is
sealed at once. Who is told to stop meanwhile finishes the visit at hand.
"""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Final, NamedTuple

import click

from cobrowse.app.flow import milliseconds, open_flow
from cobrowse.app.stores import open_stores
from cobrowse.config import Config
from cobrowse.demo import visits
from cobrowse.demo.days import PastVisit, planned
from cobrowse.demo.past import Past, PastClock
from cobrowse.demo.people import CUSTOMERS
from cobrowse.demo.shop import open_shop, shop_port
from cobrowse.domain.clock import SystemClock
from cobrowse.domain.site import Site
from cobrowse.flow.assets import AssetKeeper
from cobrowse.flow.live import LiveSession
from cobrowse.flow.recording.sealing import Sealing
from cobrowse.process import STOPPING
from cobrowse.store.database import Database
from cobrowse.web.serving import listen

MOST_DAYS: Final = 30
"""Older recordings would be removed again: see `retention.days`."""

PER_DAY: Final = 43
"""Three hundred in a week."""

MOST_PER_DAY: Final = 1_000
"""Some minutes of work for each day: more is a test of load, and no demonstration."""

SEALED_AT_ONCE: Final = 4
"""Sealing waits for the disk as long as it works. Each holds one segment in memory."""


class Wish(NamedTuple):
    """How many days back, about how many sessions on each, and which."""

    days: int
    per_day: int
    seed: int


async def make_history(config: Config, site: Site, wish: Wish, now: datetime) -> bool:
    """Make the past that is wished for, as far as it is not there; False if the process was told to
    stop meanwhile. Days and hours are those of the time zone of `now`.

    Raises what the stores raise when they take no more.
    """
    server = config.server
    async with AsyncExitStack() as parts:
        # Its pictures belong to the recordings.
        runner = await listen(open_shop(server, site), server.host, shop_port(server))
        parts.push_async_callback(runner.cleanup)
        stores = await open_stores(config, parts)
        clock = PastClock()
        flow = open_flow(config, stores, clock, parts)
        stores.journal.listen(flow.ingest.committed, flow.ingest.poisoned)
        await flow.sites.refresh()
        past = Past(
            flow, stores.journal, clock, site, idle_end_ms=milliseconds(config.session.idle_end_s)
        )
        sealing = Sealing(stores.database, stores.journal, stores.objects, SystemClock())
        begin, until = now - timedelta(days=wish.days), await _begin_of_kept(stores.database, now)
        plan = planned(
            wish.seed,
            begin,
            until,
            per_day=wish.per_day,
            recorded=[visits.load(name) for name in visits.names()],
            customers=CUSTOMERS,
        )
        with _told_to_stop() as stop:
            shown = takewhile(lambda _: not stop.is_set(), _shown(plan, begin, until))
            await _live_through(shown, past, sealing, flow.assets)
        return not stop.is_set()


async def _live_through(
    plan: Iterator[PastVisit], past: Past, sealing: Sealing, assets: AssetKeeper
) -> None:
    """Live through the visits one after the other, and seal each while the next one happens."""
    places = asyncio.Semaphore(SEALED_AT_ONCE)

    async def seal(live: LiveSession) -> None:
        try:
            for page in live.pages.values():
                await sealing.seal(live.session, page)
        finally:
            places.release()

    try:
        async with asyncio.TaskGroup() as group:
            fetching = group.create_task(assets.run(), name="assets")
            for visit in plan:
                live = await past.live_through(visit)
                await places.acquire()
                group.create_task(seal(live), name=f"seal {live.session.id}")
            await assets.settled()
            fetching.cancel()
    except ExceptionGroup as group:
        raise group.exceptions[0] from group


def _shown(plan: Iterator[PastVisit], begin: datetime, until: datetime) -> Iterator[PastVisit]:
    """Yield the plan, and tell a person at the terminal how far it has come."""
    first, last = (round(at.timestamp()) for at in (begin, until))
    with click.progressbar(
        length=max(last - first, 0), label="Past visits", file=sys.stderr
    ) as bar:
        for visit in plan:
            bar.update(visit.begins_at // 1_000 - first - bar.pos)
            yield visit
        bar.update(last - first - bar.pos)


async def _begin_of_kept(database: Database, now: datetime) -> datetime:
    """A past that is there already is not lived through again: a new one ends where it begins."""
    async with database.reading() as tx:
        for id in await tx.sessions.ended_before(round(now.timestamp() * 1_000), 1):
            first = await tx.sessions.by_id(id)
            if first is not None:
                return datetime.fromtimestamp(first.started_at / 1_000, now.tzinfo)
    return now


@contextmanager
def _told_to_stop() -> Iterator[asyncio.Event]:
    """Set once the process is told to stop, while the block lasts."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in STOPPING:
        loop.add_signal_handler(number, stop.set)
    try:
        yield stop
    finally:
        for number in STOPPING:
            loop.remove_signal_handler(number)
