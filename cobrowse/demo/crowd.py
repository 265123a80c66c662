"""The simulated visitors, at their places in the shop from when it opens until it closes.

They live in the process of the demo, as tasks: what a dozen of them do is little beside what their
pages make the service do, and when it stops they are gone.
"""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Final, NamedTuple

import aiohttp
import structlog
from aiohttp import hdrs

from cobrowse.demo import visits
from cobrowse.demo.pages import SimulatedPage, Way
from cobrowse.demo.people import OTHERS, Customer
from cobrowse.demo.telling import Scene, retold
from cobrowse.demo.visitors import Arrival, arrivals
from cobrowse.domain.clock import Clock
from cobrowse.domain.ids import new_id
from cobrowse.domain.site import Site
from cobrowse.web.auth.identity import signed

log: structlog.typing.FilteringBoundLogger = structlog.get_logger()

MOST_VISITORS: Final = 200
"""At once: more is a test of load, for which a demonstration is no means."""

GONE_S: Final = 120
"""How long a session is kept open for somebody who has left. They come and go by the minute, and
after half an hour of it, the usual time, a wall would show nobody else."""


class Shop(NamedTuple):
    """Where they come to: `service` is the origin of the capture script, `origin` the shop's."""

    service: str
    origin: str
    site: Site


class Crowd:
    def __init__(self, size: int, seed: int, shop: Shop, clock: Clock) -> None:
        self._size = size
        self._seed = seed
        self._shop = shop
        self._clock = clock

    @asynccontextmanager
    async def present(self) -> AsyncGenerator[None]:
        """All places are taken while the block lasts."""
        coming = asyncio.create_task(self._come_and_go(), name="visitors")
        coming.add_done_callback(_gone)
        try:
            yield
        finally:
            coming.cancel()
            await asyncio.wait([coming])

    async def _come_and_go(self) -> None:
        recorded = [visits.load(name) for name in visits.names()]
        async with (
            aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http,
            asyncio.TaskGroup() as places,
        ):
            for place in range(self._size):
                coming = arrivals(self._seed, place, self._size, recorded, OTHERS)
                places.create_task(self._fill(coming, http), name=f"place {place}")

    async def _fill(self, coming: Iterator[Arrival], http: aiohttp.ClientSession) -> None:
        for arrival in coming:
            await asyncio.sleep(arrival.after_s)
            await self._visit(arrival, http)

    async def _visit(self, arrival: Arrival, http: aiohttp.ClientSession) -> None:
        shop = self._shop
        scene = Scene(shop.origin, shop.site.key, self._clock.now_ms(), new_id)
        way = Way(
            http,
            f"{shop.service}/capture/socket/",
            {hdrs.ORIGIN: shop.origin, hdrs.USER_AGENT: arrival.user_agent},
            partial(self._token, arrival.customer),
        )
        log.info("simulated_visit", visit=arrival.visit.name, visitor=arrival.visitor.id)
        async with asyncio.TaskGroup() as pages:
            for page in retold(arrival.visit, arrival.visitor, scene):
                pages.create_task(SimulatedPage(page, way).tell())

    def _token(self, customer: Customer | None) -> str:
        if customer is None:
            raise ValueError("a stranger does not sign in")
        return signed(customer.claims, self._shop.site, self._clock.now_ms())


def _gone(coming: asyncio.Task[None]) -> None:
    """The demo goes on without its visitors; that they are not to be seen should have a reason."""
    if not coming.cancelled() and (error := coming.exception()):
        log.error("simulated_visitors_gone", exc_info=error)
