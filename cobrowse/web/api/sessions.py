"""Lists of sessions, and one session."""

from typing import Any, Final

from cobrowse.domain.access import Action, may
from cobrowse.domain.errors import Forbidden, NotFound
from cobrowse.domain.ids import SessionId
from cobrowse.web.keys import SESSIONS
from cobrowse.web.routes import Call, Route
from cobrowse.wire.api import SessionDetail, SessionList
from cobrowse.wire.questions import SessionAsked, SessionsAsked


async def listing(call: Call, asked: SessionsAsked) -> SessionList:
    if asked.state == "live" and not may(call.signed_in.role, Action.SEE_LIVE_SESSIONS):
        raise Forbidden("live sessions are not for your role")
    return await call.request.app[SESSIONS].listing(asked.state, asked.cursor)


async def detail(call: Call, asked: SessionAsked) -> SessionDetail:
    found = await call.request.app[SESSIONS].detail(SessionId(asked.session))
    if found.session.state == "live" and not may(call.signed_in.role, Action.SEE_LIVE_SESSIONS):
        raise NotFound("no such session")
    return found


ROUTES: Final[tuple[Route[Any], ...]] = (
    Route(
        "GET",
        "/api/v1/sessions",
        listing,
        allow=Action.SEE_ENDED_SESSIONS,
        asks=SessionsAsked,
        reply=SessionList,
    ),
    Route(
        "GET",
        "/api/v1/sessions/{session}",
        detail,
        allow=Action.SEE_ENDED_SESSIONS,
        asks=SessionAsked,
        reply=SessionDetail,
    ),
)
