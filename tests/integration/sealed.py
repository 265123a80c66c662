"""The stores that sealing works on, with a session in them; and what they hold between them."""

import json
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cobrowse.domain.consent import Consent, ConsentMode
from cobrowse.domain.entry import Entry, GapEntry
from cobrowse.domain.ids import PageId, SessionId, SiteId, SiteKey, VisitorId
from cobrowse.domain.segment import Segment
from cobrowse.domain.session import Page, Session
from cobrowse.domain.site import Site
from cobrowse.flow.live import LiveSession, LiveSessions
from cobrowse.flow.recording.runs import gather, inflate
from cobrowse.flow.recording.sealer import Sealer
from cobrowse.flow.recording.sealing import Sealing
from cobrowse.flow.recording.sheets import holders, put_back
from cobrowse.store.compression import decompress
from cobrowse.store.database import Database, sqlite_url
from cobrowse.store.journal import Journal
from cobrowse.store.objects import Kind, Objects
from cobrowse.wire.recording import Missing, Run, SegmentHead, decode_line
from cobrowse.wire.records import read
from tests.fakes import FakeClock
from tests.recorded import BEGUN, PAGE, SESSION

SITE = Site(SiteId("site-of-the-test"), SiteKey("pk_of_the_test"), "Shop", (), "secret", 1)
VISITOR = VisitorId("visitor-of-test")
SEAL_AFTER_MS = 60_000

Told = list[tuple[int, int, int, Any]]
"""(epoch, from, to, records or the reason of a gap), in the order of the stream."""


def no_step(_: str) -> None:
    """Nobody follows."""


@dataclass(frozen=True)
class Stores:
    database: Database
    journal: Journal
    objects: Objects
    live: LiveSessions
    clock: FakeClock
    sealer: Sealer
    folder: Path

    async def begin(
        self,
        session: SessionId = SESSION,
        pages: Iterable[PageId] = (PAGE,),
        *,
        record: bool | None = True,
        ended: bool = False,
    ) -> LiveSession:
        """Begin a session whose pages are there; one that has ended is over for long."""
        made = Session(session, SITE.id, VISITOR, BEGUN, BEGUN, BEGUN)
        if ended:
            made = made.end(BEGUN, "idle")
        live = LiveSession(made, SITE)
        async with self.database.transaction() as tx:
            if await tx.sites.by_key(SITE.key) is None:
                await tx.sites.add(SITE)
            await tx.visitors.see(SITE.id, VISITOR, BEGUN)
            await tx.sessions.put(made)
            if record is not None:
                said = Consent(ConsentMode.NOTICE, True, record, True, BEGUN)
                await tx.consents.record(made, said)
            for page in pages:
                live.pages[page] = Page(page, session, "https://s.test/", "Home", BEGUN, BEGUN)
                await tx.pages.put(live.pages[page])
        if not ended:
            self.live.add(live)
        return live

    async def end(self, live: LiveSession) -> None:
        """End a session, long enough ago for all of it to be sealed."""
        live.session = live.session.end(self.clock.now_ms(), "idle")
        self.live.remove(live)
        async with self.database.transaction() as tx:
            await tx.sessions.put(live.session)
        self.clock.advance(SEAL_AFTER_MS)

    async def store(self, *entries: Entry) -> None:
        for entry in entries:
            self.journal.append(entry)
        await self.journal.settled()

    async def segments(self, session: SessionId = SESSION) -> list[Segment]:
        async with self.database.reading() as tx:
            return await tx.segments.of_session(session)

    async def recorded(self, session: SessionId = SESSION, page: PageId = PAGE) -> Told:
        """Everything kept of a page, sealed or not, with the style sheets back in their places."""
        async with self.database.reading() as tx:
            sealed = await tx.segments.of_page(session, page)
        told: Told = []
        for segment in sealed:
            told += await self._lines_of(segment)
        entries = await self.journal.entries_from(session, page, 0, 0, max_bytes=2**30)
        return sorted(told + told_by(entries), key=lambda each: each[:3])

    async def _lines_of(self, segment: Segment) -> Told:
        stored = await self.objects.get("segment", segment.content)
        assert stored is not None
        assert len(stored) == segment.stored_bytes
        data = decompress(stored, most=segment.raw_bytes)
        assert len(data) == segment.raw_bytes
        head, *lines = [decode_line(line) for line in data.split(b"\n")[:-1]]
        assert isinstance(head, SegmentHead)
        assert (head.session, head.page) == (segment.session_id, segment.page_id)
        told: Told = []
        sheets = await self._sheets(segment.sheets)
        for line in lines:
            assert not isinstance(line, SegmentHead)
            if isinstance(line, Missing):
                told.append((line.epoch, line.from_seq, line.to_seq, line.reason))
                continue
            records = read(line.records)
            put_back(holders(records), sheets)
            told.append((line.epoch, line.seq, line.seq + line.parts - 1, records))
        assert segment.first == told[0][:2]
        assert segment.last == (told[-1][0], told[-1][2])
        assert segment.records == sum(line.count for line in lines if isinstance(line, Run))
        return told

    async def _sheets(self, names: Iterable[str]) -> dict[str, str]:
        async with self.database.reading() as tx:
            kept = await tx.sheets.known(SITE.id, list(names))
        texts = {}
        for sha256, sheet in kept.items():
            stored = await self.objects.get("sheet", sheet.content)
            assert stored is not None
            texts[sha256] = decompress(stored, most=sheet.size).decode()
        return texts

    def files(self, kind: Kind) -> set[str]:
        """Names of the objects that are kept, those of an interrupted writing too."""
        root = self.folder / "objects" / kind
        return {path.name for path in root.rglob("*") if path.is_file()}


def told_by(entries: Iterable[Entry]) -> Told:
    """What these entries say, as `Stores.recorded` tells it."""
    told: Told = []
    for unit in gather(entries):
        if isinstance(unit, GapEntry):
            told.append((unit.epoch, unit.from_seq, unit.to_seq, unit.reason))
        else:
            records = json.loads(inflate(unit) or b"[]")
            told.append((unit[0].epoch, unit[0].seq, unit[-1].seq, records))
    return told


@asynccontextmanager
async def open_stores(
    folder: Path, on_step: Callable[[str], None] = no_step
) -> AsyncGenerator[Stores]:
    clock = FakeClock(BEGUN + 3_600_000)
    async with AsyncExitStack() as parts:
        database = await parts.enter_async_context(Database(sqlite_url(folder / "cobrowse.db")))
        journal = await parts.enter_async_context(Journal(folder / "journal.db"))
        journal.listen(lambda _: None, lambda _: None)
        objects = Objects.in_directory(folder / "objects")
        live = LiveSessions(clock, lost_ms=10_000)
        sealer = Sealer(
            database=database,
            journal=journal,
            sealing=Sealing(database, journal, objects, clock, on_step),
            live=live,
            clock=clock,
            seal_after_ms=SEAL_AFTER_MS,
        )
        yield Stores(database, journal, objects, live, clock, sealer, folder)
