"""What a page says on its socket beside the batches: how it introduces itself, and who it says is
there."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cobrowse.wire.capture import Hello, Welcome
from cobrowse.wire.codec import CONNECT, EVENT, decode_body, decode_event, decode_packet

if TYPE_CHECKING:
    from playwright.async_api import Page, WebSocket


@dataclass
class Ear:
    """`hellos` are the first of each page, by its id; `said` are times (Unix epoch, ms) and names
    of events."""

    session: str = ""
    hellos: dict[str, Hello] = field(default_factory=dict)
    said: dict[str, list[tuple[int, str]]] = field(default_factory=dict)

    def follow(self, page: Page) -> None:
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        if "/capture/socket" not in socket.url:
            return
        spoken = _Spoken(self)
        socket.on("framesent", spoken.sent)
        socket.on("framereceived", spoken.received)


@dataclass
class _Spoken:
    """One connection, so one page."""

    ear: Ear
    page: str = ""

    def sent(self, frame: str | bytes) -> None:
        if isinstance(frame, str):
            return  # engine.io's own: open, ping, pong
        packet = decode_packet(frame)
        if packet.type == CONNECT:
            hello = decode_body(Hello, packet.data)
            self.page = hello.page
            self.ear.hellos.setdefault(hello.page, hello)
        elif packet.type == EVENT:
            name, _ = decode_event(packet)
            if name in {"identify", "signout"}:
                at = time.time_ns() // 1_000_000
                self.ear.said.setdefault(self.page, []).append((at, name))

    def received(self, frame: str | bytes) -> None:
        if isinstance(frame, str):
            return
        packet = decode_packet(frame)
        if packet.type == EVENT:
            name, body = decode_event(packet)
            if name == "welcome":
                self.ear.session = decode_body(Welcome, body).session
