"""Watching, over real sockets: joins, order, the tab in use, slow watchers, the notice."""

import random

import pytest

from cobrowse.domain.agent import Role
from cobrowse.wire.capture import Ack, Active, Batch, Cadence, Empty, Left, Shown, Watched
from cobrowse.wire.console import Gap, Pages, Picture, Relayed, Unwatch, Watch, Watching
from tests.clients import AgentClient, Refused, VisitorClient
from tests.service import Running


async def acknowledged(page: VisitorClient, seq: int, epoch: int = 0) -> None:
    """Wait until everything up to this place is durable."""
    while True:
        ack = await page.next("ack", Ack)
        if (ack.epoch, ack.seq) >= (epoch, seq):
            return


async def watch(agent: AgentClient, session: str, **how: str) -> Watching:
    answer = await agent.request("watch", Watch(session=session, **how))  # type: ignore[arg-type]
    assert isinstance(answer, Watching)
    return answer


async def picture(agent: AgentClient) -> Picture:
    return await agent.next("picture", Picture)


async def relayed(agent: AgentClient, count: int) -> list[Batch]:
    return [(await agent.next("batch", Relayed)).batch for _ in range(count)]


def places(batches: list[Batch]) -> list[tuple[int, int]]:
    return [(batch.epoch, batch.seq) for batch in batches]


async def test_a_watcher_gets_the_past_and_then_what_is_live_each_batch_once(
    service: Running,
) -> None:
    """Rule W1."""
    async with service.visitor() as page, await service.agent() as agent:
        session = (await page.arrive()).session
        await page.send(*(page.batch(seq) for seq in range(5)))
        await agent.arrive()
        await watch(agent, session)
        first = await picture(agent)
        assert (first.why, first.waiting) == ("join", False)
        await page.send(*(page.batch(seq) for seq in range(5, 9)))
        assert places(await relayed(agent, 9)) == [(0, seq) for seq in range(9)]
        assert agent.pending("batch") == 0


async def test_a_join_begins_at_the_latest_whole_checkpoint(service: Running) -> None:
    async with service.visitor() as page, await service.agent() as agent:
        session = (await page.arrive()).session
        await page.send(
            page.batch(0),
            page.batch(1),
            page.batch(2, checkpoint=True, part=0, parts=2),
            page.batch(3, checkpoint=True, part=1, parts=2),
            page.batch(4),
            page.batch(5, checkpoint=True, part=0, parts=2),
        )
        await acknowledged(page, 5)
        await agent.arrive()
        await watch(agent, session)
        assert places(await relayed(agent, 4)) == [(0, seq) for seq in (2, 3, 4, 5)]


async def test_nothing_is_said_to_the_page_before_the_first_picture(service: Running) -> None:
    async with service.visitor() as page, await service.agent() as agent:
        session = (await page.arrive()).session
        await page.send(page.batch(0))
        await acknowledged(page, 0)
        before = len(page.order)
        await agent.arrive()
        await watch(agent, session)
        await picture(agent)
        assert await page.next("cadence", Cadence) == Cadence(ms=50)
        watched = await page.next("watched", Watched)
        assert watched.watching
        assert watched.by == "Account_Manager"
        assert page.order[before:] == ["cadence", "watched"]


async def test_a_page_without_a_checkpoint_is_asked_for_one(service: Running) -> None:
    async with service.visitor() as page, await service.agent() as agent:
        session = (await page.arrive()).session
        await agent.arrive()
        await watch(agent, session)
        assert (await picture(agent)).waiting
        await page.next("checkpoint", Empty)
        await page.send(page.batch(0))
        assert places(await relayed(agent, 1)) == [(0, 0)]


async def test_the_notice_and_the_cadence_end_with_the_last_full_watcher(service: Running) -> None:
    async with service.visitor() as page, await service.agent() as agent:
        session = (await page.arrive()).session
        await page.send(page.batch(0))
        await agent.arrive()
        await watch(agent, session)
        assert (await page.next("cadence", Cadence)).ms == 50
        assert (await page.next("watched", Watched)).watching
        await agent.request("unwatch", Unwatch(session=session))
        assert (await page.next("cadence", Cadence)).ms == 1_000
        assert not (await page.next("watched", Watched)).watching


async def test_a_tile_changes_nothing_for_the_page(service: Running) -> None:
    async with service.visitor() as page, await service.agent() as agent:
        session = (await page.arrive()).session
        await page.send(page.batch(0))
        await agent.arrive()
        await watch(agent, session, mode="tile")
        await relayed(agent, 1)
        await page.send(page.batch(1))
        await acknowledged(page, 1)
        assert "cadence" not in page.order
        assert "watched" not in page.order


async def test_the_tab_in_use_is_followed(service: Running) -> None:
    """Rule W4."""
    async with (
        service.visitor() as first,
        service.visitor(visitor=first.hello.visitor) as second,
        await service.agent() as agent,
    ):
        session = (await first.arrive()).session
        await first.send(first.batch(0, facts=[Shown(at=0, visible=True, focused=True)]))
        await agent.arrive()
        await watch(agent, session)
        assert (await picture(agent)).page == first.page
        assert (await second.arrive()).session == session
        await second.send(second.batch(0, facts=[Shown(at=0, visible=True, focused=True)]))
        await first.send(first.batch(1, facts=[Shown(at=0, visible=False, focused=False)]))
        followed = await picture(agent)
        assert (followed.page, followed.why) == (second.page, "page")


async def test_a_page_that_is_held_stays_in_view(service: Running) -> None:
    async with (
        service.visitor() as first,
        service.visitor(visitor=first.hello.visitor) as second,
        await service.agent() as agent,
    ):
        session = (await first.arrive()).session
        await first.send(first.batch(0))
        await agent.arrive()
        await watch(agent, session, page=first.page)
        assert (await picture(agent)).page == first.page
        await second.arrive()
        await second.send(second.batch(0, facts=[Shown(at=0, visible=True, focused=True)]))
        while True:
            pages = await agent.next("pages", Pages)
            if any(page.id == second.page and page.in_use for page in pages.pages):
                break
        assert agent.pending("picture") == 0


async def test_a_gap_is_told(service: Running) -> None:
    async with service.visitor() as page, await service.agent() as agent:
        session = (await page.arrive()).session
        await page.send(page.batch(0))
        await agent.arrive()
        await watch(agent, session)
        await relayed(agent, 1)
        await page.send(page.batch(2))
        gap = await agent.next("gap", Gap, within_s=10)
        assert (gap.from_seq, gap.to_seq, gap.reason) == (1, 1, "missing")
        assert places(await relayed(agent, 1)) == [(0, 2)]


async def test_a_page_that_left_is_told_as_left(service: Running) -> None:
    async with service.visitor() as page, await service.agent() as agent:
        session = (await page.arrive()).session
        await page.send(page.batch(0))
        await agent.arrive()
        await watch(agent, session)
        await page.send(
            page.batch(1, facts=[Active(at=0, doing="clicking"), Left(at=page.hello.sent_at)])
        )
        while True:
            pages = await agent.next("pages", Pages)
            if pages.pages[0].condition == "left":
                break


async def test_a_session_that_is_not_there_is_not_found(service: Running) -> None:
    async with await service.agent() as agent:
        await agent.arrive()
        with pytest.raises(Refused) as refused:
            await watch(agent, "no-such-session-1")
        assert refused.value.code == "not_found"


async def test_a_sales_reviewer_may_not_watch_live(service: Running) -> None:
    async with service.visitor() as page, await service.agent(Role.SALES_REVIEWER) as agent:
        session = (await page.arrive()).session
        await agent.arrive()
        with pytest.raises(Refused) as refused:
            await watch(agent, session)
        assert refused.value.code == "forbidden"


async def test_at_most_sixteen_sessions_are_watched_at_once(service: Running) -> None:
    """Rule W6."""
    async with await service.agent() as agent:
        await agent.arrive()
        for number in range(17):
            async with service.visitor() as page:
                session = (await page.arrive()).session
                if number == 16:
                    with pytest.raises(Refused) as refused:
                        await watch(agent, session)
                    assert refused.value.code == "too_many"
                else:
                    await watch(agent, session)


async def test_a_watcher_that_does_not_read_is_cut_forward_and_costs_no_memory(
    service: Running,
) -> None:
    """Rule W3: past its budget nothing is queued; when it reads again it starts at a checkpoint."""
    async with service.visitor() as page, await service.agent() as agent:
        session = (await page.arrive()).session
        await page.send(page.batch(0))
        await agent.arrive()
        await watch(agent, session)
        await relayed(agent, 1)
        await agent.stop_reading()
        big = page.batch(1, records=[{"type": 3, "noise": incompressible(200_000)}])
        for seq in range(1, 60):
            again = {name: getattr(big, name) for name in big.__struct_fields__}
            await page.send(Batch(**(again | {"seq": seq, "checkpoint": False})))
        await page.send(page.batch(60, checkpoint=True))
        await acknowledged(page, 60)
        agent.read_again()
        while True:
            skip = await agent.next("picture", Picture, within_s=15)
            if skip.why == "skip":
                break
        while True:
            last = (await relayed(agent, 1))[0]
            if last.seq == 60:
                break


def incompressible(size: int) -> str:
    """Return hex digits of noise, which deflate to half their number."""
    return random.Random(1).randbytes(size // 2).hex()
