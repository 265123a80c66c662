"""More than the service can take: who is turned away, who waits, who is not touched at all."""

import asyncio
import os
from contextlib import AbstractContextManager, AsyncExitStack
from http import HTTPStatus
from pathlib import Path

import aiohttp
import pytest

from cobrowse import metrics
from cobrowse.config import Limits
from cobrowse.wire.capture import Ack, Goaway, Slow, Welcome
from cobrowse.wire.console import Relayed, Watch
from tests.clients import Refused, VisitorClient, until
from tests.service import SHOP, Running, locked, running

STORM = 200


def stalled_journal(service: Running) -> AbstractContextManager[None]:
    """Hold the journal's write lock, as a disk that does not answer would."""
    return locked(service.config.server.journal_file)


def bulk(size: int) -> list[dict[str, str]]:
    """Records that do not compress."""
    return [{"noise": os.urandom(size // 2).hex()}]


async def arrive_in_turn(service: Running) -> int:
    """Come back as often and as late as the service says; return how often it took."""
    for attempt in range(1, 50):
        async with service.visitor() as page:
            try:
                await page.arrive()
            except Refused as refused:
                wait_ms = refused.retry_ms if refused.code == "busy" else None
            else:
                return attempt
        assert wait_ms, "whoever is refused is told when to come back"
        await asyncio.sleep(wait_ms / 1_000)
    raise AssertionError("it was never let in")


async def test_pages_that_all_come_at_once_are_all_let_in_one_after_the_other(
    tmp_path: Path,
) -> None:
    async with (
        running(tmp_path / "data", limits=Limits(arrivals_per_s=40)) as service,
        asyncio.timeout(90),
    ):
        attempts = await asyncio.gather(*(arrive_in_turn(service) for _ in range(STORM)))
    assert len(attempts) == STORM
    assert max(attempts) < 10


async def test_an_address_has_so_many_connections_and_no_more(tmp_path: Path) -> None:
    limits = Limits(connections_per_address=2)
    async with (
        running(tmp_path / "data", limits=limits, proxies=("127.0.0.0/8",)) as service,
        AsyncExitStack() as pages,
    ):

        def page_from(address: str) -> VisitorClient:
            headers = {"Origin": SHOP, "X-Forwarded-For": address}
            return VisitorClient(
                service.origin, service.site.key, page_origin=SHOP, headers=headers
            )

        first = await pages.enter_async_context(page_from("192.0.2.1"))
        await pages.enter_async_context(page_from("192.0.2.1"))
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await pages.enter_async_context(page_from("192.0.2.1"))
        assert refused.value.status == HTTPStatus.TOO_MANY_REQUESTS
        await pages.enter_async_context(page_from("192.0.2.2"))
        await first.ws.close()
        async with asyncio.timeout(5):
            while True:
                try:
                    await pages.enter_async_context(page_from("192.0.2.1"))
                except aiohttp.WSServerHandshakeError:
                    await asyncio.sleep(0.05)
                else:
                    break


@pytest.mark.parametrize("limits", [Limits(sessions=1), Limits(sessions_per_site=1)])
async def test_new_sessions_are_refused_first_and_those_who_are_here_are_not(
    tmp_path: Path, limits: Limits
) -> None:
    async with running(tmp_path / "data", limits=limits) as service:
        async with service.visitor() as here, service.visitor() as late:
            await here.arrive()
            with pytest.raises(Refused, match="busy") as refused:
                await late.arrive()
            assert refused.value.retry_ms
            async with service.visitor(visitor=here.hello.visitor) as second_tab:
                await second_tab.arrive()
        async with service.visitor(visitor=here.hello.visitor, page=here.page) as back:
            await back.arrive()


async def test_while_the_journal_is_behind_pages_slow_down_and_nobody_new_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("ingest", "load"):
        monkeypatch.setattr(f"cobrowse.flow.{module}.JOURNAL_BACKLOG", 2 * 2**20)
    monkeypatch.setattr("cobrowse.flow.load.BURST_BYTES", 1_500_000)
    limits = Limits(page_bytes_per_s=1_000_000)
    async with (
        running(tmp_path / "data", limits=limits) as service,
        service.visitor() as heavy,
        service.visitor() as light,
        service.visitor() as late,
    ):
        await heavy.arrive()
        await light.arrive()
        with stalled_journal(service):
            sending = asyncio.create_task(
                heavy.send(*(heavy.batch(seq, bulk(150_000)) for seq in range(20)))
            )
            assert (await light.next("slow", Slow)).ms > 1_000
            await heavy.next("slow", Slow)
            await until(lambda: service.service.lines.load.crowded)
            with pytest.raises(Refused, match="busy"):
                await late.arrive()
            await light.send(light.batch(0))
            await asyncio.sleep(1)
            assert not heavy.closed.is_set(), "it is read more slowly, that is all"
        await sending
        assert (await light.next("ack", Ack)).seq == 0
        async with asyncio.timeout(15):
            while (await heavy.next("ack", Ack, within_s=15)).seq < 19:
                pass


async def test_pages_are_sent_away_when_the_journal_takes_no_more_and_lose_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("ingest", "load"):
        monkeypatch.setattr(f"cobrowse.flow.{module}.JOURNAL_BACKLOG", 2 * 2**20)
    limits = Limits(page_bytes_per_s=2**31)
    async with running(tmp_path / "data", limits=limits) as service, service.visitor() as page:
        await page.arrive()
        batches = [page.batch(seq, bulk(300_000)) for seq in range(20)]
        with stalled_journal(service):
            await page.send(*batches)
            assert (await page.next("goaway", Goaway)).retry_ms >= 1_000
            await page.until_closed()
            async with service.visitor(page=page.page, visitor=page.hello.visitor) as early:
                with pytest.raises(Refused, match="busy") as refused:
                    await early.arrive()
                assert refused.value.retry_ms
        welcome = await back_again(service, page)
        assert welcome.received is not None
        async with service.visitor(page=page.page, visitor=page.hello.visitor) as back:
            await back.arrive()
            await back.send(*batches)
            while (await back.next("ack", Ack)).seq < len(batches) - 1:
                pass


async def back_again(service: Running, page: VisitorClient) -> Welcome:
    """Come back until let in."""
    async with asyncio.timeout(15):
        while True:
            async with service.visitor(page=page.page, visitor=page.hello.visitor) as back:
                try:
                    welcome = await back.arrive()
                except Refused:
                    await asyncio.sleep(0.1)
                else:
                    return welcome


async def test_a_join_while_the_journal_stands_still_leaves_no_hole(service: Running) -> None:
    """More than a join keeps comes meanwhile: it reads on until it meets what is live."""
    async with service.visitor() as page, await service.agent() as agent:
        session = (await page.arrive()).session
        await page.send(page.batch(0))
        await page.next("ack", Ack)
        await agent.arrive()
        before = metrics.BATCHES._value.get()
        with stalled_journal(service):
            await agent.request("watch", Watch(session=session))
            await page.send(*(page.batch(seq, bulk(300_000)) for seq in range(1, 21)))
            await until(lambda: metrics.BATCHES._value.get() - before >= 20)
        await page.send(page.batch(21))
        seqs = [(await agent.next("batch", Relayed, within_s=15)).batch.seq for _ in range(22)]
        assert seqs == list(range(22))


async def test_a_connection_that_went_dead_is_superseded_at_once(service: Running) -> None:
    def open_lines() -> float:
        return float(metrics.CONNECTIONS.labels(audience="capture")._value.get())

    async with service.visitor(pongs=False) as old:
        await old.arrive()
        await old.stop_reading()  # from here on nothing of it comes or goes
        before = open_lines()
        async with service.visitor(page=old.page, visitor=old.hello.visitor) as new:
            await new.arrive()
            await new.send(new.batch(0))
            assert (await new.next("ack", Ack)).seq == 0
            await until(lambda: open_lines() == before, within_s=4)


async def test_readiness_is_shown_by_writing(
    service: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cobrowse.store.probe.EVERY_S", 0.1)

    async def ready() -> dict[str, bool]:
        async with service.http.get(f"{service.origin}/readyz") as reply:
            parts: dict[str, bool] = (await reply.json())["parts"]
            assert reply.status == (200 if all(parts.values()) else 503)
            return parts

    assert all((await ready()).values())
    await asyncio.sleep(0.2)
    with stalled_journal(service):
        parts = await ready()
        assert (parts["journal"], parts["database"]) == (False, True)
    async with asyncio.timeout(5):
        while not all((await ready()).values()):
            await asyncio.sleep(0.1)
