"""The service as a process: it listens, and it stops when it is told to."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from typing import Final

import structlog
from aiohttp import web

from cobrowse.app.service import open_service
from cobrowse.config import Config
from cobrowse.web.draining import LONGEST_S, drain, ended_within
from cobrowse.web.serving import listen

log = structlog.get_logger()

STOPPING: Final = (signal.SIGTERM, signal.SIGINT)


async def serve(
    config: Config,
    *,
    extra_sites: Sequence[tuple[web.Application, str, int]] = (),
    ready: Callable[[], Awaitable[None]] | None = None,
) -> None:
    """Run the service until SIGTERM or SIGINT, and the applications of `extra_sites` beside it.

    `ready` is called once everything answers. Raises `OSError` for an address that is in use.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in STOPPING:
        loop.add_signal_handler(number, stop.set)
    server = config.server
    async with (
        AsyncExitStack() as at_end,
        open_service(config) as service,
        AsyncExitStack() as running,
    ):
        runners = []
        for app, host, port in (
            (service.main, server.host, server.port),
            (service.replay, server.host, server.replay_port),
            *extra_sites,
        ):
            runner = await listen(app, host, port)
            running.push_async_callback(runner.cleanup)
            runners.append(runner)
        log.info("serving", port=server.port, replay_port=server.replay_port)
        if ready is not None:
            await ready()
        service.failed.add_done_callback(lambda _: stop.set())
        await stop.wait()
        for number in STOPPING:  # a second one ends the process at once, as if we were not here
            loop.remove_signal_handler(number)
            signal.signal(number, signal.SIG_DFL)
        at_end.enter_context(ended_within(LONGEST_S, code=int(service.failed.done())))
        await drain(service.lines, service.gateways, service.health, runners)
    if service.failed.done():
        service.failed.result()
