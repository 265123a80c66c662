"""The cookie that stands for a signed-in agent."""

from typing import Final

from aiohttp import web

COOKIE: Final = "cobrowse_session"

MAX_TOKEN: Final = 128
"""Longer than any value we set."""


def token_in(request: web.BaseRequest) -> str | None:
    """Return the cookie's value, if it could be one of ours."""
    token = request.cookies.get(COOKIE)
    return token if token and len(token) <= MAX_TOKEN else None


def give(response: web.StreamResponse, token: str, *, secure: bool) -> None:
    """Set it for the life of the browser; how long it is good is the server's to say."""
    response.set_cookie(COOKIE, token, httponly=True, secure=secure, samesite="Strict", path="/")


def take_back(response: web.StreamResponse, *, secure: bool) -> None:
    response.del_cookie(COOKIE, httponly=True, secure=secure, samesite="Strict", path="/")
