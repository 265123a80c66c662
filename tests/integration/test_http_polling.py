"""The line of a page without WebSockets: the same promises, by requests (C17 to C19)."""

import asyncio
from http import HTTPStatus
from pathlib import Path

import msgspec
import pytest

from cobrowse.config import Limits, Presence
from cobrowse.domain.ids import new_id
from cobrowse.web.page_lines import UNSENT_BYTES
from cobrowse.web.parcels import AT_ONCE
from cobrowse.wire import codec
from cobrowse.wire.capture import (
    Ack,
    Empty,
    End,
    Goaway,
    Identify,
    Lost,
    Reject,
    Slow,
    Watched,
    Welcome,
)
from cobrowse.wire.console import Relayed, Watch
from tests.clients import Refused, batch_of, hello, parcel_of, until
from tests.integration.test_visits import page_condition
from tests.polling import PollingClient
from tests.service import SHOP, Running, running

pytestmark = pytest.mark.asyncio(loop_scope="module")


def polling(
    service: Running, *, visitor: str | None = None, page: str | None = None
) -> PollingClient:
    said = hello(
        service.site.key, visitor=visitor or new_id(), page=page or new_id(), url=f"{SHOP}/"
    )
    return PollingClient(service.http, service.origin, said, page_origin=SHOP)


def event(name: str, body: object, id: int | None = None) -> bytes:
    return codec.encode_packet(codec.EVENT, (name, body), id=id)


async def test_a_page_that_polls_is_welcomed_and_its_batches_are_acknowledged(
    shared: Running,
) -> None:
    page = polling(shared)
    welcome = await page.arrive()
    assert welcome.received is None
    polled = await page.poll(page.batch(0), page.batch(1))
    assert not polled.over
    ack = await page.next("ack", Ack)
    assert (ack.epoch, ack.seq) == (0, 1), "the answer waits until what was sent is durable"
    assert page.order[0] == "welcome"


async def test_what_a_page_polls_in_is_seen_live(shared: Running) -> None:
    page = polling(shared)
    session = (await page.arrive()).session
    await page.poll(page.batch(0))
    async with await shared.agent() as agent:
        await agent.arrive()
        await agent.request("watch", Watch(session=session))
        assert (await agent.next("batch", Relayed)).batch.seq == 0
        assert (await page.next("watched", Watched)).watching
        await page.poll(page.batch(1))
        assert (await agent.next("batch", Relayed)).batch.seq == 1


async def test_a_waiting_request_is_answered_as_soon_as_there_is_something_to_say(
    shared: Running,
) -> None:
    page = polling(shared)
    session = (await page.arrive()).session
    await page.poll(page.batch(0))
    waiting = asyncio.create_task(page.poll(wait_ms=25_000))
    await asyncio.sleep(0.2)
    assert not waiting.done()
    async with await shared.agent() as agent:
        await agent.arrive()
        await agent.request("watch", Watch(session=session))
        async with asyncio.timeout(3):
            assert len((await waiting).frames) >= 1


async def test_what_comes_with_the_request_that_opens_a_line_is_left_to_come_again(
    shared: Running,
) -> None:
    page = polling(shared)
    await page.poll(page.batch(3))
    welcome = await page.next("welcome", Welcome)
    await page.poll(page.batch(0))
    ack = await page.next("ack", Ack)
    assert (ack.epoch, ack.seq) == (0, 0), "nothing waits behind it"
    await page.poll(*(page.batch(seq) for seq in range(1, 4)))
    async with await shared.agent() as agent:
        await agent.arrive()
        session = welcome.session
        await agent.request("watch", Watch(session=session))
        assert [(await agent.next("batch", Relayed)).batch.seq for _ in range(4)] == [0, 1, 2, 3]


async def test_a_waiting_request_gives_way_to_a_newer_one(shared: Running) -> None:
    page = polling(shared)
    await page.arrive()
    waiting = asyncio.create_task(page.poll(wait_ms=25_000))
    await asyncio.sleep(0.2)
    await page.poll(page.batch(0))
    async with asyncio.timeout(2):
        assert (await waiting).frames == []
    assert (await page.next("ack", Ack)).seq == 0


async def test_a_request_waits_no_longer_than_it_asked_for(shared: Running) -> None:
    page = polling(shared)
    await page.arrive()
    async with asyncio.timeout(2):
        assert (await page.poll(wait_ms=100)).frames == []


async def test_events_of_a_page_that_polls_are_answered_as_on_the_socket(shared: Running) -> None:
    page = polling(shared)
    await page.arrive()
    await page.poll(
        frames=(
            event("identify", Identify(token="not.a.token"), id=1),
            event("become_administrator", Empty(), id=2),
            event("batch", page.batch(0), id=3),
            event("stop", Empty(), id=4),
        )
    )
    assert page.answers[1]["error"]["code"] == "bad_token"
    assert page.answers[2]["error"]["code"] == "unknown_event"
    assert page.answers[3]["error"]["code"] == "unknown_event", "batches travel beside the packets"
    assert page.answers[4] == {"ok": {}}
    assert (await page.next("end", End)).reason == "stopped"


async def test_a_damaged_batch_that_was_polled_in_is_rejected_by_its_place(
    shared: Running,
) -> None:
    page = polling(shared)
    await page.arrive()
    await page.poll(page.batch(0, crc=1))
    reject = await page.next("reject", Reject)
    assert (reject.epoch, reject.seq, reject.code) == (0, 0, "bad_message")
    lost = Lost(epoch=0, from_seq=0, to_seq=0, reason="rejected")
    await page.poll(page.batch(0, epoch=1, facts=[lost]))
    assert (await page.next("ack", Ack)).epoch == 1


async def test_a_socket_takes_the_place_of_a_polled_line_at_once(shared: Running) -> None:
    page = polling(shared)
    welcome = await page.arrive()
    waiting = asyncio.create_task(page.poll(wait_ms=25_000))
    await asyncio.sleep(0.1)
    async with shared.visitor(page=page.page, visitor=page.hello.visitor) as socket:
        assert (await socket.arrive()).session == welcome.session
        async with asyncio.timeout(2):
            assert (await waiting).over
        assert (await page.poll(page.batch(0))).over, "it opens nothing, however late it comes"
        await socket.send(socket.batch(0))
        assert (await socket.next("ack", Ack)).seq == 0
        assert await page_condition(shared, welcome.session) == "live"


async def test_a_polled_line_takes_the_place_of_a_socket_at_once(shared: Running) -> None:
    async with shared.visitor() as socket:
        welcome = await socket.arrive()
        page = polling(shared, page=socket.page, visitor=socket.hello.visitor)
        assert (await page.arrive()).session == welcome.session
        await socket.until_closed()
        assert await page_condition(shared, welcome.session) == "live"
        await page.poll(page.batch(0))
        assert (await page.next("ack", Ack)).seq == 0


async def test_a_new_line_of_a_page_is_told_what_is_already_here(shared: Running) -> None:
    page = polling(shared)
    await page.arrive()
    await page.poll(page.batch(0), page.batch(1))
    again = polling(shared, page=page.page, visitor=page.hello.visitor)
    received = (await again.arrive()).received
    assert received is not None
    assert (received.epoch, received.seq) == (0, 1)
    assert (await page.poll()).over


async def test_a_page_that_stops_asking_is_lost_and_may_come_back(tmp_path: Path) -> None:
    async with running(tmp_path / "data", presence=Presence(lost_s=1)) as service:
        page = polling(service)
        session = (await page.arrive()).session
        for _ in range(4):
            await page.poll(wait_ms=25_000)
        assert await page_condition(service, session) == "live", "it waits, so it is there"
        async with asyncio.timeout(5):
            while await page_condition(service, session) != "disconnected":
                await asyncio.sleep(0.1)
        assert (await page.arrive()).session == session
        assert await page_condition(service, session) == "live"


async def test_waiting_requests_leave_room_for_the_others(tmp_path: Path) -> None:
    async with running(tmp_path / "data", limits=Limits(arrivals_per_s=1_000)) as service:
        pages = [polling(service) for _ in range(AT_ONCE + 6)]
        for page in pages:
            await page.arrive()
        waiting = [asyncio.create_task(page.poll(wait_ms=25_000)) for page in pages]
        await asyncio.sleep(0.5)
        stranger = new_id()
        said = hello(service.site.key, visitor=new_id(), page=stranger, url=f"{SHOP}/")
        async with (
            asyncio.timeout(3),
            service.http.post(
                f"{service.origin}/capture/batch",
                data=parcel_of(said, [batch_of(stranger, 0)]),
                headers={"Origin": SHOP, "Content-Type": "text/plain"},
            ) as reply,
        ):
            assert reply.status == HTTPStatus.OK
        for line in service.service.lines.close():
            service.service.lines.send_away(line, 1)
        for request in waiting:
            assert (await request).over


async def test_a_page_that_polls_is_sent_away_with_the_moment_to_come_back(tmp_path: Path) -> None:
    async with running(tmp_path / "data") as service:
        page = polling(service)
        await page.arrive()
        waiting = asyncio.create_task(page.poll(wait_ms=25_000))
        await asyncio.sleep(0.1)
        (line,) = service.service.lines.close()
        service.service.lines.send_away(line, 4_321)
        assert (await waiting).over
        assert (await page.next("goaway", Goaway)).retry_ms == 4_321


async def test_a_line_that_nobody_collects_from_is_ended(tmp_path: Path) -> None:
    async with running(tmp_path / "data") as service:
        page = polling(service)
        await page.arrive()
        (line,) = service.service.lines.close()
        for _ in range(UNSENT_BYTES // 1_024):
            line.post(bytes(1_024))
        assert (await page.poll()).over


@pytest.mark.parametrize(
    "frame",
    [b"", b"\xc1", codec.encode_packet(codec.CONNECT, {}), event("connect_error", {})],
    ids=["empty", "no MessagePack", "a connect packet", "a reserved name"],
)
async def test_a_packet_that_no_page_sends_ends_the_line(shared: Running, frame: bytes) -> None:
    page = polling(shared)
    await page.arrive()
    with pytest.raises(Refused, match=r"bad_message|unknown_event"):
        await page.poll(frames=(frame,))
    assert (await page.poll()).over


async def test_a_batch_of_another_page_ends_the_line(shared: Running) -> None:
    page, victim = polling(shared), polling(shared)
    await page.arrive()
    await victim.arrive()
    with pytest.raises(Refused, match="bad_message"):
        await page.poll(victim.batch(0))
    assert (await page.poll()).over
    await victim.poll(victim.batch(0))
    assert (await victim.next("ack", Ack)).seq == 0


async def test_another_visitor_cannot_speak_for_a_page_by_its_line(shared: Running) -> None:
    page = polling(shared)
    await page.arrive()
    thief = polling(shared, page=page.page)
    thief.line = page.line
    await thief.poll(page.batch(0))
    assert thief.order == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"protocol": 99}, "unsupported"), ({"site": "pk_nobodyhasthis"}, "unknown_site")],
)
async def test_a_page_that_may_not_come_by_socket_may_not_poll(
    shared: Running, changes: dict[str, object], code: str
) -> None:
    page = polling(shared)
    page.hello = msgspec.structs.replace(page.hello, **changes)
    with pytest.raises(Refused, match=code):
        await page.poll()


async def test_pages_are_asked_to_slow_down_however_they_are_connected(tmp_path: Path) -> None:
    async with running(tmp_path / "data") as service:
        page = polling(service)
        await page.arrive()
        async with service.visitor() as socket:
            await socket.arrive()
            await until(lambda: len(service.service.lines.close()) == 2)
            for line in service.service.lines.close():
                line.post(codec.encode_event("slow", Slow(ms=4_000, for_ms=10_000)))
            assert (await socket.next("slow", Slow)).ms == 4_000
            assert (await page.next("slow", Slow)).for_ms == 10_000
