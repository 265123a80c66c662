"""The HTTP interface of the console: one row per address, each with its permission and its shapes.

`register` makes aiohttp routes of the rows; `openapi.py` describes them. A handler gets a `Call`
and what was asked, typed, and returns a struct, or a response of its own where its row says that it
answers something else than JSON of ours; everything around that is done here, once.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from aiohttp import hdrs, web

from cobrowse.domain.access import Action, Anyone, may
from cobrowse.domain.agent import Agent
from cobrowse.domain.errors import (
    Forbidden,
    Invalid,
    OriginNotAllowed,
    Unauthenticated,
    Unsupported,
)
from cobrowse.web.auth.cookie import token_in
from cobrowse.web.bodies import read_body
from cobrowse.web.encodings import shrink
from cobrowse.web.keys import ORIGINS, SIGN_INS
from cobrowse.web.streaming import Streamed, stream
from cobrowse.wire.base import Wire
from cobrowse.wire.json import decode_json, decode_query, encode_json

BODY_BYTES: Final = 64 * 1024
ANSWER_S: Final = 15.0
SAFE: Final = frozenset({hdrs.METH_GET, hdrs.METH_HEAD})

A = TypeVar("A", bound=Wire)


@dataclass(frozen=True, slots=True)
class Call:
    """Who asks, through which request. `agent` is nobody only where anyone may ask."""

    request: web.Request
    response: web.Response
    agent: Agent | None

    @property
    def signed_in(self) -> Agent:
        if self.agent is None:
            raise Unauthenticated("nobody is signed in")
        return self.agent


@dataclass(frozen=True, slots=True)
class Media:
    """What a route answers that is not one struct: its media type, and what it is."""

    type: str
    description: str


@dataclass(frozen=True, slots=True)
class Route(Generic[A]):
    """`asks` is the JSON body of an unsafe method, the path and query of a safe one. `reply` is the
    struct that the handler returns, or a `Media` when it makes the response itself."""

    method: str
    path: str
    handler: Callable[[Call, A], Awaitable[Wire | web.Response | Streamed]]
    allow: Action | Anyone
    asks: type[A]
    reply: type[Wire] | Media

    @property
    def safe(self) -> bool:
        return self.method in SAFE


def register(app: web.Application, routes: Iterable[Route[Any]]) -> None:
    """Add every row to the application; whoever may `GET` an address may ask for its `HEAD`."""
    for route in routes:
        endpoint = _endpoint(route)
        app.router.add_route(route.method, route.path, endpoint)
        if route.method == hdrs.METH_GET:
            app.router.add_route(hdrs.METH_HEAD, route.path, endpoint)


def _endpoint(route: Route[A]) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def endpoint(request: web.Request) -> web.StreamResponse:
        async with asyncio.timeout(ANSWER_S):
            if not route.safe:
                _require_same_origin(request)
            response = web.Response(content_type="application/json")
            call = Call(request, response, await _agent(request))
            _require_permission(route.allow, call)
            reply = await route.handler(call, await _asked(route, request))
            if isinstance(reply, Wire):
                await shrink(request, response, encode_json(reply))
                return response
        return reply if isinstance(reply, web.Response) else await stream(request, reply)

    return endpoint


def _require_same_origin(request: web.Request) -> None:
    """Refuse what another site sends with our cookie. Browsers write both headers themselves."""
    site = request.headers.get("Sec-Fetch-Site")
    same = (
        site == "same-origin"
        if site
        else (request.headers.getall(hdrs.ORIGIN, []) == [request.app[ORIGINS].console])
    )
    if not same:
        raise OriginNotAllowed("this is for the console's own pages")


async def _agent(request: web.Request) -> Agent | None:
    token = token_in(request)
    return await request.app[SIGN_INS].agent_of(token) if token else None


def _require_permission(allow: Action | Anyone, call: Call) -> None:
    if isinstance(allow, Action) and not may(call.signed_in.role, allow):
        raise Forbidden("this is not for your role")


async def _asked(route: Route[A], request: web.Request) -> A:
    if route.safe:
        query = request.query
        if len(query) != len(set(query)):
            raise Invalid("a parameter is given twice")
        return decode_query(route.asks, {**query, **request.match_info})
    body = await read_body(request, BODY_BYTES)
    if body and request.content_type != "application/json":
        raise Unsupported("the body is JSON")
    return decode_json(route.asks, body or b"{}")
