"""Writes golden vectors that are missing: `python -m tools.vectors [--again]`.

    tests/vectors/valid/            what travels, as this side packs it
    tests/vectors/from_typescript/  the same from pages, as the capture script packs it
    tests/vectors/invalid/          what is refused, and with which code

Each vector is NAME.msgpack beside NAME.json, where bytes are written `{"$hex": "00ff"}`. One that
is there is not written again: once released it is a promise. `--again` is for before that.
"""

import base64
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

import msgspec

from tools import node
from tools.vector_refusals import refused
from tools.vector_samples import valid

ROOT: Final = Path(__file__).resolve().parent.parent
VECTORS: Final = ROOT / "tests" / "vectors"
CAPTURE: Final = ROOT / "capture_script"

PACK: Final = """
import { readFileSync } from "node:fs";
const { encode } = await import(process.argv[1]);
const bytes = (hex) => new Uint8Array(Buffer.from(hex, "hex"));
const revive = (_, one) => (one?.$hex === undefined ? one : bytes(one.$hex));
const values = JSON.parse(readFileSync(0, "utf8"), revive);
const packed = values.map((value) => Buffer.from(encode(value)).toString("base64"));
console.log(JSON.stringify(packed));
"""


def main(arguments: list[str]) -> None:
    again = "--again" in arguments
    good = valid()
    for sample in good:
        content = msgspec.msgpack.encode(sample.value)
        write(VECTORS / "valid" / sample.name, content, about(sample), again=again)
    sent = [sample for sample in good if sample.audience == "capture" and sample.way == "to_server"]
    packed = packed_by_typescript([sample.value for sample in sent])
    for sample, content in zip(sent, packed, strict=True):
        write(VECTORS / "from_typescript" / sample.name, content, about(sample), again=again)
    for bad in refused():
        told = bad._asdict()
        del told["name"], told["content"]
        write(VECTORS / "invalid" / bad.name, bad.content, told, again=again)


def about(sample: Any) -> dict[str, Any]:
    told = sample._asdict()
    del told["name"]
    return {**told, "value": in_json(sample.value)}


def in_json(value: Any) -> Any:
    """A MessagePack value as JSON can hold it."""
    match value:
        case bytes():
            return {"$hex": value.hex()}
        case dict():
            return {key: in_json(part) for key, part in value.items()}
        case list() | tuple():
            return [in_json(part) for part in value]
        case _:
            return value


def packed_by_typescript(values: list[Any]) -> list[bytes]:
    """Pack values with the very code that runs in customers' pages."""
    with tempfile.TemporaryDirectory() as folder:
        built = Path(folder) / "msgpack.mjs"
        bundle = ["npm", "exec", "--", "rolldown", "src/transport/msgpack.ts"]
        bundle += ["--format", "esm", "--file", str(built)]
        subprocess.run(bundle, cwd=CAPTURE, env=node.environment(), check=True, capture_output=True)
        done = subprocess.run(
            ["node", "--input-type=module", "-e", PACK, built.as_uri()],
            env=node.environment(),
            input=json.dumps(in_json(values)),
            check=True,
            capture_output=True,
            text=True,
        )
    return [base64.b64decode(content) for content in json.loads(done.stdout)]


def write(path: Path, content: bytes, told: dict[str, Any], *, again: bool) -> None:
    packed, twin = path.with_suffix(".msgpack"), path.with_suffix(".json")
    if packed.exists() and not again:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    packed.write_bytes(content)
    twin.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n")
    print(f"wrote {packed.relative_to(ROOT)}")


if __name__ == "__main__":
    main(sys.argv[1:])
