"""Visitor's page <-> server. See `docs/protocol.md` for the rules; this file is the only definition
of the shapes.

A page opens one connection, says `hello` as its Socket.IO connect payload and is answered with
`welcome`. From then on it sends `batch`es and the few events at the foot of this file.
"""

from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from cobrowse.wire.base import Count, Crc32, Id, Key, Ms, Payload, Pixels, Text, Token, Url, Wire


class Position(Wire, frozen=True):
    """A place in the stream of one page. Cumulative when used as an acknowledgement."""

    epoch: Count
    seq: Count


class Consent(Wire, frozen=True):
    """What the visitor agreed to, when, and what they were shown. Never inferred from silence in
    `required` mode."""

    mode: Literal["notice", "required"]
    observe: bool
    record: bool
    review: bool
    at: Ms
    wording: Text = ""


class Hello(Wire, frozen=True):
    """The connect payload: who is connecting, from which page, and under which consent.

    `sent_at` is the page's clock: with the time of arrival it gives the offset that corrects all
    later times of this page. `visitor` is kept by the browser, first-party; `page` lives in memory
    only, because duplicating a tab clones storage.
    """

    protocol: int
    site: Key
    visitor: Id
    page: Id
    sent_at: Ms
    url: Url
    consent: Consent
    title: Text = ""
    referrer: Url = ""
    language: Annotated[str, Meta(max_length=64)] = ""
    width: Pixels = 0
    height: Pixels = 0
    visible: bool = True
    focused: bool = False


# Facts: what the server must understand of a page. They travel typed beside the opaque records, are
# journaled with them, and so arrive in order and exactly once.


class Navigated(Wire, frozen=True, tag_field="kind", tag="navigated"):
    """The page's address changed without a new document (`url` is already stripped by the page)."""

    at: Ms
    url: Url
    title: Text = ""


class Shown(Wire, frozen=True, tag_field="kind", tag="shown"):
    """The tab was shown, hidden, focused or left. The focused page of a session is the one in
    use."""

    at: Ms
    visible: bool
    focused: bool


class Active(Wire, frozen=True, tag_field="kind", tag="active"):
    """The visitor did something of this sort since the batch before. At most one of each sort per
    batch."""

    at: Ms
    doing: Literal["pointing", "clicking", "scrolling", "typing"]


class Paused(Wire, frozen=True, tag_field="kind", tag="paused"):
    """The customer paused: no record follows until `resumed`."""

    at: Ms


class Resumed(Wire, frozen=True, tag_field="kind", tag="resumed"):
    """The customer resumed; a new epoch begins with this batch."""

    at: Ms


class Lost(Wire, frozen=True, tag_field="kind", tag="lost"):
    """The page dropped these sequence numbers of an earlier epoch: a gap marker."""

    epoch: Count
    from_seq: Count
    to_seq: Count
    reason: Literal["spool_full", "rejected", "too_large"]


class Closed(Wire, frozen=True, tag_field="kind", tag="closed"):
    """An earlier epoch has `count` batches and gets no more. Said in the first batch behind it, so
    that one that overtakes its tail is known to have done so."""

    epoch: Count
    count: Count


class Assets(Wire, frozen=True, tag_field="kind", tag="assets"):
    """Pictures, style sheets and fonts that the records refer to, as absolute addresses, each named
    once per page."""

    urls: Annotated[list[Url], Meta(max_length=200)]


class Left(Wire, frozen=True, tag_field="kind", tag="left"):
    """The document is being unloaded, or frozen into the back/forward cache (`frozen`)."""

    at: Ms
    frozen: bool = False


Fact = Navigated | Shown | Active | Paused | Resumed | Lost | Closed | Assets | Left


class Batch(Wire, frozen=True):
    """Consecutive records of one page; the unit of order, storage and acknowledgement.

    `payload` is the raw deflate of a UTF-8 JSON array of records, and the server never looks into
    it. An array over 256 KiB is cut into `parts` pieces of its bytes, each deflated on its own and
    sent as consecutive batches, `part` counting from 0. Batch 0 of an epoch begins a checkpoint.
    `t0` and `t1` are the page-clock times of the first and last record, `crc` the CRC-32 of
    `payload` as sent. A batch with facts alone has an empty payload and `count` 0.
    """

    page: Id
    epoch: Count
    seq: Count
    t0: Ms
    t1: Ms
    crc: Crc32
    payload: Payload
    count: Count = 0
    checkpoint: bool = False
    part: Annotated[int, Meta(ge=0, le=255)] = 0
    parts: Annotated[int, Meta(ge=1, le=256)] = 1
    facts: Annotated[list[Fact], Meta(max_length=64)] = []


class Identify(Wire, frozen=True):
    """A token signed by the site's own backend that says which customer this visitor is."""

    token: Token


class Empty(Wire, frozen=True):
    """The body of events that say everything by their name."""


class Polling(Wire, frozen=True):
    """How a page without a WebSocket keeps its line: by requests one after the other.

    `line` is made by the page for each line it opens, as a WebSocket would be. `frames` are the
    packets, other than batches, that it would have sent on the socket; `wait_ms` is how long the
    answer may be held back for something to say.
    """

    line: Id
    frames: Annotated[list[Annotated[bytes, Meta(max_length=16_384)]], Meta(max_length=32)] = []
    wait_ms: Annotated[int, Meta(ge=0, le=25_000)] = 0


class Parcel(Wire, frozen=True):
    """The body of `POST /capture/batch`: batches of one page with their `hello`. Answered by `Ack`,
    or by `Polled` where it has `polling`."""

    hello: Hello
    batches: Annotated[list[Batch], Meta(max_length=64)]
    polling: Polling | None = None


# Server -> page


class Rules(Wire, frozen=True):
    """The site's privacy rules, applied by the page before anything is buffered. Selectors are
    CSS."""

    mask: list[str] = []
    unmask: list[str] = []
    block: list[str] = []
    ignore: list[str] = []
    url_keys: list[str] = []
    notice: bool = True


class Welcome(Wire, frozen=True):
    """The connection stands. `received` is the last place the server has of this page, if it knows
    the page."""

    session: Id
    server_time: Ms
    cadence_ms: Count
    rules: Rules
    received: Position | None = None
    watched: bool = False


class Ack(Wire, frozen=True):
    """Every batch of this page up to and including this place is durable, or covered by a recorded
    gap."""

    page: Id
    epoch: Count
    seq: Count


class Polled(Wire, frozen=True):
    """The answer to a parcel with `polling`: the packets that the socket would have brought, in
    order. `over` tells that this line has ended and another one may be opened."""

    frames: list[bytes]
    over: bool = False


class Slow(Wire, frozen=True):
    """The service is busy: gather records for at least `ms`, for the next `for_ms`."""

    ms: Count
    for_ms: Count


class Goaway(Wire, frozen=True):
    """This connection is about to end: close it and come back in `retry_ms`, with everything that
    is not acknowledged."""

    retry_ms: Count


class Cadence(Wire, frozen=True):
    """How long the page may gather records before it cuts a batch."""

    ms: Count


class Reject(Wire, frozen=True):
    """This batch will never be accepted: drop it, begin a new epoch, and name the loss in a `lost`
    fact."""

    page: Id
    epoch: Count
    seq: Count
    code: str


class Watched(Wire, frozen=True):
    """Whether an account manager is looking at the full picture now; `by` is the name to show."""

    watching: bool
    by: Text = ""


class End(Wire, frozen=True):
    """The session is over; the page stops for good."""

    reason: Literal["stopped", "idle", "site_removed"]


INBOUND: Final[dict[str, type[Wire]]] = {
    "batch": Batch,
    "consent": Consent,
    "identify": Identify,
    "signout": Empty,
    "stop": Empty,
}
"""Events a page may send. All but `batch` are answered `{ok: {}}` or `{error: {code, message}}`."""

OUTBOUND: Final[dict[str, type[Wire]]] = {
    "welcome": Welcome,
    "ack": Ack,
    "cadence": Cadence,
    "checkpoint": Empty,
    "reject": Reject,
    "watched": Watched,
    "slow": Slow,
    "goaway": Goaway,
    "end": End,
}

ROOTS: Final[tuple[type[Wire], ...]] = (Hello, Parcel)
ANSWERS: Final[tuple[type[Wire], ...]] = (Polled,)
"""Shapes that travel outside an event: the connect payload and the HTTP bodies."""

_FACTS = msgspec.msgpack.Decoder(list[Fact])


def encode_facts(facts: list[Fact]) -> bytes:
    """Return the journal's form of a batch's facts; empty bytes when there are none."""
    return msgspec.msgpack.encode(facts) if facts else b""


def decode_facts(data: bytes) -> list[Fact]:
    """Reverse `encode_facts`."""
    return _FACTS.decode(data) if data else []
