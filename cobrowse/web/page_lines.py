"""What a page's line does, whichever way it reaches us: by WebSocket or by one request after the
other. Rules C1 to C9, C14, C15, C20 and C21 of `docs/protocol.md`."""

from collections.abc import Awaitable, Callable
from typing import Final

from cobrowse import metrics
from cobrowse.domain.errors import Busy, CobrowseError, Invalid, UnknownEvent
from cobrowse.domain.ids import PageId
from cobrowse.flow.arrivals import Arrivals
from cobrowse.flow.ingest import Ingest
from cobrowse.flow.load import Allowance, Load
from cobrowse.flow.visits import Visits
from cobrowse.web.outbox import PageLine, SocketOutbox
from cobrowse.wire.capture import (
    INBOUND,
    Ack,
    Batch,
    Consent,
    Empty,
    Goaway,
    Hello,
    Identify,
    Reject,
    Welcome,
)
from cobrowse.wire.codec import Undecoded, decode_body, encode_event

UNSENT_BYTES: Final = 512 * 1024
"""A page is sent acks and hints; one that takes none is gone."""


class PageLines:
    """The lines of all pages, at most one each: who is let in, what each may say, and its end."""

    def __init__(
        self,
        *,
        visits: Visits,
        ingest: Ingest,
        outbox: SocketOutbox,
        arrivals: Arrivals,
        load: Load,
        allowance: Callable[[], Allowance],
    ) -> None:
        self._visits = visits
        self._ingest = ingest
        self._outbox = outbox
        self._arrivals = arrivals
        self.load = load
        self.allowance = allowance
        self._is_closed = False
        self._events: dict[str, Callable[[PageId, Undecoded], Awaitable[None]]] = {
            "consent": self._consent,
            "identify": self._identify,
            "signout": self._sign_out,
            "stop": self._stop,
        }
        assert {*self._events, "batch"} == set(INBOUND)

    async def admit(self, hello: Hello, origin: str | None) -> Welcome:
        """Let a page in, or raise what `Visits.arrive` raises, and `Busy` when too many come."""
        self._visits.admitted(hello, origin)  # what can never be let in is told so at once
        if self._is_closed or self.load.backlog >= 1:
            raise Busy("nobody is let in for now", retry_ms=self.load.away_ms())
        with self._arrivals.one():
            return await self._visits.arrive(hello, origin)

    def knows(self, hello: Hello, origin: str | None) -> bool:
        """Tell whether this page is let in already; raises what `Visits.admitted` raises."""
        return self._visits.admitted(hello, origin)

    def enter(self, page: PageId, line: PageLine, welcome: Welcome) -> None:
        """The page has a line; it takes the place of the one before at once (C1)."""
        before = self._outbox.pages.get(page)
        self._outbox.pages[page] = line
        self._outbox.to_page(page, "welcome", welcome)
        self._visits.connected(page)
        if before is not None:
            before.hang_up()

    def leave(self, page: PageId, line: PageLine) -> None:
        """A line has ended. One whose place was taken has left before."""
        if self._outbox.pages.get(page) is line:
            del self._outbox.pages[page]
            self._visits.disconnected(page, line.silent_ms)

    def take(self, page: PageId, line: PageLine, body: Undecoded) -> None:
        """Take a batch as it came. Raises `Invalid` if it does not say whose and which it is."""
        try:
            batch = decode_body(Batch, body)
        except Invalid as error:
            self._reject(page, decode_body(Ack, body), error)  # its shape is the place alone
        else:
            self.accept(page, line, batch)

    def accept(self, page: PageId, line: PageLine, batch: Batch) -> None:
        """Hand a batch to the journal's queue, without a task, a timer or a wait."""
        if batch.page != page:
            raise Invalid("a connection speaks for one page")
        try:
            self._ingest.accept(page, batch)
        except Busy:
            self.send_away(line, self.load.away_ms())
        except CobrowseError as error:
            self._reject(page, Ack(page=batch.page, epoch=batch.epoch, seq=batch.seq), error)

    async def answer(self, page: PageId, name: str, body: Undecoded) -> Empty:
        """Do what an event asks for; what goes wrong is raised."""
        handler = self._events.get(name)
        if handler is None:
            raise UnknownEvent("no such event")
        await handler(page, body)
        return Empty()

    def send_away(self, line: PageLine, retry_ms: int) -> None:
        """End a line: its page keeps what is not acknowledged, and comes back with it."""
        metrics.SENT_AWAY.inc()
        line.post(encode_event("goaway", Goaway(retry_ms=retry_ms)))
        line.hang_up()

    def close(self) -> tuple[PageLine, ...]:
        """Let nobody in any more; return the lines that stand."""
        self._is_closed = True
        return tuple(self._outbox.pages.values())

    def _reject(self, page: PageId, place: Ack, error: CobrowseError) -> None:
        """Tell the page that this batch will never be accepted (C7)."""
        if place.page != page:
            raise Invalid("a connection speaks for one page")
        metrics.REJECTS.inc()
        reject = Reject(page=place.page, epoch=place.epoch, seq=place.seq, code=error.code.value)
        self._outbox.to_page(page, "reject", reject)

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
