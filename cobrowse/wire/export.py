"""A session as a file: every record as it was stored. `docs/cli.md` describes it for people.

The document is written piece by piece and never held as a whole, so its outermost level has no
struct: `{format, session, pages: [{...ExportedPage, stream: [...]}, ...], missing_sheets}`.
"""

from typing import Final

from msgspec import Raw

from cobrowse.wire.base import Count, Id, Ms, Text, Url, Wire
from cobrowse.wire.capture import Fact
from cobrowse.wire.json import encode_json

FORMAT: Final = "cobrowse-export/1"


class ExportedPage(Wire, frozen=True):
    """One document of the session. `offset_ms` + a page-clock time = server-clock time."""

    id: Id
    url: Url
    title: Text
    opened_at: Ms
    left_at: Ms | None
    offset_ms: int
    width: Count
    height: Count


class ExportedRun(Wire, frozen=True):
    """The records of one batch, or of `parts` consecutive ones. `events` are rrweb's, their times
    and `t0`, `t1` on the page's clock."""

    epoch: Count
    seq: Count
    parts: Count
    t0: Ms
    t1: Ms
    received_at: Ms
    checkpoint: bool
    facts: list[Fact]
    events: Raw


class ExportedGap(Wire, frozen=True):
    """Numbers of the stream, both ends included, that are lost, and why."""

    epoch: Count
    from_seq: Count
    to_seq: Count
    gap: str


def opened(page: ExportedPage) -> bytes:
    """A page up to the first thing in its `stream`."""
    return encode_json(page)[:-1] + b',"stream":['
