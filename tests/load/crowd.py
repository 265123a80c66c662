"""All pages of the load: they come, they are watched, and they send in one of two ways."""

import asyncio
import heapq
import random
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Final, TypeVar

from tests.load.dialect import Dialect
from tests.load.page import LoadPage
from tests.load.plan import Flood, Stream

AT_ONCE: Final = 16
"""Connections that are opened beside one another."""

ARRIVE_S: Final = 30.0
"""What is on its way has arrived by then, or something is wrong."""

AS_BROWSERS_DO: Final = {"Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits"}

S = TypeVar("S")
T = TypeVar("T")


class Crowd:
    """Pages over one dialect; the first ones are those that are watched."""

    def __init__(self, dialect: Dialect, *, deflates: bool) -> None:
        self._dialect = dialect
        self._headers = AS_BROWSERS_DO if deflates else {}
        self._chance = random.Random(1)
        self._watched = 0
        self.pages: list[LoadPage] = []

    async def come(self, count: int) -> None:
        """Let so many more pages open a connection and send a checkpoint."""
        came = await _each(range(count), lambda _: self._dialect.page(self._headers))
        added = [LoadPage(self._dialect, ws, id) for ws, id in came]
        self.pages += added
        await self._checkpoint(added)

    async def be_watched(self, count: int) -> None:
        """See to it that so many pages have a watcher who is shown what they send."""
        joined = self.pages[self._watched : count]
        self._watched = max(self._watched, count)
        await self._checkpoint(joined)  # so that the watchers begin here
        await _each(joined, LoadPage.be_watched)
        await self._checkpoint(joined)

    @asynccontextmanager
    async def at_work(self, run: Flood | Stream) -> AsyncGenerator[None]:
        """Let all pages send until the block ends, and wait until everything has arrived."""
        match run:
            case Flood(window=window):
                self._have_on_their_way(window)
                try:
                    yield
                finally:
                    self._have_on_their_way(0)
            case Stream(per_s=per_s):
                streaming = asyncio.create_task(self._stream(per_s))
                try:
                    yield
                finally:
                    streaming.cancel()
                    await asyncio.gather(streaming, return_exceptions=True)
        await self._arrived()

    @property
    def arrived(self) -> int:
        return sum(page.arrived for page in self.pages)

    def close(self) -> None:
        for page in self.pages:
            page.close()

    async def _checkpoint(self, pages: Sequence[LoadPage]) -> None:
        for page in pages:
            page.send(time.monotonic_ns(), checkpoint=True)
        await self._arrived()

    async def _arrived(self) -> None:
        """Raises `ConnectionError` when a connection was lost, `TimeoutError` when batches were."""
        async with asyncio.timeout(ARRIVE_S):
            while any(page.arrived < page.sent for page in self.pages):
                if not all(page.alive for page in self.pages):
                    raise ConnectionError("the server has hung up")
                await asyncio.sleep(0.002)

    def _have_on_their_way(self, window: int) -> None:
        for page in self.pages:
            page.window = window
            page.fill()

    async def _stream(self, per_s: float) -> None:
        """Turns round without a pause: timers are a millisecond late, and this has a core of its
        own."""
        every_ns = round(len(self.pages) / per_s * 1e9)
        now = time.monotonic_ns()
        due = [(now + self._chance.randrange(every_ns), n) for n in range(len(self.pages))]
        heapq.heapify(due)
        while True:
            while due[0][0] <= time.monotonic_ns():
                at, n = due[0]
                self.pages[n].send(at)
                heapq.heapreplace(due, (at + every_ns, n))
            await asyncio.sleep(0)


async def _each(of: Sequence[S], do: Callable[[S], Awaitable[T]]) -> list[T]:
    """Do it for each, some at a time."""
    done: list[T] = []
    for start in range(0, len(of), AT_ONCE):
        done += await asyncio.gather(*map(do, of[start : start + AT_ONCE]))
    return done
