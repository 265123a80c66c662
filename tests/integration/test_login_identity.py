"""A customer is who the site's own backend says, and nobody else (C15)."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey

from cobrowse.wire.capture import Empty, Identify
from tests.clients import Refused, VisitorClient
from tests.service import Running

pytestmark = pytest.mark.asyncio(loop_scope="module")

Change = dict[str, Any]


def claims_for(shared: Running, **changes: Any) -> dict[str, Any]:
    claims = {
        "iss": shared.site.key,
        "aud": "cobrowse",
        "sub": "customer-7",
        "name": "Maria",
        "tier": "gold",
        "exp": int(time.time()) + 120,
        **changes,
    }
    return {name: value for name, value in claims.items() if value is not ...}


def signed(claims: dict[str, Any], secret: str, **header: Any) -> str:
    """Sign whatever it is, as a careless or hostile backend would."""
    head = {"alg": "HS256", "typ": "JWT", **header}
    body = ".".join(_encode(json.dumps(part).encode()) for part in (head, claims))
    mac = hmac.new(secret.encode(), body.encode(), hashlib.sha256).digest()
    return f"{body}.{_encode(mac)}"


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


async def customer_of(shared: Running, session: str) -> Any:
    cookie = await shared.sign_in()
    async with shared.http.get(
        f"{shared.origin}/api/v1/sessions/{session}",
        headers={"Cookie": f"cobrowse_session={cookie}"},
    ) as reply:
        return (await reply.json())["session"]["customer"]


@pytest.mark.parametrize("name", ["Zoë\N{NO-BREAK SPACE}O\u2019Neill", "नर्\u200dस", "李小龍"])
async def test_a_name_of_any_script_is_kept_as_it_is(shared: Running, name: str) -> None:
    async with shared.visitor() as page:
        welcome = await page.arrive()
        token = signed(claims_for(shared, sub=name, name=name), shared.site.secret)
        await page.ask("identify", Identify(token=token))
        assert (await customer_of(shared, welcome.session))["name"] == name


async def test_a_good_token_names_the_customer_until_they_sign_out(shared: Running) -> None:
    async with shared.visitor() as page:
        welcome = await page.arrive()
        key = OctKey.import_key(shared.site.secret)
        token = jwt.encode({"alg": "HS256"}, claims_for(shared), key)
        await page.ask("identify", Identify(token=token))
        customer = await customer_of(shared, welcome.session)
        assert (customer["name"], customer["tier"]) == ("Maria", "gold")
        await page.ask("signout", Empty())
        assert await customer_of(shared, welcome.session) is None


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "pk_anothersite"},
        {"iss": ...},
        {"iss": ["pk_anothersite"]},
        {"aud": "somebody-else"},
        {"aud": ["cobrowse", "somebody-else"]},
        {"aud": ...},
        {"sub": ...},
        {"sub": ""},
        {"sub": 7},
        {"sub": "x" * 600},
        {"sub": "zero\x00byte"},
        {"name": {"html": "<b>"}},
        {"name": "x" * 600},
        {"tier": 1},
        {"exp": ...},
        {"exp": 1},
        {"exp": int(time.time()) - 5},
        {"exp": int(time.time()) + 3600},
        {"exp": 2**63},
        {"exp": "soon"},
        {"exp": True},
        {"exp": float("inf")},
        {"nbf": int(time.time()) + 3600},
    ],
    ids=str,
)
async def test_a_token_with_other_claims_changes_nothing(shared: Running, change: Change) -> None:
    await _is_refused(shared, signed(claims_for(shared, **change), shared.site.secret))


def _none(shared: Running) -> str:
    return signed(claims_for(shared), "", alg="none").rpartition(".")[0] + "."


def _other_secret(shared: Running) -> str:
    return signed(claims_for(shared), "another secret")


def _no_secret(shared: Running) -> str:
    return signed(claims_for(shared), "")


def _key_of_its_own(shared: Running) -> str:
    key = OctKey.import_key("another secret").as_dict(private=True)
    return signed(claims_for(shared), "another secret", jwk=key, jku="http://evil.test/keys")


def _critical(shared: Running) -> str:
    return signed(claims_for(shared), shared.site.secret, crit=["exp"], exp=1)


def _elliptic(shared: Running) -> str:
    key = ECKey.generate_key("P-256")
    return jwt.encode({"alg": "ES256"}, claims_for(shared), key, algorithms=["ES256"])


def _longer_hash(shared: Running) -> str:
    key = OctKey.import_key(shared.site.secret)
    return jwt.encode({"alg": "HS512"}, claims_for(shared), key, algorithms=["HS512"])


def _tampered(shared: Running) -> str:
    head, _, mac = signed(claims_for(shared), shared.site.secret).split(".")
    return f"{head}.{_encode(json.dumps(claims_for(shared, sub='boss')).encode())}.{mac}"


def _nested(shared: Running) -> str:
    head, deep = b'{"alg": "HS256"}', b"[" * 1500 + b"]" * 1500
    body = f"{_encode(head)}.{_encode(deep)}"
    mac = hmac.new(shared.site.secret.encode(), body.encode(), hashlib.sha256).digest()
    return f"{body}.{_encode(mac)}"


@pytest.mark.parametrize(
    "forge",
    [
        _none,
        _other_secret,
        _no_secret,
        _key_of_its_own,
        _critical,
        _elliptic,
        _longer_hash,
        _tampered,
        _nested,
    ],
)
async def test_a_forged_token_changes_nothing(
    shared: Running, forge: Callable[[Running], str]
) -> None:
    await _is_refused(shared, forge(shared))


@pytest.mark.parametrize("token", ["", "....", "a.b.c", "\N{SNOWMAN}.\N{SNOWMAN}.\N{SNOWMAN}"])
async def test_what_is_no_token_at_all_changes_nothing(shared: Running, token: str) -> None:
    await _is_refused(shared, token)


async def test_a_token_longer_than_any_good_one_is_not_even_read(shared: Running) -> None:
    async with shared.visitor() as page:
        await page.arrive()
        with pytest.raises(Refused, match="bad_message"):
            await page.ask("identify", {"token": "x" * 5000})


async def _is_refused(shared: Running, token: str) -> None:
    async with shared.visitor() as page:
        welcome = await page.arrive()
        await _refuses(page, token)
        assert await customer_of(shared, welcome.session) is None


async def _refuses(page: VisitorClient, token: str) -> None:
    with pytest.raises(Refused, match="bad_token: the identity token does not verify"):
        await page.ask("identify", Identify(token=token))
