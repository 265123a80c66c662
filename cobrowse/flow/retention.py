"""How long recordings are kept: for a number of days, and not at the price of new ones."""

from typing import Final

import structlog

from cobrowse import metrics
from cobrowse.domain.clock import DAY_MS, Clock
from cobrowse.domain.ids import SessionId
from cobrowse.flow.patience import Patience
from cobrowse.flow.recording.removing import remove_segments
from cobrowse.flow.room import Room
from cobrowse.store.database import Database
from cobrowse.store.journal import Journal
from cobrowse.store.objects import Objects

AT_ONCE: Final = 20
"""Sessions per turn: the rest has to wait for the next one, as new batches must not."""

MARKS_KEPT_DAYS: Final = 7
"""A page that comes back later than this, with the same document still open, is none that anybody
waits for."""

log = structlog.get_logger()


class Retention:
    """Removes what is too old, or too much. `tidy` is called every few seconds."""

    def __init__(
        self,
        *,
        database: Database,
        journal: Journal,
        objects: Objects,
        room: Room,
        patience: Patience,
        clock: Clock,
        days: int,
    ) -> None:
        self._database = database
        self._journal = journal
        self._objects = objects
        self._room = room
        self._patience = patience
        self._clock = clock
        self._days = days
        self._nothing_left = False

    async def tidy(self) -> None:
        """Remove some of the recordings that have to go."""
        room_is_low = self._room.look()
        if self._patience.over_for_age:
            await self._by_age()
        if room_is_low and self._patience.over:
            await self._for_room()

    async def forget_marks(self) -> None:
        """Let the journal forget where pages had come to that are long gone."""
        await self._journal.forget_marks(self._clock.now_ms() - MARKS_KEPT_DAYS * DAY_MS)

    async def _by_age(self) -> None:
        before = self._clock.now_ms() - self._days * DAY_MS
        async with self._database.reading() as tx:
            old = await tx.sessions.ended_before(before, AT_ONCE)
        for session in old:
            await self._expire(session, "age")

    async def _for_room(self) -> None:
        """Remove the oldest recordings until there is room again, or a turn is over."""
        async with self._database.reading() as tx:
            oldest = await tx.segments.oldest(AT_ONCE)
        if not oldest and not self._nothing_left:
            log.error("disk_low_and_nothing_to_remove")
        self._nothing_left = not oldest
        for session in oldest:
            await self._expire(session, "room")
            if not self._room.look():
                return

    async def _expire(self, session: SessionId, why: str) -> None:
        """Remove the recording of a session. That the visit was, and what was agreed, stays."""
        now = self._clock.now_ms()
        removed = 0
        async with self._journal.taking_out:
            while some := await remove_segments(self._database, self._objects, session):
                removed += len(some)
            await self._journal.forget_session(session, now)
            async with self._database.transaction() as tx:
                await tx.sessions.expire(session, now)
        metrics.RECORDINGS_REMOVED.labels(why).inc()
        log.info("recording_removed", session=session, why=why, segments=removed)
