"""What came in: JSON bodies, text fields, and the answer when something is to be put right."""

import json
from collections.abc import Mapping

from aiohttp import web

Form = Mapping[str, object]


class Rejected(Exception):
    """The form cannot be accepted; `errors` has one message for each field that is wrong."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(", ".join(errors))
        self.errors = errors


def text(form: Form, name: str, most: int = 120) -> str:
    """A field as text: trimmed, at most `most` characters, always something UTF-8 can say."""
    value = form.get(name, "")
    if not isinstance(value, str):
        return ""
    return value.strip()[:most].encode(errors="replace").decode()


async def body_of(request: web.Request) -> dict[str, object]:
    """A JSON object, or 400."""
    try:
        body = await request.json()
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise web.HTTPBadRequest from None
    if not isinstance(body, dict):
        raise web.HTTPBadRequest
    return body


def rejected(error: Rejected) -> web.Response:
    return web.json_response({"errors": error.errors}, status=422)
