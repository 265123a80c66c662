"""Around every request: its id, its host, its failures, its headers."""

import re
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Final

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler, Middleware

from cobrowse.domain.errors import CobrowseError, Invalid, NotFound, Unsupported
from cobrowse.domain.ids import new_id
from cobrowse.web.failures import refusal, reply_to, retry_of
from cobrowse.web.headers import EVERYWHERE
from cobrowse.wire.json import encode_json

REQUEST_ID: Final = web.RequestKey("request_id", str)
REQUEST_ID_HEADER: Final = "X-Request-Id"

_GIVEN_ID: Final = re.compile(r"[A-Za-z0-9_-]{8,64}")

Prepare = Callable[[web.Request, web.StreamResponse], Awaitable[None]]


@web.middleware
async def identify(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Give each request an id: the proxy's, if it sent one of a harmless form."""
    given = request.headers.get(REQUEST_ID_HEADER, "")
    request[REQUEST_ID] = given if _GIVEN_ID.fullmatch(given) else new_id()
    return await handler(request)


@web.middleware
async def translate(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn whatever goes wrong into `{error: {code, message}}`."""
    try:
        return await handler(request)
    except web.HTTPException as outcome:
        if outcome.status < web.HTTPBadRequest.status_code:
            raise
        return refuse(request, _of(outcome), status=outcome.status)
    except Exception as error:
        return refuse(request, error)


def refuse(
    request: web.BaseRequest, error: Exception, *, status: int | None = None
) -> web.Response:
    """Return the answer that a failure gets."""
    refused = refusal(error, "http", request=request.get(REQUEST_ID, ""))
    response = web.Response(
        status=status or refused.status,
        body=encode_json(reply_to(refused)),
        content_type="application/json",
    )
    retry_ms = retry_of(refused)
    if retry_ms is not None:
        response.headers[hdrs.RETRY_AFTER] = str(-(-retry_ms // 1_000))  # whole seconds, no sooner
    return response


def require_host(own_host: str, prefixes: tuple[str, ...]) -> Middleware:
    """Return a middleware that answers these paths under our own host name only.

    A name of somebody else's that points here (DNS rebinding) would make their page same-origin
    with the console.
    """

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path.startswith(prefixes) and request.host != own_host:
            raise NotFound(f"this part of the service is reached as {own_host}")
        if request.host != request.headers.get(hdrs.HOST, request.host):
            raise Invalid("the request line names another host than the Host header")
        return await handler(request)

    return check


def add_headers(choose: Callable[[str], Mapping[str, str]]) -> Prepare:
    """Return a signal handler that sets the headers of a path's part, errors included."""

    async def prepare(request: web.Request, response: web.StreamResponse) -> None:
        if response.status == HTTPStatus.SWITCHING_PROTOCOLS:
            return
        for headers in (EVERYWHERE, choose(request.path)):
            for name, value in headers.items():
                response.headers.setdefault(name, value)
        response.headers[REQUEST_ID_HEADER] = request.get(REQUEST_ID, "")
        response.headers.popall(hdrs.SERVER, None)

    return prepare


def _of(outcome: web.HTTPException) -> CobrowseError:
    if outcome.status == web.HTTPNotFound.status_code:
        return NotFound("nothing is here")
    if outcome.status == web.HTTPMethodNotAllowed.status_code:
        return Unsupported("this method is not for this address")
    return Invalid("the request is not well formed")
