"""No protocol but MessagePack: `[name, body]` there, the number of the batch back."""

import msgspec

from cobrowse.domain.ids import new_id
from tests.load.dialect import body_of, up_to_payload
from tests.load.web_socket import Frame, WebSocket, frame_of


class Raw:
    def __init__(self, port: int) -> None:
        self._port = port

    async def page(self, headers: dict[str, str]) -> tuple[WebSocket, str]:
        ws = WebSocket()
        await ws.open(self._port, "/", headers)
        return ws, new_id()

    async def watcher(self, page: str) -> WebSocket:
        ws = WebSocket()
        await ws.open(self._port, "/", {})
        ws.send(frame_of(msgspec.msgpack.encode(["watch", page])))
        await ws.next()
        return ws

    def batch(self, page: str, seq: int, *, checkpoint: bool, payload: bytes, crc: int) -> bytes:
        body = body_of(page, seq, checkpoint=checkpoint, crc=crc)
        return frame_of(b"\x92\xa5batch" + up_to_payload(body), tail=payload)

    def acknowledged(self, frame: Frame) -> int | None:
        return msgspec.msgpack.decode(frame.data, type=int)
