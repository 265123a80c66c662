"""Writes the TypeScript of the wire into both front ends: `python -m cobrowse.wire.typescript
[--check]`.

Each package gets the messages it sends and receives, and the socket parser. A field that has a
default is optional where the package only sends the message, and always present where it receives
it.
"""

import json
import sys
from collections.abc import Iterable
from inspect import cleandoc, getdoc
from pathlib import Path
from typing import Final

import msgspec
from msgspec import inspect

from cobrowse.wire import api, capture, console, recording
from cobrowse.wire.base import PROTOCOL, Wire

ROOT: Final = Path(__file__).resolve().parents[2]
HEADING: Final = "// Generated from cobrowse/wire by `make wire`. Do not edit.\n"
SCALARS: Final[dict[type[inspect.Type], str]] = {
    inspect.StrType: "string",
    inspect.IntType: "number",
    inspect.FloatType: "number",
    inspect.BoolType: "boolean",
    inspect.NoneType: "null",
    inspect.BytesType: "Uint8Array",
    inspect.RawType: "unknown",
}
API_BODIES: Final = (
    api.Login,
    api.Me,
    api.SessionList,
    api.SessionDetail,
    api.ErrorReply,
    recording.Recording,
    recording.SegmentHead,
    recording.Run,
    recording.Missing,
)


def messages(
    sent: dict[str, type[Wire]],
    received: dict[str, type[Wire]],
    more_sent: Iterable[type[Wire]] = (),
    more_received: Iterable[type[Wire]] = (),
    replies: dict[str, type[Wire]] | None = None,
) -> str:
    """Return one TypeScript module with every shape reachable from the given messages."""
    inbound = [*received.values(), *more_received, *(replies or {}).values()]
    always_whole = _reachable(inbound)
    shapes = always_whole | _reachable([*sent.values(), *more_sent])
    parts = [HEADING, f"export const PROTOCOL = {PROTOCOL}\n"]
    parts += [
        _interface(shape, optional=shape not in always_whole)
        for shape in sorted(shapes, key=lambda shape: shape.__name__)
    ]
    parts += [_event_map("Sent", sent), _event_map("Received", received)]
    if replies is not None:
        parts.append(_event_map("Replies", replies))
    return "\n".join(parts)


def outputs() -> dict[Path, str]:
    """Return every generated file with its text."""
    parser = HEADING + (ROOT / "cobrowse/wire/parser.ts").read_text()
    return {
        ROOT / "capture_script/src/wire/messages.gen.ts": messages(
            capture.INBOUND,
            capture.OUTBOUND,
            more_sent=capture.ROOTS,
            more_received=capture.ANSWERS,
        ),
        ROOT / "capture_script/src/wire/parser.gen.ts": parser,
        ROOT / "agent_ui/src/wire/messages.gen.ts": messages(
            console.INBOUND, console.OUTBOUND, (), API_BODIES, console.REPLIES
        ),
        ROOT / "agent_ui/src/wire/parser.gen.ts": parser,
    }


def _reachable(roots: Iterable[type[Wire]]) -> set[type[Wire]]:
    found: set[type[Wire]] = set()
    waiting = list(roots)
    while waiting:
        shape = waiting.pop()
        if shape in found:
            continue
        found.add(shape)
        for field in _fields(shape):
            waiting += _structs(field.type)
    return found


def _structs(kind: inspect.Type) -> list[type[Wire]]:
    match kind:
        case inspect.StructType(cls=cls) if issubclass(cls, Wire):
            return [cls]
        case inspect.UnionType(types=types):
            return [struct for part in types for struct in _structs(part)]
        case inspect.ListType(item_type=item):
            return _structs(item)
        case _:
            return []


def _fields(shape: type[Wire]) -> tuple[inspect.Field, ...]:
    info = inspect.type_info(shape)
    assert isinstance(info, inspect.StructType)
    return info.fields


def _interface(shape: type[Wire], *, optional: bool) -> str:
    lines = [_comment(shape), f"export interface {shape.__name__} {{"]
    config = msgspec.structs.fields(shape) and shape.__struct_config__
    if config and config.tag is not None:
        lines.append(f"  {config.tag_field}: {json.dumps(config.tag)}")
    for field in _fields(shape):
        mark = "?" if optional and not field.required else ""
        lines.append(f"  {field.encode_name}{mark}: {_type(field.type)}")
    return "\n".join([*lines, "}\n"])


def _comment(shape: type[Wire]) -> str:
    lines = cleandoc(getdoc(shape) or "").splitlines()
    if len(lines) == 1:
        return f"/** {lines[0]} */"
    return "\n".join(["/**", *(f" * {line}".rstrip() for line in lines), " */"])


def _event_map(name: str, table: dict[str, type[Wire]]) -> str:
    rows = [f"  {event}: {shape.__name__}" for event, shape in table.items()]
    return "\n".join([f"export interface {name} {{", *rows, "}\n"])


def _type(kind: inspect.Type) -> str:
    match kind:
        case inspect.LiteralType(values=values):
            return " | ".join(json.dumps(value) for value in values)
        case inspect.StructType(cls=cls):
            return cls.__name__
        case inspect.UnionType(types=types):
            return " | ".join(_type(part) for part in types)
        case inspect.ListType(item_type=item):
            inner = _type(item)
            return f"({inner})[]" if "|" in inner else f"{inner}[]"
        case _:
            return SCALARS[type(kind)]


def main(arguments: list[str]) -> int:
    """Write the files, or with `--check` name those that differ and return 1."""
    stale = {
        path: text
        for path, text in outputs().items()
        if not path.exists() or path.read_text() != text
    }
    if "--check" in arguments:
        for path in stale:
            sys.stdout.write(
                f"{path.relative_to(ROOT)} is not what the wire says: run `make wire`\n"
            )
        return 1 if stale else 0
    for path, text in stale.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        sys.stdout.write(f"wrote {path.relative_to(ROOT)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
