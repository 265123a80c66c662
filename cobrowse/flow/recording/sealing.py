"""Sealing one page: its batches leave the journal for segments in the object store.

    read -> composed -> sheets kept -> object kept -> verified -> indexed -> forgotten

Each step may be the last one of this process. Until `indexed` nothing refers to what was put into
the object store, and it is made again, the same; from then on the rows are only still in the
journal, and are taken out at the next attempt. So every batch is in one place at any time, or in
two that say the same.
"""

import asyncio
import hashlib
from bisect import insort
from collections.abc import Callable, Sequence
from typing import Final

import structlog

from cobrowse import metrics
from cobrowse.domain.clock import Clock
from cobrowse.domain.entry import Entry, GapEntry, Outline
from cobrowse.domain.errors import Conflict
from cobrowse.domain.ids import SiteId
from cobrowse.domain.segment import KeptSheet, Place, Segment, segment_with
from cobrowse.domain.session import Page, Session
from cobrowse.flow.recording.compose import MOST_BYTES, Composed, compose, head_of
from cobrowse.flow.recording.cut import Cut, first_of, last_of
from cobrowse.flow.recording.index import Described, described
from cobrowse.flow.recording.payloads import payloads
from cobrowse.flow.recording.runs import finished
from cobrowse.store.compression import Damaged, compress, decompress
from cobrowse.store.database import Database
from cobrowse.store.journal import Journal
from cobrowse.store.journal_reading import MOST_ENTRIES
from cobrowse.store.objects import Kind, Objects
from cobrowse.store.sheets import AT_ONCE

FRESH_MS: Final = 30 * 60 * 1000
"""A style sheet that was used within this time is not removed before our segment is indexed; noting
it again each time would cost a commit."""

log = structlog.get_logger()


def _no_step(_: str) -> None:
    """Stands in where nobody follows the steps."""


class Sealing:
    """Holds one segment at a time in memory, and the outlines of a few thousand batches."""

    def __init__(
        self,
        database: Database,
        journal: Journal,
        objects: Objects,
        clock: Clock,
        on_step: Callable[[str], None] = _no_step,
    ) -> None:
        """`on_step` is told the name of each step as it is done."""
        self._database = database
        self._journal = journal
        self._objects = objects
        self._clock = clock
        self._on_step = on_step

    async def forget(self, page: Page) -> None:
        """Take everything of the page out of the journal, and keep nothing."""
        while entries := await self._entries(page):
            await self._take_out(page, entries)

    async def seal(self, session: Session, page: Page) -> None:
        """Seal what the journal has of a page.

        While the session lives, a run whose last pieces are still to come is left where it is.
        Raises `Conflict` when the rows changed under us, `Damaged` when what was kept is not what
        was put, and what the stores raise: the journal then still has what is not sealed.
        """
        async with self._database.reading() as tx:
            sealed = await tx.segments.of_page(session.id, page.id)
        while entries := await self._entries(page):
            if left_over := [each for each in entries if _segment_of(each, sealed)]:
                await self._read_back(left_over, sealed)
                await self._take_out(page, left_over)
                continue
            is_all = len(entries) < MOST_ENTRIES
            whole = finished(entries) if session.live else entries
            cuts = await asyncio.to_thread(described, whole, page, sealed)
            for piece, description in cuts if is_all else cuts[:-1]:  # the last one may go on
                one = await self._one(session, page, piece, description)
                insort(sealed, one, key=_begin)
            if is_all:
                return

    async def _one(
        self, session: Session, page: Page, piece: Cut, description: Described
    ) -> Segment:
        """Seal one segment."""
        entries = await self._payloads(page, piece)
        self._on_step("read")
        head = head_of(page, description.url)
        composed = await asyncio.to_thread(compose, head, entries, apart=True)
        stored = await asyncio.to_thread(compress, composed.lines)
        content = hashlib.sha256(stored).hexdigest()
        self._on_step("composed")
        await self._set_aside(page, composed)
        fresh = await self._keep_sheets(session.site_id, composed.sheets)
        self._on_step("sheets kept")
        await self._objects.put("segment", content, stored)
        self._on_step("object kept")
        await self._same("segment", content, composed.lines)
        self._on_step("verified")
        segment = Segment(
            session_id=session.id,
            page_id=page.id,
            first=description.first,
            last=description.last,
            checkpoint=description.checkpoint and entries[0] not in composed.unreadable,
            from_at=description.from_at,
            to_at=description.to_at,
            url=description.url,
            batches=description.batches,
            records=composed.records,
            raw_bytes=len(composed.lines),
            stored_bytes=len(stored),
            content=content,
            sealed_at=self._clock.now_ms(),
            sheets=tuple(sorted(composed.sheets)),
            activity=description.activity,
            moments=description.moments,
        )
        async with self._database.transaction() as tx:
            await tx.sheets.put_all(fresh)
            await tx.segments.put_all([segment])
        self._on_step("indexed")
        await self._take_out(page, piece.entries)
        self._on_step("forgotten")
        metrics.SEGMENTS.inc()
        metrics.SEGMENT_BYTES.labels("lines").inc(segment.raw_bytes)
        metrics.SEGMENT_BYTES.labels("stored").inc(segment.stored_bytes)
        return segment

    async def _entries(self, page: Page) -> list[Outline | GapEntry]:
        """The first few thousand things that the journal has of a page."""
        return await self._journal.outline(page.session_id, page.id, 0, 0)

    async def _payloads(self, page: Page, piece: Cut) -> list[Entry]:
        """The entries of one segment with their payloads: exactly those that were cut."""
        entries = await payloads(self._journal, page, piece.first, piece.last, piece.size)
        if list(map(first_of, entries)) != list(map(first_of, piece.entries)):
            raise Conflict("the journal's entries changed")
        return entries

    async def _keep_sheets(self, site: SiteId, texts: dict[str, bytes]) -> list[KeptSheet]:
        """Put the style sheets that the site has not got yet into the object store; return them
        for its index."""
        now = self._clock.now_ms()
        hashes = sorted(texts)
        kept: set[str] = set()
        for start in range(0, len(hashes), AT_ONCE):
            kept |= await self._still_kept(site, hashes[start : start + AT_ONCE], now)
        fresh = []
        for sha256 in sorted(texts.keys() - kept):
            text = texts[sha256]
            stored = await asyncio.to_thread(compress, text)
            content = hashlib.sha256(stored).hexdigest()
            await self._objects.put("sheet", content, stored)
            await self._same("sheet", content, text)
            fresh.append(KeptSheet(site, sha256, content, len(text), now))
        return fresh

    async def _still_kept(self, site: SiteId, hashes: list[str], now: int) -> set[str]:
        """Return those that the site has, and will still have when our segment refers to them."""
        async with self._database.reading() as tx:
            known = await tx.sheets.known(site, hashes)
        if all(sheet.used_at >= now - FRESH_MS for sheet in known.values()):
            return set(known)
        async with self._database.transaction() as tx:
            return await tx.sheets.touch(site, hashes, now)

    async def _read_back(
        self, entries: Sequence[Outline | GapEntry], sealed: Sequence[Segment]
    ) -> None:
        """Make sure that the segments which these entries are in can be read."""
        found = (_segment_of(entry, sealed) for entry in entries)
        for content in {segment.content for segment in found if segment is not None}:
            await self._same("segment", content, None)

    async def _same(self, kind: Kind, content: str, expected: bytes | bytearray | None) -> None:
        """Read back what was put. Raises `Damaged`."""
        stored = await self._objects.get(kind, content)
        if stored is None:
            raise Damaged("what was put into the object store is not there")
        data = await asyncio.to_thread(decompress, stored, most=MOST_BYTES)
        if expected is not None and data != expected:
            raise Damaged("what was put into the object store reads differently")

    async def _set_aside(self, page: Page, composed: Composed) -> None:
        for entry in composed.unreadable:
            await self._journal.quarantine(entry, "not readable when its segment was sealed")
        metrics.UNREADABLE.inc(len(composed.unreadable))
        metrics.TAKEN_OUT.inc(composed.taken_out)
        if composed.unreadable:
            log.warning(
                "batches_unreadable",
                session=page.session_id,
                page=page.id,
                batches=len(composed.unreadable),
            )

    async def _take_out(self, page: Page, entries: Sequence[Outline | GapEntry]) -> None:
        gaps = [first_of(entry) for entry in entries if isinstance(entry, GapEntry)]
        stored = [first_of(entry) for entry in entries if isinstance(entry, Outline)]
        await self._journal.forget(page.id, stored, gaps, self._clock.now_ms())


def _segment_of(entry: Outline | GapEntry, sealed: Sequence[Segment]) -> Segment | None:
    return segment_with(sealed, first_of(entry), last_of(entry))


def _begin(segment: Segment) -> Place:
    return segment.first
