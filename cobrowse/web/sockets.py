"""The Socket.IO edge: python-socketio, hardened, and the one base of both gateways.

    frame -> Line -> Gateway.take (synchronous; capture takes its batches here)
                  -> Server.deliver -> python-socketio: connect, events, disconnect -> Gateway

Every trap that design.md names for this stack is closed in this file, `line.py`, `engine.py` or
`packets.py`, and has a test in `tests/integration/test_sockets*.py` or `test_hostile*.py`.
"""

import asyncio
import logging
from abc import ABC, abstractmethod
from typing import Any, Final

from aiohttp import web
from socketio import AsyncServer
from socketio.exceptions import ConnectionRefusedError as Refused

from cobrowse.domain.errors import Invalid
from cobrowse.flow.load import Allowance
from cobrowse.web.engine import Engine
from cobrowse.web.failures import refusal, reply_to
from cobrowse.web.line import Bounds, Line
from cobrowse.web.packets import WirePacket
from cobrowse.wire import codec
from cobrowse.wire.base import Wire

ANSWER_S: Final = 4.0
"""How long an answer may take. The heartbeat allows 5 s: pongs wait behind a handler too."""


class Server(AsyncServer):  # type: ignore[misc]  # the library ships no types
    """python-socketio for handshake, answers and goodbyes; frames reach it by `deliver`."""

    def __init__(self, gateway: "Gateway") -> None:
        super().__init__(
            serializer=WirePacket,
            async_handlers=False,  # ordered, no task per frame, and TCP pushes back
            logger=_silence(),  # the library logs what it was handling
            engineio_logger=_silence(),
            monitor_clients=False,  # each line keeps its own heartbeat
            http_compression=False,
        )
        self._gateway = gateway
        self.eio.bounds = gateway.bounds
        self.eio.take = gateway.take
        self.eio.deliver = self.deliver
        self.eio.allowance = gateway.allowance

    async def deliver(self, line: Line, frame: bytes) -> None:
        """Handle a frame that was not taken. Raises `Invalid` for what no client of ours sends."""
        # The library takes an empty frame for none at all; a zero is no packet either.
        packet = WirePacket(encoded_packet=frame or b"\0")
        if packet.packet_type == codec.CONNECT and not line.joined:
            await self._let_in(line, packet)
        elif packet.packet_type == codec.EVENT and line.joined:
            await self._handle_event(line.id, packet.namespace, packet.id, packet.data)
        elif packet.packet_type == codec.DISCONNECT:
            line.hang_up()
        else:
            raise Invalid("this packet has no place here")

    async def _let_in(self, line: Line, packet: WirePacket) -> None:
        line.knocked()
        await self._handle_connect(line.id, packet.namespace, packet.data)
        if line.joined:
            self._gateway.joined(line)
        else:
            line.hang_up()

    def line_of(self, sid: str) -> Line:
        """Return the line of a Socket.IO connection."""
        line: Line = self.get_environ(sid)["cobrowse.line"]
        return line

    def _engineio_server_class(self) -> type[Engine]:
        return Engine


class Gateway(ABC):
    """One audience's edge. A subclass says who is let in, and what each event does."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self._server = Server(self)
        self._server.on("connect", self._connect)
        self._server.on("disconnect", self._disconnect)
        self._server.on("*", self._event)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve the socket's address."""
        self.check(request)
        response: web.StreamResponse = await self._server.handle_request(request)
        return response

    def hang_up(self) -> None:
        """End every connection, before the service stops."""
        self._server.eio.hang_up()

    def allowance(self) -> Allowance | None:
        """Return what a new connection may send in the long run; None sets no bound."""
        return None

    @abstractmethod
    def check(self, request: web.Request) -> None:
        """Refuse a request before it becomes a WebSocket, by raising."""

    def take(self, line: Line, frame: bytes) -> bool:
        """Take a frame at once, without a task or a wait; False leaves it to `answer`."""
        return False

    @abstractmethod
    async def admit(self, line: Line, hello: codec.Undecoded) -> None:
        """Decide whether this connection is let in; `hello` is its connect payload, undecoded."""

    @abstractmethod
    def joined(self, line: Line) -> None:
        """The connection stands, and its peer has been told."""

    @abstractmethod
    def left(self, line: Line) -> None:
        """A connection that was let in has ended."""

    @abstractmethod
    async def answer(self, line: Line, name: str, body: codec.Undecoded) -> Wire:
        """Do what an event asks for, and return what goes under `ok`."""

    async def _connect(self, sid: str, _environ: Any, hello: codec.Undecoded) -> None:
        line = self._server.line_of(sid)
        try:
            async with asyncio.timeout(ANSWER_S):
                await self.admit(line, hello)
        except Exception as error:
            failure = reply_to(refusal(error, self.bounds.audience, line=line.id)).error
            raise Refused(failure.message, failure) from error
        line.joined = True

    async def _disconnect(self, sid: str, _reason: str) -> None:
        self.left(self._server.line_of(sid))

    async def _event(self, name: str, sid: str, body: codec.Undecoded) -> dict[str, Wire] | Wire:
        line = self._server.line_of(sid)
        try:
            async with asyncio.timeout(ANSWER_S):
                return {"ok": await self.answer(line, name, body)}
        except Exception as error:
            return reply_to(refusal(error, self.bounds.audience, line=line.id))


def _silence() -> logging.Logger:
    logger = logging.Logger("cobrowse.library")  # made apart from the tree: it has no handlers
    logger.disabled = True
    return logger
