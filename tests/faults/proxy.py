"""A bad network in front of the server: a TCP proxy that delays, drips, cuts, swallows and damages.

Each direction has its own `Weather`, which may change while connections are open.
"""

import asyncio
import random
import socket
import struct
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

READ_BYTES: Final = 65_536
WAITING: Final = 256
"""Pieces under way in one direction of one connection; beyond, TCP pushes back."""


@dataclass(slots=True)
class Weather:
    """What befalls one direction.

    `swallows`: nothing arrives, and nobody is told, until it is over; then it does, as with TCP's
    own repeats. `flip_every`: one bit is turned in every so many frames of a WebSocket, near their
    middle, where a batch has its payload: its crc covers no more.
    """

    delay_s: float = 0.0
    jitter_s: float = 0.0
    bytes_per_s: float = 0.0
    slice_bytes: int = 0
    swallows: bool = False
    flip_every: int = 0
    reset_after_bytes: int = 0


@dataclass(slots=True)
class FaultProxy:
    """Listens on a port of its own and passes on to `target`."""

    target: int
    rng: random.Random
    up: Weather = field(default_factory=Weather)
    down: Weather = field(default_factory=Weather)
    refuses: bool = False
    port: int = 0
    flipped: int = 0
    _server: asyncio.Server | None = None
    _open: set[asyncio.StreamWriter] = field(default_factory=set)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        self.refuses = True
        self.cut()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    def heal(self) -> None:
        """Fine weather from here on."""
        self.up, self.down, self.refuses = Weather(), Weather(), False

    def cut(self) -> None:
        """Reset every connection, both ends."""
        for writer in tuple(self._open):
            _reset(writer)

    def _accept(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._connection(near, back))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _connection(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        self._open.add(back)
        forth: asyncio.StreamWriter | None = None
        try:
            if self.refuses:
                _reset(back)
                return
            far, forth = await asyncio.open_connection("127.0.0.1", self.target)
            self._open.add(forth)
            pumps = {
                asyncio.create_task(self._pump(near, forth, upwards=True)),
                asyncio.create_task(self._pump(far, back, upwards=False)),
            }
            try:
                await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for pump in pumps:
                    pump.cancel()
                await asyncio.gather(*pumps, return_exceptions=True)
        except OSError:
            _reset(back)
        finally:
            for writer in (back, forth):
                if writer is not None:
                    self._open.discard(writer)
                    writer.close()
                    with suppress(OSError):
                        await writer.wait_closed()

    async def _pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, upwards: bool
    ) -> None:
        """Read into a queue of pieces with the time at which each is due, and write from it."""
        queue: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(WAITING)
        writing = asyncio.create_task(self._write(queue, writer, upwards=upwards))
        loop = asyncio.get_running_loop()
        due = 0.0
        try:
            with suppress(OSError):
                while piece := await reader.read(READ_BYTES):
                    weather = self._weather(upwards=upwards)
                    late = weather.delay_s + weather.jitter_s * self.rng.random()
                    due = max(due, loop.time() + late)
                    await queue.put((due, piece))
                await queue.put((due, b""))
                await writing
        finally:
            writing.cancel()
            await asyncio.gather(writing, return_exceptions=True)

    async def _write(
        self,
        queue: asyncio.Queue[tuple[float, bytes]],
        writer: asyncio.StreamWriter,
        *,
        upwards: bool,
    ) -> None:
        passed = 0
        number = 0
        while True:
            due, piece = await queue.get()
            await asyncio.sleep(max(0.0, due - asyncio.get_running_loop().time()))
            while self._weather(upwards=upwards).swallows:
                await asyncio.sleep(0.02)
            if not piece:
                return
            weather = self._weather(upwards=upwards)
            if weather.flip_every and _is_long_frame(piece):
                number += 1
                if number % weather.flip_every == 0:
                    piece = self._damaged(piece)
            for start in range(0, len(piece), weather.slice_bytes or len(piece)):
                part = piece[start : start + (weather.slice_bytes or len(piece))]
                if weather.reset_after_bytes and passed + len(part) > weather.reset_after_bytes:
                    writer.write(part[: weather.reset_after_bytes - passed])
                    await asyncio.sleep(0.005)  # what was let through is to arrive
                    _reset(writer)
                    return
                writer.write(part)
                passed += len(part)
                await writer.drain()
                if weather.bytes_per_s:
                    await asyncio.sleep(len(part) / weather.bytes_per_s)
                elif weather.slice_bytes:
                    await asyncio.sleep(0)

    def _weather(self, *, upwards: bool) -> Weather:
        return self.up if upwards else self.down

    def _damaged(self, piece: bytes) -> bytes:
        self.flipped += 1
        damaged = bytearray(piece)
        middle = self.rng.randrange(len(piece) // 3, 2 * len(piece) // 3)
        damaged[middle] ^= 1 << self.rng.randrange(8)
        return bytes(damaged)


def _is_long_frame(piece: bytes) -> bool:
    """Tell whether this is one whole binary frame of a client, of 1 to 64 kB."""
    head = len(piece) >= 1024 and piece[:2] == b"\x82\xfe"
    return head and int.from_bytes(piece[2:4]) == len(piece) - 8


def _reset(writer: asyncio.StreamWriter) -> None:
    """Close so that the other end is told by a reset, not by a polite end."""
    handle = writer.get_extra_info("socket")
    if handle is not None:
        with suppress(OSError):
            handle.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
