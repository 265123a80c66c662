"""The console's HTTP interface: every row of the routes table, as asked by everybody."""

import re
from http import HTTPStatus
from typing import Any

import pytest
from multidict import CIMultiDictProxy

from cobrowse.domain.access import Action, may
from cobrowse.domain.agent import Role
from cobrowse.domain.ids import new_id
from cobrowse.web.api import ROUTES
from cobrowse.web.routes import Route
from tests.service import PASSWORD, Running, email_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

ROWS = [pytest.param(row, id=f"{row.method} {row.path}") for row in ROUTES]
GUARDED = [row for row in ROWS if isinstance(row.values[0].allow, Action)]  # type: ignore[union-attr]
UNSAFE = [row for row in ROWS if not row.values[0].safe]  # type: ignore[union-attr]


async def ask(
    shared: Running, method: str, path: str, *, cookie: str = "", **more: Any
) -> tuple[int, Any, CIMultiDictProxy[str]]:
    headers = {"Origin": shared.origin, **more.pop("headers", {})}
    if cookie:
        headers["Cookie"] = f"cobrowse_session={cookie}"
    address = shared.origin + re.sub(r"\{(\w+)\}", lambda name: a_value(name[1]), path)
    async with shared.http.request(method, address, headers=headers, **more) as reply:
        return reply.status, await reply.json(), reply.headers


def a_value(name: str) -> str:
    """Something that a parameter of a path could be, and that is not there."""
    return {"epoch": "0", "seq": "0", "sha256": "0" * 64}.get(name) or new_id()


def code_of(body: Any) -> str:
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "message"}
    return str(body["error"]["code"])


@pytest.mark.parametrize("row", GUARDED)
async def test_a_guarded_route_refuses_whoever_is_not_signed_in(
    shared: Running, row: Route[Any]
) -> None:
    status, body, _ = await ask(shared, row.method, row.path)
    assert (status, code_of(body)) == (HTTPStatus.UNAUTHORIZED, "unauthenticated")


@pytest.mark.parametrize("row", GUARDED)
@pytest.mark.parametrize("role", Role)
async def test_a_guarded_route_answers_exactly_the_roles_it_is_for(
    shared: Running, row: Route[Any], role: Role
) -> None:
    assert isinstance(row.allow, Action)
    status, _, _ = await ask(shared, row.method, row.path, cookie=await shared.sign_in(role))
    assert (status == HTTPStatus.FORBIDDEN) == (
        not may(role, row.allow)
        or (row.path == "/api/v1/sessions" and not may(role, Action.SEE_LIVE_SESSIONS))
    )


@pytest.mark.parametrize("row", UNSAFE)
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.test"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://evil.test", "X-Forwarded-Host": "evil.test"},
    ],
    ids=str,
)
async def test_an_unsafe_route_refuses_what_another_site_sends_with_our_cookie(
    shared: Running, row: Route[Any], headers: dict[str, str]
) -> None:
    cookie = await shared.sign_in()
    status, body, _ = await ask(shared, row.method, row.path, cookie=cookie, headers=headers)
    assert (status, code_of(body)) == (HTTPStatus.FORBIDDEN, "origin_not_allowed")
    status, _, _ = await ask(shared, "GET", "/api/v1/me", cookie=cookie)
    assert status == HTTPStatus.OK, "nothing happened to the sign-in"


@pytest.mark.parametrize("row", ROWS)
async def test_answers_are_never_kept_or_framed_or_sniffed(
    shared: Running, row: Route[Any]
) -> None:
    _, _, headers = await ask(shared, row.method, row.path)
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Access-Control-Allow-Origin" not in headers
    assert headers["X-Request-Id"]


async def test_sessions_are_listed_and_described(shared: Running) -> None:
    cookie = await shared.sign_in()
    async with shared.visitor() as page:
        welcome = await page.arrive()
        _, live, _ = await ask(shared, "GET", "/api/v1/sessions?state=live", cookie=cookie)
        assert welcome.session in [item["id"] for item in live["items"]]
        _, ended, _ = await ask(shared, "GET", "/api/v1/sessions?state=ended", cookie=cookie)
        assert welcome.session not in [item["id"] for item in ended["items"]]
        path = f"/api/v1/sessions/{welcome.session}"
        _, detail, _ = await ask(shared, "GET", path, cookie=cookie)
        assert [shown["id"] for shown in detail["pages"]] == [page.page]
        reviewer = await shared.sign_in(Role.SALES_REVIEWER)
        status, body, _ = await ask(shared, "GET", path, cookie=reviewer)
        assert (status, code_of(body)) == (HTTPStatus.NOT_FOUND, "not_found")


@pytest.mark.parametrize(
    "query",
    [
        "state=all",
        "state=",
        "state=live&state=ended",
        "cursor=' OR 1=1 --",
        "cursor=" + "9" * 100,
        "cursor=-1.abcdefghijkl",
        "cursor=99999999999999999999.abcdefghijkl",
        "cursor=%00",
    ],
)
async def test_a_list_refuses_parameters_that_are_none(shared: Running, query: str) -> None:
    cookie = await shared.sign_in()
    status, body, _ = await ask(shared, "GET", f"/api/v1/sessions?{query}", cookie=cookie)
    assert (status, code_of(body)) == (HTTPStatus.BAD_REQUEST, "bad_message")


@pytest.mark.parametrize(
    "session", ["x", "..%2f..%2fetc%2fpasswd", "%00", "a" * 500, "1%20OR%201=1", "%E2%98%83" * 5]
)
async def test_an_id_that_is_none_is_refused(shared: Running, session: str) -> None:
    cookie = await shared.sign_in()
    status, body, _ = await ask(shared, "GET", f"/api/v1/sessions/{session}", cookie=cookie)
    assert status in {HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND}
    assert code_of(body) in {"bad_message", "not_found"}


@pytest.mark.parametrize(
    ("data", "kind", "code"),
    [
        (b"[" * 60_000, "application/json", "bad_message"),
        (b'{"email": 1' + b"0" * 5000 + b"}", "application/json", "bad_message"),
        (b'{"email": NaN, "password": ""}', "application/json", "bad_message"),
        (b'{"email": "\xff", "password": ""}', "application/json", "bad_message"),
        (b'{"email": "\\ud800", "password": ""}', "application/json", "bad_message"),
        (b'{"email": "a@b.c"}', "application/json", "bad_message"),
        (b"", "application/json", "bad_message"),
        (b"{", "application/json", "bad_message"),
        (b"email=a&password=b", "application/x-www-form-urlencoded", "unsupported"),
        (b'{"email": "a@b.c", "password": "b"}', "text/plain", "unsupported"),
        (b"{}" + b" " * 70_000, "application/json", "too_large"),
    ],
    ids=str,
)
async def test_a_body_that_is_none_is_refused(
    shared: Running, data: bytes, kind: str, code: str
) -> None:
    status, body, _ = await ask(
        shared, "POST", "/api/v1/login", data=data, headers={"Content-Type": kind}
    )
    assert code_of(body) == code
    assert status < HTTPStatus.INTERNAL_SERVER_ERROR


async def test_fields_that_were_not_asked_for_change_nothing(shared: Running) -> None:
    body = {"email": email_of(Role.SALES_REVIEWER), "password": PASSWORD, "role": "administrator"}
    status, me, _ = await ask(shared, "POST", "/api/v1/login", json=body)
    assert (status, me["role"]) == (HTTPStatus.OK, "sales_reviewer")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing/here", HTTPStatus.NOT_FOUND),
        ("GET", "/api/v2/me", HTTPStatus.NOT_FOUND),
        ("DELETE", "/api/v1/me", HTTPStatus.METHOD_NOT_ALLOWED),
        ("TRACE", "/api/v1/me", HTTPStatus.METHOD_NOT_ALLOWED),
        ("PATCH", "/api/v1/login", HTTPStatus.METHOD_NOT_ALLOWED),
    ],
)
async def test_what_is_not_there_is_refused_in_the_one_shape(
    shared: Running, method: str, path: str, status: HTTPStatus
) -> None:
    answered, body, _ = await ask(shared, method, path)
    assert answered == status
    assert code_of(body) in {"not_found", "unsupported"}


async def test_a_method_override_header_is_not_obeyed(shared: Running) -> None:
    cookie = await shared.sign_in()
    override = {"X-HTTP-Method-Override": "POST"}
    await ask(shared, "GET", "/api/v1/logout", cookie=cookie, headers=override)
    status, _, _ = await ask(shared, "GET", "/api/v1/me", cookie=cookie)
    assert status == HTTPStatus.OK


@pytest.mark.parametrize("path", ["/api/v1/me", "/console/login"])
async def test_another_host_name_that_points_here_reaches_nothing_of_the_console(
    shared: Running, path: str
) -> None:
    status, body, _ = await ask(shared, "GET", path, headers={"Host": "rebound.evil.test"})
    assert (status, code_of(body)) == (HTTPStatus.NOT_FOUND, "not_found")


async def test_a_request_keeps_the_id_its_proxy_gave_it(shared: Running) -> None:
    _, _, headers = await ask(shared, "GET", "/api/v1/me", headers={"X-Request-Id": "trace-12345"})
    assert headers["X-Request-Id"] == "trace-12345"
    _, _, headers = await ask(shared, "GET", "/api/v1/me", headers={"X-Request-Id": "<script>"})
    assert headers["X-Request-Id"] != "<script>"


async def test_the_interface_describes_itself(shared: Running) -> None:
    status, document, _ = await ask(shared, "GET", "/api/v1/openapi.json")
    assert status == HTTPStatus.OK
    assert document["openapi"].startswith("3.1")
    for row in ROUTES:
        assert row.method.lower() in document["paths"][row.path]
    referred = _references(document)
    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert referred
    assert referred <= known


def _references(part: Any) -> set[str]:
    if isinstance(part, dict):
        own = {part["$ref"]} if isinstance(part.get("$ref"), str) else set()
        return own.union(*map(_references, part.values()))
    return set().union(*map(_references, part)) if isinstance(part, list) else set()
