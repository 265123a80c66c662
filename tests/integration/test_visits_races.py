"""What happens to visits while the database does not answer, and between two steps of one use case.

Another process's write lock is what makes the database busy, as a one-shot command may.
"""

import asyncio
from contextlib import AbstractContextManager
from pathlib import Path

import msgspec
import pytest

from cobrowse.config import Session
from cobrowse.domain.clock import SystemClock
from cobrowse.domain.ids import SessionId
from cobrowse.flow.administration import add_site, remove_site
from cobrowse.store.database import Database, sqlite_url
from cobrowse.store.sqlite import BUSY_MS
from cobrowse.wire import api, codec
from cobrowse.wire.capture import Ack, Consent, Empty, End, Identify, Reject
from cobrowse.wire.console import Wall
from tests.clients import Refused, VisitorClient
from tests.integration.test_login_identity import claims_for, signed
from tests.integration.test_visits import becomes, sessions
from tests.service import Running, locked, running


def busy_database(service: Running) -> AbstractContextManager[None]:
    """Hold the write lock; the service waits longer for it than for an answer to a page."""
    return locked(service.config.server.database_file)


def decided(*, observe: bool, at: int) -> Consent:
    return Consent(mode="notice", observe=observe, record=observe, review=observe, at=at)


async def code_of(page: VisitorClient) -> str:
    with pytest.raises(Refused) as refused:
        await page.arrive()
    return refused.value.code


async def test_an_arrival_that_the_database_refuses_leaves_nothing_behind(
    service: Running,
) -> None:
    async with service.visitor() as page, await service.agent() as agent:
        await agent.arrive()
        with busy_database(service):
            await page.ws.send_bytes(codec.encode_packet(codec.CONNECT, page.hello))
            async with asyncio.timeout(15):
                assert (await page.connected.get()).type == codec.CONNECT_ERROR
        wall = await agent.request("follow_wall", Empty())
        assert isinstance(wall, Wall)
        assert wall.sessions == []
    async with service.visitor() as other:
        session = (await other.arrive()).session
        assert [item["id"] for item in await sessions(service)] == [session]


@pytest.mark.parametrize("event", ["stop", "consent"])
async def test_what_a_customer_ends_is_over_though_the_database_is_busy(
    service: Running, event: str
) -> None:
    async with service.visitor() as page:
        session = (await page.arrive()).session
        with busy_database(service):
            body = Empty() if event == "stop" else decided(observe=False, at=page.hello.sent_at)
            await page.emit(event, body)
            await asyncio.sleep(0.3)
            assert page.pending("end") == 0, "what a page is told must survive a crash"
        assert (await page.next("end", End, within_s=15)).reason == "stopped"
        await page.send(page.batch(0))
        await page.next("reject", Reject)
        assert page.pending("ack") == 0
        await becomes(service, session, "ended", state="ended")


async def test_a_page_that_arrives_as_its_session_is_stopped_is_turned_away(
    service: Running,
) -> None:
    async with (
        service.visitor() as first,
        service.visitor(visitor=first.hello.visitor) as second,
    ):
        await first.arrive()
        with busy_database(service):
            arriving = asyncio.create_task(code_of(second))
            await asyncio.sleep(0.2)
            await first.emit("stop", Empty())
            await asyncio.sleep(0.2)
        assert await arriving == "busy"
        await first.next("end", End, within_s=15)
    assert await sessions(service) == []


async def test_a_page_that_comes_back_before_the_end_of_its_session_is_saved_begins_no_other(
    service: Running,
) -> None:
    async with service.visitor() as first, service.visitor(visitor=first.hello.visitor) as other:
        session = (await first.arrive()).session
        await other.arrive()
        with busy_database(service):
            async with asyncio.timeout(4):
                await first.emit("stop", Empty())
                await asyncio.sleep(0.2)
                async with service.visitor() as again:
                    again.hello = other.hello
                    assert await code_of(again) == "busy"
        await first.next("end", End, within_s=15)
        async with service.visitor() as again:
            now = SystemClock().now_ms()
            again.hello = msgspec.structs.replace(other.hello, sent_at=now)
            assert await code_of(again) == "consent_required"
        assert [item["id"] for item in await sessions(service, "ended")] == [session]


async def test_what_a_visitor_decides_is_recorded_once_the_database_answers(
    service: Running,
) -> None:
    """Who withdraws must not have to say it twice."""
    async with service.visitor() as page:
        session = SessionId((await page.arrive()).session)
        with busy_database(service):
            await page.emit("consent", decided(observe=False, at=page.hello.sent_at))
            await asyncio.sleep(BUSY_MS / 1_000 + 1)  # longer than the service waits for it
        await page.next("end", End, within_s=15)
    path = sqlite_url(service.config.server.database_file)
    async with Database(path) as database, database.reading() as tx:
        consent = await tx.consents.of_session(session)
    assert consent is not None
    assert (consent.observe, consent.record) == (False, False)


async def test_a_page_that_was_away_when_its_session_was_stopped_needs_a_new_agreement(
    service: Running,
) -> None:
    """Rule C14."""
    async with service.visitor() as stopping:
        stopped = (await stopping.arrive()).session
        async with service.visitor(visitor=stopping.hello.visitor) as away:
            await away.arrive()
        await stopping.ask("stop", Empty())
    async with service.visitor() as again:
        again.hello = msgspec.structs.replace(away.hello, sent_at=SystemClock().now_ms())
        assert await code_of(again) == "consent_required"
    async with service.visitor() as agreed:
        now = SystemClock().now_ms()
        consent = decided(observe=True, at=now)
        agreed.hello = msgspec.structs.replace(away.hello, sent_at=now, consent=consent)
        assert (await agreed.arrive()).session != stopped


async def test_naming_a_customer_as_the_session_ends_leaves_the_wall_true(
    service: Running,
) -> None:
    async with service.visitor() as page, await service.agent() as agent:
        await page.arrive()
        await agent.arrive()
        await agent.request("follow_wall", Empty())
        async with service.visitor(visitor=page.hello.visitor) as other:
            await other.arrive()
            with busy_database(service):
                token = signed(claims_for(service), service.site.secret)
                await other.emit("identify", Identify(token=token))
                await asyncio.sleep(0.2)
                await page.emit("stop", Empty())
                await asyncio.sleep(0.2)
            await page.next("end", End, within_s=15)
        async with service.visitor() as newcomer:
            session = (await newcomer.arrive()).session
            async with asyncio.timeout(5):
                while True:
                    told = await agent.next("session_changed", api.Session)
                    if told.id == session:
                        break


async def test_who_read_in_silence_keeps_the_session_when_the_line_drops(tmp_path: Path) -> None:
    async with running(tmp_path / "data", session=Session(idle_end_s=4)) as service:
        async with service.visitor() as page:
            session = (await page.arrive()).session
            await asyncio.sleep(4.5)
        await asyncio.sleep(2.5)  # longer than it takes to notice what is over
        async with service.visitor() as again:
            again.hello, again.page = page.hello, page.page
            assert (await again.arrive()).session == session


async def test_sessions_of_a_site_that_was_removed_while_the_service_was_down_are_over(
    tmp_path: Path,
) -> None:
    async with running(tmp_path / "data") as service, service.visitor() as page:
        session = (await page.arrive()).session
        await page.send(page.batch(0))
        await page.next("ack", Ack)
    async with Database(sqlite_url(service.config.server.database_file)) as database:
        await add_site(database, SystemClock(), name="Other", origins=["http://other.test"])
        await remove_site(database, SystemClock(), service.site.key)
    async with running(tmp_path / "data") as service:
        assert await sessions(service) == []
        assert [item["id"] for item in await sessions(service, "ended")] == [session]
