"""All gates and tests, in two thirds of the time they would take one after the other: `make test`.

What breaks networks and processes mostly waits for them, so it runs beside the gates and the tests
that compute, and so do the demo shop's own tests. Browsers on both ends of the line come last and
alone: they are as impatient as people.
"""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from tools.check import ROOT

PYTEST = ["-m", "pytest"]
PATIENT = ["tests/faults", "tests/e2e/shop"]
IMPATIENT = ["tests/e2e", "--ignore=tests/e2e/shop"]
THE_OTHERS = [f"--ignore=tests/{folder}" for folder in ("faults", "e2e", "checks")]


def main() -> int:
    """Run all of it, whatever fails on the way. Exits with 1 if anything failed."""
    failed = []
    with ThreadPoolExecutor(1) as beside:
        patient = beside.submit(_quietly, [*PYTEST, *PATIENT])
        failed += _run(["-m", "tools.check", "all"])
        failed += _run([*PYTEST, *THE_OTHERS])
    print(patient.result().stdout, flush=True)
    if patient.result().returncode:
        failed.append(" ".join(PATIENT))
    failed += _run([*PYTEST, *IMPATIENT])
    if failed:
        print(f"\nfailed: {', '.join(failed)}")
    return 1 if failed else 0


def _run(arguments: list[str]) -> list[str]:
    """Run it; return its name if it failed."""
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, check=False)
    return [" ".join(arguments)] if done.returncode else []


def _quietly(arguments: list[str]) -> subprocess.CompletedProcess[str]:
    """Run it; what it says is for later."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


if __name__ == "__main__":
    sys.exit(main())
