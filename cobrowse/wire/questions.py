"""What an HTTP address asks: the parameters of its path and query, as one struct."""

from typing import Annotated, Literal

from msgspec import Meta

from cobrowse.wire.base import Count, Id, Wire
from cobrowse.wire.recording import Sha256

Cursor = Annotated[str, Meta(max_length=64)]


class SessionsAsked(Wire, frozen=True):
    """`GET /api/v1/sessions`: live or ended, from the start or from where the last piece ended."""

    state: Literal["live", "ended"] = "live"
    cursor: Cursor | None = None


class SessionAsked(Wire, frozen=True):
    """`GET /api/v1/sessions/{session}`."""

    session: Id


class SegmentAsked(Wire, frozen=True):
    """`GET /api/v1/sessions/{session}/recording/{page}/{epoch}/{seq}`: the place it begins at."""

    session: Id
    page: Id
    epoch: Count
    seq: Count


class SheetAsked(Wire, frozen=True):
    """`GET /api/v1/sessions/{session}/sheets/{sha256}`."""

    session: Id
    sha256: Sha256


class ExportAsked(Wire, frozen=True):
    """`GET /api/v1/sessions/{session}/export`."""

    session: Id
    format: Literal["rrweb", "json"] = "rrweb"
