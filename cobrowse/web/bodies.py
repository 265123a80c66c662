"""Request bodies: bounded in size and time, never decompressed."""

import asyncio
from typing import Final

from aiohttp import hdrs, web

from cobrowse.domain.errors import Busy, Invalid, TooLarge, Unsupported

BODY_S: Final = 10.0
"""aiohttp waits for a body for ever."""


async def read_body(request: web.Request, limit: int) -> bytes:
    """Return the whole body of at most `limit` bytes.

    A `Content-Encoding` is refused: aiohttp takes a truncated gzip body for a whole one, and passes
    an encoding that it does not know through as if there were none.
    """
    if hdrs.CONTENT_ENCODING in request.headers:
        raise Unsupported("bodies are not compressed here")
    if (request.content_length or 0) > limit:
        raise TooLarge(f"at most {limit} bytes")
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_S):
            async for part in request.content.iter_any():
                body += part
                if len(body) > limit:
                    raise TooLarge(f"at most {limit} bytes")
    except TimeoutError as error:
        raise Busy("the body did not come in time") from error
    except (web.RequestPayloadError, ConnectionError) as error:
        raise Invalid("the body broke off") from error
    return bytes(body)
