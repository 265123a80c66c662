"""Removing the segments of a session, for whatever reason."""

from cobrowse.domain.ids import SessionId
from cobrowse.domain.segment import Segment
from cobrowse.store.database import Database
from cobrowse.store.objects import Objects


async def remove_segments(
    database: Database, objects: Objects, session: SessionId
) -> list[Segment]:
    """Remove up to ten thousand segments of a session, and return them: ask until there are none.

    Contents go before the rows that name them: what a crash leaves then leads here again, and a
    disk so full that no row can be changed gets room.
    """
    async with database.reading() as tx:
        segments = await tx.segments.of_session(session)
    for segment in segments:
        await objects.delete("segment", segment.content)
    if segments:
        async with database.transaction() as tx:
            await tx.segments.remove_session(session)
    return segments
