"""Content codings: what the asker can take, and the one that we make ourselves."""

import asyncio
import gzip
import re
from typing import Final

from aiohttp import hdrs, web

GZIP: Final = "gzip"
ZSTD: Final = "zstd"

WORTHWHILE: Final = 8 * 1024
"""Shorter bodies are sent as they are: they fit a few packets either way."""

_SPEED: Final = 5
"""Of zlib: beyond it a body takes twice the time for a few percent."""

_REFUSED: Final = re.compile(r"q=0(\.0{0,3})?")


def accepts(request: web.Request, coding: str) -> bool:
    """Tell whether the asker names this coding among those it takes."""
    for said in ",".join(request.headers.getall(hdrs.ACCEPT_ENCODING, [])).split(","):
        name, _, weight = said.replace(" ", "").lower().partition(";")
        if name == coding:
            return _REFUSED.fullmatch(weight) is None
    return False


async def shrink(request: web.Request, response: web.Response, body: bytes) -> None:
    """Make `body` the response's, compressed where that is worthwhile and understood."""
    response.headers[hdrs.VARY] = hdrs.ACCEPT_ENCODING
    if len(body) >= WORTHWHILE and accepts(request, GZIP):
        response.headers[hdrs.CONTENT_ENCODING] = GZIP
        body = await asyncio.to_thread(gzip.compress, body, _SPEED, mtime=0)
    response.body = body
