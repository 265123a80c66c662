"""A segment: the sealed batches of one page from one checkpoint to the next, the unit of long
storage.

All segments of a session are its recording. Each says by itself what a player must know before it
loads a byte of it: where it is in the stream and in time, what happened in it, and what is missing.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from cobrowse.domain.ids import PageId, SessionId, SiteId


class Place(NamedTuple):
    """A place in the stream of one page; places are ordered as the stream is."""

    epoch: int
    seq: int


class Span(NamedTuple):
    """From a time to a time, both included, server clock, ms."""

    from_at: int
    to_at: int


class MomentKind(StrEnum):
    """What a recording can be searched for without reading it."""

    NAVIGATED = "navigated"
    SHOWN = "shown"
    PAUSED = "paused"
    RESUMED = "resumed"
    LEFT = "left"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Moment:
    """A point worth jumping to. `url` and `title` are of `navigated`, `visible` and `focused` of
    `shown`, `reason` of `gap`; `at` is server clock, ms."""

    at: int
    kind: MomentKind
    url: str = ""
    title: str = ""
    visible: bool = True
    focused: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment's entry in the index.

    `first` and `last` are places of the page's stream, both included; `checkpoint` tells that it
    begins with a whole one, so that a picture can start here. Times are server clock, ms. `records`
    and `batches` are counts, `raw_bytes` the size of its lines before compression, `stored_bytes`
    after. `content` is the SHA-256 of the stored bytes and names them in the object store; `sheets`
    are the SHA-256s of the style sheets that its records refer to. `activity` is when the visitor
    did something, `url` the page's address as it begins.
    """

    session_id: SessionId
    page_id: PageId
    first: Place
    last: Place
    checkpoint: bool
    from_at: int
    to_at: int
    url: str
    batches: int
    records: int
    raw_bytes: int
    stored_bytes: int
    content: str
    sealed_at: int
    sheets: tuple[str, ...] = ()
    activity: tuple[Span, ...] = ()
    moments: tuple[Moment, ...] = ()


def segment_with(
    segments: Sequence[Segment], first: Place, last: Place | None = None
) -> Segment | None:
    """Return the segment that has all from `first` to `last`, or this one place, of one page's in
    the order of its stream. Within an epoch nothing comes out of order, and no segment spans two:
    whatever is between its ends is in it."""
    behind = bisect_right(segments, first, key=lambda segment: segment.first)
    return segments[behind - 1] if behind and (last or first) <= segments[behind - 1].last else None


@dataclass(frozen=True, slots=True)
class KeptSheet:
    """The text of a style sheet, kept once per site. `sha256` is that of the UTF-8 text, `content`
    that of the compressed bytes in the object store; `used_at` is when a segment last referred to
    it, server clock, ms."""

    site_id: SiteId
    sha256: str
    content: str
    size: int
    used_at: int
