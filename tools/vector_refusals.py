"""Messages that must be refused, and with which code: the other half of the golden vectors."""

from typing import Any, Final

import msgspec

from cobrowse.wire.codec import EVENT, RESERVED
from tools.vector_samples import BATCH, CONSENT, FACTS, HELLO, PAGE, SESSION, BadSample, frame

pack: Final = msgspec.msgpack.encode


def refused() -> list[BadSample]:
    return [*_frames(), *_events(), *_hellos(), *_batches(), *_parcels(), *_watches()]


def _frames() -> list[BadSample]:
    good = pack(frame(EVENT, ["stop", {}]))
    malformed = {
        "empty": b"",
        "cut-short": good[:-1],
        "one-byte-too-many": good + b"\xc0",
        "byte-that-means-nothing": b"\xc1",
        "longer-than-it-is": b"\xdd\xff\xff\xff\xff",
    }
    contents = {
        "not-a-map": pack([2, "/", "stop"]),
        "a-text": pack("stop"),
        "text-that-is-not-utf-8": b"\x83\xa4type\x02\xa3nsp\xa1/\xa4data\x92\xa2\xff\xfe\x80",
        "nested-without-end": b"\x83\xa4type\x02\xa3nsp\xa1/\xa4data" + b"\x91" * 5_000 + b"\x90",
        "without-type": pack({"nsp": "/", "data": ["stop", {}]}),
        "type-is-a-text": pack({"type": "2", "nsp": "/", "data": ["stop", {}]}),
        "type-below-zero": pack(frame(-1, ["stop", {}])),
        "type-of-binary-event": pack({**frame(5, ["stop", {}]), "attachments": 1}),
        "type-of-binary-ack": pack({**frame(6, []), "attachments": 1}),
        "type-of-nothing": pack(frame(99, [])),
        "another-namespace": pack({"type": EVENT, "nsp": "/admin", "data": ["stop", {}]}),
        "id-is-a-text": pack({**frame(EVENT, ["stop", {}]), "id": "1"}),
    }
    return [
        BadSample(
            f"frame-{name}", "capture", "frame", "", "bad_message", content, name in malformed
        )
        for name, content in (malformed | contents).items()
    ]


def _events() -> list[BadSample]:
    shapes: dict[str, tuple[Any, str]] = {
        "without-body": (["stop"], "bad_message"),
        "with-two-bodies": (["stop", {}, {}], "bad_message"),
        "without-name": ([], "bad_message"),
        "name-is-a-number": ([1, {}], "bad_message"),
        "is-a-map": ({"name": "stop"}, "bad_message"),
        "is-nothing": (None, "bad_message"),
        "body-is-a-text": (["stop", "now"], "bad_message"),
        **{
            f"reserved-{name.lower().replace('_', '-')}": ([name, {}], "unknown_event")
            for name in sorted(RESERVED)
        },
    }
    return [
        BadSample(f"event-{name}", "capture", "frame", "", code, pack(frame(EVENT, data)))
        for name, (data, code) in shapes.items()
    ]


def _hellos() -> list[BadSample]:
    return [
        _body(f"hello-{name}", "capture", "Hello", value)
        for name, value in {
            "without-page": {key: HELLO[key] for key in HELLO if key != "page"},
            "page-is-too-short": {**HELLO, "page": "short"},
            "page-climbs-out": {**HELLO, "page": "../../../etc/passwd"},
            "page-has-a-line-end": {**HELLO, "page": f"{PAGE}\n"},
            "site-key-of-another-kind": {**HELLO, "site": "sk_demo-site-0001"},
            "address-too-long": {**HELLO, "url": "https://shop.example/" + "x" * 2_028},
            "time-past-what-is-exact": {**HELLO, "sent_at": 2**53},
            "time-is-a-fraction": {**HELLO, "sent_at": 1.5},
            "time-below-zero": {**HELLO, "sent_at": -1},
            "width-too-large": {**HELLO, "width": 65_536},
            "without-consent": {key: HELLO[key] for key in HELLO if key != "consent"},
            "consent-of-another-mode": {**HELLO, "consent": {**CONSENT, "mode": "assumed"}},
            "consent-by-number": {**HELLO, "consent": {**CONSENT, "observe": 1}},
        }.items()
    ]


def _batches() -> list[BadSample]:
    return [
        _body(f"batch-{name}", "capture", "Batch", value)
        for name, value in {
            "payload-is-a-text": {**BATCH, "payload": "[]"},
            "seq-below-zero": {**BATCH, "seq": -1},
            "seq-too-large": {**BATCH, "seq": 2**31},
            "epoch-past-64-bits": {**BATCH, "epoch": 2**64 - 1},
            "crc-too-large": {**BATCH, "crc": 2**32},
            "part-too-large": {**BATCH, "part": 256},
            "no-parts": {**BATCH, "parts": 0},
            "too-many-facts": {**BATCH, "facts": FACTS[:1] * 65},
            "fact-of-another-kind": {**BATCH, "facts": [{"kind": "guessed", "at": 1}]},
            "fact-without-kind": {**BATCH, "facts": [{"at": 1}]},
            "fact-of-another-doing": {
                **BATCH,
                "facts": [{"kind": "active", "at": 1, "doing": "thinking"}],
            },
            "too-many-assets": {
                **BATCH,
                "facts": [{"kind": "assets", "urls": ["https://a.example/"] * 201}],
            },
            "is-a-list": list(BATCH.values()),
        }.items()
    ]


def _parcels() -> list[BadSample]:
    line = {"line": "line-of-vectors"}
    shapes: dict[str, dict[str, Any]] = {
        "of-65-batches": {"batches": [BATCH] * 65},
        "polling-without-a-line": {"polling": {}},
        "polling-a-line-that-climbs-out": {"polling": {"line": "../../../etc"}},
        "polling-for-ever": {"polling": {**line, "wait_ms": 25_001}},
        "polling-with-a-frame-too-large": {"polling": {**line, "frames": [bytes(16_385)]}},
        "polling-with-too-many-frames": {"polling": {**line, "frames": [b""] * 33}},
    }
    return [
        _body(f"parcel-{name}", "capture", "Parcel", {"hello": HELLO, "batches": [], **value})
        for name, value in shapes.items()
    ]


def _watches() -> list[BadSample]:
    return [
        _body(f"watch-{name}", "console", "Watch", value)
        for name, value in {
            "without-session": {"mode": "full"},
            "session-is-a-number": {"session": 1},
            "session-climbs-out": {"session": "../../journal.db"},
            "of-another-mode": {"session": SESSION, "mode": "spy"},
            "page-is-nothing-like-one": {"session": SESSION, "page": ""},
        }.items()
    ]


def _body(name: str, audience: str, shape: str, value: Any) -> BadSample:
    return BadSample(name, audience, "body", shape, "bad_message", pack(value))
