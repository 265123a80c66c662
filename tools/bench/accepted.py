"""The accepted figures in `docs/performance.md`: the last report, between two marks, with its date
and machine."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tools.report import OUT

PAGE = Path(__file__).resolve().parents[2] / "docs" / "performance.md"
BEGIN, END = "<!-- accepted figures -->", "<!-- end of accepted figures -->"


def accept() -> None:
    """Write the tables of the last report into the page. Exits if there is no report."""
    report = OUT / "bench.json"
    if not report.exists():
        raise SystemExit("there is no out/bench.json to accept: run make bench first")
    told = json.loads(report.read_text())
    machine = told["machine"]
    head = (
        f"Measured {told['at']} at commit `{told['commit']}` on {machine['processor']},"
        f" {machine['cores']} cores, {machine['system']}.\n"
    )
    tables = report.with_suffix(".md").read_text()
    text = PAGE.read_text()
    marked = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
    if not marked.search(text):
        raise SystemExit(f"{PAGE.name} has lost its marks")
    PAGE.write_text(marked.sub(lambda _: f"{BEGIN}\n{head}\n{tables}\n{END}", text))
