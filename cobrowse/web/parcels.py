"""`POST /capture/batch`: last words of a page, and the line of pages without WebSockets."""

import asyncio
from typing import Final

from aiohttp import hdrs, web

from cobrowse.domain.errors import Invalid, OriginNotAllowed, UnknownSite, Unsupported
from cobrowse.domain.limits import PARCEL_BYTES
from cobrowse.domain.site import origin_of
from cobrowse.flow.last_words import LastWords
from cobrowse.web.bodies import read_body
from cobrowse.web.crowd import Crowd
from cobrowse.web.middleware import refuse
from cobrowse.web.polling import Heard, Polls
from cobrowse.wire.base import Wire
from cobrowse.wire.capture import Ack, Parcel
from cobrowse.wire.codec import decode_body, encode

CONTENT_TYPES: Final = frozenset({"text/plain", "application/msgpack"})
"""`text/plain` needs no preflight, for which a page being unloaded has no time."""

AT_ONCE: Final = 64
"""Parcels being read or written: 64 MiB of bodies at most."""

PER_ADDRESS: Final = AT_ONCE // 2
"""Of these from one network address: who sends byte by byte must not keep out everybody else."""

ANSWER_S: Final = 10.0


class Parcels:
    """Takes parcels, and tells browsers which page may read the answer."""

    def __init__(self, last_words: LastWords, polls: Polls) -> None:
        self._last_words = last_words
        self._polls = polls
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._senders = Crowd(PER_ADDRESS, retry_s=1)

    def register(self, app: web.Application) -> None:
        app.router.add_post("/capture/batch", self.take)
        app.router.add_options("/capture/batch", self.preflight)

    async def take(self, request: web.Request) -> web.StreamResponse:
        origin = _origin(request)
        try:
            answer = await self._answer(request, origin)
            response = web.Response(body=encode(answer), content_type="application/msgpack")
        except (OriginNotAllowed, UnknownSite):
            raise
        except Exception as error:
            response = refuse(request, error)
        return _readable_by(origin, response)

    async def _answer(self, request: web.Request, origin: str | None) -> Wire:
        with self._senders.one_more(request):
            async with asyncio.timeout(ANSWER_S), self._slots:
                heard = await self._hear(request, origin)
        # Waiting takes no slot: nothing of the body is held any more.
        return await self._polls.answer(heard) if isinstance(heard, Heard) else heard

    async def _hear(self, request: web.Request, origin: str | None) -> Ack | Heard:
        parcel = await _parcel(request)
        if parcel.polling is None:
            return await self._last_words.accept(parcel, origin)
        return await self._polls.hear(parcel, parcel.polling, request, origin)

    async def preflight(self, request: web.Request) -> web.StreamResponse:
        """Any page may ask; whether it is allowed depends on the site its parcel names."""
        response = web.Response(status=204)
        response.headers[hdrs.ACCESS_CONTROL_ALLOW_METHODS] = "POST"
        response.headers[hdrs.ACCESS_CONTROL_ALLOW_HEADERS] = "content-type"
        response.headers[hdrs.ACCESS_CONTROL_MAX_AGE] = "600"
        return _readable_by(_origin(request), response)


async def _parcel(request: web.Request) -> Parcel:
    if request.content_type not in CONTENT_TYPES:
        raise Unsupported("a parcel is text/plain or application/msgpack")
    return decode_body(Parcel, await read_body(request, PARCEL_BYTES))


def _origin(request: web.Request) -> str | None:
    origins = request.headers.getall(hdrs.ORIGIN, [])
    return origins[0] if len(origins) == 1 else None


def _readable_by(origin: str | None, response: web.Response) -> web.Response:
    response.headers[hdrs.VARY] = hdrs.ORIGIN
    try:
        if origin is not None and origin_of(origin) == origin:
            response.headers[hdrs.ACCESS_CONTROL_ALLOW_ORIGIN] = origin
    except Invalid:
        pass  # `null` and the like: no page that may read this
    return response
