"""Both ends of the service as tests play them: real sockets, typed, every wait bounded."""

import asyncio
import json
import time
import zlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, Self, TypeVar

import aiohttp
import msgspec
from aiohttp import WSMsgType

from cobrowse.domain.ids import new_id
from cobrowse.wire import capture, codec
from cobrowse.wire.base import PROTOCOL, Wire
from cobrowse.wire.console import REPLIES

WAIT_S = 5.0

W = TypeVar("W", bound=Wire)


class Refused(Exception):
    """The service said no, and this is its code."""

    def __init__(self, code: str, message: str = "", retry_ms: int | None = None) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.retry_ms = retry_ms


async def until(holds: Callable[[], bool], within_s: float = WAIT_S) -> None:
    """Wait until something has become true."""
    async with asyncio.timeout(within_s):
        while not holds():
            await asyncio.sleep(0.01)


class SocketClient:
    """A Socket.IO client that sends what it is told, well formed or not."""

    def __init__(self, url: str, *, headers: dict[str, str], pongs: bool = True) -> None:
        self._url = url
        self._headers = headers
        self._pongs = pongs
        self._events: dict[str, asyncio.Queue[bytes]] = defaultdict(asyncio.Queue)
        self._answers: dict[int, asyncio.Future[bytes]] = {}
        self._next_id = 0
        self._reader: asyncio.Task[None] | None = None
        self.opening: dict[str, Any] = {}
        self.order: list[str] = []
        self.pings = 0
        self.closed = asyncio.Event()
        self.connected: asyncio.Queue[codec.Packet] = asyncio.Queue()

    async def __aenter__(self) -> Self:
        self._http = aiohttp.ClientSession()
        try:
            self.ws = await self._http.ws_connect(
                self._url, params={"EIO": "4", "transport": "websocket"}, headers=self._headers
            )
        except BaseException:
            await self._http.close()
            raise
        self._reader = asyncio.create_task(self._read())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.ws.close()
        if self._reader is not None:
            self._reader.cancel()
            await asyncio.gather(self._reader, return_exceptions=True)
        await self._http.close()

    async def join(self, payload: object) -> None:
        """Send the connect packet. Raises `Refused` if it is answered by an error."""
        await self.ws.send_bytes(codec.encode_packet(codec.CONNECT, payload))
        async with asyncio.timeout(WAIT_S):
            packet = await self.connected.get()
        if packet.type == codec.CONNECT_ERROR:
            refusal = msgspec.msgpack.decode(packet.data)
            raise Refused(**refusal["data"])

    async def emit(self, name: str, body: object) -> None:
        """Send an event that asks for no answer."""
        await self.ws.send_bytes(codec.encode_packet(codec.EVENT, (name, body)))

    async def ask(self, name: str, body: object) -> bytes:
        """Send an event and return what its answer holds under `ok`. Raises `Refused`."""
        self._next_id += 1
        answer = self.expect(self._next_id)
        frame = codec.encode_packet(codec.EVENT, (name, body), id=self._next_id)
        await self.ws.send_bytes(frame)
        return await self.answered(answer)

    def expect(self, id: int) -> asyncio.Future[bytes]:
        """Wait for the answer to an event that carries this id."""
        answer = self._answers[id] = asyncio.get_running_loop().create_future()
        return answer

    async def answered(self, answer: asyncio.Future[bytes]) -> bytes:
        async with asyncio.timeout(WAIT_S):
            (told,) = msgspec.msgpack.decode(await answer, type=tuple[dict[str, msgspec.Raw]])
        if "error" in told:
            raise Refused(**msgspec.msgpack.decode(told["error"]))
        return bytes(told["ok"])

    async def next(self, event: str, shape: type[W], *, within_s: float = WAIT_S) -> W:
        """Return the next event of this name that has not been looked at yet."""
        async with asyncio.timeout(within_s):
            return codec.decode_body(shape, await self._events[event].get())

    def pending(self, event: str) -> int:
        """Return how many events of this name wait to be looked at."""
        return self._events[event].qsize()

    async def until_closed(self, within_s: float = WAIT_S) -> None:
        async with asyncio.timeout(within_s):
            await self.closed.wait()

    async def stop_reading(self) -> None:
        """Let what is sent from now on pile up on the way."""
        if self._reader is not None:
            self._reader.cancel()
            await asyncio.gather(self._reader, return_exceptions=True)

    def read_again(self) -> None:
        """Go on after `stop_reading`."""
        self._reader = asyncio.create_task(self._read())

    async def _read(self) -> None:
        try:
            async for message in self.ws:
                if message.type is WSMsgType.TEXT:
                    await self._control(message.data)
                elif message.type is WSMsgType.BINARY:
                    self._packet(codec.decode_packet(message.data))
                else:
                    break
        finally:
            if self.ws.closed:
                self.closed.set()

    async def _control(self, text: str) -> None:
        if text.startswith("0"):
            self.opening = json.loads(text[1:])
        elif text == "2":
            self.pings += 1
            if self._pongs:
                await self.ws.send_str("3")

    def _packet(self, packet: codec.Packet) -> None:
        if packet.type in {codec.CONNECT, codec.CONNECT_ERROR}:
            self.connected.put_nowait(packet)
        elif packet.type == codec.ACK and packet.id is not None:
            self._answers.pop(packet.id).set_result(bytes(packet.data))
        elif packet.type == codec.EVENT:
            name, body = codec.decode_event(packet)
            self.order.append(name)
            self._events[name].put_nowait(bytes(body))


class VisitorClient(SocketClient):
    """One page of one visitor."""

    def __init__(
        self,
        origin: str,
        site_key: str,
        *,
        page_origin: str,
        visitor: str | None = None,
        page: str | None = None,
        pongs: bool = True,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(
            f"{origin}/capture/socket/",
            headers={"Origin": page_origin} if headers is None else headers,
            pongs=pongs,
        )
        self.page = page or new_id()
        self.hello = hello(
            site_key, visitor=visitor or new_id(), page=self.page, url=f"{page_origin}/"
        )

    async def arrive(self) -> capture.Welcome:
        """Say hello and return the welcome."""
        await self.join(self.hello)
        return await self.next("welcome", capture.Welcome)

    async def send(self, *batches: capture.Batch) -> None:
        for batch in batches:
            await self.emit("batch", batch)

    def batch(self, seq: int, records: object = None, **fields: Any) -> capture.Batch:
        """Return a batch of this page; `records` is what the page recorded."""
        return batch_of(self.page, seq, records, **fields)


class AgentClient(SocketClient):
    """One console of a signed-in agent."""

    def __init__(self, origin: str, cookie: str, *, from_origin: str | None = None) -> None:
        super().__init__(
            f"{origin}/console/socket/",
            headers={
                "Origin": from_origin or origin,
                "Cookie": f"cobrowse_session={cookie}",
            },
        )

    async def arrive(self) -> None:
        await self.join(None)

    async def request(self, name: str, body: Wire) -> Wire:
        """Ask for something of the console's table, and return its typed answer."""
        return codec.decode_body(REPLIES[name], await self.ask(name, body))


def hello(site_key: str, *, visitor: str, page: str, url: str, **fields: Any) -> capture.Hello:
    now = time.time_ns() // 1_000_000
    consent = capture.Consent(mode="notice", observe=True, record=True, review=True, at=now)
    return capture.Hello(
        **{
            "protocol": PROTOCOL,
            "site": site_key,
            "visitor": visitor,
            "page": page,
            "sent_at": now,
            "url": url,
            "consent": consent,
            "title": "Home",
            **fields,
        }
    )


def batch_of(page: str, seq: int, records: object = None, **fields: Any) -> capture.Batch:
    now = time.time_ns() // 1_000_000
    payload = deflate(json.dumps(records or [{"type": 3, "seq": seq}]).encode())
    return capture.Batch(
        **{
            "page": page,
            "epoch": 0,
            "seq": seq,
            "t0": now,
            "t1": now,
            "crc": zlib.crc32(payload),
            "payload": payload,
            "count": 1,
            "checkpoint": seq == 0,
            **fields,
        }
    )


def deflate(data: bytes) -> bytes:
    """Return the raw deflate of what a page recorded."""
    squeeze = zlib.compressobj(wbits=-15)
    return squeeze.compress(data) + squeeze.flush()


def inflate(data: bytes) -> bytes:
    return zlib.decompress(data, wbits=-15)


def parcel_of(said: capture.Hello, batches: Sequence[capture.Batch]) -> bytes:
    """Return a page's last words as `POST /capture/batch` carries them."""
    return codec.encode(capture.Parcel(hello=said, batches=list(batches)))
