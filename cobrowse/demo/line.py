"""One capture socket as a page's script holds it: packets to and fro, pings answered."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Final

import aiohttp
from aiohttp import WSMsgType

from cobrowse.domain.errors import CobrowseError
from cobrowse.wire import codec

OPEN_S: Final = 10.0
SILENCE_S: Final = 15.0
"""The service speaks every 5 s; after so long the line is as good as cut."""

CLOSE_S: Final = 1.0

OVER: Final = (aiohttp.ClientError, OSError, TimeoutError, CobrowseError)
"""What the end of a line may look like, a damaged packet included."""

_PING: Final = "2"
_PONG: Final = "3"
_CLOSE: Final = "1"


class Line:
    """Packets to and fro; pings are answered on the way."""

    def __init__(
        self, socket: aiohttp.ClientWebSocketResponse, silence_s: float = SILENCE_S
    ) -> None:
        self._socket = socket
        self._silence_s = silence_s

    async def send(self, kind: int, data: object, *, id: int | None = None) -> None:
        """Send a packet; waits while the service does not take what was sent before."""
        await self._socket.send_bytes(codec.encode_packet(kind, data, id=id))

    async def receive(self) -> codec.Packet:
        """Return the next packet. Raises one of `OVER` when there will be none."""
        while True:
            message = await self._socket.receive(self._silence_s)
            if message.type is WSMsgType.BINARY:
                return codec.decode_packet(message.data)
            if message.type is not WSMsgType.TEXT or message.data == _CLOSE:
                raise ConnectionResetError("the line is over")
            if message.data == _PING:
                await self._socket.send_str(_PONG)


@asynccontextmanager
async def open_line(
    http: aiohttp.ClientSession, address: str, headers: Mapping[str, str]
) -> AsyncGenerator[Line]:
    """Open a line, and close it at the end. Raises one of `OVER` where there is no service."""
    async with asyncio.timeout(OPEN_S):
        socket = await http.ws_connect(
            address,
            params={"EIO": "4", "transport": "websocket"},
            headers=headers,
            timeout=aiohttp.ClientWSTimeout(ws_close=CLOSE_S),
        )
    try:
        yield Line(socket)
    finally:
        await socket.close()
