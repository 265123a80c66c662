"""What a segment is made of, read from the journal: what was cut by outlines, with payloads."""

from cobrowse.domain.entry import Entry
from cobrowse.domain.segment import Place
from cobrowse.domain.session import Page
from cobrowse.flow.recording.cut import behind, last_of
from cobrowse.store.journal import Journal


async def payloads(
    journal: Journal, page: Page, first: Place, last: Place, size: int
) -> list[Entry]:
    """Return the entries of a page between two places, both included, whose payloads are `size`
    bytes together. Some may have left the journal since they were cut: who asks has to look."""
    entries: list[Entry] = []
    place = first
    while True:
        some = await journal.entries_from(page.session_id, page.id, *place, max_bytes=size or 1)
        within = [entry for entry in some if last_of(entry) <= last]
        entries += within
        if not some or len(within) < len(some) or last_of(some[-1]) == last:
            return entries
        place = behind(last_of(some[-1]))
