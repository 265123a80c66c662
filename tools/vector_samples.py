"""The messages behind the golden vectors: one of everything that travels, and much that must not.

A value here is what a MessagePack decoder sees, not a struct: vectors pin what travels, and a field
that gets a new default tomorrow must not change what an old script sent yesterday.
"""

from typing import Any, Final, NamedTuple

import msgspec

from cobrowse.wire import api, capture, console
from cobrowse.wire.codec import ACK, CONNECT, CONNECT_ERROR, EVENT

VISITOR: Final = "visitor-vector1"
PAGE: Final = "page-of-vectors"
SESSION: Final = "session-vector1"
NOW: Final = 1_795_318_444_838
"""A time in ms that needs more than 32 bits."""


class Sample(NamedTuple):
    """`shape` names the struct of the body; a frame's event says where the body is."""

    name: str
    audience: str
    way: str
    kind: str
    shape: str
    value: Any


class BadSample(NamedTuple):
    """`code` is what the sender is told. `malformed`: not MessagePack, to any reader."""

    name: str
    audience: str
    kind: str
    shape: str
    code: str
    content: bytes
    malformed: bool = False


CONSENT: Final = {
    "mode": "required",
    "observe": True,
    "record": True,
    "review": False,
    "at": NOW - 60_000,
    "wording": "We may look at this page with you. 👌",
}
HELLO: Final = {
    "protocol": 1,
    "site": "pk_demo-site-0001",
    "visitor": VISITOR,
    "page": PAGE,
    "sent_at": NOW,
    "url": "https://shop.example/lamps?page=2",
    "consent": CONSENT,
}
WHOLE_HELLO: Final = {
    **HELLO,
    "title": "Lampen für Läden, 灯",
    "referrer": "https://search.example/",
    "language": "de-DE",
    "width": 1440,
    "height": 65_535,
    "visible": False,
    "focused": True,
}
BATCH: Final = {
    "page": PAGE,
    "epoch": 0,
    "seq": 0,
    "t0": NOW,
    "t1": NOW,
    "crc": 0,
    "payload": b"",
}
FACTS: Final[list[dict[str, Any]]] = [
    {"kind": "navigated", "at": NOW, "url": "https://shop.example/cart", "title": "Cart"},
    {"kind": "shown", "at": NOW, "visible": True, "focused": False},
    *({"kind": "active", "at": NOW, "doing": d} for d in ("pointing", "clicking", "scrolling")),
    {"kind": "active", "at": NOW, "doing": "typing"},
    {"kind": "paused", "at": NOW},
    {"kind": "resumed", "at": NOW},
    {"kind": "lost", "epoch": 3, "from_seq": 127, "to_seq": 128, "reason": "spool_full"},
    {"kind": "assets", "urls": ["https://shop.example/a.css", "https://shop.example/b.woff2"]},
    {"kind": "left", "at": NOW, "frozen": True},
]
WHOLE_BATCH: Final = {
    "page": PAGE,
    "epoch": 255,
    "seq": 2**31 - 1,
    "t0": 0,
    "t1": 2**53 - 1,
    "crc": 2**32 - 1,
    "payload": bytes(range(256)),
    "count": 65_536,
    "checkpoint": True,
    "part": 255,
    "parts": 256,
    "facts": FACTS,
}


def frame(kind: int, data: Any, id: int | None = None) -> dict[str, Any]:
    """A Socket.IO packet, its fields in the order in which a page sends them."""
    packet = {"nsp": "/", "type": kind, "data": data}
    return packet if id is None else {**packet, "id": id}


def valid() -> list[Sample]:
    return [*_from_pages(), *_to_pages(), *_from_consoles(), *_to_consoles()]


def _from_pages() -> list[Sample]:
    def event(name: str, event: str, body: Any, id: int | None = None) -> Sample:
        shape = capture.INBOUND[event].__name__
        value = frame(EVENT, [event, body], id)
        return Sample(f"capture-{name}", "capture", "to_server", "frame", shape, value)

    def connect(name: str, hello: Any) -> Sample:
        value = frame(CONNECT, hello)
        return Sample(f"capture-{name}", "capture", "to_server", "frame", "Hello", value)

    parcel = {"hello": HELLO, "batches": [BATCH, {**BATCH, "seq": 1, "facts": FACTS[-1:]}]}
    polling = {"line": "line-of-vectors", "frames": [b"\x80"], "wait_ms": 20_000}
    return [
        connect("connect", HELLO),
        connect("connect-whole", WHOLE_HELLO),
        connect("connect-with-field-of-tomorrow", {**HELLO, "tomorrow": {"is": [1, None]}}),
        event("batch", "batch", BATCH),
        event("batch-whole", "batch", WHOLE_BATCH),
        event("batch-with-facts-alone", "batch", {**BATCH, "seq": 128, "facts": FACTS[:2]}),
        event("consent", "consent", CONSENT, 0),
        event("identify", "identify", {"token": "header.claims.signature"}, 256),
        event("signout", "signout", {}, 65_536),
        event("stop", "stop", {}, 1),
        event(
            "batch-behind-an-epoch",
            "batch",
            {**BATCH, "epoch": 4, "facts": [{"kind": "closed", "epoch": 3, "count": 300}]},
        ),
        Sample("capture-parcel", "capture", "to_server", "body", "Parcel", parcel),
        Sample(
            "capture-parcel-polling",
            "capture",
            "to_server",
            "body",
            "Parcel",
            {**parcel, "polling": polling},
        ),
        Sample(
            "capture-parcel-that-opens-a-line",
            "capture",
            "to_server",
            "body",
            "Parcel",
            {"hello": HELLO, "batches": [], "polling": {"line": "line-of-vectors"}},
        ),
    ]


def _to_pages() -> list[Sample]:
    rules = capture.Rules(mask=[".iban"], block=["#map"], url_keys=["page"], notice=False)
    bodies: dict[str, list[tuple[str, msgspec.Struct]]] = {
        "welcome": [
            ("welcome", capture.Welcome(SESSION, NOW, 1_000, capture.Rules())),
            (
                "welcome-back",
                capture.Welcome(SESSION, NOW, 50, rules, capture.Position(2, 300), watched=True),
            ),
        ],
        "ack": [("ack", capture.Ack(PAGE, 1, 70_000))],
        "cadence": [("cadence", capture.Cadence(50))],
        "checkpoint": [("checkpoint", capture.Empty())],
        "reject": [("reject", capture.Reject(PAGE, 0, 9, "bad_message"))],
        "watched": [
            ("watched", capture.Watched(watching=True, by="Anna")),
            ("watched-no-more", capture.Watched(watching=False)),
        ],
        "slow": [("slow", capture.Slow(4_000, 10_000))],
        "goaway": [("goaway", capture.Goaway(70_000))],
        "end": [("end", capture.End("stopped"))],
    }
    polled = {"frames": [b"\x80", bytes(range(256))], "over": True}
    refused = {"message": "no site has this key"}
    refused_data = {**refused, "data": {**refused, "code": "unknown_site"}}
    later = {"message": "too many pages come at once"}
    later_data = {**later, "data": {**later, "code": "busy", "retry_ms": 3_250}}
    reply = [{"error": {"code": "bad_token", "message": "the identity token does not verify"}}]
    return [
        Sample("capture-connected", "capture", "to_browser", "frame", "", frame(0, {"sid": "a1"})),
        Sample(
            "capture-refused",
            "capture",
            "to_browser",
            "frame",
            "",
            frame(CONNECT_ERROR, refused_data),
        ),
        Sample(
            "capture-refused-for-now",
            "capture",
            "to_browser",
            "frame",
            "",
            frame(CONNECT_ERROR, later_data),
        ),
        Sample("capture-polled", "capture", "to_browser", "body", "Polled", polled),
        Sample("capture-reply", "capture", "to_browser", "frame", "", frame(ACK, [{"ok": {}}], 1)),
        Sample("capture-failure", "capture", "to_browser", "frame", "", frame(ACK, reply, 256)),
        *_events("capture", bodies),
    ]


def _from_consoles() -> list[Sample]:
    def event(name: str, event: str, body: Any) -> Sample:
        shape = console.INBOUND[event].__name__
        value = frame(EVENT, [event, body], 3)
        return Sample(f"console-{name}", "console", "to_server", "frame", shape, value)

    return [
        event("follow-wall", "follow_wall", {}),
        event("unfollow-wall", "unfollow_wall", {}),
        event("watch", "watch", {"session": SESSION}),
        event("watch-whole", "watch", {"session": SESSION, "mode": "tile", "page": PAGE}),
        event("watch-no-page", "watch", {"session": SESSION, "mode": "full", "page": None}),
        event("unwatch", "unwatch", {"session": SESSION}),
    ]


def _to_consoles() -> list[Sample]:
    page = api.PageRef(PAGE, "https://shop.example/", "Shop", "live", NOW, in_use=True, width=1440)
    session = api.Session(
        id=SESSION,
        state="live",
        condition="idle",
        doing="typing",
        site=api.SiteRef("pk_demo-site-0001", "Shop"),
        visitor=api.VisitorRef(VISITOR, "Quiet Heron 42"),
        customer=api.CustomerRef("customer-vector", "María"),
        page=page,
        pages=1,
        started_at=NOW - 1,
        last_activity_at=NOW,
        trouble=api.Trouble(70, "high", ["three errors in a row"]),
        watchers=["Anna"],
    )
    stranger = msgspec.structs.replace(
        session, customer=None, page=None, state="ended", ended_at=NOW
    )
    batch = msgspec.convert(WHOLE_BATCH, capture.Batch)
    wall = frame(ACK, [{"ok": msgspec.to_builtins(console.Wall(NOW, [session, stranger]))}], 3)
    watching = msgspec.to_builtins(console.Watching(NOW, session, [page]))
    bodies: dict[str, list[tuple[str, msgspec.Struct]]] = {
        "session_changed": [("session", session), ("session-of-a-stranger", stranger)],
        "pages": [("pages", console.Pages(SESSION, [page]))],
        "picture": [("picture", console.Picture(SESSION, PAGE, "skip", waiting=True))],
        "batch": [("relayed", console.Relayed(SESSION, -1_795, batch))],
        "gap": [("gap", console.Gap(SESSION, PAGE, 1, 2, 40_000, "missing"))],
    }
    return [
        Sample("console-wall", "console", "to_browser", "frame", "", wall),
        Sample(
            "console-watching",
            "console",
            "to_browser",
            "frame",
            "",
            frame(ACK, [{"ok": watching}], 4),
        ),
        *_events("console", bodies),
    ]


def _events(audience: str, bodies: dict[str, list[tuple[str, msgspec.Struct]]]) -> list[Sample]:
    return [
        Sample(
            f"{audience}-{name}",
            audience,
            "to_browser",
            "frame",
            type(body).__name__,
            frame(EVENT, [event, msgspec.to_builtins(body, builtin_types=(bytes,))]),
        )
        for event, named in bodies.items()
        for name, body in named
    ]
