"""Measure, write the report after each section, and show it: `python -m tools.bench`.

A section that fails is left out, and the exit code is 1; it says nothing about the aims.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.e2e.running import launch
from tools.bench import latency, opening, recordings, server, weight
from tools.bench.accepted import accept
from tools.bench.noise import listening
from tools.report import OUT, write

if TYPE_CHECKING:
    from collections.abc import Callable

    from tools.report import Figure, Noise

Measured = tuple[list["Figure"], list[str]]
"""Figures, and remarks on what could not be measured."""


def _lag(folder: Path, quick: bool) -> Measured:
    return latency.measure(folder, quick=quick), []


def _opening(folder: Path, quick: bool) -> Measured:
    return opening.measure(folder, quick=quick), []


def _weight(folder: Path, quick: bool) -> Measured:
    return weight.measure(folder, quick=quick)


def _recordings(folder: Path, quick: bool) -> Measured:
    if quick:
        return [], ["Recordings are left out of a quick run: four hours of them take minutes."]
    with (
        sync_playwright() as playwright,
        launch(playwright) as theirs,
        launch(playwright) as ours,
    ):
        return recordings.measure(folder / "data", theirs, ours), []


def _server(folder: Path, quick: bool) -> Measured:
    return server.measure(quick), []


SECTIONS: dict[str, Callable[[Path, bool], Measured]] = {
    "lag": _lag,
    "opening": _opening,
    "weight": _weight,
    "recordings": _recordings,
    "server": _server,
}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="tools.bench", description=__doc__)
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=" ".join(SECTIONS))
    parser.add_argument("--quick", action="store_true", help="a few minutes, to see that it works")
    parser.add_argument(
        "--accept", action="store_true", help="write the last report into docs/performance.md"
    )
    asked = parser.parse_args(arguments)
    if unknown := set(asked.sections) - set(SECTIONS):
        parser.error(f"no such section: {' '.join(sorted(unknown))}")
    if asked.accept:
        accept()
        return 0
    return _measure(asked.sections or list(SECTIONS), quick=asked.quick)


def _measure(sections: list[str], *, quick: bool) -> int:
    figures: list[Figure] = []
    remarks: list[str] = []
    noise: dict[str, Noise] = {}
    failed = False
    for section in sections:
        print(f"{time.strftime('%H:%M:%S')}  {section}", flush=True)
        try:
            with (
                tempfile.TemporaryDirectory(prefix="cobrowse-bench-") as folder,
                listening(section, noise),
            ):
                found, said = SECTIONS[section](Path(folder), quick)
        except Exception:  # minutes of other sections are not to be lost with it
            traceback.print_exc()
            failed = True
            found, said = [], [f"Section `{section}` failed and is left out."]
        figures += found
        remarks += said
        write("bench", figures, noise, remarks)
    print((OUT / "bench.md").read_text())
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
