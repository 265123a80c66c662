"""The capture socket, from a page's hello to its last ack (docs/protocol.md P and C)."""

import asyncio
from typing import Any

import msgspec
import pytest

from cobrowse.domain.ids import new_id
from cobrowse.wire.capture import Ack, Consent, Empty, End, Hello, Identify, Reject, Welcome
from tests.clients import Refused, VisitorClient, batch_of
from tests.service import Running


async def acknowledged(page: VisitorClient, seq: int, epoch: int = 0) -> None:
    """Wait until everything up to this place is durable."""
    place = (-1, -1)
    while place < (epoch, seq):
        ack = await page.next("ack", Ack)
        place = (ack.epoch, ack.seq)


async def test_a_page_is_welcomed_first_and_its_batches_are_acknowledged(service: Running) -> None:
    async with service.visitor() as page:
        welcome = await page.arrive()
        await page.send(page.batch(0), page.batch(1))
        await acknowledged(page, 1)
        assert welcome.received is None
        assert page.order[0] == "welcome"


async def test_a_page_that_comes_back_is_told_what_is_already_here(service: Running) -> None:
    async with service.visitor() as page:
        first = await page.arrive()
        await page.send(page.batch(0), page.batch(1), page.batch(2))
        await acknowledged(page, 2)
    async with service.visitor(page=page.page, visitor=page.hello.visitor) as again:
        second = await again.arrive()
        assert second.session == first.session
        assert second.received is not None
        assert (second.received.epoch, second.received.seq) == (0, 2)


async def test_a_batch_sent_twice_is_acknowledged_twice(service: Running) -> None:
    async with service.visitor() as page:
        await page.arrive()
        await page.send(page.batch(0))
        await acknowledged(page, 0)
        await page.send(page.batch(0))
        await acknowledged(page, 0)


async def test_a_new_connection_of_a_page_takes_the_place_of_the_old_one(service: Running) -> None:
    async with service.visitor() as old:
        await old.arrive()
        async with service.visitor(page=old.page, visitor=old.hello.visitor) as new:
            welcome = await new.arrive()
            await old.until_closed()
            await asyncio.sleep(0.3)
            cookie = await service.sign_in()
            address = f"{service.origin}/api/v1/sessions/{welcome.session}"
            async with service.http.get(
                address, headers={"Cookie": f"cobrowse_session={cookie}"}
            ) as reply:
                detail = await reply.json()
            assert detail["pages"][0]["condition"] == "live", "the old one's end is not the page's"
            await new.send(new.batch(0))
            await acknowledged(new, 0)


async def test_a_damaged_batch_is_rejected_by_its_place_and_the_connection_stays(
    service: Running,
) -> None:
    async with service.visitor() as page:
        await page.arrive()
        await page.send(page.batch(0, crc=1))
        reject = await page.next("reject", Reject)
        assert (reject.page, reject.epoch, reject.seq) == (page.page, 0, 0)
        assert reject.code == "bad_message"
        await page.send(page.batch(0, epoch=1))
        await acknowledged(page, 0, epoch=1)


@pytest.mark.parametrize(
    "wrong",
    [{"count": -1}, {"payload": "text"}, {"parts": 0}, {"t0": 2**60}, {"facts": [{"kind": "?"}]}],
    ids=str,
)
async def test_a_batch_of_another_shape_is_rejected_when_its_place_can_be_read(
    service: Running, wrong: dict[str, Any]
) -> None:
    async with service.visitor() as page:
        await page.arrive()
        body = {**msgspec.structs.asdict(page.batch(0)), **wrong}
        await page.emit("batch", body)
        reject = await page.next("reject", Reject)
        assert (reject.seq, reject.code) == (0, "bad_message")


@pytest.mark.parametrize(
    "wrong", [{"seq": -1}, {"seq": 1.5}, {"seq": 2**64 - 1}, {"page": 7}, {"epoch": None}], ids=str
)
async def test_a_batch_that_does_not_say_its_place_closes_the_connection(
    service: Running, wrong: dict[str, Any]
) -> None:
    async with service.visitor() as page:
        await page.arrive()
        await page.emit("batch", {**msgspec.structs.asdict(page.batch(0)), **wrong})
        await page.until_closed()


async def test_a_batch_of_another_page_closes_the_connection(service: Running) -> None:
    async with service.visitor() as victim, service.visitor() as page:
        await victim.arrive()
        await page.arrive()
        await page.send(batch_of(victim.page, 0))
        await page.until_closed()
        await victim.send(victim.batch(0))
        await acknowledged(victim, 0)


async def test_an_unknown_event_is_refused_and_changes_nothing(service: Running) -> None:
    async with service.visitor() as page:
        await page.arrive()
        with pytest.raises(Refused, match="unknown_event"):
            await page.ask("become_administrator", Empty())
        await page.emit("become_administrator", Empty())
        await page.send(page.batch(0))
        await acknowledged(page, 0)


async def test_an_event_of_another_shape_is_refused(service: Running) -> None:
    async with service.visitor() as page:
        await page.arrive()
        with pytest.raises(Refused, match="bad_message"):
            await page.ask("identify", {"token": 7})
        with pytest.raises(Refused, match="bad_token"):
            await page.ask("identify", Identify(token="not.a.token"))


async def test_stop_ends_the_session_on_every_page_of_it(service: Running) -> None:
    visitor = new_id()
    async with service.visitor(visitor=visitor) as one, service.visitor(visitor=visitor) as two:
        first, second = await one.arrive(), await two.arrive()
        assert first.session == second.session
        await one.ask("stop", Empty())
        assert (await one.next("end", End)).reason == "stopped"
        assert (await two.next("end", End)).reason == "stopped"


def _with(said: Hello, **changes: Any) -> Hello:
    return msgspec.structs.replace(said, **changes)


async def refusal_of(page: VisitorClient, payload: Any) -> str:
    with pytest.raises(Refused) as refused:
        await page.join(payload)
    await page.until_closed()
    return refused.value.code


async def test_a_hello_of_another_protocol_is_refused(service: Running) -> None:
    async with service.visitor() as page:
        assert await refusal_of(page, _with(page.hello, protocol=99)) == "unsupported"


async def test_a_hello_for_an_unknown_site_is_refused(service: Running) -> None:
    async with service.visitor() as page:
        assert await refusal_of(page, _with(page.hello, site="pk_nobodyhasthis")) == "unknown_site"


async def test_a_hello_without_agreement_is_refused(service: Running) -> None:
    async with service.visitor() as page:
        no = Consent(mode="required", observe=False, record=False, review=False, at=1)
        assert await refusal_of(page, _with(page.hello, consent=no)) == "consent_required"


@pytest.mark.parametrize(
    "payload", [None, 7, [], {}, {"site": "pk_nobodyhasthis"}, {"visitor": "../../etc/passwd"}]
)
async def test_a_hello_of_another_shape_is_refused(service: Running, payload: Any) -> None:
    async with service.visitor() as page:
        assert await refusal_of(page, payload) == "bad_message"


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "http://shop.example.test.evil.test",
        "http://shop.example.test:8080",
        "https://shop.example.test",
        "http://SHOP.example.test",
        "http://shop.example.test.",
        "http://evil.test@shop.example.test",
        "http://shop.example.test/",
    ],
)
async def test_a_page_of_an_origin_that_is_not_exactly_on_the_list_is_refused(
    service: Running, origin: str | None
) -> None:
    forged = {"X-Forwarded-Host": "shop.example.test", "X-Forwarded-Proto": "http"}
    page = VisitorClient(
        service.origin,
        service.site.key,
        page_origin="http://shop.example.test",
        headers={**forged, **({"Origin": origin} if origin else {})},
    )
    async with page:
        assert await refusal_of(page, page.hello) == "origin_not_allowed"


async def test_two_tabs_of_one_visitor_are_one_session(service: Running) -> None:
    visitor = new_id()
    async with service.visitor(visitor=visitor) as one, service.visitor(visitor=visitor) as two:
        welcomes: list[Welcome] = [await one.arrive(), await two.arrive()]
        assert welcomes[0].session == welcomes[1].session
