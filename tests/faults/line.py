"""One socket to the service, as a page or a console that expects the worst holds it."""

import asyncio
import socket
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Final

import aiohttp

from cobrowse.demo.line import Line

OPEN_S: Final = 5.0
SILENCE_S: Final = 12.0
"""The server speaks every 5 s; after more than two silences the line is as good as cut."""

WINDOW_BYTES: Final = 64 * 1024


@asynccontextmanager
async def open_line(url: str, headers: Mapping[str, str]) -> AsyncGenerator[Line]:
    """Open a line, and close it at the end without waiting for a dead peer's goodbye."""
    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(socket_factory=_with_a_small_window),
        timeout=aiohttp.ClientTimeout(total=None, connect=OPEN_S),
    ) as http:
        async with asyncio.timeout(OPEN_S):
            ws = await http.ws_connect(
                url,
                params={"EIO": "4", "transport": "websocket"},
                headers=headers,
                timeout=aiohttp.ClientWSTimeout(ws_close=0.2),
                max_msg_size=0,
            )
        try:
            yield Line(ws, SILENCE_S)
        finally:
            await ws.close()


def _with_a_small_window(address: aiohttp.AddrInfoType) -> socket.socket:
    """What is not read has to wait where the service counts it, not by megabytes in the kernel."""
    family, kind, protocol, _, _ = address
    made = socket.socket(family, kind, protocol)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, WINDOW_BYTES)
    return made
