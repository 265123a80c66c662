"""The back office of the demonstration shop: signed calls, done once, and events that go out."""

import asyncio
import hashlib
import hmac
import json
import re
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest
from aiohttp import web

from tests.e2e.shop.serving import Shop, running_shop
from tests.ports import free_ports

SECRET = "a-secret-of-two-servers"
MARIA, OMAR, LENA = "maria@shop.test", "omar@shop.test", "lena@shop.test"
CARD = {"cc-name": "M K", "cc-number": "4242424242424242", "cc-exp": "12/39", "cc-csc": "123"}
ADDRESS = {
    "given-name": "Maria",
    "family-name": "Keller",
    "street-address": "Lindenstraße 14",
    "postal-code": "20099",
    "city": "Hamburg",
    "country": "DE",
}


@dataclass(frozen=True)
class Place:
    """The shop and the file it keeps everything in."""

    shop: Shop
    database: Path

    def ask(self, question: str, *values: object) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.database)) as database:
            return database.execute(question, values).fetchall()


@contextmanager
def open_shop(folder: Path, *flags: str) -> Iterator[Place]:
    kept = folder / "shop.db"
    own = ["--database", str(kept), "--backoffice-secret", SECRET]
    with running_shop(folder, *own, *flags) as shop:
        yield Place(shop, kept)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with open_shop(tmp_path_factory.mktemp("shop")) as place:
        yield place


def browser_at(place: Place) -> aiohttp.ClientSession:
    """Somebody's browser, with a cookie jar that takes cookies of an address."""
    return aiohttp.ClientSession(place.shop.origin, cookie_jar=aiohttp.CookieJar(unsafe=True))


@pytest.fixture
async def browser(place: Place) -> AsyncIterator[aiohttp.ClientSession]:
    async with browser_at(place) as session:
        yield session


@dataclass
class Staff:
    """Signs calls as a program of the staff would, from the description in the shop's README."""

    place: Place
    secret: str = SECRET
    late_s: int = 0
    count: int = 0

    async def read(self, path: str) -> tuple[int, dict[str, object]]:
        return await self._call("GET", path, b"", "")

    async def do(self, path: str, key: str = "", **body: object) -> tuple[int, dict[str, object]]:
        self.count += 1
        sent = json.dumps({"by": "Anna Lindqvist", **body}).encode()
        return await self._call("POST", path, sent, key or f"{path}-{self.count}-{time.time()}")

    async def _call(
        self, method: str, path: str, body: bytes, key: str
    ) -> tuple[int, dict[str, object]]:
        path = f"/api/backoffice{path}"
        at = str(int(time.time()) - self.late_s)
        signed = f"{at}\n{method}\n{path}\n{key}\n".encode() + body
        headers = {
            "X-Shop-Timestamp": at,
            "X-Shop-Signature": hmac.new(self.secret.encode(), signed, hashlib.sha256).hexdigest(),
            "Idempotency-Key": key,
        }
        async with (
            aiohttp.ClientSession(self.place.shop.origin) as session,
            session.request(method, path, data=body, headers=headers) as answer,
        ):
            return answer.status, await answer.json()


@pytest.fixture
def staff(place: Place) -> Staff:
    return Staff(place)


def code_of(answer: tuple[int, Mapping[str, object]]) -> tuple[int, object]:
    status, body = answer
    error = body["error"]
    assert isinstance(error, dict)
    return status, error["code"]


async def test_a_call_that_is_not_signed_now_and_by_one_who_knows_the_secret_is_refused(
    place: Place, browser: aiohttp.ClientSession
) -> None:
    address = f"/customers/{MARIA}"
    assert code_of(await Staff(place, secret="guessed").read(address)) == (401, "bad_signature")
    assert code_of(await Staff(place, late_s=301).read(address)) == (401, "stale")
    assert code_of(await Staff(place, late_s=-301).read(address)) == (401, "stale")
    async with browser.get(f"/api/backoffice{address}") as answer:
        assert code_of((answer.status, await answer.json())) == (401, "unsigned")


async def test_the_context_of_a_customer_has_what_she_bought_wrote_and_may_take_elsewhere(
    staff: Staff, browser: aiohttp.ClientSession
) -> None:
    await sign_in(browser, OMAR)
    await fill_cart(browser)
    letter = {"name": "Omar", "email": OMAR, "topic": "repair", "message": "One leg is loose."}
    assert (await browser.post("/api/tickets", json=letter)).ok
    status, context = await staff.read(f"/customers/{OMAR}")
    assert status == 200
    profile, orders, tickets = context["profile"], context["orders"], context["tickets"]
    assert isinstance(profile, dict)
    assert isinstance(orders, list)
    assert isinstance(tickets, list)
    assert (profile["name"], profile["tier"], profile["plan"]) == (
        "Omar Haddad",
        "platinum",
        "circle",
    )
    assert [piece["name"] for order in orders for piece in order["pieces"]] == [
        "Fjord",
        "Halden",
        "Tarn",
    ]
    assert [ticket["topic"] for ticket in tickets] == ["repair"]
    assert context["at_risk"] == {"carts": 38500, "orders_under_way": 0, "plan": 7900}
    assert code_of(await staff.read("/customers/nobody@shop.test")) == (404, "no_such_customer")


async def test_a_refund_is_given_once_and_never_more_than_was_paid(
    place: Place, staff: Staff, browser: aiohttp.ClientSession
) -> None:
    order = await place_order(browser, MARIA)
    refund = f"/orders/{order}/refund"
    (paid,) = await paid_of(staff, order)
    first = await staff.do(refund, key="r-1", cents=10_000, reason="A scratch")
    again = await staff.do(refund, key="r-1", cents=10_000, reason="A scratch")
    assert first == again
    assert first[1]["refunded"] == 10_000
    other = await staff.do(refund, key="r-1", cents=20_000, reason="A scratch")
    assert code_of(other) == (409, "key_reused")
    too_much = await staff.do(refund, cents=paid - 9_999, reason="All of it")
    assert code_of(too_much) == (409, "more_than_paid")
    assert (await staff.do(refund, reason="The rest"))[1]["refunded"] == paid
    assert code_of(await staff.do(refund, reason="Again")) == (409, "more_than_paid")
    assert place.ask("SELECT cents, reason, by FROM refunds WHERE order_id = ?", order) == [
        (10_000, "A scratch", "Anna Lindqvist"),
        (paid - 10_000, "The rest", "Anna Lindqvist"),
    ]
    async with browser.get(f"/checkout/done/{order}") as answer:
        assert "Refunded" in await answer.text()


async def test_credit_pays_for_the_next_order_before_the_card_does(
    staff: Staff, browser: aiohttp.ClientSession
) -> None:
    before = (await staff.read(f"/customers/{LENA}"))[1]["profile"]
    assert isinstance(before, dict)
    status, profile = await staff.do(f"/customers/{LENA}/credit", cents=5_000, reason="Late")
    assert (status, profile["credit"]) == (200, before["credit"] + 5_000)
    await place_order(browser, LENA)
    _, context = await staff.read(f"/customers/{LENA}")
    assert isinstance(context["profile"], dict)
    assert isinstance(context["orders"], list)
    assert context["profile"]["credit"] == 0
    assert context["orders"][0]["paid"] == context["orders"][0]["total"] - profile["credit"]
    refused = await staff.do(f"/customers/{LENA}/credit", cents=0, reason="Nothing")
    assert code_of(refused) == (422, "out_of_range")


async def test_an_account_locked_by_wrong_passwords_is_unlocked_by_the_staff(
    staff: Staff, browser: aiohttp.ClientSession
) -> None:
    for _ in range(5):
        await try_to_sign_in(browser, LENA, "wrong")
    assert await try_to_sign_in(browser, LENA, "demo-password") == 422
    assert (await staff.do(f"/customers/{LENA}/unlock"))[1]["locked"] is False
    assert await try_to_sign_in(browser, LENA, "demo-password") == 303


async def test_a_password_that_is_reset_is_chosen_anew_behind_the_link_in_the_mail(
    place: Place, staff: Staff, browser: aiohttp.ClientSession
) -> None:
    chen = "chen@shop.test"
    await staff.do(f"/customers/{chen}/reset-password")
    assert await try_to_sign_in(browser, chen, "demo-password") == 422
    ((body,),) = place.ask("SELECT body FROM outbox WHERE email = ? ORDER BY id DESC LIMIT 1", chen)
    (link,) = re.findall(r"http\S+", str(body))
    fields = dict(re.findall(r"(\w+)=([^&]+)", urlsplit(link).query.replace("%40", "@")))
    form = {**fields, "password": "a-chair-for-chen"}
    for expected in (303, 422):  # a link works once
        async with browser.post(
            "/sign-in/new-password", data=form, allow_redirects=False
        ) as answer:
            assert answer.status == expected
    assert await try_to_sign_in(browser, chen, "a-chair-for-chen") == 303


async def test_a_plan_is_changed_extended_and_ended(staff: Staff) -> None:
    plan = f"/customers/{OMAR}/plan"
    assert (await staff.do(plan, plan="circle", until="2027-03-31"))[1][
        "plan_until"
    ] == "2027-03-31"
    assert (await staff.do(f"{plan}/extend", days=30))[1]["plan_until"] == "2027-04-30"
    assert (await staff.do(plan, plan=None))[1]["plan"] is None
    assert code_of(await staff.do(f"{plan}/extend", days=30)) == (409, "no_plan")
    assert code_of(await staff.do(plan, plan="square")) == (422, "no_such_plan")
    assert code_of(await staff.do(plan, plan="circle", until="soon")) == (422, "not_a_day")


async def test_the_mail_about_an_order_is_sent_again(
    place: Place, staff: Staff, browser: aiohttp.ClientSession
) -> None:
    order = await place_order(browser, MARIA)
    await staff.do(f"/orders/{order}/resend-mail")
    mails = place.ask("SELECT body FROM outbox WHERE subject = ?", f"Your order {order}")
    assert len(mails) == 2
    assert len(set(mails)) == 1


async def test_an_earlier_version_of_a_note_is_brought_back_as_the_newest(
    place: Place, staff: Staff, browser: aiohttp.ClientSession
) -> None:
    await sign_in(browser, OMAR)
    for words in ("Oil, please.", "No oil, please."):
        note = {"about": "general", "html": f"<p>{words}</p>"}
        assert (await browser.post("/api/notes", json=note)).ok
    restore = f"/customers/{OMAR}/notes/general/restore"
    assert await staff.do(restore, version=1) == (200, {"version": 3, "restored": 1})
    assert place.ask("SELECT version, html FROM account_notes ORDER BY version DESC LIMIT 1") == [
        (3, "<p>Oil, please.</p>")
    ]
    assert code_of(await staff.do(restore, version=9)) == (404, "no_such_version")


async def test_what_is_kept_in_a_file_is_there_after_a_restart(tmp_path: Path) -> None:
    with open_shop(tmp_path) as place:
        async with browser_at(place) as browser:
            order = await place_order(browser, MARIA)
        before = await Staff(place).read(f"/customers/{MARIA}")
    with open_shop(tmp_path) as place:
        after = await Staff(place).read(f"/customers/{MARIA}")
        async with browser_at(place) as browser:
            assert (await browser.get(f"/checkout/done/{order}")).status == 200
    assert after == before


@dataclass
class Listener:
    """Takes the shop's events; says 503 to the first `refusing`."""

    refusing: int
    events: list[dict[str, object]] = field(default_factory=list)
    forged: int = 0

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        at, key = request.headers["X-Shop-Timestamp"], request.headers["Idempotency-Key"]
        signed = f"{at}\nPOST\n{request.raw_path}\n{key}\n".encode() + body
        expected = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
        self.forged += expected != request.headers["X-Shop-Signature"]
        if self.refusing:
            self.refusing -= 1
            return web.Response(status=503)
        self.events.append(json.loads(body))
        return web.Response(status=204)


async def test_events_reach_others_in_order_signed_and_until_they_are_taken(
    tmp_path: Path,
) -> None:
    listener = Listener(refusing=1)
    app = web.Application()
    app.router.add_post("/events", listener.take)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        (port,) = free_ports(1)
        await web.TCPSite(runner, "127.0.0.1", port).start()
        hook = f"http://127.0.0.1:{port}/events?from=shop"
        with open_shop(tmp_path, "--webhook", hook) as place:
            async with browser_at(place) as browser:
                order = await place_order(browser, MARIA)
            await Staff(place).do(f"/orders/{order}/refund", cents=100, reason="A scratch")
            for _ in range(5):
                async with browser_at(place) as browser:
                    await try_to_sign_in(browser, LENA, "wrong")
            expected = ["order.placed", "refund.made", "account.locked"]
            async with asyncio.timeout(30):
                while [event["event"] for event in listener.events] != expected:
                    await asyncio.sleep(0.05)
    finally:
        await runner.cleanup()
    assert listener.forged == 0


async def try_to_sign_in(browser: aiohttp.ClientSession, email: str, password: str) -> int:
    form = {"email": email, "password": password}
    async with browser.post("/sign-in", data=form, allow_redirects=False) as answer:
        return answer.status


async def sign_in(browser: aiohttp.ClientSession, email: str) -> None:
    assert await try_to_sign_in(browser, email, "demo-password") == 303


async def fill_cart(browser: aiohttp.ClientSession) -> None:
    piece = {"slug": "halden-chair", "size": "M", "quantity": 1}
    assert (await browser.post("/api/cart", json=piece)).ok


async def place_order(browser: aiohttp.ClientSession, email: str) -> str:
    """One chair, by card; returns the id of the order."""
    await sign_in(browser, email)
    await fill_cart(browser)
    for step, body in (("address", ADDRESS), ("delivery", {"delivery": "standard"})):
        assert (await browser.post(f"/api/checkout/{step}", json=body)).ok
    async with browser.post("/api/checkout/order", json=CARD) as answer:
        done: str = (await answer.json())["next"]
    return done.rsplit("/", 1)[1]


async def paid_of(staff: Staff, order: str) -> list[int]:
    _, context = await staff.read(f"/customers/{MARIA}")
    assert isinstance(context["orders"], list)
    return [each["paid"] for each in context["orders"] if each["id"] == order]
