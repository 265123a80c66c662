"""Signing in and out, and who one is."""

from typing import Any, Final

from cobrowse.domain.access import ANYONE, Action
from cobrowse.domain.agent import Agent
from cobrowse.web.auth import cookie
from cobrowse.web.keys import ORIGINS, PROXIES, SIGN_INS
from cobrowse.web.peers import address_of
from cobrowse.web.routes import Call, Route
from cobrowse.wire.api import Login, Me
from cobrowse.wire.capture import Empty


async def login(call: Call, asked: Login) -> Me:
    app = call.request.app
    proxies = app[PROXIES]
    address = address_of(call.request, proxies)
    agent, token = await app[SIGN_INS].sign_in(asked.email, asked.password, address)
    before = cookie.token_in(call.request)
    if before:
        await app[SIGN_INS].sign_out(before)
    cookie.give(call.response, token, secure=app[ORIGINS].secure)
    return _described(agent, app[ORIGINS].replay)


async def logout(call: Call, _asked: Empty) -> Empty:
    app = call.request.app
    token = cookie.token_in(call.request)
    if token:
        await app[SIGN_INS].sign_out(token)
    cookie.take_back(call.response, secure=app[ORIGINS].secure)
    return Empty()


async def me(call: Call, _asked: Empty) -> Me:
    return _described(call.signed_in, call.request.app[ORIGINS].replay)


def _described(agent: Agent, replay_origin: str) -> Me:
    return Me(
        id=agent.id,
        name=agent.name,
        email=agent.email,
        role=agent.role.value,
        replay_origin=replay_origin,
    )


ROUTES: Final[tuple[Route[Any], ...]] = (
    Route("POST", "/api/v1/login", login, allow=ANYONE, asks=Login, reply=Me),
    Route("POST", "/api/v1/logout", logout, allow=Action.SIGN_OUT, asks=Empty, reply=Empty),
    Route("GET", "/api/v1/me", me, allow=Action.SEE_SELF, asks=Empty, reply=Me),
)
