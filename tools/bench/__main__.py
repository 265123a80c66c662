"""Measure, write the report, and show it. The exit code says nothing about the aims."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.e2e.running import launch, running_demo
from tools.bench import line, recordings
from tools.report import write


def main() -> int:
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        launch(playwright) as theirs,
        launch(playwright) as ours,
    ):
        with running_demo(Path(folder) / "line") as demo:
            figures = line.measure(demo, theirs, ours)
        figures += recordings.measure(Path(folder) / "recordings", theirs, ours)
    path = write("bench", figures)
    print(path.with_suffix(".md").read_text())
    return 0


if __name__ == "__main__":
    sys.exit(main())
