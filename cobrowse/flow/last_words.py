"""What a page sends by `POST /capture/batch` as it goes: the same batches, the same order, the same
promise."""

from cobrowse.domain.errors import Busy, CobrowseError
from cobrowse.domain.ids import PageId
from cobrowse.flow.ingest import Ingest
from cobrowse.flow.visits import Visits
from cobrowse.store.journal import Journal
from cobrowse.wire.capture import Ack, Parcel


class LastWords:
    """Takes parcels. Pages that were never here are admitted first."""

    def __init__(self, visits: Visits, ingest: Ingest, journal: Journal) -> None:
        self._visits = visits
        self._ingest = ingest
        self._journal = journal

    async def accept(self, parcel: Parcel, origin: str | None) -> Ack:
        """Take the batches, wait until they are durable, and say up to where the stream stands.

        Raises what `Visits.arrive` raises, and what the first batch that is refused raises when
        none was accepted before it.
        """
        page = PageId(parcel.hello.page)
        if not self._visits.admitted(parcel.hello, origin):
            await self._visits.arrive(parcel.hello, origin, to_stay=False)
        for number, batch in enumerate(parcel.batches):
            try:
                self._ingest.accept(page, batch)
            except CobrowseError:
                if number == 0:
                    raise
                break
        await self._journal.settled()
        durable = self._ingest.durable(page)
        if durable is None:
            raise Busy("nothing of this page is durable yet")
        return Ack(page=page, epoch=durable.epoch, seq=durable.seq)
