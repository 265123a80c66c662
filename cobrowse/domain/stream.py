"""The order of one page's batches: what to accept now, what to hold, what is a gap, what came
twice.

A pure state machine over (epoch, seq), without clocks or storage, so that it can be tested against
every order in which a network may deliver. Rules C2, C4 and C6 of `docs/protocol.md`.
"""

from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from cobrowse.domain.errors import Conflict

HELD_BYTES: Final = 256 * 1024
"""Early batches are held up to this size per page; past it the missing ones are given up."""

HELD_MS: Final = 5_000
"""... or for this long: a POST of a page's last words may overtake its socket by seconds, hardly by
more."""

EPOCHS_KEPT: Final = 8
"""How many closed epochs are remembered to recognise late repeats."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Hole:
    """Sequence numbers, both ends included, that will not be waited for any longer."""

    epoch: int
    from_seq: int
    to_seq: int


@dataclass(frozen=True, slots=True)
class Taken(Generic[T]):
    """A batch that is accepted now, in order."""

    epoch: int
    seq: int
    item: T


@dataclass(slots=True)
class _Early(Generic[T]):
    item: T
    size: int
    since_ms: int


class PageStream(Generic[T]):
    """The stream of one page. `offer` and `give_up` return what to store, in the order to store
    it."""

    __slots__ = ("_counts", "_early", "_early_bytes", "_next", "epoch")

    def __init__(self, next_seqs: dict[int, int] | None = None) -> None:
        """Begin a page, or go on with one whose journal holds everything below
        `next_seqs[epoch]`."""
        self._next = dict(next_seqs or {0: 0})
        self.epoch = max(self._next)
        self._counts: dict[int, int] = {}
        self._early: dict[tuple[int, int], _Early[T]] = {}
        self._early_bytes = 0

    def offer(self, epoch: int, seq: int, item: T, size: int, now_ms: int) -> list[Taken[T] | Hole]:
        """Take one batch. Returns nothing for a repeat or a held one.

        Raises `Conflict` for an epoch that is so old that nothing is known of it any more.
        """
        if epoch < self.epoch and epoch not in self._next:
            raise Conflict("this epoch is over")
        if self.knows(epoch, seq) or (epoch, seq) in self._early:
            return []
        if epoch < self.epoch:
            return self._take(epoch, seq, item)
        self._early[epoch, seq] = _Early(item, size, now_ms)
        self._early_bytes += size
        return self._drain() + self.give_up(now_ms)

    def give_up(self, now_ms: int) -> list[Taken[T] | Hole]:
        """Stop waiting where the bounds say so: record the hole and go on behind it."""
        out: list[Taken[T] | Hole] = []
        while self._early and self._overdue(now_ms):
            epoch, seq = min(self._early)
            out += self._go_on_to(epoch) + self._take_early(epoch, seq) + self._drain()
        return out

    def closed(self, epoch: int, count: int) -> None:
        """Take the page's word that an epoch has this many batches: one of a later epoch may have
        overtaken the last of them, and waits for them."""
        if epoch >= self.epoch and len(self._counts) < EPOCHS_KEPT:
            self._counts[epoch] = count

    def lost(self, epoch: int, to_seq: int) -> Hole | None:
        """Take the page's word that it dropped everything up to `to_seq`; return the hole that this
        leaves, if any.

        Only what is behind the last accepted batch of an epoch that is over can be lost.
        """
        expected = self._next.get(epoch)
        if expected is None or epoch >= self.epoch or to_seq < expected:
            return None
        self._next[epoch] = to_seq + 1
        return Hole(epoch, expected, to_seq)

    def knows(self, epoch: int, seq: int) -> bool:
        """Tell whether this place is already accepted or given up."""
        expected = self._next.get(epoch)
        return epoch < self.epoch if expected is None else seq < expected

    @property
    def waiting(self) -> bool:
        """Whether early batches are held."""
        return bool(self._early)

    def _overdue(self, now_ms: int) -> bool:
        oldest = min(early.since_ms for early in self._early.values())
        return self._early_bytes > HELD_BYTES or now_ms - oldest >= HELD_MS

    def _drain(self) -> list[Taken[T] | Hole]:
        """Take what is not early any more, into the next epoch too once this one is over."""
        out: list[Taken[T] | Hole] = []
        while True:
            while (self.epoch, self._next[self.epoch]) in self._early:
                out += self._take_early(self.epoch, self._next[self.epoch])
            later = min((epoch for epoch, _ in self._early if epoch > self.epoch), default=None)
            if later is None or not self._is_over_before(later):
                return out
            out += self._go_on_to(later)

    def _is_over_before(self, later: int) -> bool:
        """Whether nothing of the epochs before is known to be on its way. Without the page's word
        for it nothing is: one connection brings its batches in order."""
        return all(
            self._next.get(epoch, 0) >= count
            for epoch, count in self._counts.items()
            if self.epoch <= epoch < later
        )

    def _go_on_to(self, later: int) -> list[Taken[T] | Hole]:
        """Give up what is missing before this epoch, and begin it."""
        out: list[Taken[T] | Hole] = []
        while self.epoch < later:
            for epoch, seq in sorted(self._early):
                if epoch == self.epoch:
                    out += self._take_early(epoch, seq)
            expected, count = self._next[self.epoch], self._counts.pop(self.epoch, 0)
            if expected < count:
                out.append(Hole(self.epoch, expected, count - 1))
                self._next[self.epoch] = count
            # Epochs that were skipped may still be on their way by another connection.
            self.epoch = max(self.epoch + 1, later - EPOCHS_KEPT + 1)
            self._next[self.epoch] = 0
        for old in sorted(self._next)[:-EPOCHS_KEPT]:
            del self._next[old]
        self._counts = {epoch: self._counts[epoch] for epoch in self._counts if epoch >= later}
        return out

    def _take_early(self, epoch: int, seq: int) -> list[Taken[T] | Hole]:
        early = self._early.pop((epoch, seq))
        self._early_bytes -= early.size
        return self._take(epoch, seq, early.item)

    def _take(self, epoch: int, seq: int, item: T) -> list[Taken[T] | Hole]:
        expected = self._next[epoch]
        self._next[epoch] = seq + 1
        taken = Taken(epoch, seq, item)
        return [taken] if seq == expected else [Hole(epoch, expected, seq - 1), taken]
