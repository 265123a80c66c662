"""A page without a WebSocket, as tests play it: one request after the other."""

import asyncio
import json
from collections import defaultdict
from typing import Any, TypeVar

import aiohttp
import msgspec

from cobrowse.domain.ids import new_id
from cobrowse.wire import capture, codec
from cobrowse.wire.base import Wire
from tests.clients import WAIT_S, Refused, batch_of

W = TypeVar("W", bound=Wire)


class PollingClient:
    """Keeps one line open; `poll` is one request."""

    def __init__(
        self,
        http: aiohttp.ClientSession,
        origin: str,
        hello: capture.Hello,
        *,
        page_origin: str,
        headers: dict[str, str] | None = None,
    ) -> None:
        self._http = http
        self._url = f"{origin}/capture/batch"
        self._headers = {"Origin": page_origin, "Content-Type": "text/plain", **(headers or {})}
        self.hello = hello
        self.page = hello.page
        self.line = new_id()
        self.order: list[str] = []
        self.answers: dict[int, Any] = {}
        self._events: dict[str, list[bytes]] = defaultdict(list)

    async def poll(
        self, *batches: capture.Batch, frames: tuple[bytes, ...] = (), wait_ms: int = 0
    ) -> capture.Polled:
        """Send one request. Raises `Refused` for an answer that is none."""
        polling = capture.Polling(line=self.line, frames=list(frames), wait_ms=wait_ms)
        parcel = capture.Parcel(hello=self.hello, batches=list(batches), polling=polling)
        async with self._http.post(
            self._url, data=codec.encode(parcel), headers=self._headers
        ) as reply:
            body = await reply.read()
            if reply.status != 200:
                raise Refused(**json.loads(body)["error"])
        polled = codec.decode_body(capture.Polled, body)
        for frame in polled.frames:
            self._packet(codec.decode_packet(frame))
        return polled

    async def arrive(self) -> capture.Welcome:
        await self.poll()
        return await self.next("welcome", capture.Welcome)

    async def next(self, event: str, shape: type[W]) -> W:
        """Return the next event of this name, asking for it until it is there."""
        async with asyncio.timeout(WAIT_S):
            while not self._events[event]:
                await self.poll(wait_ms=1_000)
        return codec.decode_body(shape, self._events[event].pop(0))

    def batch(self, seq: int, records: object = None, **fields: Any) -> capture.Batch:
        return batch_of(self.page, seq, records, **fields)

    def _packet(self, packet: codec.Packet) -> None:
        if packet.type == codec.ACK and packet.id is not None:
            (self.answers[packet.id],) = msgspec.msgpack.decode(packet.data)
            return
        name, body = codec.decode_event(packet)
        self.order.append(name)
        self._events[name].append(bytes(body))
