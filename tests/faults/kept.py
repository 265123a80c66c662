"""What the service has kept of some pages, read from its folder with the store's own code: journal
and segments together, as whoever reads a recording finds them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import msgspec

from cobrowse.config import Server as Settings
from cobrowse.domain.entry import BatchEntry, GapEntry
from cobrowse.domain.ids import PageId, SessionId, SiteId
from cobrowse.domain.segment import Place, Segment
from cobrowse.store.compression import decompress
from cobrowse.store.database import Database, sqlite_url
from cobrowse.store.journal import Journal
from cobrowse.store.objects import Objects
from cobrowse.wire import recording
from tests.clients import inflate
from tests.faults.history import digest

MOST: Final = 64 * 2**20
_lines: Final = msgspec.json.Decoder(recording.Line)


@dataclass(slots=True)
class Kept:
    """Of one page: the digest of every whole run by its first place, every place that is stored and
    how often, the places that gaps cover with their reasons, and what could not be read."""

    digests: dict[Place, str] = field(default_factory=dict)
    crcs: dict[Place, int] = field(default_factory=dict)
    stored: dict[Place, int] = field(default_factory=dict)
    lost: dict[Place, str] = field(default_factory=dict)
    sealed: int = 0
    unreadable: list[str] = field(default_factory=list)


async def read_kept(data: Path, site: SiteId, pages: dict[str, set[str]]) -> dict[str, Kept]:
    """Read what is kept of pages, each in all of its sessions. The service must not be running."""
    settings = Settings(data=data)
    objects = Objects.in_directory(settings.objects_folder)
    kept: dict[str, Kept] = {}
    async with (
        Database(sqlite_url(settings.database_file)) as database,
        Journal(settings.journal_file) as journal,
    ):
        for page, sessions in pages.items():
            kept[page] = Kept()
            for session in map(SessionId, sessions):
                async with database.reading() as tx:
                    segments = await tx.segments.of_page(session, PageId(page))
                reader = _SegmentReader(database, objects, site)
                for segment in segments:
                    await reader.read(segment, kept[page])
                await _read_journal(journal, session, PageId(page), kept[page])
    return kept


async def _read_journal(journal: Journal, session: SessionId, page: PageId, kept: Kept) -> None:
    epoch, seq = 0, 0
    pieces: list[BatchEntry] = []
    sealed = set(kept.stored)
    while entries := await journal.entries_from(session, page, epoch, seq, max_bytes=2**20):
        for entry in entries:
            if isinstance(entry, GapEntry):
                _lose(kept, entry.epoch, entry.from_seq, entry.to_seq, entry.reason)
                epoch, seq = entry.epoch, entry.to_seq + 1
                continue
            epoch, seq = entry.epoch, entry.seq + 1
            place = Place(entry.epoch, entry.seq)
            if place in sealed:
                continue  # sealing was under way: the segment is what is read
            kept.stored[place] = kept.stored.get(place, 0) + 1
            kept.crcs[place] = entry.crc
            pieces = [entry] if entry.part == 0 else [*pieces, entry]
            if len(pieces) == entry.parts:
                first = Place(pieces[0].epoch, pieces[0].seq)
                try:
                    data = b"".join(inflate(piece.payload) for piece in pieces)
                    kept.digests[first] = digest(msgspec.json.decode(data))
                except Exception as error:
                    kept.unreadable.append(f"{first}: {error}")


@dataclass(slots=True)
class _SegmentReader:
    database: Database
    objects: Objects
    site: SiteId

    async def read(self, segment: Segment, kept: Kept) -> None:
        stored = await self.objects.get("segment", segment.content)
        if stored is None:
            kept.unreadable.append(f"the segment from {segment.first} is not in the object store")
            return
        for line in decompress(stored, most=MOST).splitlines():
            said = _lines.decode(line)
            if isinstance(said, recording.Missing):
                _lose(kept, said.epoch, said.from_seq, said.to_seq, said.reason)
            elif isinstance(said, recording.Run):
                for part in range(said.parts):
                    place = Place(said.epoch, said.seq + part)
                    kept.stored[place] = kept.stored.get(place, 0) + 1
                    kept.sealed += 1
                records = msgspec.json.decode(said.records)
                await self._put_sheets_back(records)
                kept.digests[Place(said.epoch, said.seq)] = digest(records)

    async def _put_sheets_back(self, records: list[Any]) -> None:
        for holder in _holders(records):
            sha256 = holder["_cssText"]["$sheet"]
            async with self.database.reading() as tx:
                known = await tx.sheets.known(self.site, [sha256])
            content = await self.objects.get("sheet", known[sha256].content)
            assert content is not None, "a style sheet is not in the object store"
            holder["_cssText"] = decompress(content, most=MOST).decode()


def _holders(value: Any) -> Iterator[dict[str, Any]]:
    """Every object whose style sheet is kept elsewhere."""
    inner: Iterable[Any] = ()
    if isinstance(value, dict):
        if isinstance(value.get("_cssText"), dict):
            yield value
        inner = value.values()
    elif isinstance(value, list):
        inner = value
    for each in inner:
        yield from _holders(each)


def _lose(kept: Kept, epoch: int, from_seq: int, to_seq: int, reason: str) -> None:
    kept.lost.update({Place(epoch, seq): reason for seq in range(from_seq, to_seq + 1)})
