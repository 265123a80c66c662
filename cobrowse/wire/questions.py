"""What an HTTP address asks: the parameters of its path and query, as one struct."""

from typing import Annotated, Literal

from msgspec import Meta

from cobrowse.wire.base import Id, Wire

Cursor = Annotated[str, Meta(max_length=64)]


class SessionsAsked(Wire, frozen=True):
    """`GET /api/v1/sessions`: live or ended, from the start or from where the last piece ended."""

    state: Literal["live", "ended"] = "live"
    cursor: Cursor | None = None


class SessionAsked(Wire, frozen=True):
    """`GET /api/v1/sessions/{session}`."""

    session: Id
