"""Simulated pages, on real sockets of a real service."""

import asyncio
import json
import time
from typing import Any

import aiohttp

from cobrowse.demo.pages import SimulatedPage, Way
from cobrowse.demo.people import Customer
from cobrowse.demo.telling import Page, Scene, retold
from cobrowse.domain.ids import new_id
from cobrowse.web.auth.identity import signed
from cobrowse.wire.capture import Empty
from tests import recorded_visits as recorded
from tests.service import SHOP, Running

GRETA = Customer("greta@mail.test", "Greta", "Holm", "gold", "de-DE")


def now_ms() -> int:
    return time.time_ns() // 1_000_000


def pages_of(service: Running) -> list[Page]:
    scene = Scene(SHOP, service.site.key, now_ms(), new_id)
    return retold(recorded.visit(), GRETA.visitor(new_id()), scene)


async def told(service: Running, pages: list[Page]) -> None:
    """Tell all pages of a visit to the service."""
    async with aiohttp.ClientSession() as http:
        way = Way(
            http,
            f"{service.origin}/capture/socket/",
            {"Origin": SHOP},
            lambda: signed(GRETA.claims, service.site, now_ms()),
        )
        async with asyncio.TaskGroup() as tasks:
            for page in pages:
                tasks.create_task(SimulatedPage(page, way).tell())


async def ask(service: Running, address: str) -> Any:
    cookie = await service.sign_in()
    async with service.http.get(
        f"{service.origin}/api/v1/sessions{address}",
        headers={"Cookie": f"cobrowse_session={cookie}", "Accept-Encoding": "identity"},
    ) as reply:
        assert reply.status == 200
        return await reply.json()


async def recording(service: Running) -> list[dict[str, Any]]:
    """Return the pages of the only session, with all that was stored of them."""
    (session,) = (await ask(service, "?state=live"))["items"]
    pages: list[dict[str, Any]] = (await ask(service, f"/{session['id']}/export"))["pages"]
    return pages


def records(page: Page) -> list[Any]:
    return [json.loads(record.json) for run in page.runs for record in run.records]


def stored(page: dict[str, Any]) -> list[Any]:
    assert not any("gap" in run for run in page["stream"])
    return [event for run in page["stream"] for event in run["events"]]


async def test_a_visit_is_stored_as_it_was_told_by_the_customer_who_signed_in(
    service: Running,
) -> None:
    pages = pages_of(service)
    await told(service, pages)
    kept = await recording(service)
    assert [page["id"] for page in kept] == [page.hello.page for page in pages]
    for page, exported in zip(pages, kept, strict=True):
        assert stored(exported) == records(page)
        assert exported["left_at"] is not None
    (session,) = (await ask(service, "?state=live"))["items"]
    assert session["customer"]["name"] == "Greta Holm"


async def test_what_a_lost_line_held_is_sent_again(service: Running) -> None:
    pages = pages_of(service)
    telling = asyncio.create_task(told(service, pages))
    for _ in range(2):
        await asyncio.sleep(0.4)
        for gateway in service.service.gateways:
            gateway.hang_up()
    await telling
    for page, exported in zip(pages, await recording(service), strict=True):
        assert stored(exported) == records(page)


async def test_a_page_whose_session_was_stopped_is_over(service: Running) -> None:
    pages = pages_of(service)
    telling = asyncio.create_task(told(service, pages[:1]))
    async with asyncio.timeout(5):
        while not (items := (await ask(service, "?state=live"))["items"]):
            await asyncio.sleep(0.05)
        assert len(items) == 1
        async with service.visitor(visitor=pages[0].hello.visitor) as other:
            await other.arrive()
            await other.ask("stop", Empty())
        await telling


async def test_a_service_that_knows_no_such_site_is_left_alone(service: Running) -> None:
    scene = Scene(SHOP, "pk_of-another-shop", now_ms(), new_id)
    async with asyncio.timeout(5):
        await told(service, retold(recorded.visit(), GRETA.visitor(new_id()), scene))
