"""Our own service, spoken to as a real page and a real console do, with all that it checks."""

import asyncio

import msgspec

from cobrowse.domain.errors import Busy, ErrorCode
from cobrowse.domain.ids import new_id
from cobrowse.wire import codec
from cobrowse.wire.capture import Ack, Welcome
from cobrowse.wire.console import Watch
from tests.clients import hello
from tests.load.dialect import ENGINE_IO, body_of, packet_up_to_payload
from tests.load.web_socket import Frame, WebSocket, frame_of
from tests.service import SHOP


class Cobrowse:
    """`site_key` is of a site that allows `SHOP`, `cookie` that of a signed-in account manager."""

    def __init__(self, port: int, site_key: str, cookie: str) -> None:
        self._port = port
        self._site_key = site_key
        self._cookie = cookie
        self._sessions: dict[str, str] = {}

    async def page(self, headers: dict[str, str]) -> tuple[WebSocket, str]:
        page, visitor = new_id(), new_id()
        target = f"/capture/socket/?{ENGINE_IO}"
        while True:
            ws = WebSocket()
            await ws.open(self._port, target, {"Origin": SHOP, **headers})
            said = hello(self._site_key, visitor=visitor, page=page, url=f"{SHOP}/")
            ws.send(frame_of(codec.encode_packet(codec.CONNECT, said)))
            try:
                welcome = codec.decode_body(Welcome, await _event(ws, "welcome"))
            except Busy as busy:
                ws.close()
                await asyncio.sleep((busy.retry_ms or 0) / 1_000)
                continue
            self._sessions[page] = welcome.session
            return ws, page

    async def watcher(self, page: str) -> WebSocket:
        ws = WebSocket()
        headers = {
            "Origin": f"http://localhost:{self._port}",
            "Cookie": f"cobrowse_session={self._cookie}",
        }
        await ws.open(self._port, f"/console/socket/?{ENGINE_IO}", headers)
        ws.send(frame_of(codec.encode_packet(codec.CONNECT, None)))
        watch = Watch(session=self._sessions[page])
        ws.send(frame_of(codec.encode_packet(codec.EVENT, ("watch", watch), id=1)))
        await _event(ws, "picture")
        return ws

    def batch(self, page: str, seq: int, *, checkpoint: bool, payload: bytes, crc: int) -> bytes:
        body = body_of(page, seq, checkpoint=checkpoint, crc=crc)
        return frame_of(packet_up_to_payload(body, id=None), tail=payload)

    def acknowledged(self, frame: Frame) -> int | None:
        packet = codec.decode_packet(frame.data)
        if packet.type != codec.EVENT:
            return None
        name, body = codec.decode_event(packet)
        return codec.decode_body(Ack, body).seq if name == "ack" else None


async def _event(ws: WebSocket, wanted: str) -> codec.Undecoded:
    """Wait for an event and return its body. Raises `Busy` when told to come back later, and
    `ConnectionError` when refused for good."""
    while True:
        frame = await ws.next()
        if frame.is_text:
            continue
        packet = codec.decode_packet(frame.data)
        if packet.type == codec.CONNECT_ERROR:
            refused = msgspec.msgpack.decode(packet.data)["data"]
            if refused["code"] == ErrorCode.BUSY:
                raise Busy(refused["message"], retry_ms=refused["retry_ms"])
            raise ConnectionError(f"refused: {refused['code']}")
        if packet.type == codec.EVENT:
            name, body = codec.decode_event(packet)
            if name == wanted:
                return body
