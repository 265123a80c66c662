"""All gates and tests, in two thirds of the time they would take one after the other: `make test`.

What breaks networks and processes mostly waits for them, so it runs beside the gates and the tests
that compute, and so do the demo shop's own tests. Browsers on both ends of the line come last and
alone: they are as impatient as people.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from tools.check import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

PYTEST = ["-m", "pytest"]
PATIENT = ["tests/faults", "tests/e2e/shop"]
IMPATIENT = ["tests/e2e", "--ignore=tests/e2e/shop"]
THE_OTHERS = [f"--ignore=tests/{folder}" for folder in ("faults", "e2e", "checks")]


def main() -> int:
    """Run all of it, whatever fails on the way. Exits with 1 if anything failed."""
    failed = []
    with _beside([*PYTEST, *PATIENT]) as patient:
        failed += _run(["-m", "tools.check", "all"])
        failed += _run([*PYTEST, *THE_OTHERS])
    print(patient.output, flush=True)
    if patient.failed:
        failed.append(" ".join(PATIENT))
    failed += _run([*PYTEST, *IMPATIENT])
    if failed:
        print(f"\nfailed: {', '.join(failed)}")
    return 1 if failed else 0


def _run(arguments: list[str]) -> list[str]:
    """Run it; return its name if it failed."""
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, check=False)
    return [" ".join(arguments)] if done.returncode else []


class _Beside:
    """How a run in the background ended; known when its block is left."""

    output = ""
    failed = False


@contextmanager
def _beside(arguments: list[str]) -> Iterator[_Beside]:
    ended = _Beside()
    said: IO[str]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        process = subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, stdout=said, stderr=subprocess.STDOUT
        )
        try:
            yield ended
            ended.failed = process.wait() != 0
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait()
            said.seek(0)
            ended.output = said.read()


if __name__ == "__main__":
    sys.exit(main())
