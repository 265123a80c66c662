"""What differs between the servers: how a page and its watcher join, how a batch is written, and
how its acknowledgement reads. The load itself is the same for all."""

import time
from typing import Any, Final, Protocol

import msgspec

from tests.load.stamps import PAYLOAD_BYTES
from tests.load.web_socket import Frame, WebSocket

ENGINE_IO: Final = "EIO=4&transport=websocket"
EVENT: Final = 2
ACK: Final = 3

_PAYLOAD: Final = b"\xa7payload\xc5" + PAYLOAD_BYTES.to_bytes(2)
"""The name `payload` and the head of its bytes, in MessagePack."""


class Dialect(Protocol):
    """How one server is spoken to. `headers` are those of the request that opens a page's
    connection."""

    async def page(self, headers: dict[str, str]) -> tuple[WebSocket, str]:
        """Open the connection of a new page; return it with the page's id."""

    async def watcher(self, page: str) -> WebSocket:
        """Open the connection of somebody who watches this page."""

    def batch(self, page: str, seq: int, *, checkpoint: bool, payload: bytes, crc: int) -> bytes:
        """Return a batch as frames; `payload` is masked."""

    def acknowledged(self, frame: Frame) -> int | None:
        """Return up to which batch a frame acknowledges; None when it says something else."""


def body_of(page: str, seq: int, *, checkpoint: bool, crc: int) -> dict[str, Any]:
    """Return the fields of a `Batch` but for its payload. All servers are sent the same."""
    now_ms = time.time_ns() // 1_000_000
    return {
        "page": page,
        "epoch": 0,
        "seq": seq,
        "t0": now_ms,
        "t1": now_ms,
        "crc": crc,
        "count": 1,
        "checkpoint": checkpoint,
    }


def up_to_payload(body: dict[str, Any]) -> bytes:
    """Return the body as a map of MessagePack whose last value, the payload, is yet to come."""
    return one_more(msgspec.msgpack.encode(body)) + _PAYLOAD


def packet_up_to_payload(body: dict[str, Any], id: int | None) -> bytes:
    """Return a Socket.IO packet with the event `batch`, up to where the payload begins."""
    before = {"type": EVENT, "nsp": "/"} if id is None else {"type": EVENT, "nsp": "/", "id": id}
    head = one_more(msgspec.msgpack.encode(before))
    return head + b"\xa4data\x92\xa5batch" + up_to_payload(body)


def one_more(small_map: bytes) -> bytes:
    """Return the same map, announcing one more entry."""
    return bytes([small_map[0] + 1]) + small_map[1:]
