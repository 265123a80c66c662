"""Every gate a change has to pass: `python -m tools.check [all|fix|NAME...]`.

Without arguments: style, types, imports, sizes and the promises of `tests/checks`. `all` adds the
tests of both TypeScript packages. A gate says nothing while it holds; one that fails does not hide
the next one.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tools import node

ROOT = Path(__file__).resolve().parent.parent
CAPTURE = "capture_script"
CONSOLE = "agent_ui"


@dataclass(frozen=True)
class Gate:
    name: str
    command: str
    folder: str = "."


GATES: tuple[Gate, ...] = (
    Gate("ruff", "ruff check --quiet --output-format=concise ."),
    Gate("format", "ruff format --check ."),
    Gate("mypy", "mypy --no-error-summary"),
    Gate("imports", "lint-imports --no-logo"),
    Gate("biome-capture", "npm exec -- biome ci --colors=off --error-on-warnings .", CAPTURE),
    Gate("biome-console", "npm exec -- biome ci --colors=off --error-on-warnings .", CONSOLE),
    Gate("tsc-capture", "npm exec -- tsc --noEmit", CAPTURE),
    Gate("tsc-console", "npm exec -- tsc --noEmit", CONSOLE),
    Gate("sizes", "node sizes.mjs", CAPTURE),
    Gate("promises", "pytest --quiet tests/checks"),
)
TESTS: tuple[Gate, ...] = (
    Gate("vitest-capture", "npm exec -- vitest run", CAPTURE),
    Gate("vitest-console", "npm exec -- vitest run", CONSOLE),
)
REPAIRS: tuple[Gate, ...] = (
    Gate("ruff", "ruff check --fix --quiet ."),
    Gate("format", "ruff format --quiet ."),
    Gate("biome-capture", "npm exec -- biome check --colors=off --write .", CAPTURE),
    Gate("biome-console", "npm exec -- biome check --colors=off --write .", CONSOLE),
)


def main(arguments: list[str]) -> int:
    match arguments:
        case []:
            gates = GATES
        case ["all"]:
            gates = GATES + TESTS
        case ["fix"]:
            gates = REPAIRS
        case names:
            gates = tuple(gate for gate in GATES + TESTS if gate.name in names)
            if len(gates) != len(names):
                return _usage()
    failed = [gate.name for gate in gates if not _holds(gate)]
    if failed:
        print(f"\nfailed: {', '.join(failed)}")
    return 1 if failed else 0


def _usage() -> int:
    names = " ".join(gate.name for gate in GATES + TESTS)
    print(f"usage: python -m tools.check [all|fix|NAME...]; names: {names}")
    return 2


def _holds(gate: Gate) -> bool:
    started = time.monotonic()
    words = gate.command.split()
    own = node.VENV_BIN / words[0]
    done = subprocess.run(
        [str(own) if own.exists() else words[0], *words[1:]],
        cwd=ROOT / gate.folder,
        env={**(node.environment() or os.environ), "NO_COLOR": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    verdict = "ok" if done.returncode == 0 else "FAILED"
    print(f"{gate.name:<16}{verdict:<8}{time.monotonic() - started:4.1f} s", flush=True)
    if done.returncode != 0:
        print(done.stdout.strip(), flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
