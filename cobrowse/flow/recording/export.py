"""A whole session as one file, made segment by segment: memory does not grow with its length."""

import asyncio
from collections.abc import AsyncGenerator, Iterable
from typing import Final, Literal

from cobrowse.domain.errors import Busy, NotFound
from cobrowse.domain.ids import PageId, SessionId
from cobrowse.domain.segment import Place
from cobrowse.domain.session import Page
from cobrowse.flow.recording import sheets
from cobrowse.flow.recording.reading import Recordings, SegmentDamaged
from cobrowse.wire.export import FORMAT, ExportedGap, ExportedPage, ExportedRun, opened
from cobrowse.wire.json import encode_json
from cobrowse.wire.recording import Missing, Run, Segment, decode_line
from cobrowse.wire.records import Records, read, written

AT_ONCE: Final = 4
PIECE: Final = 64 * 1024
"""Bytes that are handed on together."""

TEXTS: Final = 32
"""Style sheets that are held at a time; the checkpoints of a page mostly refer to the same few."""

_MARK: Final = sheets.MARK.encode()

Format = Literal["rrweb", "json"]


class Exports:
    def __init__(self, recordings: Recordings) -> None:
        self._recordings = recordings
        self._running = 0

    async def pieces(
        self, session: SessionId, form: Format, *, see_live: bool
    ) -> AsyncGenerator[bytes]:
        """Make the file: `rrweb` with every record, `json` the index alone.

        Raises `NotFound`, `ConsentRequired` when it is withheld, and `Busy` when others are at it.
        """
        if self._running >= AT_ONCE:
            raise Busy("other exports are being made; try again later")
        self._running += 1
        try:
            await self._recordings.require_shown(session, see_live=see_live)
            index = await self._recordings.index(session, see_live=see_live)
            if form == "json":
                yield encode_json(index)
                return
            yield b'{"format":"%s","session":%s,"pages":[' % (
                FORMAT.encode(),
                encode_json(index.session),
            )
            texts = _Texts(self._recordings, session, see_live=see_live)
            for number, page in enumerate(await self._recordings.pages(session)):
                yield (b"," if number else b"") + opened(_described(page))
                own = [segment for segment in index.segments if segment.page == page.id]
                own.sort(key=lambda segment: (segment.epoch, segment.seq))
                async for piece in self._stream(session, page.id, own, texts, see_live=see_live):
                    yield piece
                yield b"]}"
            yield b'],"missing_sheets":%s}' % encode_json(sorted(texts.missing))
        finally:
            self._running -= 1

    async def _stream(
        self,
        session: SessionId,
        page: PageId,
        segments: Iterable[Segment],
        texts: "_Texts",
        *,
        see_live: bool,
    ) -> AsyncGenerator[bytes]:
        piece = bytearray()
        between = b""
        for segment in segments:
            async for told in self._told(session, page, segment, texts, see_live=see_live):
                piece += between + told
                between = b","
                if len(piece) >= PIECE:
                    yield bytes(piece)
                    piece.clear()
        yield bytes(piece)

    async def _told(
        self,
        session: SessionId,
        page: PageId,
        segment: Segment,
        texts: "_Texts",
        *,
        see_live: bool,
    ) -> AsyncGenerator[bytes]:
        place = Place(segment.epoch, segment.seq)
        try:
            lines = await self._recordings.lines(session, page, place, see_live=see_live)
        except SegmentDamaged:
            yield encode_json(_damaged(segment))
            return
        for data in (await asyncio.to_thread(lines.plain)).splitlines():
            line = decode_line(data)
            if isinstance(line, Missing):
                yield encode_json(_gap(line))
            elif isinstance(line, Run) and _MARK in data:
                values, found = await asyncio.to_thread(_opened, line)
                # By the lines, not by the index: it may have been sealed since that was made.
                sheets.put_back(found, await texts.of(sheets.taken_out(found)))
                yield _run(line, await asyncio.to_thread(written, values))
            elif isinstance(line, Run):
                yield _run(line, line.records)


class _Texts:
    """The style sheets of a session, as they are needed."""

    def __init__(self, recordings: Recordings, session: SessionId, *, see_live: bool) -> None:
        self._recordings = recordings
        self._session = session
        self._see_live = see_live
        self._held: dict[str, str] = {}
        self.missing: set[str] = set()

    async def of(self, named: Iterable[str]) -> dict[str, str]:
        """Return those that a run refers to; one that is gone is noted, and left out."""
        asked = set(named) - self.missing
        if len(self._held) > TEXTS:
            self._held = {sha256: self._held[sha256] for sha256 in asked & self._held.keys()}
        for sha256 in asked - self._held.keys():
            try:
                self._held[sha256] = await self._recordings.sheet(
                    self._session, sha256, see_live=self._see_live
                )
            except (NotFound, SegmentDamaged):
                self.missing.add(sha256)
        return self._held


def _run(line: Run, records: Records) -> bytes:
    run = ExportedRun(
        epoch=line.epoch,
        seq=line.seq,
        parts=line.parts,
        t0=line.t0,
        t1=line.t1,
        received_at=line.received_at,
        checkpoint=line.checkpoint,
        facts=line.facts,
        events=records,
    )
    return encode_json(run)


def _opened(line: Run) -> tuple[list[object], list[sheets.Holder]]:
    """Return the records, and in them everything that has, or had, the text of a style sheet."""
    values = read(line.records)
    return values, sheets.holders(values)


def _gap(line: Missing) -> ExportedGap:
    return ExportedGap(
        epoch=line.epoch, from_seq=line.from_seq, to_seq=line.to_seq, gap=line.reason
    )


def _damaged(segment: Segment) -> ExportedGap:
    return ExportedGap(
        epoch=segment.epoch, from_seq=segment.seq, to_seq=segment.to_seq, gap="damaged"
    )


def _described(page: Page) -> ExportedPage:
    return ExportedPage(
        id=page.id,
        url=page.url,
        title=page.title,
        opened_at=page.opened_at,
        left_at=page.left_at,
        offset_ms=page.offset_ms,
        width=page.width,
        height=page.height,
    )
