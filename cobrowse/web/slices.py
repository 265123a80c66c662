"""Parts of a body that does not change, for those who have the rest of it."""

from http import HTTPStatus
from typing import Final

from aiohttp import ETag, hdrs, web

WHOLE: Final = slice(None)


def answer_slice(request: web.Request, response: web.Response, body: bytes) -> None:
    """Answer with `body`, with the one range of it that was asked for, or with the news that
    nothing has changed. The response's `etag` names this very body.

    What is no single range of bytes is ignored, as RFC 9110 has it: then the answer is whole.
    """
    response.headers[hdrs.ACCEPT_RANGES] = "bytes"
    if request.if_none_match and response.etag in request.if_none_match:
        response.set_status(HTTPStatus.NOT_MODIFIED)
        return
    start, stop, _ = _asked(request, response.etag).indices(len(body))
    if (start, stop) == (0, len(body)):
        response.body = body
    elif start >= stop:
        response.set_status(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        response.headers[hdrs.CONTENT_RANGE] = f"bytes */{len(body)}"
        response.headers.popall(hdrs.CONTENT_ENCODING, None)
    else:
        response.set_status(HTTPStatus.PARTIAL_CONTENT)
        response.headers[hdrs.CONTENT_RANGE] = f"bytes {start}-{stop - 1}/{len(body)}"
        response.body = body[start:stop]


def _asked(request: web.Request, etag: ETag | None) -> slice:
    named = request.headers.get(hdrs.IF_RANGE)
    if named is not None and (etag is None or named != f'"{etag.value}"'):
        return WHOLE
    try:
        return request.http_range
    except ValueError:
        return WHOLE
