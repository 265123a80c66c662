"""Faults that many make together: all back at once, some who never read, some who never speak."""

import asyncio
import time
from contextlib import AsyncExitStack, closing
from typing import Final

from tests.clients import until
from tests.faults.page import Habit
from tests.faults.scene import QUIET_S, Fault, Scene

LIGHT: Final = Habit(every_s=2.0, checkpoint_bytes=2_000)
HEAVY: Final = Habit(every_s=0.05, records=4, record_bytes=6_000)
SILENT: Final = 60
SPEAK_BY_S: Final = 20.0
"""Who has opened a socket says hello by then, or it is closed."""

HALF_A_HEAD: Final = b"GET /capture/socket/?EIO=4 HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
NO_HELLO: Final = (
    b"GET /capture/socket/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\n"
    b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)


async def storm(scene: Scene, scale: int) -> None:
    """Every page loses its line in the same moment, and knocks again."""
    await scene.add_pages(80 * scale, LIGHT)
    before = {page.id: page.history.lines for page in scene.pages}
    began = time.monotonic()
    scene.proxy.cut()
    waiting = list(scene.here)
    async with asyncio.timeout(QUIET_S):
        while waiting:
            await asyncio.sleep(0.02)
            for page in [page for page in waiting if page.history.lines > before[page.id]]:
                waiting.remove(page)
                scene.outcome.back.append(time.monotonic() - began)


async def stalled_watcher(scene: Scene, scale: int) -> None:
    """One of three account managers takes nothing any more; the others see everything at once."""
    fast = await scene.add_watcher(scene.pages[:4])
    stalled = await scene.add_watcher(scene.pages[:4])
    stalled.reads.clear()
    for _ in range(6 * scale):
        await asyncio.sleep(1.0)
        assert time.monotonic() - fast.heard_at < 1.0, "who reads waits for who does not"
    stalled.reads.set()
    await until(lambda: stalled.skips > 0 or stalled.lines > 1, QUIET_S)
    assert fast.skips == 0


async def silent(scene: Scene, scale: int) -> None:
    """Connections that were opened to be held, not used: half a head, or no hello."""
    async with AsyncExitStack() as stack:
        held: list[asyncio.StreamReader] = []
        for number in range(SILENT * scale):
            reader, writer = await asyncio.open_connection("localhost", scene.server.port)
            stack.enter_context(closing(writer))
            writer.write(NO_HELLO if number % 2 else HALF_A_HEAD)
            if number % 2:
                held.append(reader)
        began = time.monotonic()
        async with asyncio.timeout(SPEAK_BY_S):
            await asyncio.gather(*(reader.read() for reader in held))
        scene.outcome.back.append(time.monotonic() - began)


CROWDS: Final = (
    Fault("storm", "Every page loses its line at once and comes back", storm, habit=LIGHT),
    Fault("stalled_watcher", "A watcher takes nothing", stalled_watcher, 4, HEAVY),
    Fault("silent", "Connections that never say anything", silent),
)
