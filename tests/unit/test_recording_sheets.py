"""Style sheets are taken out of records and put back; nobody else's marks are taken for ours."""

import copy
import hashlib
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cobrowse.flow.recording.compose import compose
from cobrowse.flow.recording.sheets import (
    FIELD,
    SHORTEST,
    disarm,
    holders,
    put_back,
    take_out,
)
from cobrowse.wire.recording import Run, decode_line
from cobrowse.wire.records import read
from tests.recorded import run
from tests.unit.test_recording_compose import HEAD

LONG = "a{color:red}" * 40
SHA256 = hashlib.sha256(LONG.encode()).hexdigest()


def link(text: object) -> dict[str, Any]:
    """A record in which a style sheet of this text was added."""
    node = {"type": 2, "id": 9, "tagName": "link", "attributes": {"_cssText": text}}
    return {"type": 3, "timestamp": 1, "data": {"source": 0, "adds": [{"node": node}]}}


def text_in(record: Any) -> object:
    return record["data"]["adds"][0]["node"]["attributes"]["_cssText"]


def test_a_long_text_is_kept_once_and_a_short_one_stays() -> None:
    short = "a" * (SHORTEST - 1)
    records: list[object] = [link(LONG), link(short), link(LONG)]
    texts = take_out(holders(records))
    assert texts == {SHA256: LONG.encode()}
    assert [text_in(record) for record in records] == [
        {"$sheet": SHA256},
        short,
        {"$sheet": SHA256},
    ]


def test_a_mark_that_the_page_wrote_itself_means_nothing() -> None:
    for foreign in ({"$sheet": SHA256}, {"_cssText": LONG}, [LONG], 7, None):
        records: list[object] = [link(foreign)]
        assert disarm(holders(records)) == 1
        assert take_out(holders(records)) == {}
        put_back(holders(records), {SHA256: LONG})
        assert text_in(records[0]) == ""


def test_a_segment_names_the_sheets_it_refers_to_and_is_whole_without_them_if_asked() -> None:
    entries = [*run(0, [link(LONG), link({"$sheet": SHA256})])]
    apart = compose(HEAD, entries, apart=True)
    assert apart.sheets.keys() == {SHA256}
    assert apart.taken_out == 1
    assert LONG.encode() not in apart.lines
    together = compose(HEAD, entries, apart=False)
    assert together.sheets == {}
    line = decode_line(bytes(together.lines).split(b"\n")[1])
    assert isinstance(line, Run)
    assert [text_in(record) for record in read(line.records)] == [LONG, ""]


sheets = st.sampled_from(["", "short", LONG, LONG + "\u00e9\U0001f600", '"' * SHORTEST])
values = st.recursive(
    st.none() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5), inner, max_size=3)
        | st.fixed_dictionaries({FIELD: sheets, "more": inner})
    ),
    max_leaves=10,
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(values, max_size=3))
def test_what_is_taken_out_and_put_back_is_what_it_was(records: list[object]) -> None:
    before = copy.deepcopy(records)
    texts = take_out(holders(records))
    put_back(holders(records), {sha256: text.decode() for sha256, text in texts.items()})
    assert records == before
