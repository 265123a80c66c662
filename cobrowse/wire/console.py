"""Agent's browser <-> server. The connection is authenticated by the console's cookie before any
event.

Console and server ship together, so this protocol may move faster than the capture one.
"""

from typing import Final, Literal

from cobrowse.wire.api import PageRef, Session
from cobrowse.wire.base import Count, Id, Ms, Wire
from cobrowse.wire.capture import Batch, Empty


class Watch(Wire, frozen=True):
    """Look at a session. `tile` never changes the page's cadence; `full` asks for 50 ms and shows
    the notice.

    Without `page` the watcher follows the tab in use; with it, that page is held until the next
    `watch` for the session.
    """

    session: Id
    mode: Literal["tile", "full"] = "full"
    page: Id | None = None


class Unwatch(Wire, frozen=True):
    """Stop looking."""

    session: Id


class Wall(Wire, frozen=True):
    """Answer to `follow_wall`: every live session this agent may see; `session_changed` keeps it
    true."""

    server_time: Ms
    sessions: list[Session]


class Watching(Wire, frozen=True):
    """Answer to `watch`. A `picture` and its batches follow."""

    server_time: Ms
    session: Session
    pages: list[PageRef]


class Pages(Wire, frozen=True):
    """The open pages of a watched session changed, or another one is in use."""

    session: Id
    pages: list[PageRef]


class Picture(Wire, frozen=True):
    """What follows for this watcher starts afresh: forget what is shown and build from the next
    checkpoint.

    `why`: `join` the first picture; `page` another page is followed; `skip` the watcher was too
    slow and has been cut forward. `waiting` is true when the server has no checkpoint of the page
    yet.
    """

    session: Id
    page: Id
    why: Literal["join", "page", "skip"]
    waiting: bool = False


class Relayed(Wire, frozen=True):
    """One batch on its way to watchers. `offset_ms` + a page-clock time = server-clock time."""

    session: Id
    offset_ms: int
    batch: Batch


class Gap(Wire, frozen=True):
    """These sequence numbers will never come; the picture is unsure until the next checkpoint."""

    session: Id
    page: Id
    epoch: Count
    from_seq: Count
    to_seq: Count
    reason: str


INBOUND: Final[dict[str, type[Wire]]] = {
    "follow_wall": Empty,
    "unfollow_wall": Empty,
    "watch": Watch,
    "unwatch": Unwatch,
}
"""Every one is answered: `{ok: ...}` with `REPLIES[name]`, or `{error: {code, message}}`."""

REPLIES: Final[dict[str, type[Wire]]] = {
    "follow_wall": Wall,
    "unfollow_wall": Empty,
    "watch": Watching,
    "unwatch": Empty,
}

OUTBOUND: Final[dict[str, type[Wire]]] = {
    "session_changed": Session,
    "pages": Pages,
    "picture": Picture,
    "batch": Relayed,
    "gap": Gap,
}
