"""The service of days that are over: its very parts, told another clock, and recorded visits told
to it as pages would have sent them then. Nothing here writes by itself: rows, batches and ends come
about as they always do.
"""

import asyncio
import heapq
import time
from collections.abc import Iterator
from operator import attrgetter
from typing import Final, NamedTuple

from cobrowse.app.flow import Flow
from cobrowse.demo.days import PastVisit
from cobrowse.demo.people import Customer
from cobrowse.demo.telling import Page, Scene, Visitor, retold
from cobrowse.demo.visits import RecordedVisit, Said
from cobrowse.domain.ids import PageId, VisitorId, new_id
from cobrowse.domain.site import Site
from cobrowse.flow.live import LiveSession
from cobrowse.store.journal import Journal
from cobrowse.web.auth.identity import signed
from cobrowse.wire.capture import Assets, Batch, Closed, Hello, Lost

TRAVEL_MS: Final = 40
"""From a page to the service."""


class PastClock:
    """Shows what it is set to. Waits take the time that they take."""

    def __init__(self) -> None:
        self.at = 0

    def now_ms(self) -> int:
        return self.at

    def steady_s(self) -> float:
        return time.monotonic()


class _Step(NamedTuple):
    """Something that a page does, at a time of its clock, which is right."""

    at: int
    page: PageId
    does: Hello | Batch | Said


class Past:
    """One visit after the other: the clock goes back between them, while no session is live."""

    def __init__(
        self,
        flow: Flow,
        journal: Journal,
        clock: PastClock,
        site: Site,
        *,
        idle_end_ms: int,
    ) -> None:
        """`flow` was opened with `clock`."""
        self._flow = flow
        self._journal = journal
        self._clock = clock
        self._site = site
        self._idle_end_ms = idle_end_ms

    async def live_through(self, visit: PastVisit) -> LiveSession:
        """Let a visit happen. When this returns its session is over, and all of it is durable."""
        (origin,) = self._site.origins
        for at, recorded in visit.recorded:
            scene = Scene(origin, self._site.key, at, new_id)
            for step in await asyncio.to_thread(_steps, recorded, visit.visitor, scene):
                self._clock.at = step.at + TRAVEL_MS
                await self._do(step, origin, visit.customer)
        live = self._flow.live.of_visitor(self._site.id, VisitorId(visit.visitor.id))
        assert live is not None, "a recorded visit has a page"
        await self._end(live)
        return live

    async def _do(self, step: _Step, origin: str, customer: Customer | None) -> None:
        visits = self._flow.visits
        match step.does:
            case Hello() as hello:
                await visits.arrive(hello, origin)
                visits.connected(step.page)
            case Batch() as batch:
                self._flow.ingest.accept(step.page, batch)
            case Said(event="identify") if customer is not None:
                token = signed(customer.claims, self._site, self._clock.at)
                await visits.identify(step.page, token)
            case Said(event="signout"):
                await visits.sign_out(step.page)
            case Said():
                raise ValueError("nobody is there to sign in as")

    async def _end(self, live: LiveSession) -> None:
        """The visitor is gone, and after a time of silence the session is over."""
        for page in tuple(live.pages):
            self._flow.visits.disconnected(page, 0)
        self._clock.at += self._idle_end_ms
        self._flow.lifetimes.end_over()
        self._flow.live.tell()
        await self._journal.settled()
        await self._flow.lifetimes.save_all()


def _steps(recorded: RecordedVisit, visitor: Visitor, scene: Scene) -> list[_Step]:
    """What the pages of a visit do, in the order of time: several may be open at once. Compresses
    all that they send: not for the event loop."""
    pages = retold(recorded, visitor, scene)
    return list(heapq.merge(*map(_steps_of, pages), key=attrgetter("at")))


def _steps_of(page: Page) -> Iterator[_Step]:
    id = PageId(page.hello.page)
    yield _Step(page.hello.sent_at, id, page.hello)
    said = [_Step(said.at, id, said) for said in page.said]
    yield from heapq.merge(_sent(page, id), said, key=attrgetter("at"))


def _sent(page: Page, id: PageId) -> Iterator[_Step]:
    """A batch leaves once everything that it tells has happened."""
    at = page.hello.sent_at
    for batch in page.batches():
        told = (fact.at for fact in batch.facts if not isinstance(fact, Assets | Closed | Lost))
        at = max(at, batch.t1, *told)
        yield _Step(at, id, batch)
