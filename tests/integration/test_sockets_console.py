"""The console socket: who is let in, what each role may, and when it ends (docs/protocol.md W)."""

from contextlib import AsyncExitStack
from http import HTTPStatus

import aiohttp
import pytest

from cobrowse.domain.agent import Role
from cobrowse.domain.ids import new_id
from cobrowse.wire.api import Session
from cobrowse.wire.capture import Ack, Empty, Watched
from cobrowse.wire.console import INBOUND, Picture, Relayed, Unwatch, Wall, Watch, Watching
from tests.clients import AgentClient, Refused, SocketClient
from tests.service import Running

BODIES = {
    "follow_wall": Empty(),
    "unfollow_wall": Empty(),
    "watch": Watch(session=new_id()),
    "unwatch": Unwatch(session=new_id()),
}


async def test_nobody_is_let_in_without_a_cookie(service: Running) -> None:
    client = SocketClient(f"{service.origin}/console/socket/", headers={"Origin": service.origin})
    async with client:
        with pytest.raises(Refused, match="unauthenticated"):
            await client.join(None)
        await client.until_closed()


@pytest.mark.parametrize("cookie", ["guessed", "x" * 5000, "", "\N{SNOWMAN}"])
async def test_a_cookie_that_is_none_of_ours_lets_nobody_in(service: Running, cookie: str) -> None:
    async with AgentClient(service.origin, cookie) as client:
        with pytest.raises(Refused, match="unauthenticated"):
            await client.arrive()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "http://evil.test"},
        {"Origin": "http://shop.example.test"},
        {
            "Origin": "http://evil.test",
            "Host": "evil.test",
            "X-Forwarded-Host": "evil.test",
            "X-Forwarded-Proto": "http",
        },
    ],
    ids=["none", "null", "another", "a customer's site", "forwarded"],
)
async def test_another_origin_is_refused_before_the_socket_opens(
    service: Running, headers: dict[str, str]
) -> None:
    cookie = {"Cookie": f"cobrowse_session={await service.sign_in()}"}
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await service.http.ws_connect(
            f"{service.origin}/console/socket/?EIO=4&transport=websocket",
            headers={**headers, **cookie},
        )
    assert refused.value.status in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}


async def test_the_wall_tells_of_a_visit_that_begins(service: Running) -> None:
    async with await service.agent() as console, service.visitor() as page:
        await console.arrive()
        wall = await console.request("follow_wall", Empty())
        assert isinstance(wall, Wall)
        assert wall.sessions == []
        welcome = await page.arrive()
        changed = await console.next("session_changed", Session)
        assert (changed.id, changed.state) == (welcome.session, "live")


async def test_a_watcher_gets_a_picture_and_the_batches_behind_it(service: Running) -> None:
    async with await service.agent() as console, service.visitor() as page:
        await console.arrive()
        welcome = await page.arrive()
        await page.send(page.batch(0))
        await page.next("ack", Ack)
        watching = await console.request("watch", Watch(session=welcome.session))
        assert isinstance(watching, Watching)
        picture = await console.next("picture", Picture)
        assert (picture.why, picture.waiting) == ("join", False)
        await page.send(page.batch(1))
        seqs = [(await console.next("batch", Relayed)).batch.seq for _ in range(2)]
        assert seqs == [0, 1]
        assert (await page.next("watched", Watched)).watching
        await console.request("unwatch", Unwatch(session=welcome.session))
        assert not (await page.next("watched", Watched)).watching


async def test_a_watcher_that_goes_is_taken_off_the_customers_notice(service: Running) -> None:
    async with service.visitor() as page:
        welcome = await page.arrive()
        async with await service.agent() as console:
            await console.arrive()
            await console.request("watch", Watch(session=welcome.session))
            assert (await page.next("watched", Watched)).watching
        assert not (await page.next("watched", Watched)).watching


@pytest.mark.parametrize("event", INBOUND)
async def test_a_sales_reviewer_may_see_nothing_live(service: Running, event: str) -> None:
    async with await service.agent(Role.SALES_REVIEWER) as console:
        await console.arrive()
        with pytest.raises(Refused, match="forbidden"):
            await console.ask(event, BODIES[event])


async def test_an_unknown_event_or_body_is_refused(service: Running) -> None:
    async with await service.agent() as console:
        await console.arrive()
        with pytest.raises(Refused, match="unknown_event"):
            await console.ask("batch", Empty())
        with pytest.raises(Refused, match="bad_message"):
            await console.ask("watch", {"session": "../../etc/passwd"})
        with pytest.raises(Refused, match="not_found"):
            await console.ask("watch", Watch(session=new_id()))


async def test_signing_out_closes_the_agents_sockets_within_two_seconds(service: Running) -> None:
    async with AsyncExitStack() as stack:
        cookie = await service.sign_in()
        mine = [
            await stack.enter_async_context(AgentClient(service.origin, cookie)) for _ in range(2)
        ]
        other = await stack.enter_async_context(await service.agent(Role.SUPERVISOR))
        for client in (*mine, other):
            await client.arrive()
        async with service.http.post(
            f"{service.origin}/api/v1/logout",
            headers={"Origin": service.origin, "Cookie": f"cobrowse_session={cookie}"},
        ) as reply:
            assert reply.status == HTTPStatus.OK
        for client in mine:
            await client.until_closed(within_s=2)
        assert not other.closed.is_set()


async def test_a_cookie_that_was_signed_out_opens_no_socket(service: Running) -> None:
    cookie = await service.sign_in()
    async with service.http.post(
        f"{service.origin}/api/v1/logout",
        headers={"Origin": service.origin, "Cookie": f"cobrowse_session={cookie}"},
    ) as reply:
        assert reply.status == HTTPStatus.OK
    async with AgentClient(service.origin, cookie) as client:
        with pytest.raises(Refused, match="unauthenticated"):
            await client.arrive()
