"""The way down: everybody is told, in order and within a time, and nobody's batches are lost.

    0 s         no new connections; `/readyz` says no
    0 to 2.5 s  pages are sent away one by one, each to come back at another moment
    then        consoles, which by then have seen their pages go
    at last     requests under way, then the parts: sessions are saved, the journal is flushed

Rule C22 of `docs/protocol.md`.
"""

import asyncio
import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import structlog
from aiohttp import web

from cobrowse.web.health import Health
from cobrowse.web.page_lines import PageLines
from cobrowse.web.sockets import Gateway

log: structlog.typing.FilteringBoundLogger = structlog.get_logger()

SPREAD_S: Final = 2.5
STEP_S: Final = 0.05
PAGES_PER_STEP: Final = 5
"""At least, so that a few pages do not take as long as many."""

BACK_MS: Final = (1_000, 10_000)
"""When the first and the last page come back."""

LONGEST_S: Final = 9.5
"""Service managers kill after 10 s. What is not committed by then was never acknowledged."""


async def drain(
    lines: PageLines,
    gateways: Iterable[Gateway],
    health: Health,
    runners: Sequence[web.AppRunner],
) -> None:
    """Send everybody away, pages before consoles, and let requests under way finish."""
    health.drain()
    for runner in runners:
        for site in tuple(runner.sites):
            await site.stop()
    await _send_away(lines)
    for gateway in gateways:
        gateway.hang_up()
    await asyncio.gather(*(runner.cleanup() for runner in runners))


async def _send_away(lines: PageLines) -> None:
    pages = lines.close()
    log.info("draining", pages=len(pages))
    at_once = max(PAGES_PER_STEP, round(len(pages) * STEP_S / SPREAD_S))
    first_ms, last_ms = BACK_MS
    for number, line in enumerate(pages):
        if number and number % at_once == 0:
            await asyncio.sleep(STEP_S)
        lines.send_away(line, first_ms + (last_ms - first_ms) * number // len(pages))


@contextmanager
def ended_within(seconds: float, *, code: int) -> Iterator[None]:
    """End the process after this long with this code, whatever part of the block is stuck."""

    def end() -> None:
        log.critical("stop_took_too_long", seconds=seconds)
        os._exit(code)

    watchdog = threading.Timer(seconds, end)
    watchdog.daemon = True
    watchdog.start()
    try:
        yield
    finally:
        watchdog.cancel()
