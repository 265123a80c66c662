"""Lines of a segment: what pages sent comes out again, and what cannot be read is named."""

import json
import zlib
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cobrowse.domain.entry import BatchEntry, Entry
from cobrowse.domain.limits import PIECE_BYTES
from cobrowse.flow.recording import compose as composing
from cobrowse.flow.recording.compose import Composed, compose
from cobrowse.flow.recording.sheets import FIELD
from cobrowse.wire.capture import Fact, Navigated, Paused
from cobrowse.wire.recording import FORMAT, Line, Missing, Run, SegmentHead, decode_line
from tests.clients import deflate
from tests.recorded import BEGUN, PAGE, SESSION, gap, run

HEAD = SegmentHead(format=FORMAT, session=SESSION, page=PAGE, offset_ms=20, url="https://s.test/")
MOVED = {"type": 3, "timestamp": BEGUN, "data": {"source": 1, "positions": []}}


def lines_of(entries: list[Entry], **options: bool) -> list[Line]:
    return read(compose(HEAD, entries, apart=options.get("apart", True)))


def read(composed: Composed) -> list[Line]:
    assert composed.lines.endswith(b"\n")
    head, *lines = (decode_line(line) for line in bytes(composed.lines).split(b"\n")[:-1])
    assert head == HEAD
    return lines


def records_of(line: Line) -> Any:
    assert isinstance(line, Run)
    return json.loads(bytes(line.records))


def sent(data: bytes, seq: int = 0, **other: Any) -> BatchEntry:
    """A batch with these bytes in place of records."""
    payload = deflate(data)
    (made,) = run(seq, [MOVED])
    return replace(made, **{"payload": payload, "crc": zlib.crc32(payload), **other})


def test_records_come_out_as_the_page_wrote_them() -> None:
    odd = b'[ {"type":3,"timestamp":1.50,"data":{"a":1e3,"b":"\\u00e9\xc3\xa9"}} ]'
    (line,) = lines_of([sent(odd)])
    assert isinstance(line, Run)
    assert bytes(line.records) == odd


def test_what_travels_beside_the_records_is_in_the_line_too() -> None:
    facts: list[Fact] = [Paused(at=BEGUN), Navigated(at=BEGUN, url="https://s.test/a", title="A")]
    (line,) = lines_of([*run(7, [MOVED, MOVED], epoch=2, at=5, facts=facts, checkpoint=True)])
    assert isinstance(line, Run)
    assert (line.epoch, line.seq, line.parts, line.count, line.checkpoint) == (2, 7, 1, 2, True)
    assert (line.t0, line.t1, line.received_at) == (BEGUN + 5, BEGUN + 5, BEGUN + 25)
    assert line.facts == facts


def test_a_batch_of_facts_alone_has_no_records() -> None:
    (line,) = lines_of([*run(0, facts=[Paused(at=BEGUN)])])
    assert records_of(line) == []


def test_a_run_in_pieces_is_one_line() -> None:
    records = [MOVED] * 50
    pieces = run(3, records, piece_bytes=1_000)
    assert len(pieces) > 2
    (line,) = lines_of([*pieces])
    assert isinstance(line, Run)
    assert (line.seq, line.parts, line.count) == (3, len(pieces), 50)
    assert records_of(line) == records


def test_a_run_of_which_a_piece_is_lost_is_named_with_the_pieces_that_came() -> None:
    first, second, third = run(3, [MOVED] * 30, piece_bytes=1_000)
    composed = compose(HEAD, [first, second, gap(5, 5), *run(6, [MOVED])], apart=True)
    broken, lost, good = read(composed)
    assert isinstance(broken, Missing)
    assert (broken.from_seq, broken.to_seq, broken.reason) == (3, 4, "incomplete")
    assert isinstance(lost, Missing)
    assert (lost.from_seq, lost.to_seq, lost.reason) == (5, 5, "missing")
    assert isinstance(good, Run)
    assert composed.unreadable == [first, second]
    (alone,) = lines_of([third])
    assert isinstance(alone, Missing)


def with_payload(payload: bytes) -> BatchEntry:
    return replace(sent(b"[1]"), payload=payload, crc=zlib.crc32(payload))


UNREADABLE = {
    "another checksum": sent(b"[1]", crc=1),
    "no array": sent(b'{"type":3}'),
    "half an array": sent(b"[1"),
    "more than an array": sent(b"[1] 2"),
    "no UTF-8": sent(b'["\xff"]'),
    "too deep": sent(b"[" * 10_000 + b"]" * 10_000),
    "too large": sent(b" " * (PIECE_BYTES + 1)),
    "no deflate": with_payload(b"no deflate"),
    "deflate without its end": with_payload(deflate(b"[1]")[:-1]),
    "deflate and more": with_payload(deflate(b"[1]") + b"x"),
}


@pytest.mark.parametrize("bad", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_cannot_be_read_is_named_and_the_rest_is_not_lost(bad: BatchEntry) -> None:
    composed = compose(HEAD, [*run(5, [MOVED]), replace(bad, seq=6), *run(7, [MOVED])], apart=True)
    before, missing, after = read(composed)
    assert records_of(before) == records_of(after) == [MOVED]
    assert isinstance(missing, Missing)
    assert (missing.from_seq, missing.to_seq, missing.reason) == (6, 6, "unreadable")
    assert [entry.seq for entry in composed.unreadable] == [6]


def test_half_a_character_does_not_cost_the_run() -> None:
    text = r'[{"a":"x\ud83d","b":"\\ud83d","c":"\ud83d\ude00","d":"\ude00\ud83d"}]'
    (line,) = lines_of([sent(text.encode())])
    (record,) = records_of(line)
    assert record == {"a": "x\ufffd", "b": "\\ud83d", "c": "\U0001f600", "d": "\ufffd\ufffd"}


def test_line_ends_between_values_do_not_end_the_line() -> None:
    (line,) = lines_of([sent(b'[\r\n{"a":\n"x\\n"}\n]')])
    assert records_of(line) == [{"a": "x\n"}]


def test_a_tree_as_deep_as_a_browser_builds_it_is_read() -> None:
    node: dict[str, Any] = {"type": 3, "id": 0, "textContent": "deep"}
    for id in range(1, 512):
        node = {"type": 2, "tagName": "div", "attributes": {}, "childNodes": [node], "id": id}
    data = json.dumps([{"type": 2, "timestamp": BEGUN, "data": {"node": node}}]).encode()
    composed = compose(HEAD, [sent(data, checkpoint=True)], apart=True)
    assert not composed.unreadable
    (line,) = read(composed)
    assert isinstance(line, Run)
    assert bytes(line.records) == data


def test_a_payload_that_grows_beyond_measure_ends_at_the_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(composing, "RUNS_BYTES", 300_000)
    large = b'["' + b"x" * 200_000 + b'"]'
    first, second = lines_of([sent(large, 0), sent(large, 1)])
    assert isinstance(first, Run)
    assert isinstance(second, Missing)
    assert second.reason == "too_large"


floats = st.floats(allow_nan=False, allow_infinity=False)
names = st.text(max_size=20).filter(lambda name: name != FIELD)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.dictionaries(names, floats, max_size=5), max_size=5))
def test_any_records_come_out_equal(records: list[dict[str, float]]) -> None:
    (line,) = lines_of([*run(0, records)])
    assert records_of(line) == records
