"""The index of recordings: one row per segment whose content is in the object store."""

from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import String, delete, func, insert, select, tuple_, type_coerce
from sqlalchemy.ext.asyncio import AsyncSession

from cobrowse.domain.errors import Conflict
from cobrowse.domain.ids import PageId, SessionId, SiteId
from cobrowse.domain.segment import Place, Segment
from cobrowse.store.models import SegmentRow, SessionRow

MOST: Final = 10_000
"""Segments returned at once: three days of one page."""

AT_ONCE: Final = 500
"""Hashes in one question."""


class Segments:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def put_all(self, segments: Sequence[Segment]) -> None:
        """Add segments. Those that are there already stay as they are.

        Raises `Conflict` when another content is there at one of these places.
        """
        for segment in segments:
            kept = await self.at(segment.session_id, segment.page_id, segment.first)
            if kept is None:
                await self._session.execute(insert(SegmentRow).values(_values(segment)))
            elif (kept.last, kept.content) != (segment.last, segment.content):
                raise Conflict("another segment begins at this place")

    async def of_session(self, session: SessionId) -> list[Segment]:
        """The first 10,000 segments of a session, in the order of their time."""
        row = SegmentRow
        rows = await self._session.scalars(
            select(row)
            .where(row.session_id == session)
            .order_by(row.from_at, row.page_id, row.epoch, row.seq)
            .limit(MOST)
        )
        return [_segment(each) for each in rows]

    async def of_page(self, session: SessionId, page: PageId) -> list[Segment]:
        """The first 10,000 segments of a page in a session, in the order of its stream."""
        row = SegmentRow
        rows = await self._session.scalars(
            select(row)
            .where(row.session_id == session, row.page_id == page)
            .order_by(row.epoch, row.seq)
            .limit(MOST)
        )
        return [_segment(each) for each in rows]

    async def at(self, session: SessionId, page: PageId, place: Place) -> Segment | None:
        """The segment that begins at this place."""
        row = await self._session.get(SegmentRow, (session, page, *place))
        return _segment(row) if row else None

    async def refer_to(self, session: SessionId, sheet: str) -> bool:
        """Tell whether a segment of the session refers to this style sheet."""
        row = SegmentRow
        # A hash has no characters that would mean something in JSON or in the pattern.
        named = type_coerce(row.sheets, String).contains(f'"{sheet}"')
        found = await self._session.scalar(
            select(row.seq).where(row.session_id == session, named).limit(1)
        )
        return found is not None

    async def remove_session(self, session: SessionId) -> list[Segment]:
        """Remove the segments of a session from the index, and return them. Their contents are
        still there; 10,000 at once, ask again until there are none."""
        removed = await self.of_session(session)
        row = SegmentRow
        key = tuple_(row.page_id, row.epoch, row.seq)
        for start in range(0, len(removed), AT_ONCE):
            keys = [(each.page_id, *each.first) for each in removed[start : start + AT_ONCE]]
            await self._session.execute(delete(row).where(row.session_id == session, key.in_(keys)))
        return removed

    async def oldest(self, limit: int) -> list[SessionId]:
        """Ended sessions that have segments, those first that ended first."""
        row = SegmentRow
        return list(
            await self._session.scalars(
                select(SessionRow.id)
                .where(
                    SessionRow.ended_at.is_not(None),
                    select(row.seq).where(row.session_id == SessionRow.id).exists(),
                )
                .order_by(SessionRow.ended_at, SessionRow.id)
                .limit(limit)
            )
        )

    async def oldest_sealed_at(self) -> int | None:
        """When the oldest segment of all that are kept was sealed."""
        sealed_at: int | None = await self._session.scalar(select(func.min(SegmentRow.sealed_at)))
        return sealed_at

    async def contents_in_use(self, contents: Collection[str]) -> set[str]:
        """Those of at most 500 hashes of contents that a segment has."""
        if len(contents) > AT_ONCE:
            raise ValueError(f"at most {AT_ONCE} hashes at once")
        row = SegmentRow
        return set(
            await self._session.scalars(select(row.content).where(row.content.in_(contents)))
        )

    async def sheets_in_use(self, site: SiteId, sheets: Collection[str]) -> set[str]:
        """Those of at most 500 hashes of style sheets that a segment of the site refers to.

        Reads the site's whole index: for what is done rarely.
        """
        if len(sheets) > AT_ONCE:
            raise ValueError(f"at most {AT_ONCE} hashes at once")
        named = func.json_each(SegmentRow.sheets).table_valued("value")
        return set(
            await self._session.scalars(
                select(named.c.value)
                .select_from(SegmentRow)
                .join(SessionRow, SessionRow.id == SegmentRow.session_id)
                .join(named, named.c.value.in_(sheets))
                .where(SessionRow.site_id == site)
                .distinct()
            )
        )


def _values(segment: Segment) -> dict[str, Any]:
    return {
        "session_id": segment.session_id,
        "page_id": segment.page_id,
        "epoch": segment.first.epoch,
        "seq": segment.first.seq,
        "to_epoch": segment.last.epoch,
        "to_seq": segment.last.seq,
        "checkpoint": segment.checkpoint,
        "from_at": segment.from_at,
        "to_at": segment.to_at,
        "url": segment.url,
        "batches": segment.batches,
        "records": segment.records,
        "raw_bytes": segment.raw_bytes,
        "stored_bytes": segment.stored_bytes,
        "content": segment.content,
        "sheets": segment.sheets,
        "activity": segment.activity,
        "moments": segment.moments,
        "sealed_at": segment.sealed_at,
    }


def _segment(row: SegmentRow) -> Segment:
    return Segment(
        session_id=row.session_id,
        page_id=row.page_id,
        first=Place(row.epoch, row.seq),
        last=Place(row.to_epoch, row.to_seq),
        checkpoint=row.checkpoint,
        from_at=row.from_at,
        to_at=row.to_at,
        url=row.url,
        batches=row.batches,
        records=row.records,
        raw_bytes=row.raw_bytes,
        stored_bytes=row.stored_bytes,
        content=row.content,
        sealed_at=row.sealed_at,
        sheets=row.sheets,
        activity=row.activity,
        moments=row.moments,
    )
