"""Which session a page belongs to, and when that is over."""

import asyncio
from pathlib import Path
from typing import Any

from cobrowse.config import Session
from cobrowse.domain.agent import Role
from cobrowse.domain.clock import SystemClock
from cobrowse.flow.administration import remove_site
from cobrowse.store.database import Database, sqlite_url
from cobrowse.wire.capture import Empty, End, Left, Navigated, Paused, Resumed
from tests.service import Running, running


async def sessions(service: Running, state: str = "live") -> list[dict[str, Any]]:
    cookie = await service.sign_in(Role.ADMINISTRATOR)
    async with service.http.get(
        f"{service.origin}/api/v1/sessions?state={state}",
        headers={"Cookie": f"cobrowse_session={cookie}"},
    ) as reply:
        items: list[dict[str, Any]] = (await reply.json())["items"]
        return items


async def condition(service: Running, session: str, state: str = "live") -> str | None:
    for item in await sessions(service, state):
        if item["id"] == session:
            return str(item["condition"])
    return None


async def becomes(service: Running, session: str, expected: str, state: str = "live") -> None:
    async with asyncio.timeout(10):
        while await condition(service, session, state) != expected:
            await asyncio.sleep(0.1)


async def test_two_tabs_of_one_browser_are_one_session(service: Running) -> None:
    async with (
        service.visitor() as first,
        service.visitor(visitor=first.hello.visitor) as second,
    ):
        assert (await first.arrive()).session == (await second.arrive()).session


async def test_two_browsers_are_two_sessions(service: Running) -> None:
    async with service.visitor() as first, service.visitor() as second:
        assert (await first.arrive()).session != (await second.arrive()).session


async def test_a_page_that_comes_back_keeps_its_session(service: Running) -> None:
    async with service.visitor() as page:
        session = (await page.arrive()).session
    async with service.visitor(visitor=page.hello.visitor, page=page.page) as again:
        assert (await again.arrive()).session == session


async def test_a_session_outlives_a_restart_of_the_service(tmp_path: Path) -> None:
    async with running(tmp_path / "data") as service, service.visitor() as page:
        session = (await page.arrive()).session
        await page.send(page.batch(0))
        site = service.site
    async with running(tmp_path / "data") as service:
        assert await condition(service, session) == "disconnected"
        async with service.visitor(visitor=page.hello.visitor, page=page.page) as again:
            again.hello = page.hello
            assert again.hello.site == site.key
            welcome = await again.arrive()
            assert welcome.session == session
            assert welcome.received is not None
            assert (welcome.received.epoch, welcome.received.seq) == (0, 0)


async def test_facts_of_a_page_are_what_the_list_says_of_it(service: Running) -> None:
    async with service.visitor() as page:
        session = (await page.arrive()).session
        went = Navigated(at=0, url="http://shop.example.test/cart", title="Cart")
        await page.send(page.batch(0, facts=[went]))
        async with asyncio.timeout(5):
            while (await sessions(service))[0]["page"]["title"] != "Cart":
                await asyncio.sleep(0.05)
        await page.send(page.batch(1, facts=[Paused(at=0)]))
        await becomes(service, session, "paused")
        await page.send(page.batch(2, facts=[Resumed(at=0)]))
        await becomes(service, session, "live")


async def test_a_session_is_over_when_the_customer_stops_it(service: Running) -> None:
    async with (
        service.visitor() as first,
        service.visitor(visitor=first.hello.visitor) as second,
    ):
        session = (await first.arrive()).session
        await second.arrive()
        await first.ask("stop", Empty())
        assert (await second.next("end", End)).reason == "stopped"
        await becomes(service, session, "ended", state="ended")
        assert await condition(service, session) is None


async def test_a_session_is_over_after_silence(tmp_path: Path) -> None:
    async with running(tmp_path / "data", session=Session(idle_end_s=0.5)) as service:
        async with service.visitor() as page:
            session = (await page.arrive()).session
            await page.send(page.batch(0, facts=[Left(at=0)]))
        await becomes(service, session, "ended", state="ended")


async def test_a_reader_who_does_nothing_is_not_gone(tmp_path: Path) -> None:
    async with (
        running(tmp_path / "data", session=Session(idle_end_s=0.5)) as service,
        service.visitor() as page,
    ):
        session = (await page.arrive()).session
        await asyncio.sleep(4)
        assert await condition(service, session) == "live"


async def test_sessions_of_a_site_that_is_removed_end(tmp_path: Path) -> None:
    async with running(tmp_path / "data") as service, service.visitor() as page:
        await page.arrive()
        async with Database(sqlite_url(service.config.server.database_file)) as database:
            await remove_site(database, SystemClock(), service.site.key)
        assert (await page.next("end", End, within_s=10)).reason == "site_removed"
