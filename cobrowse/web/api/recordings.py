"""What is recorded of a session: its index, its segments, their style sheets, all of it as a file.

Nothing of a recording may stay in a browser's cache, but for the texts of style sheets, which are
the site's own and named by their hash.
"""

import asyncio
from typing import Any, Final

from aiohttp import ETag, hdrs, web

from cobrowse.domain.access import Action, may
from cobrowse.domain.ids import PageId, SessionId
from cobrowse.domain.segment import Place
from cobrowse.flow.recording.reading import Lines
from cobrowse.web.encodings import ZSTD, accepts, shrink
from cobrowse.web.keys import EXPORTS, RECORDINGS
from cobrowse.web.routes import Call, Media, Route
from cobrowse.web.slices import answer_slice
from cobrowse.web.streaming import Streamed
from cobrowse.wire.questions import ExportAsked, SegmentAsked, SessionAsked, SheetAsked
from cobrowse.wire.recording import Recording

LINES: Final = Media(
    "application/x-ndjson", "The lines of the segment: `SegmentHead`, then `Run` and `Missing`."
)
TEXT: Final = Media(
    # Not `text/css`: a style sheet of somebody else's must not work as one on this origin.
    "text/plain",
    "The text of the style sheet.",
)
FILE: Final = Media("application/json", "The session as a file.")


async def recording(call: Call, asked: SessionAsked) -> Recording:
    return await call.request.app[RECORDINGS].index(
        SessionId(asked.session), see_live=_sees_live(call)
    )


async def segment(call: Call, asked: SegmentAsked) -> web.Response:
    lines = await call.request.app[RECORDINGS].lines(
        SessionId(asked.session),
        PageId(asked.page),
        Place(asked.epoch, asked.seq),
        see_live=_sees_live(call),
    )
    call.response.content_type = LINES.type
    if lines.sealed:
        await _answer_sealed(call, lines)
    else:
        await shrink(call.request, call.response, lines.content)
    return call.response


async def _answer_sealed(call: Call, lines: Lines) -> None:
    """As it is stored, for those who understand that: nothing has to be unpacked on the way."""
    response = call.response
    response.headers[hdrs.VARY] = hdrs.ACCEPT_ENCODING
    as_stored = accepts(call.request, ZSTD)
    response.etag = ETag(lines.sha256 if as_stored else f"{lines.sha256}-plain")
    if as_stored:
        response.headers[hdrs.CONTENT_ENCODING] = ZSTD
        answer_slice(call.request, response, lines.content)
    else:
        answer_slice(call.request, response, await asyncio.to_thread(lines.plain))


async def sheet(call: Call, asked: SheetAsked) -> web.Response:
    text = await call.request.app[RECORDINGS].sheet(
        SessionId(asked.session), asked.sha256, see_live=_sees_live(call)
    )
    response = call.response
    response.content_type = TEXT.type
    response.charset = "utf-8"
    response.headers[hdrs.CACHE_CONTROL] = "private, max-age=3600"
    await shrink(call.request, response, text.encode())
    return response


async def export(call: Call, asked: ExportAsked) -> Streamed:
    pieces = call.request.app[EXPORTS].pieces(
        SessionId(asked.session), asked.format, see_live=_sees_live(call)
    )
    return Streamed(pieces, FILE.type, f"cobrowse-{asked.session}.json")


def _sees_live(call: Call) -> bool:
    return may(call.signed_in.role, Action.SEE_LIVE_SESSIONS)


ROUTES: Final[tuple[Route[Any], ...]] = (
    Route(
        "GET",
        "/api/v1/sessions/{session}/recording",
        recording,
        allow=Action.SEE_ENDED_SESSIONS,
        asks=SessionAsked,
        reply=Recording,
    ),
    Route(
        "GET",
        "/api/v1/sessions/{session}/recording/{page}/{epoch}/{seq}",
        segment,
        allow=Action.SEE_ENDED_SESSIONS,
        asks=SegmentAsked,
        reply=LINES,
    ),
    Route(
        "GET",
        "/api/v1/sessions/{session}/sheets/{sha256}",
        sheet,
        allow=Action.SEE_ENDED_SESSIONS,
        asks=SheetAsked,
        reply=TEXT,
    ),
    Route(
        "GET",
        "/api/v1/sessions/{session}/export",
        export,
        allow=Action.SEE_ENDED_SESSIONS,
        asks=ExportAsked,
        reply=FILE,
    ),
)
