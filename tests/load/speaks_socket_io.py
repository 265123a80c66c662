"""Socket.IO as its own clients speak it, with either of its parsers. Each batch asks for an answer,
whose id is the number of the batch."""

from abc import ABC, abstractmethod

import msgspec

from cobrowse.domain.ids import new_id
from cobrowse.wire import codec
from tests.load.dialect import ACK, ENGINE_IO, EVENT, body_of, packet_up_to_payload
from tests.load.web_socket import Frame, WebSocket, frame_of

TARGET = f"/socket.io/?{ENGINE_IO}"


class _Client(ABC):
    """What does not depend on the parser."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def page(self, headers: dict[str, str]) -> tuple[WebSocket, str]:
        return await self._joined(headers), new_id()

    async def _joined(self, headers: dict[str, str]) -> WebSocket:
        ws = WebSocket()
        await ws.open(self._port, TARGET, headers)
        await self._connect(ws)
        return ws

    @abstractmethod
    async def _connect(self, ws: WebSocket) -> None:
        """Say hello to the namespace, and hear that it stands."""


class SocketIo(_Client):
    """The default parser: JSON, and the bytes in a frame of their own behind it."""

    async def watcher(self, page: str) -> WebSocket:
        ws = await self._joined({})
        ws.send(frame_of(f'420["watch","{page}"]'))
        await _text(ws, b"430")
        return ws

    def batch(self, page: str, seq: int, *, checkpoint: bool, payload: bytes, crc: int) -> bytes:
        body = body_of(page, seq, checkpoint=checkpoint, crc=crc)
        body["payload"] = {"_placeholder": True, "num": 0}
        text = msgspec.json.encode(["batch", body]).decode()
        return frame_of(f"451-{seq}{text}") + frame_of(b"", tail=payload)

    def acknowledged(self, frame: Frame) -> int | None:
        if frame.is_text and frame.data.startswith(b"43"):
            return int(frame.data[2 : frame.data.index(b"[")])
        return None

    async def _connect(self, ws: WebSocket) -> None:
        ws.send(frame_of("40"))
        await _text(ws, b"40")


class SocketIoMsgpack(_Client):
    """The MessagePack parser: one frame a packet."""

    async def watcher(self, page: str) -> WebSocket:
        ws = await self._joined({})
        ws.send(frame_of(codec.encode_packet(EVENT, ["watch", page], id=0)))
        await _packet(ws, ACK)
        return ws

    def batch(self, page: str, seq: int, *, checkpoint: bool, payload: bytes, crc: int) -> bytes:
        body = body_of(page, seq, checkpoint=checkpoint, crc=crc)
        return frame_of(packet_up_to_payload(body, id=seq), tail=payload)

    def acknowledged(self, frame: Frame) -> int | None:
        packet = codec.decode_packet(frame.data)
        return packet.id if packet.type == ACK else None

    async def _connect(self, ws: WebSocket) -> None:
        ws.send(frame_of(codec.encode_packet(codec.CONNECT, {})))
        await _packet(ws, codec.CONNECT)


async def _text(ws: WebSocket, start: bytes) -> None:
    while not (await ws.next()).data.startswith(start):
        pass


async def _packet(ws: WebSocket, kind: int) -> None:
    while True:
        frame = await ws.next()
        if not frame.is_text and codec.decode_packet(frame.data).type == kind:
            return
