"""The wall: every live session an agent may see, kept true while they look."""

from typing import Final

from cobrowse.domain.clock import Clock
from cobrowse.domain.ids import WatcherId
from cobrowse.flow.live import LiveSession, LiveSessions
from cobrowse.flow.ports import Outbox
from cobrowse.flow.relay import BUDGET_BYTES
from cobrowse.wire.codec import encode_event
from cobrowse.wire.console import Wall

SESSIONS_SHOWN: Final = 1_000
"""The most recently active ones; nobody looks through more."""

BACKLOG_BYTES: Final = 2 * BUDGET_BYTES
"""A console that reads less than the wall says is closed: it comes back and starts from a whole
wall. What a slow picture may pile up on the same connection is not that."""


class LiveWall:
    """Tells each follower what changed, encoded once for all."""

    def __init__(self, live: LiveSessions, outbox: Outbox, clock: Clock) -> None:
        self._live = live
        self._outbox = outbox
        self._clock = clock
        self._followers: set[WatcherId] = set()
        live.listen(self._session_changed)

    def follow(self, watcher: WatcherId) -> Wall:
        """Return the whole wall; changes follow."""
        self._followers.add(watcher)
        latest = sorted(self._live, key=lambda live: live.session.last_activity_at, reverse=True)
        sessions = [self._live.describe(live) for live in latest[:SESSIONS_SHOWN]]
        return Wall(server_time=self._clock.now_ms(), sessions=sessions)

    def unfollow(self, watcher: WatcherId) -> None:
        self._followers.discard(watcher)

    def _session_changed(self, live: LiveSession) -> None:
        if not self._followers:
            return
        frame = encode_event("session_changed", self._live.describe(live))
        for watcher in tuple(self._followers):
            if self._outbox.backlog(watcher) > BACKLOG_BYTES:
                self._followers.discard(watcher)
                self._outbox.close_watcher(watcher)
            else:
                self._outbox.to_watcher(watcher, frame)
