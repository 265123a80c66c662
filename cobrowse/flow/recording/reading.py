"""Recordings as they are asked for: the index of a session, the lines of a segment, a style sheet.

Sealed or not makes no difference to whoever asks. What the visitor did not agree to, and what has
expired, is withheld; of a live session only those learn who may see live ones.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

import structlog

from cobrowse.domain.clock import Clock
from cobrowse.domain.errors import CobrowseError, ConsentRequired, NotFound
from cobrowse.domain.ids import PageId, SessionId, SiteId
from cobrowse.domain.segment import Place, Segment, segment_with
from cobrowse.domain.session import Page
from cobrowse.flow.live import LiveSessions
from cobrowse.flow.recording.compose import compose, head_of
from cobrowse.flow.recording.shapes import page_shape, sealed_shape, unsealed_shape
from cobrowse.flow.recording.unsealed import Unsealed
from cobrowse.flow.sessions import SessionQuestions
from cobrowse.store.compression import Damaged, decompress
from cobrowse.store.database import Database
from cobrowse.store.journal import Journal
from cobrowse.store.objects import Objects
from cobrowse.wire import recording

PAGES: Final = 2_000
"""Pages of one session that its index lists: the latest."""

AT_ONCE: Final = 3
"""Segments that are composed at a time: each may take tens of megabytes."""

TRIES: Final = 3
"""A segment may be sealed between two questions, and is then where the other one looked."""

Withheld = Literal["", "no_consent", "expired"]

log = structlog.get_logger()


class SegmentDamaged(CobrowseError):
    """What is stored of a recording is not what was stored. Our fault: the log says which."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a segment. Of a sealed one as it is stored: compressed, with the SHA-256 of
    these bytes, and the size of the lines themselves. Of another the lines, just made."""

    content: bytes
    sha256: str = ""
    raw_bytes: int = 0

    @property
    def sealed(self) -> bool:
        return bool(self.sha256)

    def plain(self) -> bytes:
        """The lines themselves. Takes a while: not for the event loop."""
        return decompress(self.content, most=self.raw_bytes) if self.sealed else self.content


@dataclass(frozen=True, slots=True)
class Opened:
    """What was looked up of a session before anything of its recording is."""

    site: SiteId
    live: bool
    withheld: Withheld


class Recordings:
    """Reads recordings. `see_live` is whether the asker may see sessions that are live; for others
    there are none."""

    def __init__(
        self,
        *,
        database: Database,
        journal: Journal,
        objects: Objects,
        questions: SessionQuestions,
        live: LiveSessions,
        clock: Clock,
    ) -> None:
        self._database = database
        self._objects = objects
        self._questions = questions
        self._live = live
        self._clock = clock
        self._unsealed = Unsealed(journal, database)
        self._composing = asyncio.Semaphore(AT_ONCE)

    async def index(self, session: SessionId, *, see_live: bool) -> recording.Recording:
        """Return what a player needs to know before it loads anything. Raises `NotFound`."""
        opened = await self._open(session, see_live=see_live)
        described = await self._questions.one(session)
        pages: list[Page] = []
        segments: list[recording.Segment] = []
        if not opened.withheld:
            pages = await self.pages(session)
            segments = await self._segments(session, pages)
        return recording.Recording(
            session=described,
            server_time=self._clock.now_ms(),
            pages=[page_shape(page) for page in pages],
            segments=segments,
            withheld=opened.withheld,
        )

    async def lines(
        self, session: SessionId, page: PageId, place: Place, *, see_live: bool
    ) -> Lines:
        """Return the segment that begins at this place of a page.

        Raises `NotFound`, `ConsentRequired` when it is withheld, and `SegmentDamaged`.
        """
        await self.require_shown(session, see_live=see_live)
        for _ in range(TRIES):
            async with self._database.reading() as tx:
                segment = await tx.segments.at(session, page, place)
            if segment is not None:
                content = await self._objects.get("segment", segment.content)
                if content is not None:
                    return Lines(content, segment.content, segment.raw_bytes)
                await self._damaged(segment)
            else:
                made = await self._compose(session, page, place)
                if made is not None:
                    return Lines(made)
        raise NotFound("no segment begins at this place")

    async def sheet(self, session: SessionId, sha256: str, *, see_live: bool) -> str:
        """Return the text of a style sheet that a segment of the session refers to.

        Raises `NotFound` and `ConsentRequired`.
        """
        opened = await self.require_shown(session, see_live=see_live)
        async with self._database.reading() as tx:
            referred = await tx.segments.refer_to(session, sha256)
            kept = (await tx.sheets.known(opened.site, [sha256])).get(sha256) if referred else None
        content = await self._objects.get("sheet", kept.content) if kept else None
        if kept is None or content is None:
            raise NotFound("this session has no such style sheet")
        try:
            return (await asyncio.to_thread(decompress, content, most=kept.size)).decode()
        except (Damaged, UnicodeDecodeError) as error:
            raise SegmentDamaged("this style sheet is damaged") from error

    async def pages(self, session: SessionId) -> list[Page]:
        """The pages of a session, oldest first, as they are now."""
        async with self._database.reading() as tx:
            pages = {page.id: page for page in await tx.pages.of_session(session, PAGES)}
        live = self._live.get(session)
        pages |= live.pages if live else {}
        return sorted(pages.values(), key=lambda page: page.opened_at)

    async def _open(self, session: SessionId, *, see_live: bool) -> Opened:
        async with self._database.reading() as tx:
            found = await tx.sessions.by_id(session)
            consent = await tx.consents.of_session(session)
            expired_at = await tx.sessions.expired_at(session)
        if found is None or (found.live and not see_live):
            raise NotFound("no such session")
        withheld: Withheld = ""
        # `review` is the leave to look again at what is over.
        if consent is None or not consent.record or not (found.live or consent.review):
            withheld = "no_consent"
        elif expired_at is not None:
            withheld = "expired"
        return Opened(found.site_id, found.live, withheld)

    async def require_shown(self, session: SessionId, *, see_live: bool) -> Opened:
        """Look a session up. Raises `NotFound`, and `ConsentRequired` when it is withheld."""
        opened = await self._open(session, see_live=see_live)
        if opened.withheld == "no_consent":
            raise ConsentRequired("the visitor has not agreed to being recorded")
        if opened.withheld:
            raise NotFound("this recording has been removed")
        return opened

    async def _segments(self, session: SessionId, pages: Iterable[Page]) -> list[recording.Segment]:
        known = {page.id: page for page in pages}
        here = await self._unsealed.pages(session)
        unsealed = {
            page: await self._unsealed.segments(known[page]) for page in here if page in known
        }
        # Asked last: what was sealed meanwhile is seen twice, never nowhere.
        async with self._database.reading() as tx:
            sealed = await tx.segments.of_session(session)
        told = [sealed_shape(segment) for segment in sealed]
        for page, segments in unsealed.items():
            kept = [segment for segment in sealed if segment.page_id == page]
            kept.sort(key=lambda segment: segment.first)
            here_now = self._live_page(session, page)
            there = here_now is not None and here_now.left_at is None
            told += [
                unsealed_shape(page, one, is_open=there and one is segments[-1])
                for one in segments
                if not segment_with(kept, one.first)
            ]
        return sorted(told, key=lambda each: (each.from_at, each.page, each.epoch, each.seq))

    def _live_page(self, session: SessionId, page: PageId) -> Page | None:
        live = self._live.get(session)
        return live.pages.get(page) if live else None

    async def _compose(self, session: SessionId, page: PageId, place: Place) -> bytes | None:
        """The lines of a segment that is not sealed; `None` when none begins here any more."""
        found = self._live_page(session, page)
        if found is None:
            async with self._database.reading() as tx:
                found = await tx.pages.at(session, page)
        if found is None:
            return None
        one = await self._unsealed.at(found, place)
        if one is None:
            return None
        async with self._composing:
            entries = await self._unsealed.entries(found, one)
            if entries is None:
                return None
            made = await asyncio.to_thread(compose, head_of(found, one.url), entries, apart=False)
            return bytes(made.lines)

    async def _damaged(self, segment: Segment) -> None:
        """Say that what is stored of a segment cannot be read, unless it was removed meanwhile."""
        async with self._database.reading() as tx:
            now = await tx.segments.at(segment.session_id, segment.page_id, segment.first)
        if now is None:
            raise NotFound("this recording has been removed")
        if now.content == segment.content:
            log.error("segment_damaged", session=segment.session_id, content=segment.content)
            raise SegmentDamaged("this part of the recording is damaged")
