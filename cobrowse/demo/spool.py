"""Batches that are not acknowledged, in order, and how far this connection has come with them."""

from collections import deque
from collections.abc import Iterable

from cobrowse.wire.capture import Batch, Position


class Spool:
    """Bounded by the recorded visit that it is filled from."""

    def __init__(self) -> None:
        self._kept: deque[Batch] = deque()
        self._sent = 0

    def __bool__(self) -> bool:
        return bool(self._kept)

    def keep(self, batches: Iterable[Batch]) -> None:
        self._kept.extend(batches)

    def next(self) -> Batch | None:
        """Return the next batch to send, if there is one."""
        if self._sent == len(self._kept):
            return None
        self._sent += 1
        return self._kept[self._sent - 1]

    def settle(self, position: Position) -> None:
        """Everything up to and including this place is durable."""
        while self._kept and _place(self._kept[0]) <= (position.epoch, position.seq):
            self._kept.popleft()
            self._sent = max(0, self._sent - 1)

    def rewind(self) -> None:
        """Begin again with the first: the connection is new."""
        self._sent = 0


def _place(batch: Batch) -> tuple[int, int]:
    return batch.epoch, batch.seq
