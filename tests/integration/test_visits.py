"""Which session a page belongs to, and when that is over."""

import asyncio
from pathlib import Path
from typing import Any

import msgspec

from cobrowse.config import Session
from cobrowse.domain.agent import Role
from cobrowse.domain.clock import SystemClock
from cobrowse.flow.administration import remove_site
from cobrowse.store.database import Database, sqlite_url
from cobrowse.wire.capture import Ack, Empty, End, Left, Navigated, Paused, Resumed
from tests.clients import parcel_of
from tests.service import SHOP, Running, running


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


async def page_condition(service: Running, session: str) -> str:
    """What is said of the first page of a session; what is said of a session bridges moments."""
    cookie = await service.sign_in()
    async with service.http.get(
        f"{service.origin}/api/v1/sessions/{session}",
        headers={"Cookie": f"cobrowse_session={cookie}"},
    ) as reply:
        return str((await reply.json())["pages"][0]["condition"])


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


async def test_a_page_is_lost_ten_seconds_after_it_was_last_heard(service: Running) -> None:
    async with service.visitor(pongs=False) as page:
        session = (await page.arrive()).session
        async with asyncio.timeout(14):  # the heartbeat alone takes up to ten
            while await condition(service, session) != "disconnected":
                await asyncio.sleep(0.2)


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


async def test_a_goodbye_from_before_a_page_came_back_does_not_undo_its_return(
    service: Running,
) -> None:
    async with service.visitor() as page:
        session = (await page.arrive()).session
        await page.send(page.batch(0))
    frozen_at = page.hello.sent_at + 1
    async with service.visitor(page=page.page, visitor=page.hello.visitor) as back:
        back.hello = msgspec.structs.replace(back.hello, sent_at=frozen_at + 5_000)
        await back.arrive()
        await back.send(back.batch(1, facts=[Left(at=frozen_at, frozen=True)]))
        await back.next("ack", Ack)
        assert await page_condition(service, session) == "live"
        await back.send(back.batch(2, facts=[Left(at=frozen_at + 6_000)]))
        await back.next("ack", Ack)
        assert await page_condition(service, session) == "left"


async def test_last_words_that_come_again_do_not_bring_a_page_back(tmp_path: Path) -> None:
    data = tmp_path / "data"
    async with running(data) as service, service.visitor() as page:
        session = (await page.arrive()).session
        await page.send(page.batch(0, facts=[Left(at=page.hello.sent_at)]))
        await page.next("ack", Ack)
    async with running(data) as service:
        async with service.http.post(
            f"{service.origin}/capture/batch",
            data=parcel_of(page.hello, [page.batch(0, facts=[Left(at=page.hello.sent_at)])]),
            headers={"Origin": SHOP, "Content-Type": "text/plain"},
        ) as reply:
            assert reply.status == 200
        assert await page_condition(service, session) == "left"


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
