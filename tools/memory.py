"""Measures what connections cost the service in the worst case: `python -m tools.memory`.

    capture    each page holds early batches up to the bound and a frame that is half sent
    watchers   each console reads nothing while the page it watches sends without end

Figures are the growth of the resident set of a real `cobrowse serve`, divided by the connections:
what the allocator keeps counts too.
"""

import asyncio
import json
import os
import signal
import sys
import tempfile
import zlib
from collections.abc import Awaitable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Final

from cobrowse.domain.stream import HELD_BYTES
from cobrowse.wire.capture import Ack
from cobrowse.wire.console import Relayed, Watch
from tests.clients import AgentClient, VisitorClient, deflate
from tests.integration.test_draining import Process, a_process

PAGES: Final = 100
WATCHERS: Final = 50
FRAME_BYTES: Final = 300_000


def resident(process: Process) -> int:
    """The resident set of a process, in bytes."""
    assert process.running is not None
    for line in Path(f"/proc/{process.running.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) * 1024
    raise LookupError("a process without memory")


def noise(size: int) -> bytes:
    """A payload that was not compressible."""
    return deflate(json.dumps([{"noise": os.urandom(size).hex()}]).encode())


async def capture(process: Process, stack: AsyncExitStack) -> float:
    """MiB for each page that holds as much as it may."""
    pages: list[VisitorClient] = []
    for _ in range(PAGES):
        page = await stack.enter_async_context(process.page())
        await page.arrive()
        pages.append(page)
    payload = noise(30_000)
    count = HELD_BYTES // (len(payload) + 512)
    before = resident(process)
    sending = asyncio.gather(*(hold(page, payload, count) for page in pages))
    peak = await highest(process, sending, 3.0)
    assert not any(page.closed.is_set() for page in pages)
    return (peak - before) / PAGES / 2**20


async def hold(page: VisitorClient, payload: bytes, count: int) -> None:
    """Send batches whose first is missing, then the most part of a frame."""
    for seq in range(1, count + 1):
        await page.send(page.batch(seq, payload=payload, crc=zlib.crc32(payload)))
        await asyncio.sleep(0)
    head = b"\x82\xff" + FRAME_BYTES.to_bytes(8, "big") + bytes(4)
    page.ws._writer.transport.write(head + bytes(FRAME_BYTES - 1_000))


async def watchers(process: Process, stack: AsyncExitStack) -> float:
    """MiB for each console that reads nothing of a page that nobody else watches."""
    pages: list[VisitorClient] = []
    cookie = await process.sign_in()
    for _ in range(WATCHERS):
        page = await stack.enter_async_context(process.page())
        session = (await page.arrive()).session
        await page.send(page.batch(0))
        console = await stack.enter_async_context(AgentClient(process.origin, cookie))
        await console.arrive()
        await console.request("watch", Watch(session=session))
        await console.next("batch", Relayed)
        await console.stop_reading()
        pages.append(page)
    payload = noise(100_000)
    before = resident(process)
    sending = asyncio.gather(*(flood(page, payload) for page in pages))
    peak = await highest(process, sending, 1.0)
    return (peak - before) / WATCHERS / 2**20


async def flood(page: VisitorClient, payload: bytes) -> None:
    """Send several times what a watcher's budget is, at the pace of the acknowledgements."""
    for seq in range(1, 50):
        await page.send(page.batch(seq, payload=payload, crc=zlib.crc32(payload)))
        while (await page.next("ack", Ack, within_s=30)).seq < seq:
            pass


async def highest(process: Process, work: Awaitable[object], then_s: float) -> int:
    """The largest resident set while something is done, and for a while after."""
    ended = asyncio.ensure_future(work)
    peak, loop = 0, asyncio.get_running_loop()
    until = None
    while until is None or loop.time() < until:
        peak = max(peak, resident(process))
        await asyncio.sleep(0.05)
        if until is None and ended.done():
            until = loop.time() + then_s
    await ended
    return peak


async def main() -> None:
    figures: dict[str, float] = {}
    for name, measure in (("capture", capture), ("watchers", watchers)):
        with tempfile.TemporaryDirectory() as folder:
            async with a_process(Path(folder)) as process, AsyncExitStack() as stack:
                figures[name] = round(await measure(process, stack), 2)
                process.signal(signal.SIGKILL)
    json.dump({"unit": "MiB each", "pages": PAGES, "watchers": WATCHERS, **figures}, sys.stdout)
    print()


if __name__ == "__main__":
    asyncio.run(main())
