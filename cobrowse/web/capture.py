"""The capture gateway: visitors' pages. Rules P1 to P6 and C1 to C15 of `docs/protocol.md`."""

from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import web

from cobrowse import metrics
from cobrowse.domain.errors import Busy, CobrowseError, Invalid, UnknownEvent
from cobrowse.domain.ids import PageId
from cobrowse.domain.limits import FRAME_BYTES
from cobrowse.flow.ingest import Ingest
from cobrowse.flow.visits import Visits
from cobrowse.web.line import Bounds, Line
from cobrowse.web.outbox import SocketOutbox
from cobrowse.web.sockets import Gateway
from cobrowse.wire.base import Wire
from cobrowse.wire.capture import (
    INBOUND,
    Ack,
    Batch,
    Consent,
    Empty,
    Hello,
    Identify,
    Reject,
    Welcome,
)
from cobrowse.wire.codec import EVENT, Undecoded, decode_body, decode_event, decode_packet

BOUNDS: Final = Bounds(
    audience="capture",
    frame_bytes=FRAME_BYTES,
    unsent_bytes=512 * 1024,  # a page is sent acks and hints; one that takes none is gone
    lines=20_000,
)


class CaptureGateway(Gateway):
    """One connection speaks for one page; a newer one of the same page takes its place (C1)."""

    def __init__(
        self, visits: Visits, ingest: Ingest, outbox: SocketOutbox, bounds: Bounds = BOUNDS
    ) -> None:
        super().__init__(bounds)
        self._visits = visits
        self._ingest = ingest
        self._outbox = outbox
        self._pages: dict[Line, PageId] = {}
        self._welcomes: dict[Line, Welcome] = {}
        self._events: dict[str, Callable[[PageId, Undecoded], Awaitable[None]]] = {
            "consent": self._consent,
            "identify": self._identify,
            "signout": self._sign_out,
            "stop": self._stop,
        }
        assert {*self._events, "batch"} == set(INBOUND)

    def check(self, request: web.Request) -> None:
        """Pages of any origin may knock; their site decides when they say whose they are."""

    def take(self, line: Line, frame: bytes) -> bool:
        """Take a batch: from frame to journal queue without a task, a timer or a wait."""
        packet = decode_packet(frame)
        if packet.type != EVENT or not line.joined:
            return False
        name, body = decode_event(packet)
        if name != "batch":
            return False
        page = self._pages[line]
        try:
            batch = decode_body(Batch, body)
        except Invalid as error:
            self._reject(line, body, error)
            return True
        if batch.page != page:
            raise Invalid("a connection speaks for one page")
        try:
            self._ingest.accept(page, batch)
        except Busy:
            line.hang_up()  # the page keeps what is not acknowledged, and comes back
        except CobrowseError as error:
            self._reject(line, body, error)
        return True

    async def admit(self, line: Line, hello: Undecoded) -> None:
        body = decode_body(Hello, hello)
        self._welcomes[line] = await self._visits.arrive(body, line.request.headers.get("Origin"))
        self._pages[line] = PageId(body.page)

    def joined(self, line: Line) -> None:
        page = self._pages[line]
        before = self._outbox.pages.get(page)
        self._outbox.pages[page] = line
        self._outbox.to_page(page, "welcome", self._welcomes.pop(line))
        self._visits.connected(page)
        if before is not None:
            before.hang_up()

    def left(self, line: Line) -> None:
        self._welcomes.pop(line, None)
        page = self._pages.pop(line)
        if self._outbox.pages.get(page) is line:
            del self._outbox.pages[page]
            self._visits.disconnected(page)

    async def answer(self, line: Line, name: str, body: Undecoded) -> Wire:
        handler = self._events.get(name)
        if handler is None:
            raise UnknownEvent("no such event")
        await handler(self._pages[line], body)
        return Empty()

    def _reject(self, line: Line, body: Undecoded, error: CobrowseError) -> None:
        """Tell the page that this batch will never be accepted (C7).

        Raises `Invalid` if the batch does not say which it is.
        """
        place = decode_body(Ack, body)  # an acknowledgement's shape is the place alone
        if place.page != self._pages[line]:
            raise Invalid("a connection speaks for one page")
        metrics.REJECTS.inc()
        reject = Reject(page=place.page, epoch=place.epoch, seq=place.seq, code=error.code.value)
        self._outbox.to_page(PageId(place.page), "reject", reject)

    async def _consent(self, page: PageId, body: Undecoded) -> None:
        await self._visits.consent(page, decode_body(Consent, body))

    async def _identify(self, page: PageId, body: Undecoded) -> None:
        await self._visits.identify(page, decode_body(Identify, body).token)

    async def _sign_out(self, page: PageId, body: Undecoded) -> None:
        decode_body(Empty, body)
        await self._visits.sign_out(page)

    async def _stop(self, page: PageId, body: Undecoded) -> None:
        decode_body(Empty, body)
        await self._visits.stop(page)
