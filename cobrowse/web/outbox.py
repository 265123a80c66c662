"""The way out of `flow`: ready frames onto lines, without a task or a wait."""

from cobrowse.domain.ids import PageId, WatcherId
from cobrowse.web.line import Line
from cobrowse.wire.base import Wire
from cobrowse.wire.codec import encode_event


class SocketOutbox:
    """Implements `flow.ports.Outbox` over the lines that the two gateways enter here.

    Made before both: what they call needs it, and they fill it.
    """

    def __init__(self) -> None:
        self.pages: dict[PageId, Line] = {}
        self.watchers: dict[WatcherId, Line] = {}

    def to_page(self, page: PageId, event: str, body: Wire) -> None:
        line = self.pages.get(page)
        if line is not None:
            line.post(encode_event(event, body))

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
