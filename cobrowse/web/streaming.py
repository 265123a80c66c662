"""Answers of any length: made and sent piece by piece, at the pace of whoever reads them."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Final

from aiohttp import hdrs, web

from cobrowse.web.encodings import GZIP, accepts
from cobrowse.web.failures import refusal

PIECE_S: Final = 15.0
"""For making one piece, and for sending one slice: slow readers go on, dead ones do not hold us."""

SLICE: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Streamed:
    """A body that nobody holds as a whole, offered as a file of this name."""

    pieces: AsyncGenerator[bytes]
    media_type: str
    file_name: str


async def stream(request: web.Request, body: Streamed) -> web.StreamResponse:
    """Send it. The first piece is made before the answer begins, so that it can still be refused.

    What fails later cannot be said any more: the connection is cut, and the reader knows that the
    body is not whole.
    """
    async with aclosing(body.pieces) as pieces:
        first = await _next(pieces)
        response = web.StreamResponse()
        response.content_type = body.media_type
        response.headers[hdrs.CONTENT_DISPOSITION] = f'attachment; filename="{body.file_name}"'
        response.headers[hdrs.VARY] = hdrs.ACCEPT_ENCODING
        if accepts(request, GZIP):
            response.enable_compression(web.ContentCoding.gzip)
        await response.prepare(request)
        if request.method != hdrs.METH_HEAD:
            await _send_all(request, response, first, pieces)
        return response


async def _send_all(
    request: web.Request,
    response: web.StreamResponse,
    first: bytes | None,
    pieces: AsyncGenerator[bytes],
) -> None:
    try:
        piece = first
        while piece is not None:
            await _send(response, piece)
            piece = await _next(pieces)
    except ConnectionError:
        pass  # the reader has gone
    except Exception as error:
        refusal(error, "http")
        if request.transport is not None:
            request.transport.abort()


async def _next(pieces: AsyncGenerator[bytes]) -> bytes | None:
    async with asyncio.timeout(PIECE_S):
        return await anext(pieces, None)


async def _send(response: web.StreamResponse, piece: bytes) -> None:
    for start in range(0, len(piece), SLICE):
        async with asyncio.timeout(PIECE_S):
            await response.write(piece[start : start + SLICE])
