"""One watcher's look at one session: which page it follows, and how far it has been served."""

from typing import Final, Literal

from cobrowse.domain.ids import PageId, SessionId, WatcherId

State = Literal["joining", "live", "behind"]

START: Final = (-1, -1)


class View:
    """While it joins, frames are kept; when live they are sent; when behind they are dropped.

    `served` is the (epoch, seq) up to which the past has been sent, so that what was kept during
    the join is not sent twice. `shown` says that there has been a first picture.
    """

    __slots__ = (
        "_dropped",
        "_kept",
        "_kept_bytes",
        "_least_backlog",
        "_since_s",
        "full",
        "held",
        "name",
        "page",
        "served",
        "session",
        "shown",
        "state",
        "watcher",
    )

    def __init__(self, watcher: WatcherId, name: str, session: SessionId) -> None:
        self.watcher = watcher
        self.name = name
        self.session = session
        self.full = False
        self.held: PageId | None = None
        self.page: PageId | None = None
        self.state: State = "joining"
        self.served = START
        self.shown = False
        self._dropped = START
        self._kept: list[tuple[tuple[int, int], bytes]] = []
        self._kept_bytes = 0
        self._least_backlog = 0
        self._since_s = 0.0

    def begin(self) -> None:
        """Start afresh: a first picture, another page, or a cut forward."""
        self.state = "joining"
        self.served = self._dropped = START
        self._kept.clear()
        self._kept_bytes = 0

    def keep(self, place: tuple[int, int], frame: bytes, limit: int) -> None:
        """Keep a frame until the past is served. Over the limit the oldest go: the join reads on
        until it has met them in the journal."""
        self._kept.append((place, frame))
        self._kept_bytes += len(frame)
        while self._kept_bytes > limit:
            self._dropped, oldest = self._kept.pop(0)
            self._kept_bytes -= len(oldest)

    @property
    def misses(self) -> bool:
        """Whether frames were dropped that have not been served from the journal."""
        return self._dropped > self.served

    def take_kept(self) -> list[bytes]:
        """Go live; return what was kept and not served from the journal."""
        frames = [frame for place, frame in self._kept if place > self.served]
        self._kept.clear()
        self._kept_bytes = 0
        self.state = "live"
        self.shown = True
        return frames

    def fall_behind(self, backlog: int, now_s: float) -> None:
        """Stop being served until the backlog has drained."""
        self.state = "behind"
        self.wait_from(backlog, now_s)

    def wait_from(self, backlog: int, now_s: float) -> None:
        """Begin to wait for the backlog to drain."""
        self._least_backlog = backlog
        self._since_s = now_s

    def stuck(self, backlog: int, now_s: float, patience_s: float) -> bool:
        """Tell whether nothing has drained for `patience_s` seconds."""
        if backlog < self._least_backlog:
            self._least_backlog = backlog
            self._since_s = now_s
        return now_s - self._since_s > patience_s
