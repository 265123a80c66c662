"""One WebSocket: reads frames, writes frames, keeps the heartbeat, and ends when any of that fails.

It takes the place of engine.io's own socket class, whose receive loop makes a task and a timer for
every frame, whose send queue has no bound, and which can be spoken to by HTTP polling as well.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

import structlog
from aiohttp import WSMsgType, web
from engineio import packet as engine_packet
from engineio.async_socket import AsyncSocket

from cobrowse import metrics
from cobrowse.domain.errors import Invalid
from cobrowse.flow.load import Allowance

log: structlog.typing.FilteringBoundLogger = structlog.get_logger()

CLOSE_S: Final = 2.0
"""How long a polite end may take before the connection is cut."""

REST_S: Final = 0.25
"""How often a connection that is not read asks whether it may be again."""

FRAME_OVERHEAD: Final = 64
"""What a queued frame costs besides its bytes, so that a million empty ones are not free."""

KERNEL_BYTES: Final = 128 * 1024
"""What may wait unsent in the kernel, where it supports such a bound (Linux does)."""

_PING: Final = str(engine_packet.PING)
_PONG: Final = str(engine_packet.PONG)
_CLOSE: Final = str(engine_packet.CLOSE)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one connection of an audience may cost. Times in seconds, sizes in bytes."""

    audience: str
    frame_bytes: int
    unsent_bytes: int
    lines: int
    """Connections at once; one more is turned away."""
    ping_s: float = 5.0
    pong_s: float = 5.0
    knock_s: float = 5.0
    """A connection that has not sent its connect packet by then is closed."""


class Line(AsyncSocket):  # type: ignore[misc]  # the library ships no types
    """An open WebSocket. `take` sees every frame first, `deliver` gets what it left."""

    closing: bool
    closed: bool

    def __init__(
        self,
        server: Any,
        sid: str,
        *,
        request: web.Request,
        bounds: Bounds,
        take: Callable[["Line", bytes], bool],
        deliver: Callable[["Line", bytes], Awaitable[None]],
        allowance: Allowance | None,
    ) -> None:
        super().__init__(server, sid)
        self.id = sid
        self.request = request
        self.joined = False
        self._bounds = bounds
        self._take = take
        self._deliver = deliver
        self._allowance = allowance
        self._queue: asyncio.Queue[bytes | str | None] = asyncio.Queue()
        self._unsent = 0
        self._loop = asyncio.get_running_loop()
        self._heard_s = self._pinged_s = self._loop.time()
        self._beat = self._loop.call_later(bounds.ping_s, self._ping)
        self._deadline = self._loop.call_later(bounds.knock_s, self._overdue, "no connect packet")

    @property
    def backlog(self) -> int:
        """Bytes that are queued here or in the transport and not yet with the kernel."""
        transport = self.request.transport
        return self._unsent + (transport.get_write_buffer_size() if transport is not None else 0)

    @property
    def silent_ms(self) -> int:
        """For how long nothing has been heard of the peer, its end included."""
        return round((self._loop.time() - self._heard_s) * 1_000)

    def knocked(self) -> None:
        """The connect packet came."""
        self._deadline.cancel()

    def post(self, frame: bytes | str) -> None:
        """Queue a frame. A peer that lets more than its bound pile up is cut off."""
        if self.closing:
            return
        self._enqueue(frame)
        if self._unsent > self._bounds.unsent_bytes:
            metrics.KICKS.inc()
            log.info(
                "line_kicked", line=self.id, audience=self._bounds.audience, unsent=self._unsent
            )
            self.cut()

    def hang_up(self) -> None:
        """End politely: what is queued goes out, as far as it goes quickly; nothing more is
        read."""
        if self.closing:
            return
        self._enqueue(_CLOSE)
        self.closing = True
        self._queue.put_nowait(None)
        self._deadline.cancel()
        self._deadline = self._loop.call_later(CLOSE_S, self.cut)

    def cut(self) -> None:
        """End at once."""
        self.closing = True
        transport = self.request.transport
        if transport is not None:
            transport.abort()

    def refuse(self, why: Invalid) -> None:
        """The peer sent what no client of ours sends."""
        metrics.BAD_FRAMES.labels(audience=self._bounds.audience).inc()
        log.info(
            "line_refused", line=self.id, audience=self._bounds.audience, why=type(why).__name__
        )
        self.hang_up()

    async def serve(self, greeting: str) -> web.StreamResponse:
        """Run the connection to its end, whoever ends it."""
        # Permessage-deflate is not negotiated: it would quadruple the memory of a connection.
        ws = web.WebSocketResponse(
            compress=False, max_msg_size=self._bounds.frame_bytes, timeout=CLOSE_S
        )
        try:
            try:
                await ws.prepare(self.request)
            except ConnectionResetError:
                return web.Response()  # gone before its first word: nobody gets this
            self._keep_the_backlog_here()
            self.post(greeting)
            writer = asyncio.create_task(self._write(ws), name=f"write {self.id}")
            try:
                await self._read(ws)
            finally:
                self.closing = True
                self._queue.put_nowait(None)
                await asyncio.wait({writer}, timeout=CLOSE_S)
                writer.cancel()
                await asyncio.gather(writer, return_exceptions=True)
        finally:
            self.closing = self.closed = True
            self._beat.cancel()
            self._deadline.cancel()
        return ws

    def _keep_the_backlog_here(self) -> None:
        """Ask the kernel to take no more than it is about to send.

        Left to itself it takes megabytes, which then are neither counted nor can be skipped.
        """
        transport = self.request.transport
        bound = getattr(socket, "TCP_NOTSENT_LOWAT", None)
        if transport is not None and bound is not None:
            handle = transport.get_extra_info("socket")
            handle.setsockopt(socket.IPPROTO_TCP, bound, KERNEL_BYTES)

    async def _read(self, ws: web.WebSocketResponse) -> None:
        async for message in ws:
            if self.closing:
                return
            self._heard_s = self._loop.time()
            if message.type is WSMsgType.BINARY:
                try:
                    if not self._take(self, message.data):
                        await self._deliver(self, message.data)
                except Invalid as why:
                    self.refuse(why)
                if self._allowance is not None:
                    await self._rest(self._allowance, len(message.data))
            elif message.type is not WSMsgType.TEXT or message.data == _CLOSE:
                return
            elif message.data[:1] != _PONG:
                self.refuse(Invalid("a text frame is a control packet of engine.io"))
        if not self.closing:
            self._heard_s = self._loop.time()

    async def _rest(self, allowance: Allowance, size: int) -> None:
        """Read nothing more while the peer has sent more than it may: TCP tells it to wait.

        Meanwhile it cannot be heard, so nobody takes it for silent.
        """
        allowance.spend(size)
        while (owed_s := allowance.owed_s()) and not self.closing:
            self._heard_s = self._loop.time()
            await asyncio.sleep(min(owed_s, REST_S))

    async def _write(self, ws: web.WebSocketResponse) -> None:
        with suppress(ConnectionError):
            while (frame := await self._queue.get()) is not None:
                if isinstance(frame, bytes):
                    await ws.send_bytes(frame)
                else:
                    await ws.send_str(frame)
                self._unsent -= len(frame) + FRAME_OVERHEAD
        await ws.close()

    def _enqueue(self, frame: bytes | str) -> None:
        self._unsent += len(frame) + FRAME_OVERHEAD
        self._queue.put_nowait(frame)

    def _ping(self) -> None:
        self._pinged_s = self._loop.time()
        self.post(_PING)
        self._beat = self._loop.call_later(self._bounds.pong_s, self._listen)

    def _listen(self) -> None:
        """Any frame is an answer: behind a slow uplink the pong waits for batches before it."""
        if self._heard_s >= self._pinged_s:
            self._beat = self._loop.call_later(
                max(0.0, self._bounds.ping_s - self._bounds.pong_s), self._ping
            )
        else:
            self._overdue("silent")

    def _overdue(self, why: str) -> None:
        log.info("line_overdue", line=self.id, audience=self._bounds.audience, why=why)
        self.cut()

    # What the library calls on its sockets.

    async def send(self, pkt: Any) -> None:
        self.post(pkt.encode())

    async def close(
        self, wait: bool = True, abort: bool = False, reason: str | None = None
    ) -> None:
        if abort:
            self.cut()
        else:
            self.hang_up()
