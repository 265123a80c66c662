"""One page's line made of requests: what waits to be said, and the request that waits for it."""

import asyncio
from collections.abc import Callable
from typing import Final

import structlog

from cobrowse import metrics
from cobrowse.flow.load import Allowance
from cobrowse.web.line import FRAME_OVERHEAD
from cobrowse.web.page_lines import UNSENT_BYTES
from cobrowse.wire.capture import Polled

log: structlog.typing.FilteringBoundLogger = structlog.get_logger()

AUDIENCE: Final = "polling"


class PolledLine:
    """A `PageLine`. It is lost when no request has been here for `lost_s`, and a request waits for
    at most half of that: a line that broke unnoticed must not look alive for longer.

    `ended` is called once, at the end, whoever ended it; `silent` says that nobody did.
    """

    def __init__(
        self, id: str, *, allowance: Allowance, lost_s: float, ended: Callable[["PolledLine"], None]
    ) -> None:
        self.id = id
        self.over = False
        self.silent = False
        self._allowance = allowance
        self._lost_s = lost_s
        self._ended = ended
        self._frames: list[bytes] = []
        self._unsent = 0
        self._turn = 0
        self._waiter: asyncio.Future[None] | None = None
        self._loop = asyncio.get_running_loop()
        self._heard_s = self._loop.time()
        self._silence = self._loop.call_later(lost_s, self._lost)

    @property
    def silent_ms(self) -> int:
        """For how long no request has been here."""
        return round((self._loop.time() - self._heard_s) * 1_000)

    def post(self, frame: bytes) -> None:
        """Keep a frame for the next answer. A page that lets more than its bound pile up is cut
        off."""
        if self.over:
            return
        self._frames.append(frame)
        self._unsent += len(frame) + FRAME_OVERHEAD
        if self._unsent > UNSENT_BYTES:
            metrics.KICKS.inc()
            log.info("line_kicked", line=self.id, audience=AUDIENCE, unsent=self._unsent)
            self._frames.clear()
            self.hang_up()
        self._wake()

    def hang_up(self) -> None:
        """End the line; a request that waits is told, with what there was to say."""
        if not self.over:
            self.over = True
            self._silence.cancel()
            self._wake()
            self._ended(self)

    def heard(self, size: int = 0) -> None:
        """The page is there: a request came with so many bytes, or is still being served."""
        self._allowance.spend(size)
        self._heard_s = self._loop.time()
        if not self.over:
            self._silence.cancel()
            self._silence = self._loop.call_later(self._lost_s, self._lost)

    async def next(self, wait_ms: int) -> Polled:
        """Return what there is to say, waiting for it if there is nothing.

        A newer request takes the place of one that waits, which is answered with nothing: the page
        could not tell which of two answers came first.
        """
        self._turn += 1
        turn = self._turn
        self._wake()
        await self._rest()
        if wait_ms and turn == self._turn and not self._frames and not self.over:
            waiter = self._waiter = self._loop.create_future()
            await asyncio.wait({waiter}, timeout=min(wait_ms / 1_000, self._lost_s / 2))
        self.heard()
        if turn != self._turn:
            return Polled(frames=[], over=self.over)
        self._waiter = None
        frames, self._frames, self._unsent = self._frames, [], 0
        return Polled(frames=frames, over=self.over)

    async def _rest(self) -> None:
        """Hold the answer back while the page has sent more than it may: it waits for that."""
        owed_s = self._allowance.owed_s()
        if owed_s and not self.over:
            await asyncio.sleep(min(owed_s, self._lost_s / 2))

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def _lost(self) -> None:
        log.info("line_overdue", line=self.id, audience=AUDIENCE, why="silent")
        self.silent = True
        self.hang_up()
