"""The privacy gate takes out what was typed, whoever wrote the record, and nothing else."""

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest

from cobrowse.flow.recording.compose import compose
from cobrowse.flow.recording.gate import MASK, Gate
from cobrowse.wire.recording import Run, decode_line
from tests.recorded import run
from tests.unit.test_recording_compose import HEAD, sent

SECRET = "maria-4711"
WORDS = Path(__file__).parents[2] / "capture_script/src/privacy/words.ts"


def element(tag: str, id: int = 5, *children: Any, **attributes: object) -> dict[str, Any]:
    named = {name.replace("_", "-"): value for name, value in attributes.items()}
    return {"type": 2, "id": id, "tagName": tag, "attributes": named, "childNodes": list(children)}


def text(content: str, id: int = 6) -> dict[str, Any]:
    return {"type": 3, "id": id, "textContent": content}


def picture(*nodes: Any) -> dict[str, Any]:
    root = {"type": 0, "id": 1, "childNodes": [element("body", 2, *nodes)]}
    return {"type": 2, "timestamp": 1, "data": {"node": root}}


def change(**lists: object) -> dict[str, Any]:
    empty: dict[str, object] = {"adds": [], "removes": [], "texts": [], "attributes": []}
    return {"type": 3, "timestamp": 1, "data": {"source": 0, **empty, **lists}}


def add(node: Any, parent: int = 2) -> dict[str, Any]:
    return {"parentId": parent, "nextId": None, "node": node}


def attributes(id: int, **changed: object) -> dict[str, Any]:
    return {"id": id, "attributes": changed}


def typed(shown: str) -> dict[str, Any]:
    return {"type": 3, "timestamp": 1, "data": {"source": 5, "id": 5, "text": shown}}


def cleaned(*records: Any) -> tuple[list[Any], int]:
    kept = copy.deepcopy(list(records))
    gate = Gate()
    gate.clean(kept)
    return kept, gate.taken_out


LEAKS = {
    "value": [picture(element("input", value=SECRET))],
    "value in upper case": [picture(element("INPUT", VALUE=SECRET))],
    "value as a number": [picture(element("input", value=12345))],
    "password": [picture(element("input", type="password", value=SECRET))],
    "hidden": [picture(element("input", type="HIDDEN", value=SECRET))],
    "file": [picture(element("input", type="file", value=SECRET))],
    "textarea": [picture(element("textarea", 5, text(SECRET)))],
    "option": [picture(element("select", 5, element("option", 7, text(SECRET), value=SECRET)))],
    "datalist": [picture(element("datalist", 5, element("option", 7, text(SECRET))))],
    "editable": [picture(element("div", 5, element("p", 7, text(SECRET)), contenteditable=""))],
    "editable by role": [picture(element("div", 5, text(SECRET), role="textbox"))],
    "deep in a shadow": [
        picture(element("x-field", 5, element("div", 7, element("input", 8, value=SECRET))))
    ],
    "added": [change(adds=[add(element("input", value=SECRET))])],
    "added to a select": [
        picture(element("select", 5)),
        change(adds=[add(element("option", 7), 5), add(text(SECRET, 8), 7)]),
    ],
    "added in a frame": [
        change(adds=[add({"type": 0, "id": 4, "childNodes": [element("input", value=SECRET)]})])
    ],
    "text of a textarea changed": [
        picture(element("textarea", 5, text("", 6))),
        change(texts=[{"id": 6, "value": SECRET}]),
    ],
    "value changed": [change(attributes=[attributes(5, value=SECRET)])],
    "number of a field changed": [
        picture(element("input", 5)),
        change(attributes=[attributes(5, value="4711")]),
    ],
    "typed": [typed(SECRET)],
    "data attribute": [picture(element("div", data_mail="maria@shop.test " + SECRET))],
    "data attribute with a number": [
        change(attributes=[attributes(5, **{"data-id": "4929715184"})])
    ],
    "code": [picture(element("div", onclick=f"buy('{SECRET}')"))],
    "document": [picture(element("iframe", srcdoc=f"<p>{SECRET}"))],
}


@pytest.mark.parametrize("records", LEAKS.values(), ids=LEAKS.keys())
def test_what_was_typed_or_chosen_is_taken_out_and_counted(records: list[Any]) -> None:
    kept, taken_out = cleaned(*records)
    assert taken_out > 0
    for secret in (SECRET, "4711", "12345", "4929715184"):
        assert secret not in json.dumps(kept)
    composed = compose(HEAD, [*run(0, records)], apart=True)
    assert composed.taken_out == taken_out
    line = decode_line(bytes(composed.lines).split(b"\n")[1])
    assert isinstance(line, Run)
    assert json.loads(bytes(line.records)) == kept


OURS = {
    "a filled field": [picture(element("input", type="text", value=MASK))],
    "an empty field": [picture(element("input", type="text"))],
    "a button": [picture(element("input", type="submit", value=MASK))],
    "a password": [picture(element("input", type="password"))],
    "a box that is checked": [picture(element("input", type="checkbox", checked=True))],
    "a choice": [picture(element("select", 5, element("option", 7, text(MASK)), value=MASK))],
    "layout in a choice": [picture(element("select", 5, text("\n  \u00a0\ufeff")))],
    "a note": [picture(element("div", 5, text(MASK), contenteditable="true"))],
    "an empty note": [picture(element("div", 5, text(""), role="textbox"))],
    "what is not editable": [picture(element("div", 5, text("Hello"), contenteditable="false"))],
    "an input with a role": [picture(element("input", 5, role="searchbox"), text("Search"))],
    "a meter": [picture(element("meter", value="0.75"), element("li", 7, value=3))],
    "a meter that moved": [change(attributes=[attributes(5, value="12")])],
    "a field that was emptied": [change(attributes=[attributes(5, value="", checked=None)])],
    "typing": [typed(MASK), typed("")],
    "a word that style sheets select by": [
        picture(element("div", data_theme="dark", data_open="", data_on=True))
    ],
    "text moved out of a choice": [
        picture(element("select", 5, text(MASK, 6))),
        change(adds=[add(text("Hello", 6), 2)], texts=[{"id": 6, "value": "Hello again"}]),
    ],
    "style": [change(attributes=[attributes(5, style={"color": "red", "width": False})])],
}


@pytest.mark.parametrize("records", OURS.values(), ids=OURS.keys())
def test_what_our_own_script_writes_passes_unchanged(records: list[Any]) -> None:
    kept, taken_out = cleaned(*records)
    assert (kept, taken_out) == (records, 0)


def test_the_mask_is_that_of_the_capture_script() -> None:
    (mask,) = re.findall(r'export const MASK = "(.+)";', WORDS.read_text())
    assert mask == MASK


@pytest.mark.parametrize(
    "record",
    [
        7,
        {"type": 3, "data": {"source": 0, "adds": {"node": 1}, "texts": [3], "attributes": "x"}},
        {"type": 3, "data": {"source": 0, "adds": [{"parentId": [1], "node": {"id": {}}}]}},
        {"type": 3, "data": {"source": 0, "texts": [{"id": [], "value": "x"}]}},
        {"type": 2, "data": {"node": {"type": 2, "tagName": 3, "attributes": [], "id": None}}},
        {"type": 2, "data": {"node": {"type": 2, "childNodes": [None, {"childNodes": 5}]}}},
    ],
)
def test_records_of_no_known_shape_pass_without_harm(record: object) -> None:
    assert cleaned(record) == ([record], 0)


def test_a_name_that_is_spelled_with_escapes_is_looked_at_too() -> None:
    spelled = json.dumps([picture(element("input", value=SECRET))])
    for name in ("tagName", "value", "textContent"):
        escaped = "".join(f"\\u{ord(letter):04x}" for letter in name)
        spelled = spelled.replace(f'"{name}"', f'"{escaped}"')
    assert '"value"' not in spelled
    composed = compose(HEAD, [sent(spelled.encode())], apart=True)
    assert composed.taken_out == 1
    assert SECRET.encode() not in composed.lines
