"""Signing in: the cookie, the limits, and what nobody can learn from a refusal."""

import json
from dataclasses import dataclass
from http import HTTPStatus
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from multidict import CIMultiDictProxy

from cobrowse.config import Login
from cobrowse.domain.agent import Role
from cobrowse.store.database import Database, sqlite_url
from tests.service import PASSWORD, Running, email_of, running

ANNA = email_of(Role.ACCOUNT_MANAGER)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: CIMultiDictProxy[str]
    body: bytes


async def sign_in(
    service: Running, email: str = ANNA, password: str = PASSWORD, **headers: str
) -> Answer:
    async with service.http.post(
        f"{service.origin}/api/v1/login",
        json={"email": email, "password": password},
        headers={"Origin": service.config.server.public_origin, **headers},
    ) as reply:
        return Answer(reply.status, reply.headers, await reply.read())


async def me(service: Running, cookie: str) -> int:
    headers = {"Cookie": f"cobrowse_session={cookie}"}
    async with service.http.get(f"{service.origin}/api/v1/me", headers=headers) as reply:
        return reply.status


def cookie_of(reply: Answer | aiohttp.ClientResponse) -> Any:
    return SimpleCookie(reply.headers["Set-Cookie"])["cobrowse_session"]


async def test_whoever_signs_in_gets_a_cookie_that_scripts_and_other_sites_cannot_use(
    service: Running,
) -> None:
    reply = await sign_in(service)
    cookie = cookie_of(reply)
    assert reply.status == HTTPStatus.OK
    assert json.loads(reply.body)["replay_origin"] == service.replay
    assert cookie["httponly"]
    assert (cookie["samesite"], cookie["path"], cookie["domain"]) == ("Strict", "/", "")
    assert await me(service, cookie.value) == HTTPStatus.OK


async def test_the_cookie_is_secure_where_the_console_is(tmp_path: Path) -> None:
    async with running(tmp_path, public_origin="https://help.example.test") as service:
        reply = await sign_in(service, Host="help.example.test")
        assert cookie_of(reply)["secure"]
        assert reply.headers["Strict-Transport-Security"]


async def test_an_e_mail_is_the_same_in_any_case(service: Running) -> None:
    assert (await sign_in(service, f" {ANNA.upper()} ")).status == HTTPStatus.OK


async def test_signing_out_ends_the_sign_in_on_the_server(service: Running) -> None:
    cookie = await service.sign_in()
    headers = {"Origin": service.origin, "Cookie": f"cobrowse_session={cookie}"}
    async with service.http.post(f"{service.origin}/api/v1/logout", headers=headers) as reply:
        assert reply.status == HTTPStatus.OK
        assert cookie_of(reply)["max-age"] == "0"
    assert await me(service, cookie) == HTTPStatus.UNAUTHORIZED


async def test_signing_in_again_ends_the_sign_in_before(service: Running) -> None:
    first = await service.sign_in()
    reply = await sign_in(service, Cookie=f"cobrowse_session={first}")
    assert cookie_of(reply).value != first
    assert await me(service, first) == HTTPStatus.UNAUTHORIZED


async def test_a_wrong_password_and_an_unknown_e_mail_are_refused_alike(service: Running) -> None:
    wrong = await sign_in(service, password="wrong")
    unknown = await sign_in(service, email="nobody@example.test")
    assert wrong.status == unknown.status == HTTPStatus.UNAUTHORIZED
    assert wrong.body == unknown.body
    assert "Set-Cookie" not in wrong.headers


@pytest.mark.parametrize(
    "password", ["", "\x00", PASSWORD + "\x00", PASSWORD[:-1], PASSWORD.upper(), "\N{SNOWMAN}" * 99]
)
async def test_nothing_but_the_password_is_the_password(service: Running, password: str) -> None:
    assert (await sign_in(service, password=password)).status == HTTPStatus.UNAUTHORIZED


async def test_failed_attempts_are_limited_by_account_and_told_when_to_come_back(
    tmp_path: Path,
) -> None:
    async with running(tmp_path, login=Login(limit=3, limit_per_address=100)) as service:
        for _ in range(3):
            assert (await sign_in(service, password="wrong")).status == HTTPStatus.UNAUTHORIZED
        refused = await sign_in(service)
        assert refused.status == HTTPStatus.TOO_MANY_REQUESTS
        assert 0 < int(refused.headers["Retry-After"]) <= 15 * 60
        other = await sign_in(service, email=email_of(Role.SUPERVISOR))
        assert other.status == HTTPStatus.OK, "nobody else is locked out"


async def test_successful_sign_ins_are_never_counted(tmp_path: Path) -> None:
    async with running(tmp_path, login=Login(limit=2, limit_per_address=2)) as service:
        for _ in range(6):
            assert (await sign_in(service)).status == HTTPStatus.OK


async def test_an_address_that_nobody_trusts_cannot_be_claimed(tmp_path: Path) -> None:
    async with running(tmp_path, login=Login(limit=100, limit_per_address=3)) as service:
        for number in range(3):
            forged = {"X-Forwarded-For": f"203.0.113.{number}"}
            email = f"nobody{number}@example.test"
            assert (await sign_in(service, email, **forged)).status == HTTPStatus.UNAUTHORIZED
        reply = await sign_in(
            service, "nobody9@example.test", **{"X-Forwarded-For": "198.51.100.9"}
        )
        assert reply.status == HTTPStatus.TOO_MANY_REQUESTS


async def test_behind_a_trusted_proxy_each_address_is_counted_by_itself(tmp_path: Path) -> None:
    limits = Login(limit=100, limit_per_address=1)
    async with running(tmp_path, login=limits, proxies=("127.0.0.0/8", "::1/128")) as service:
        for number in range(4):
            # The left part is the peer's own invention; the proxy wrote the right one.
            forwarded = {"X-Forwarded-For": f"10.9.8.7, 203.0.113.{number}"}
            reply = await sign_in(service, f"nobody{number}@example.test", **forwarded)
            assert reply.status == HTTPStatus.UNAUTHORIZED
        again = await sign_in(service, "x@example.test", **{"X-Forwarded-For": "203.0.113.1"})
        assert again.status == HTTPStatus.TOO_MANY_REQUESTS


async def test_a_network_of_one_household_is_counted_as_one(tmp_path: Path) -> None:
    limits = Login(limit=100, limit_per_address=1)
    async with running(tmp_path, login=limits, proxies=("127.0.0.0/8", "::1/128")) as service:
        first = {"X-Forwarded-For": "2001:db8:1:2:aaaa::1"}
        second = {"X-Forwarded-For": "2001:db8:1:2:bbbb::2"}
        assert (await sign_in(service, "a@x.test", **first)).status == HTTPStatus.UNAUTHORIZED
        assert (await sign_in(service, "b@x.test", **second)).status == HTTPStatus.TOO_MANY_REQUESTS


async def test_neither_cookie_nor_password_is_stored(service: Running) -> None:
    cookie = await service.sign_in()
    async with Database(sqlite_url(service.data / "cobrowse.db")):
        pass  # closing it brings the write-ahead log into the file
    stored = b"".join(path.read_bytes() for path in service.data.rglob("*") if path.is_file())
    assert ANNA.encode() in stored
    assert cookie.encode() not in stored
    assert PASSWORD.encode() not in stored
