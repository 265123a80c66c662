"""Erasing: everything that was recorded of a session, a browser or a person, for good.

    asked       the wish is written down; from here on it is carried out, whatever crashes
    ended       sessions that are live end; their pages are refused from now on
    removed     journal, contents, index and rows, session by session; each step may be repeated
    done        nothing of it is left in either database, nor in their logs

A wish is kept for ever and says nothing but ids and a hash: after a restore of an older backup it
is carried out again.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Protocol

import structlog

from cobrowse import metrics
from cobrowse.domain.clock import DAY_MS, Clock
from cobrowse.domain.erasure import Erased, Erasure, ErasureKind, hashed_subject
from cobrowse.domain.errors import Busy, NotFound
from cobrowse.domain.ids import PageId, SessionId, SiteId, SiteKey
from cobrowse.domain.segment import KeptSheet, Segment
from cobrowse.flow.recording.removing import remove_segments
from cobrowse.store.database import Database
from cobrowse.store.journal import Journal
from cobrowse.store.objects import Objects
from cobrowse.store.sheets import AT_ONCE

RISEN_MS: Final = 10 * 60 * 1000
"""How long after an erasure we look whether something that was under way has written a session
anew."""

REFUSED_MS: Final = 30 * DAY_MS
"""How long what still comes of an erased page is refused."""

TRIES: Final = 20
PAUSE_S: Final = 0.1

log = structlog.get_logger()


class Living(Protocol):
    """Those who hold sessions in memory."""

    def end_erased(self, session: SessionId) -> Sequence[PageId]:
        """End a session that is being erased, if it is live; return its pages. Its row does not
        follow."""


class Eraser:
    """Carries out what was asked, with a service around it or without one."""

    def __init__(
        self,
        database: Database,
        journal: Journal,
        objects: Objects,
        clock: Clock,
        living: Living | None = None,
    ) -> None:
        self._database = database
        self._journal = journal
        self._objects = objects
        self._clock = clock
        self._living = living

    async def carry_out_all(self) -> list[Erasure]:
        """Carry out every open wish; return them. A duty of a service, about once a second."""
        async with self._database.reading() as tx:
            wishes = await tx.erasures.open()
            risen = await tx.erasures.risen(self._clock.now_ms() - RISEN_MS)
        for session in risen:
            await self._erase(session)
        return [await self._carry_out(wish) for wish in wishes]

    async def purge(self) -> None:
        """Let go of the ids of what was erased long ago."""
        async with self._database.transaction() as tx:
            await tx.erasures.purge_tombstones(self._clock.now_ms() - REFUSED_MS)

    async def _carry_out(self, wish: Erasure) -> Erasure:
        erased = wish.erased
        while sessions := await self._sessions_of(wish):
            for session in sessions:
                erased += await self._erase(session)
        async with self._database.transaction() as tx:
            erased += Erased(customers=await tx.erasures.remove_customer(wish))
            await tx.erasures.note(replace(wish, erased=erased))
        await self._leave_no_trace()
        done = replace(wish, done_at=self._clock.now_ms(), erased=erased)
        async with self._database.transaction() as tx:
            await tx.erasures.note(done)
        log.info("erased", kind=wish.kind, erasure=wish.id, sessions=erased.sessions)
        return done

    async def _sessions_of(self, wish: Erasure) -> list[SessionId]:
        async with self._database.reading() as tx:
            return await tx.erasures.sessions_of(wish)

    async def _erase(self, session: SessionId) -> Erased:
        """Erase one session. Contents go before the rows that name them: a crash in between leaves
        a row that leads here again."""
        live_pages = self._living.end_erased(session) if self._living is not None else ()
        async with self._database.transaction() as tx:
            pages = await tx.erasures.pages_of(session)
            await tx.erasures.bury([session, *pages, *live_pages], self._clock.now_ms())
        await self._journal.settled()
        async with self._journal.taking_out:
            batches = await self._journal.forget_session(session, self._clock.now_ms())
            erased = Erased(batches=batches) + await self._erase_recording(session)
            async with self._database.transaction() as tx:
                erased += await tx.erasures.remove_session(session)
        metrics.RECORDINGS_REMOVED.labels("erased").inc()
        return erased

    async def _erase_recording(self, session: SessionId) -> Erased:
        erased = Erased()
        async with self._database.reading() as tx:
            row = await tx.sessions.by_id(session)
        if row is None:
            return erased
        while some := await remove_segments(self._database, self._objects, session):
            sheets = await self._erase_sheets(row.site_id, some)
            erased += Erased(segments=len(some), sheets=sheets)
        return erased

    async def _erase_sheets(self, site: SiteId, segments: Sequence[Segment]) -> int:
        """Erase the style sheets that no other recording of the site refers to."""
        named = sorted({sheet for segment in segments for sheet in segment.sheets})
        removed: list[KeptSheet] = []
        for start in range(0, len(named), AT_ONCE):
            some = named[start : start + AT_ONCE]
            async with self._database.transaction() as tx:
                in_use = await tx.segments.sheets_in_use(site, some)
                unused = await tx.sheets.remove(site, [each for each in some if each not in in_use])
                contents = await tx.sheets.contents_in_use([each.content for each in unused])
            for sheet in unused:
                if sheet.content not in contents:
                    await self._objects.delete("sheet", sheet.content)
            removed += unused
        return len(removed)

    async def _leave_no_trace(self) -> None:
        """What was removed is overwritten in the files; it must not stay in their logs either.
        Raises `Busy` when readers hold that up for too long: then it is for the next turn."""
        for empty_log in (self._journal.empty_log, self._database.empty_log):
            for _ in range(TRIES):
                if await empty_log():
                    break
                await asyncio.sleep(PAUSE_S)
            else:
                raise Busy("a log cannot be emptied while it is read")


async def ask(
    database: Database, clock: Clock, kind: ErasureKind, subject: str, site_key: str = ""
) -> Erasure:
    """Write down a wish. Raises `NotFound` for who or what nothing is known of."""
    async with database.transaction() as tx:
        site = SiteId("")
        if kind is not ErasureKind.SESSION:
            found = await tx.sites.by_key(SiteKey(site_key), removed=True)
            if found is None:
                raise NotFound("no site has this key")
            site = found.id
        if kind is ErasureKind.CUSTOMER:
            if await tx.customers.by_subject(site, subject) is None:
                raise NotFound("the site has no such customer")
            subject = hashed_subject(site, subject)
        wish = Erasure(kind, site, subject, clock.now_ms())
        if kind is not ErasureKind.CUSTOMER and not await tx.erasures.sessions_of(wish):
            raise NotFound(f"there is no such {kind}")
        return await tx.erasures.ask(wish)


async def erase_again(
    database: Database, journal: Journal, objects: Objects, clock: Clock
) -> list[Erasure]:
    """Carry out every open wish where no service runs, as after a restore; return them."""
    eraser = Eraser(database, journal, objects, clock)
    done: list[Erasure] = []
    while some := await eraser.carry_out_all():
        done += some
    return done
