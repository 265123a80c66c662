"""What the index says of a segment, read from the outlines of its batches: no payload is opened.

Times of a page are put on the server's clock. None is later than the arrival of what tells it, and
within a page they never go back: from where the page's clock was set back on, its times are those
of the arrival. `agent_ui/src/player/frame/replay/pagetime.ts` reads them by the same rule.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from cobrowse.domain.entry import GapEntry, Outline
from cobrowse.domain.segment import Moment, MomentKind, Place, Segment, Span
from cobrowse.domain.session import Page, corrected
from cobrowse.flow.recording.cut import Cut, Entry, cut
from cobrowse.wire.capture import (
    Active,
    Fact,
    Left,
    Navigated,
    Paused,
    Resumed,
    Shown,
    decode_facts,
)

TOGETHER_MS: Final = 2_000
"""Signs of activity this close are one span of it."""

SET_BACK_MS: Final = 1_000
"""A page's clock that is this much behind what it told before was set back; less is jitter."""

MOST_SPANS: Final = 500
MOST_MOMENTS: Final = 500
"""Per segment; a page that reports more than a person could do is not searched by it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a page stands between two segments: its address, and the latest time told (server
    clock, ms)."""

    url: str
    at: int = 0


@dataclass(frozen=True, slots=True)
class Described:
    """A segment as far as it is known without its payloads; `payload_bytes` are theirs. Fields are
    those of `Segment`. `after` is where the next one begins."""

    first: Place
    last: Place
    checkpoint: bool
    from_at: int
    to_at: int
    url: str
    batches: int
    records: int
    payload_bytes: int
    activity: tuple[Span, ...]
    moments: tuple[Moment, ...]
    after: Standing


def described(
    entries: Sequence[Entry], page: Page, sealed: Sequence[Segment]
) -> list[tuple[Cut, Described]]:
    """Cut what a page has in the journal, behind what of it is `sealed`, and describe each segment.

    The same entries give the same segments whenever they are asked for.
    """
    standing = _after(sealed[-1]) if sealed else Standing(_first_url(entries) or page.url)
    return described_from(standing, entries, page)


def described_from(
    standing: Standing, entries: Sequence[Entry], page: Page
) -> list[tuple[Cut, Described]]:
    """The same for what comes behind a segment that has been described already."""
    out: list[tuple[Cut, Described]] = []
    for piece in cut(entries):
        one = describe(piece, page.offset_ms, standing)
        out.append((piece, one))
        standing = one.after
    return out


def describe(piece: Cut, offset_ms: int, before: Standing) -> Described:
    """Describe one segment. `offset_ms` + page clock = server clock."""
    reading = _Reading(offset_ms, before)
    for entry in piece.entries:
        reading.take(entry)
    return Described(
        first=piece.first,
        last=piece.last,
        checkpoint=piece.checkpoint,
        from_at=reading.from_at,
        to_at=reading.to_at,
        url=before.url,
        batches=piece.batches,
        records=reading.records,
        payload_bytes=piece.size,
        activity=_merged(reading.signs)[:MOST_SPANS],
        moments=tuple(sorted(reading.moments, key=lambda moment: moment.at)[:MOST_MOMENTS]),
        after=Standing(reading.url, reading.to_at),
    )


class _Reading:
    """One pass over the entries of a segment."""

    def __init__(self, offset_ms: int, before: Standing) -> None:
        self._offset_ms = offset_ms
        self._begun = False
        self.from_at = self.to_at = before.at
        self.url = before.url
        self.records = 0
        self.signs: list[int] = []
        self.moments: list[Moment] = []

    def take(self, entry: Entry) -> None:
        if isinstance(entry, GapEntry):
            self._reach(self.to_at or entry.recorded_at)
            self.moments.append(Moment(self.to_at, MomentKind.GAP, reason=entry.reason))
            return
        self.records += entry.count
        if self._corrected(entry.t1, entry) < self.to_at - SET_BACK_MS:
            self._offset_ms = entry.received_at - entry.t1
        self._reach(self._corrected(entry.t0, entry))
        self._reach(self._corrected(entry.t1, entry))
        for fact in decode_facts(entry.facts):
            self._fact(fact, entry)

    def _corrected(self, at: int, entry: Outline) -> int:
        return corrected(at, self._offset_ms, entry.received_at)

    def _reach(self, at: int) -> None:
        self.to_at = max(self.to_at, at)
        if not self._begun:
            self._begun = True
            self.from_at = self.to_at

    def _fact(self, fact: Fact, entry: Outline) -> None:
        match fact:
            case Active(at=at):
                self.signs.append(self._within(at, entry))
            case Navigated(at=at, url=url, title=title):
                self.url = url
                self._note(MomentKind.NAVIGATED, at, entry, url=url, title=title)
            case Shown(at=at, visible=visible, focused=focused):
                self._note(MomentKind.SHOWN, at, entry, visible=visible, focused=focused)
            case Paused(at=at):
                self._note(MomentKind.PAUSED, at, entry)
            case Resumed(at=at):
                self._note(MomentKind.RESUMED, at, entry)
            case Left(at=at):
                self._note(MomentKind.LEFT, at, entry)
            case _:
                pass

    def _note(
        self,
        kind: MomentKind,
        at: int,
        entry: Outline,
        *,
        url: str = "",
        title: str = "",
        visible: bool = True,
        focused: bool = False,
    ) -> None:
        self.moments.append(
            Moment(self._within(at, entry), kind, url, title, visible=visible, focused=focused)
        )

    def _within(self, at: int, entry: Outline) -> int:
        """A fact may be older than the records it travels with; the segment bounds it."""
        return min(max(self._corrected(at, entry), self.from_at), self.to_at)


def _merged(signs: Iterable[int]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for at in sorted(signs):
        if spans and at - spans[-1].to_at <= TOGETHER_MS:
            spans[-1] = spans[-1]._replace(to_at=at)
        else:
            spans.append(Span(at, at))
    return tuple(spans)


def _after(segment: Segment) -> Standing:
    went = [moment.url for moment in segment.moments if moment.kind is MomentKind.NAVIGATED]
    return Standing(went[-1] if went else segment.url, segment.to_at)


def _first_url(entries: Iterable[Entry]) -> str:
    """A page tells its first address as it begins; its row holds the latest."""
    for entry in entries:
        if isinstance(entry, Outline):
            for fact in decode_facts(entry.facts):
                if isinstance(fact, Navigated):
                    return fact.url
    return ""
