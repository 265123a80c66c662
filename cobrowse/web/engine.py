"""engine.io without its HTTP entry: a connection begins as a WebSocket or not at all."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from engineio import AsyncServer, packet

from cobrowse import metrics
from cobrowse.domain.errors import Busy, Unsupported
from cobrowse.flow.load import Allowance
from cobrowse.web.line import Bounds, Line


class Engine(AsyncServer):  # type: ignore[misc]  # the library ships no types
    """Opens lines and tells the Socket.IO server when they begin and end.

    The library's own entry answers polling and JSONP, lets a second request speak for an open
    connection by its `sid`, and believes `X-Forwarded-Host` when it compares origins. None of it is
    reached from here.
    """

    bounds: Bounds
    take: Callable[[Line, bytes], bool]
    deliver: Callable[[Line, bytes], Awaitable[None]]
    allowance: Callable[[], Allowance | None]

    async def handle_request(self, request: web.Request) -> web.StreamResponse:
        """Serve one WebSocket until it ends. Raises `Unsupported` and `Busy` before it begins."""
        query = request.query
        if query.getall("transport", []) != ["websocket"] or query.getall("EIO", []) != ["4"]:
            raise Unsupported("Engine.IO 4 over WebSocket is spoken here, and nothing else")
        if "sid" in query or not web.WebSocketResponse().can_prepare(request):
            raise Unsupported("a connection begins as a WebSocket")
        if len(self.sockets) >= self.bounds.lines:
            raise Busy("too many connections; try again later")
        line = Line(
            self,
            self.generate_id(),
            request=request,
            bounds=self.bounds,
            take=self.take,
            deliver=self.deliver,
            allowance=self.allowance(),
        )
        self.sockets[line.id] = line
        with metrics.CONNECTIONS.labels(audience=self.bounds.audience).track_inprogress():
            try:
                opened = {"cobrowse.line": line}
                await self._trigger_event("connect", line.id, opened, run_async=False)
                return await line.serve(self._greeting(line))
            finally:
                self.sockets.pop(line.id, None)
                await self._trigger_event("disconnect", line.id, "gone", run_async=False)

    def hang_up(self) -> None:
        """End every connection politely."""
        for line in tuple(self.sockets.values()):
            line.hang_up()

    def _greeting(self, line: Line) -> str:
        opening: dict[str, Any] = {
            "sid": line.id,
            "upgrades": [],
            "pingInterval": int(self.bounds.ping_s * 1000),
            "pingTimeout": int(self.bounds.pong_s * 1000),
            "maxPayload": self.bounds.frame_bytes,
        }
        return f"{packet.OPEN}{json.dumps(opening)}"
