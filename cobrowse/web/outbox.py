"""The way out of `flow`: ready frames onto lines, without a task or a wait."""

from typing import Protocol

from cobrowse.domain.ids import PageId, WatcherId
from cobrowse.web.line import Line
from cobrowse.wire.base import Wire
from cobrowse.wire.codec import encode_event


class PageLine(Protocol):
    """The line of a page, whichever way it came."""

    @property
    def silent_ms(self) -> int:
        """For how long nothing has been heard of the page."""

    def post(self, frame: bytes) -> None:
        """Queue a frame; one whose peer takes nothing is cut off."""

    def hang_up(self) -> None:
        """End it, once what is queued has gone out."""


class SocketOutbox:
    """Implements `flow.ports.Outbox` over the lines that `PageLines` and the console's gateway
    enter here.

    Made before both: what they call needs it, and they fill it.
    """

    def __init__(self) -> None:
        self.pages: dict[PageId, PageLine] = {}
        self.watchers: dict[WatcherId, Line] = {}

    def to_page(self, page: PageId, event: str, body: Wire) -> None:
        line = self.pages.get(page)
        if line is not None:
            line.post(encode_event(event, body))

    def to_every_page(self, event: str, body: Wire) -> None:
        frame = encode_event(event, body)
        for line in tuple(self.pages.values()):
            line.post(frame)

    def to_watcher(self, watcher: WatcherId, frame: bytes) -> None:
        line = self.watchers.get(watcher)
        if line is not None:
            line.post(frame)

    def backlog(self, watcher: WatcherId) -> int:
        line = self.watchers.get(watcher)
        return line.backlog if line is not None else 0

    def close_watcher(self, watcher: WatcherId) -> None:
        line = self.watchers.get(watcher)
        if line is not None:
            line.hang_up()
