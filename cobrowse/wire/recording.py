"""Recordings over HTTP: the index of a session, and the lines of a segment. Times are milliseconds
since the Unix epoch, server clock, unless a field says otherwise.

A segment travels, and is stored, as JSON lines: first one `SegmentHead`, then one `Run` or
`Missing` for each thing in the stream of its page, in order. Whether it has been sealed yet makes
no difference to its reader.
"""

from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from cobrowse.domain.errors import Invalid
from cobrowse.wire.api import Session
from cobrowse.wire.base import Count, Id, Ms, Text, Url, Wire
from cobrowse.wire.capture import Fact

FORMAT: Final = 1
"""Of segment lines. Raised when an older reader could not read them; older ones stay readable."""

Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$(?!\n)")]


class SegmentHead(Wire, frozen=True, tag_field="line", tag="head"):
    """The first line. `offset_ms` + a page-clock time = server-clock time; `url` is the page's
    address as the segment begins."""

    format: Count
    session: Id
    page: Id
    offset_ms: int
    url: Url


class Run(Wire, frozen=True, tag_field="line", tag="run"):
    """The records of one batch, or of the `parts` batches `seq` to `seq + parts - 1` over which
    they were spread; `t0` and `t1` are on the page's clock.

    `records` are as the page sent them, but for the text of a style sheet: an `_cssText` whose
    value is `{"$sheet": SHA256}` stands for the kept sheet of that hash. Empty where the batch
    brought facts alone.
    """

    epoch: Count
    seq: Count
    parts: Count
    t0: Ms
    t1: Ms
    received_at: Ms
    count: Count
    checkpoint: bool
    facts: list[Fact]
    records: msgspec.Raw


class Missing(Wire, frozen=True, tag_field="line", tag="missing"):
    """Numbers of the stream, both ends included, that are lost for good, and why."""

    epoch: Count
    from_seq: Count
    to_seq: Count
    reason: str
    recorded_at: Ms


Line = SegmentHead | Run | Missing

_encoder: Final = msgspec.json.Encoder()
_lines: Final[msgspec.json.Decoder[Line]] = msgspec.json.Decoder(Line)


def encode_line(line: Line) -> bytes:
    """Return one line with its end. `records` go in as they are, and must be on one line."""
    return _encoder.encode(line) + b"\n"


def decode_line(data: bytes) -> Line:
    """Read one line; `records` stay unread. Raises `Invalid`."""
    try:
        return _lines.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Invalid("this is not a line of a segment") from error


class Span(Wire, frozen=True):
    """From a time to a time, both included."""

    from_at: Ms
    to_at: Ms


class Moment(Wire, frozen=True):
    """A point worth jumping to. `url` and `title` are of `navigated`, `visible` and `focused` of
    `shown`, `reason` of `gap`."""

    at: Ms
    kind: Literal["navigated", "shown", "paused", "resumed", "left", "gap"]
    url: Url = ""
    title: Text = ""
    visible: bool = True
    focused: bool = False
    reason: str = ""


class Segment(Wire, frozen=True):
    """One segment in the index. (page, epoch, seq) names it and is its address:
    `/api/v1/sessions/{session}/recording/{page}/{epoch}/{seq}`.

    `checkpoint` tells that a picture can start here; one without is shown on top of what comes
    before. `is_open` tells that more may follow in it, since its page is still there. `raw_bytes`
    is the size of its lines; until it is sealed, that of its batches' payloads, which are deflated.
    `sheets` are the style sheets that its lines refer to; until it is sealed there are none, and
    lines that are loaded later than the index may name some all the same.
    """

    page: Id
    epoch: Count
    seq: Count
    to_epoch: Count
    to_seq: Count
    checkpoint: bool
    sealed: bool
    is_open: bool
    from_at: Ms
    to_at: Ms
    url: Url
    records: Count
    raw_bytes: Count
    sheets: list[Sha256]
    activity: list[Span]
    moments: list[Moment]


class RecordedPage(Wire, frozen=True):
    """One document of the session. `left_at` is null while it is there, or if it never said
    goodbye."""

    id: Id
    url: Url
    title: Text
    opened_at: Ms
    left_at: Ms | None
    width: Count
    height: Count


class Recording(Wire, frozen=True):
    """The index of a session: everything a player needs before it loads the first segment.

    `withheld` says why there is nothing to see: the visitor did not agree to being recorded
    (`no_consent`), or the recording was removed for its age or for room (`expired`). Segments are
    in the order of their time.
    """

    session: Session
    server_time: Ms
    pages: list[RecordedPage]
    segments: list[Segment]
    withheld: Literal["", "no_consent", "expired"] = ""
