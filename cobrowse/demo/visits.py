"""Recorded visits: what our own browser script (`tools/visits`) saw the capture script send while
it went through the shop, kept to be told again by others (`cobrowse.demo.telling`).

All times are whole milliseconds since the visit began. Who and where are left open: `ORIGIN` stands
for the shop's origin, `GIVEN_NAME`, `FAMILY_NAME` and `TIER` for the customer who is signed in.
What the script masked at the time is masked here.
"""

from functools import cache
from pathlib import Path
from typing import Final, Literal

from cobrowse.store.compression import compress, decompress
from cobrowse.wire.base import Count, Pixels, Text, Url, Wire
from cobrowse.wire.capture import Fact
from cobrowse.wire.codec import decode_body, encode

ORIGIN: Final = "http://shop.invalid"
GIVEN_NAME: Final = "@given-name@"
FAMILY_NAME: Final = "@family-name@"
TIER: Final = "@tier@"

SUFFIX: Final = ".visit"
RECORDED: Final = Path(__file__).parent / "recorded"

MOST_BYTES: Final = 32 * 2**20
"""Of one visit, decompressed: it is held in memory."""


class BareRecord(Wire, frozen=True, array_like=True):
    """One record as the page wrote it, JSON, but for the time, which stands beside it."""

    at: Count
    json: bytes


class RecordedRun(Wire, frozen=True):
    """The records and facts that travelled together while nobody watched: a batch, or the pieces of
    a large one. `closed` and `lost` facts are not here: they are about numbers, which are given
    anew. `t0` and `t1` are the header's."""

    epoch: Count
    checkpoint: bool
    t0: Count
    t1: Count
    records: list[BareRecord]
    facts: list[Fact]


class Said(Wire, frozen=True, array_like=True):
    """Beside its batches the page told who the visitor is, or is no longer."""

    at: Count
    event: Literal["identify", "signout"]


class RecordedPage(Wire, frozen=True):
    """One document: from its `hello` at `opened` to the last of its runs. Pages may overlap in
    time, as tabs do; one that follows another by a link begins after that one's `left`."""

    opened: Count
    url: Url
    title: Text
    referrer: Url
    width: Pixels
    height: Pixels
    visible: bool
    focused: bool
    runs: list[RecordedRun]
    said: list[Said]


class RecordedVisit(Wire, frozen=True):
    """`about` says in a sentence what happens; `label`, whether the visitor gets what they came
    for; `length` is the time of the last thing in it."""

    name: Text
    about: Text
    label: Literal["healthy", "trouble"]
    length: Count
    pages: list[RecordedPage]

    @property
    def is_signed_in(self) -> bool:
        """Tell whether the visitor is a customer who says so at some time."""
        return any(said.event == "identify" for page in self.pages for said in page.said)


def names() -> list[str]:
    """Return the names of all recorded visits, in order."""
    return sorted(path.stem for path in RECORDED.glob(f"*{SUFFIX}"))


@cache
def load(name: str) -> RecordedVisit:
    """Return a recorded visit; it is read once."""
    data = (RECORDED / f"{name}{SUFFIX}").read_bytes()
    return decode_body(RecordedVisit, decompress(data, most=MOST_BYTES))


def save(visit: RecordedVisit) -> Path:
    """Keep a visit for `load`, in place of the one of that name."""
    path = RECORDED / f"{visit.name}{SUFFIX}"
    path.write_bytes(compress(encode(visit)))
    return path


def remove(name: str) -> None:
    """Keep this visit no longer."""
    (RECORDED / f"{name}{SUFFIX}").unlink()
