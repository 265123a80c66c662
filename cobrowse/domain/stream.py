"""The order of one page's batches: what to accept now, what to hold, what is a gap, what came
twice.

An epoch begins with its first batch, or with the page's word of how those before it ended. Without
either nothing of it is taken: to acknowledge it would settle what may never have come.

A pure state machine over (epoch, seq), without clocks or storage, so that it can be tested against
every order in which a network may deliver. Rules C2, C4 and C6 of `docs/protocol.md`.
"""

from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from cobrowse.domain.errors import Conflict, Invalid

HELD_BYTES: Final = 256 * 1024
"""Early batches are held up to this size per page; past it the missing ones are given up."""

HELD_MS: Final = 5_000
"""... or for this long: a POST of a page's last words may overtake its socket by seconds, hardly by
more."""

EPOCHS_KEPT: Final = 8
"""How many epochs are taken up from the journal to recognise late repeats."""

EPOCHS_TOLD: Final = 64
"""Of how many epochs a page may say together how they ended: so many facts are in a batch."""

EPOCHS_AHEAD: Final = 1_000
"""No page leaves out so many, even in days of outage. A number beyond is damaged, and there must be
room for the page to go on above what was taken."""

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

        Raises `Conflict` for an epoch that is so old that nothing is known of it any more, and
        `Invalid` for one that cannot have begun yet.
        """
        if epoch > self.epoch + EPOCHS_AHEAD:
            raise Invalid("this epoch is too far ahead")
        if epoch < self.epoch and epoch not in self._next:
            raise Conflict("this epoch is over")
        if self.knows(epoch, seq) or (epoch, seq) in self._early:
            return []
        in_order = epoch == self.epoch and seq == self._next[epoch] and not self._early
        if epoch < self.epoch or in_order:
            return self._take(epoch, seq, item)
        self._early[epoch, seq] = _Early(item, size, now_ms)
        self._early_bytes += size
        return self._drain() + self.give_up(now_ms)

    def give_up(self, now_ms: int) -> list[Taken[T] | Hole]:
        """Stop waiting where the bounds say so: record the hole and go on behind it. What cannot
        be taken is forgotten: it was not acknowledged, and its page has it still."""
        out: list[Taken[T] | Hole] = []
        while self._early and self._overdue(now_ms):
            epoch, seq = min(self._early)
            if self._may_begin(epoch):
                out += self._go_on_to(epoch) + self._take_early(epoch, seq)
            else:
                self._pop_early(epoch, seq)
            out += self._drain()
        return out

    def closed(self, epoch: int, count: int) -> None:
        """Take the page's word that an epoch is over, and that its first `count` batches may still
        be on their way: one of a later epoch may have overtaken them, and waits for them."""
        if epoch >= self.epoch and len(self._counts) < EPOCHS_TOLD:
            self._counts[epoch] = count

    def lost(self, epoch: int, to_seq: int) -> Hole | None:
        """Take the page's word that nothing up to `to_seq` comes any more; return the hole that
        this leaves, if any.

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
            ahead = {epoch for epoch, _ in self._early if epoch > self.epoch}
            later = min(filter(self._may_begin, ahead), default=None)
            if later is None or not self._is_over_before(later):
                return out
            out += self._go_on_to(later)

    def _may_begin(self, epoch: int) -> bool:
        """Whether the end of all epochs before this one is known, or its first batch is here: that
        one says what there is to say of them."""
        return (epoch, 0) in self._early or all(
            before in self._counts for before in range(self.epoch, epoch)
        )

    def _is_over_before(self, later: int) -> bool:
        """Whether nothing of the epochs before is known to be on its way. Without the page's word
        for it nothing is: one connection brings its batches in order."""
        return all(
            self._next.get(epoch, 0) >= count
            for epoch, count in self._counts.items()
            if self.epoch <= epoch < later
        )

    def _go_on_to(self, later: int) -> list[Taken[T] | Hole]:
        """Wait no longer for anything before this epoch, and begin it. What the page says of the
        ends of those before is to be told by `lost`."""
        out: list[Taken[T] | Hole] = []
        while self.epoch < later:
            for epoch, seq in sorted(self._early):
                if epoch == self.epoch:
                    out += self._take_early(epoch, seq)
            # Epochs that were skipped may still be on their way by another connection.
            self.epoch = max(self.epoch + 1, later - EPOCHS_TOLD)
            self._next[self.epoch] = 0
        for old in sorted(self._next)[: -EPOCHS_TOLD - 1]:
            del self._next[old]
        self._counts = {epoch: self._counts[epoch] for epoch in self._counts if epoch >= later}
        return out

    def _take_early(self, epoch: int, seq: int) -> list[Taken[T] | Hole]:
        return self._take(epoch, seq, self._pop_early(epoch, seq))

    def _pop_early(self, epoch: int, seq: int) -> T:
        early = self._early.pop((epoch, seq))
        self._early_bytes -= early.size
        return early.item

    def _take(self, epoch: int, seq: int, item: T) -> list[Taken[T] | Hole]:
        expected = self._next[epoch]
        self._next[epoch] = seq + 1
        taken = Taken(epoch, seq, item)
        return [taken] if seq == expected else [Hole(epoch, expected, seq - 1), taken]
