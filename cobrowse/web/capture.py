"""The capture gateway: visitors' pages by WebSocket. Rules P1 to P6 of `docs/protocol.md`."""

from typing import Final

from aiohttp import web

from cobrowse.domain.ids import PageId
from cobrowse.domain.limits import FRAME_BYTES
from cobrowse.flow.load import Allowance
from cobrowse.web.crowd import Crowd
from cobrowse.web.line import Bounds, Line
from cobrowse.web.page_lines import UNSENT_BYTES, PageLines
from cobrowse.web.sockets import Gateway
from cobrowse.wire.base import Wire
from cobrowse.wire.capture import Hello, Welcome
from cobrowse.wire.codec import EVENT, Undecoded, decode_body, decode_event, decode_packet

BOUNDS: Final = Bounds(
    audience="capture",
    frame_bytes=FRAME_BYTES,
    unsent_bytes=UNSENT_BYTES,
    lines=20_000,
)


class CaptureGateway(Gateway):
    """One connection speaks for one page; a newer one of the same page takes its place (C1)."""

    def __init__(self, lines: PageLines, crowd: Crowd, bounds: Bounds = BOUNDS) -> None:
        super().__init__(bounds)
        self._lines = lines
        self._crowd = crowd
        self._pages: dict[Line, PageId] = {}
        self._welcomes: dict[Line, Welcome] = {}

    async def handle(self, request: web.Request) -> web.StreamResponse:
        with self._crowd.one_more(request):
            return await super().handle(request)

    def check(self, request: web.Request) -> None:
        """Pages of any origin may knock; their site decides when they say whose they are."""

    def allowance(self) -> Allowance:
        return self._lines.allowance()

    def take(self, line: Line, frame: bytes) -> bool:
        """Take a batch: from frame to journal queue without a task, a timer or a wait."""
        packet = decode_packet(frame)
        if packet.type != EVENT or not line.joined:
            return False
        name, body = decode_event(packet)
        if name != "batch":
            return False
        self._lines.take(self._pages[line], line, body)
        return True

    async def admit(self, line: Line, hello: Undecoded) -> None:
        body = decode_body(Hello, hello)
        self._welcomes[line] = await self._lines.admit(body, line.request.headers.get("Origin"))
        self._pages[line] = PageId(body.page)

    def joined(self, line: Line) -> None:
        self._lines.enter(self._pages[line], line, self._welcomes.pop(line))

    def left(self, line: Line) -> None:
        self._welcomes.pop(line, None)
        self._lines.leave(self._pages.pop(line), line)

    async def answer(self, line: Line, name: str, body: Undecoded) -> Wire:
        return await self._lines.answer(self._pages[line], name, body)
