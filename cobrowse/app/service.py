"""The service as a whole: its parts are opened in the order in which they need one another, and
closed in the reverse. `process.py` runs that until it is told to stop.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Any, Final

from cobrowse.app.flow import open_flow
from cobrowse.app.stores import open_stores
from cobrowse.app.upkeep import all_duties
from cobrowse.app.web import Service, open_web
from cobrowse.config import Config
from cobrowse.domain.clock import SystemClock
from cobrowse.domain.errors import CobrowseError
from cobrowse.flow.housekeeping import keep_house
from cobrowse.store.same_file import watch

SAVE_S: Final = 1.5
"""How long saving sessions may take when the service stops; the journal's facts still tell what is
not saved."""


@asynccontextmanager
async def open_service(config: Config) -> AsyncGenerator[Service]:
    """Open every part, in order; on leaving, the journal commits what is queued and all are
    closed."""
    clock = SystemClock()
    async with AsyncExitStack() as parts:
        stores = await open_stores(config, parts)
        flow = open_flow(config, stores, clock, parts)
        service, console = open_web(config, stores, flow, clock)
        stores.journal.listen(
            flow.ingest.committed, flow.ingest.poisoned, fatal=lambda _: _fail(service.failed)
        )
        await flow.sites.refresh()
        await flow.lifetimes.resume()
        parts.push_async_callback(_within, SAVE_S, flow.lifetimes.save_all)
        for name, work in (
            ("housekeeping", keep_house(all_duties(config, stores, flow, clock))),
            ("assets", flow.assets.run()),
            ("data folder", watch([config.server.database_file])),
            ("signed out", console.close_signed_out()),
        ):
            await parts.enter_async_context(_task(name, work, service.failed))
        yield service


@asynccontextmanager
async def _task(
    name: str, work: Coroutine[Any, Any, None], failed: asyncio.Future[None]
) -> AsyncGenerator[None]:
    """Own a task that runs as long as the service does; if it dies, so does the service."""
    task = asyncio.create_task(work, name=name)
    task.add_done_callback(lambda done: None if done.cancelled() else _fail(failed))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def _fail(failed: asyncio.Future[None]) -> None:
    if not failed.done():
        failed.set_exception(RuntimeError("a part of the service died; its log line says which"))


async def _within(seconds: float, work: Callable[[], Awaitable[None]]) -> None:
    """Do it as far as it goes in this time."""
    with suppress(TimeoutError, CobrowseError):
        async with asyncio.timeout(seconds):
            await work()
