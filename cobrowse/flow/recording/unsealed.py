"""The part of a recording that only the journal has, cut as it will be when it is sealed.

Who looks back into a live session asks again and again, and a page that is watched for hours leaves
a hundred thousand batches. So what is cut and cannot change any more is remembered, and only what
is behind it is read again.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cobrowse.domain.entry import BatchEntry
from cobrowse.domain.entry import Entry as Kept
from cobrowse.domain.ids import PageId, SessionId
from cobrowse.domain.segment import Place, Segment, segment_with
from cobrowse.domain.session import Page
from cobrowse.flow.recording.cut import Cut, Entry, behind, first_of, last_of
from cobrowse.flow.recording.index import Described, Standing, described, described_from
from cobrowse.flow.recording.payloads import payloads
from cobrowse.store.database import Database
from cobrowse.store.journal import Journal
from cobrowse.store.journal_reading import MOST_ENTRIES

REMEMBERED: Final = 64
"""Pages whose cuts are remembered, those asked for last: about 1 kB for each half minute."""

PAGES: Final = 1_000
"""Pages of one session that are shown before they are sealed."""

SETTLED: Final = 3
"""Segments of an epoch after which nothing more comes of the one before: over a minute."""

START: Final = Place(0, 0)


@dataclass(frozen=True, slots=True)
class _Settled:
    """Segments of a page that stay as they are, where the next one begins, and what holds there."""

    segments: tuple[Described, ...]
    behind: Place
    standing: Standing


class Unsealed:
    """Describes and reads what is not sealed yet. Nothing here writes."""

    def __init__(self, journal: Journal, database: Database) -> None:
        self._journal = journal
        self._database = database
        self._settled: OrderedDict[tuple[SessionId, PageId], _Settled] = OrderedDict()

    async def pages(self, session: SessionId) -> list[PageId]:
        """The pages of a session that the journal has anything of."""
        found = await self._journal.unsealed((session, PageId("")), PAGES)
        return [page for of, page in found if of == session]

    async def segments(self, page: Page) -> list[Described]:
        """The segments of a page that are not sealed, in the order of its stream."""
        key = page.session_id, page.id
        known = self._settled.get(key)
        before = known.segments if known else ()
        place, standing = (known.behind, known.standing) if known else (START, None)
        found: list[Described] = []
        begun: list[Entry] = []
        while True:
            some = await self._journal.outline(*key, *place)
            # Asked after the journal, whose rows go only once the index has them: none is missed.
            async with self._database.reading() as tx:
                indexed = await tx.segments.of_page(*key)
            parts = await asyncio.to_thread(_cut_on, begun, some, page, indexed, standing)
            if len(some) < MOST_ENTRIES:
                found += [one for _, one in parts]
                break
            place = behind(last_of(some[-1]))
            if len(parts) > 1:  # the last one may go on
                found += [one for _, one in parts[:-1]]
                standing = parts[-2][1].after
            begun = parts[-1][0].entries if parts else []
        left = [one for one in (*before, *found) if not segment_with(indexed, one.first)]
        if len(left) < len(before) + len(found):
            self._settled.pop(key, None)
        else:
            self._remember(key, before, found)
        return left

    async def at(self, page: Page, place: Place) -> Described | None:
        """The segment that begins at this place, if it is not sealed yet."""
        known = self._settled.get((page.session_id, page.id))
        settled = known.segments if known and place < known.behind else await self.segments(page)
        return next((one for one in settled if one.first == place), None)

    async def entries(self, page: Page, one: Described) -> list[Kept] | None:
        """What a segment is made of; `None` when it has been sealed meanwhile, and left."""
        entries = await payloads(self._journal, page, one.first, one.last, one.payload_bytes)
        batches = sum(isinstance(entry, BatchEntry) for entry in entries)
        is_whole = entries and batches == one.batches and last_of(entries[-1]) == one.last
        return entries if is_whole else None

    def _remember(
        self,
        key: tuple[SessionId, PageId],
        before: tuple[Described, ...],
        found: Sequence[Described],
    ) -> None:
        settled = _settled_among(found)
        if settled:
            self._settled[key] = _Settled(
                (*before, *found[:settled]), found[settled].first, found[settled - 1].after
            )
        if key in self._settled:
            self._settled.move_to_end(key)
        if len(self._settled) > REMEMBERED:
            self._settled.popitem(last=False)


def _settled_among(found: Sequence[Described]) -> int:
    """How many of these, from the first, will stay as they are: more may come of the last one, and
    of the last one of the epoch before until that is some time ago."""
    if not found:
        return 0
    epoch = found[-1].first.epoch
    begun = sum(one.first.epoch == epoch for one in found)
    if begun < SETTLED and begun < len(found):
        return len(found) - begun - 1
    return len(found) - 1


def _cut_on(
    begun: Sequence[Entry],
    some: Sequence[Entry],
    page: Page,
    indexed: Sequence[Segment],
    standing: Standing | None,
) -> list[tuple[Cut, Described]]:
    """Cut the next entries of a page, and those of the segment before that may go on in them."""
    left = (entry for entry in some if not segment_with(indexed, first_of(entry)))
    entries = [*begun, *left]
    if standing is None:
        return described(entries, page, indexed)
    return described_from(standing, entries, page)
