"""The visitor's end of a WebSocket, cut down to what a load needs: frames are made by joining bytes
that were masked before, and read in place.

A generator that is slower than the servers measures itself. This one spends a few microseconds on
a batch; a full client library would spend fifty.
"""

import asyncio
import zlib
from collections.abc import Callable
from typing import Final, NamedTuple

MASK: Final = 0xA5
"""The same byte four times, so that bytes are masked alike wherever they end up in a frame. Not
zero: the `ws` of Node.js skips the work of unmasking then, which it never can for a browser."""

TEXT: Final = 1
BINARY: Final = 2
CLOSE: Final = 8
PING: Final = 9

PING_OF_ENGINE_IO: Final = b"2"
PONG_OF_ENGINE_IO: Final = "3"

_DEFLATED: Final = 0x40
_END_OF_DEFLATED: Final = b"\0\0\xff\xff"
_TABLE: Final = bytes(byte ^ MASK for byte in range(256))
_KEY: Final = bytes([MASK] * 4)


class Frame(NamedTuple):
    """What came: whether it is text, and its bytes."""

    is_text: bool
    data: bytes


def masked(data: bytes) -> bytes:
    return data.translate(_TABLE)


def frame_of(data: bytes | str, *, tail: bytes = b"") -> bytes:
    """Return a whole frame of the client. `tail` is the end of it, masked already."""
    kind = TEXT if isinstance(data, str) else BINARY
    body = data.encode() if isinstance(data, str) else data
    size = len(body) + len(tail)
    if size < 126:
        head = bytes([0x80 | kind, 0x80 | size])
    else:
        head = bytes([0x80 | kind, 0x80 | 126]) + size.to_bytes(2)
    return head + _KEY + masked(body) + tail


class WebSocket(asyncio.Protocol):
    """One connection. Frames wait to be asked for, until `hear` names who gets them at once."""

    def __init__(self) -> None:
        self._rest = b""
        self._upgraded: asyncio.Future[None] | None = None
        self._waiting: asyncio.Queue[Frame | None] = asyncio.Queue()
        self._hear: Callable[[Frame], None] = self._waiting.put_nowait
        self._inflate = zlib.decompressobj(wbits=-15)
        self.closed = False

    async def open(self, port: int, target: str, headers: dict[str, str]) -> None:
        """Connect to this machine. Raises `ConnectionError` when the server does not upgrade."""
        loop = asyncio.get_running_loop()
        self._upgraded = loop.create_future()
        transport, _ = await loop.create_connection(lambda: self, "127.0.0.1", port)
        self._transport = transport
        lines = [
            f"GET {target} HTTP/1.1",
            f"Host: localhost:{port}",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
            *(f"{name}: {value}" for name, value in headers.items()),
        ]
        transport.write("\r\n".join([*lines, "", ""]).encode())
        await self._upgraded

    def send(self, frames: bytes) -> None:
        """Send whole frames as `frame_of` makes them."""
        self._transport.write(frames)

    async def next(self) -> Frame:
        """Return the next frame that is no ping. Raises `ConnectionError` when there is none."""
        frame = await self._waiting.get()
        if frame is None:
            raise ConnectionError("the server has hung up")
        return frame

    def hear(self, hear: Callable[[Frame], None]) -> None:
        """From now on each frame is given to `hear` as it comes."""
        while not self._waiting.empty():
            if (frame := self._waiting.get_nowait()) is not None:
                hear(frame)
        self._hear = hear

    def close(self) -> None:
        self._transport.abort()

    def data_received(self, data: bytes) -> None:
        """Part of `asyncio.Protocol`."""
        data = self._rest + data if self._rest else data
        if self._upgraded is not None:
            head, ended, data = data.partition(b"\r\n\r\n")
            if not ended:
                self._rest = head
                return
            if not head.startswith(b"HTTP/1.1 101 "):
                self._fail(ConnectionError(head.split(b"\r\n")[0].decode()))
                return
            if not self._upgraded.done():
                self._upgraded.set_result(None)
            self._upgraded = None
        self._rest = data[self._read(data) :]

    def connection_lost(self, error: Exception | None) -> None:
        """Part of `asyncio.Protocol`."""
        self.closed = True
        self._waiting.put_nowait(None)
        self._fail(error or ConnectionError("the server has hung up"))

    def _fail(self, why: Exception) -> None:
        if self._upgraded is not None and not self._upgraded.done():
            self._upgraded.set_exception(why)

    def _read(self, data: bytes) -> int:
        """Take the whole frames at the start of `data`; return where the rest begins."""
        at, end = 0, len(data)
        while end - at >= 2:
            size, start = data[at + 1], at + 2
            if size == 126:
                size, start = int.from_bytes(data[start : start + 2]), start + 2
            elif size == 127:
                size, start = int.from_bytes(data[start : start + 8]), start + 8
            if start + size > end:
                break
            self._take(data[at], data[start : start + size])
            at = start + size
        return at

    def _take(self, first: int, data: bytes) -> None:
        if first & _DEFLATED:
            data = self._inflate.decompress(data + _END_OF_DEFLATED)
        kind = first & 0x0F
        if kind == TEXT and data == PING_OF_ENGINE_IO:
            self.send(frame_of(PONG_OF_ENGINE_IO))
        elif kind in {TEXT, BINARY}:
            self._hear(Frame(kind == TEXT, data))
        elif kind in {CLOSE, PING}:  # none of the servers pings so, and none may hang up
            self.close()
