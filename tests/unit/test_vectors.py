"""Golden vectors: what was packed once, by either side, is read the same today. Rule P4.

`tools/vectors.py` writes them and says what each folder holds; the TypeScript of both front ends
reads the same files in its own tests.
"""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from cobrowse.domain.errors import CobrowseError
from cobrowse.wire import capture, codec, console
from cobrowse.wire.base import Wire

VECTORS = Path(__file__).resolve().parents[1] / "vectors"
GOOD = sorted([*VECTORS.glob("valid/*.msgpack"), *VECTORS.glob("from_typescript/*.msgpack")])
BAD = sorted(VECTORS.glob("invalid/*.msgpack"))

SHAPES: dict[str, type[Wire]] = {
    shape.__name__: shape
    for table in (capture.INBOUND, capture.OUTBOUND, console.INBOUND, console.OUTBOUND)
    for shape in table.values()
} | {shape.__name__: shape for shape in (*capture.ROOTS, *capture.ANSWERS)}


def label(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def twin(path: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(path.with_suffix(".json").read_text())
    return told


def from_json(value: Any) -> Any:
    match value:
        case {"$hex": text}:
            return bytes.fromhex(text)
        case dict():
            return {key: from_json(part) for key, part in value.items()}
        case list():
            return [from_json(part) for part in value]
        case _:
            return value


def body_of(frame: bytes) -> msgspec.Raw:
    """Where a frame's struct is: the data of a connect packet, the second part of an event."""
    packet = codec.decode_packet(frame)
    return packet.data if packet.type == codec.CONNECT else codec.decode_event(packet)[1]


def read(told: dict[str, Any], content: bytes) -> Wire:
    if told["kind"] == "body":
        return codec.decode_body(SHAPES[told["shape"]], content)
    return codec.decode_body(capture.Empty, body_of(content))


def holds(today: Any, then: Any) -> bool:
    """Whether all that the vector says is still said. Fields that came later may be there too."""
    match then:
        case dict():
            return all(key in today and holds(today[key], then[key]) for key in then)
        case list():
            return len(today) == len(then) and all(map(holds, today, then))
        case _:
            return bool(today == then)


@pytest.mark.parametrize("path", GOOD, ids=label)
def test_a_vector_unpacks_to_what_its_twin_says(path: Path) -> None:
    assert msgspec.msgpack.decode(path.read_bytes()) == from_json(twin(path)["value"])


@pytest.mark.parametrize("path", GOOD, ids=label)
def test_a_vector_is_the_message_it_always_was(path: Path) -> None:
    told, content = twin(path), path.read_bytes()
    if not told["shape"]:
        assert codec.decode_packet(content).data
        return
    body = body_of(content) if told["kind"] == "frame" else msgspec.Raw(content)
    then = msgspec.msgpack.decode(body)
    then.pop("tomorrow", None)
    again = msgspec.msgpack.decode(codec.encode(codec.decode_body(SHAPES[told["shape"]], body)))
    assert holds(again, then)


@pytest.mark.parametrize("path", BAD, ids=label)
def test_what_is_refused_is_refused_with_the_same_code(path: Path) -> None:
    told = twin(path)
    with pytest.raises(CobrowseError) as caught:
        read(told, path.read_bytes())
    assert caught.value.code == told["code"]


def test_there_is_a_vector_of_every_event() -> None:
    seen: dict[str, set[str]] = {"to_server": set(), "to_browser": set()}
    for path in VECTORS.glob("valid/*.json"):
        told = json.loads(path.read_text())
        if told["kind"] == "frame" and told["value"]["type"] == codec.EVENT:
            seen[told["way"]].add(f"{told['audience']} {told['value']['data'][0]}")
    for way, tables in (
        ("to_server", {"capture": capture.INBOUND, "console": console.INBOUND}),
        ("to_browser", {"capture": capture.OUTBOUND, "console": console.OUTBOUND}),
    ):
        assert seen[way] == {f"{who} {event}" for who, table in tables.items() for event in table}
