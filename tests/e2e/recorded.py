"""What the service has recorded of a session, read over HTTP as the console reads it."""

import json
from collections import defaultdict
from typing import Any

from cobrowse.wire.capture import Fact
from cobrowse.wire.recording import Missing, Run, SegmentHead, decode_line
from tests.e2e.people import AccountManager

Stream = list[Run | Missing]


def streams(anna: AccountManager, session: str) -> dict[str, Stream]:
    """Return what is recorded of each page of a session, in the order of the index."""
    index = _index(anna, session)
    found: dict[str, Stream] = defaultdict(list)
    for segment in index["segments"]:
        place = f"{segment['page']}/{segment['epoch']}/{segment['seq']}"
        head, *lines = map(decode_line, _text(anna, session, place).encode().splitlines())
        assert isinstance(head, SegmentHead)
        for line in lines:
            assert not isinstance(line, SegmentHead)
            found[segment["page"]].append(line)
    return dict(found)


def must_be_whole(stream: Stream) -> None:
    """Check that the numbers of a page follow one another: none missing, none twice, none out of
    order."""
    expected = (0, 0)
    for line in stream:
        assert isinstance(line, Run), f"{line} is a gap"
        if line.epoch > expected[0]:
            expected = (expected[0] + 1, 0)
        assert (line.epoch, line.seq) == expected
        expected = (line.epoch, line.seq + line.parts)


def facts(stream: Stream) -> list[Fact]:
    return [fact for line in stream if isinstance(line, Run) for fact in line.facts]


def content(stream: Stream) -> str:
    """Return all records as one text, to look for what must be in there."""
    records: list[Any] = []
    for line in stream:
        if isinstance(line, Run):
            records += json.loads(bytes(line.records) or b"[]")
    return json.dumps(records)


def ending(anna: AccountManager, session: str, page: str) -> float:
    """Return when the record of a page ends, in seconds since the session began."""
    index = _index(anna, session)
    ends = [segment["to_at"] for segment in index["segments"] if segment["page"] == page]
    return float((max(ends) - index["session"]["started_at"]) / 1_000)


def _index(anna: AccountManager, session: str) -> dict[str, Any]:
    index: dict[str, Any] = json.loads(_text(anna, session))
    assert not index["withheld"]
    return index


def _text(anna: AccountManager, session: str, place: str = "") -> str:
    address = f"{anna.demo.console}/api/v1/sessions/{session}/recording/{place}".rstrip("/")
    # What is stored is answered as it is stored to those who understand zstd.
    reply = anna.context.request.get(address, headers={"Accept-Encoding": "gzip"})
    assert reply.ok, reply.text()
    return reply.text()
