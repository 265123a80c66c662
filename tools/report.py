"""The form of every report of figures: one JSON file, and a Markdown table for people beside it."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "out"


@dataclass(frozen=True)
class Figure:
    """One measured quantity. `aim` is an upper bound: of p95 where there are samples, else of the
    value."""

    id: str
    unit: str
    n: int
    value: float
    p50: float | None = None
    p95: float | None = None
    p99: float | None = None
    aim: float | None = None
    ok: bool | None = None


def of_samples(id: str, unit: str, samples: list[float], aim: float | None = None) -> Figure:
    """Sum samples up; the value is their median."""
    p50, p95, p99 = (_percentile(samples, share) for share in (0.50, 0.95, 0.99))
    ok = None if aim is None else p95 <= aim
    return Figure(id, unit, len(samples), p50, p50, p95, p99, aim, ok)


def of_value(id: str, unit: str, value: float, aim: float | None = None) -> Figure:
    return Figure(id, unit, 1, value, aim=aim, ok=None if aim is None else value <= aim)


def write(name: str, figures: list[Figure]) -> Path:
    """Write `out/NAME.json` and `out/NAME.md`; return the first."""
    OUT.mkdir(exist_ok=True)
    report = {
        "schema": 1,
        "commit": _commit(),
        "machine": {"system": platform.platform(), "cores": os.cpu_count()},
        "figures": [asdict(figure) for figure in figures],
    }
    path = OUT / f"{name}.json"
    path.write_text(json.dumps(report, indent=2) + "\n")
    path.with_suffix(".md").write_text(_table(figures))
    return path


def _percentile(samples: list[float], share: float) -> float:
    if len(samples) == 1:
        return samples[0]
    return statistics.quantiles(samples, n=100, method="inclusive")[round(share * 100) - 1]


def _table(figures: list[Figure]) -> str:
    rows = [
        f"| `{each.id}` | {each.unit} | {each.n} | {each.value:g} | {_cell(each.p95)} |"
        f" {_cell(each.p99)} | {_cell(each.aim)} | {_verdict(each.ok)} |"
        for each in figures
    ]
    head = "| figure | unit | n | median or value | p95 | p99 | aim | met |"
    return "\n".join([head, "| --- | --- | --- | --- | --- | --- | --- | --- |", *rows, ""])


def _cell(number: float | None) -> str:
    return "" if number is None else f"{number:g}"


def _verdict(ok: bool | None) -> str:
    return {None: "", True: "yes", False: "no"}[ok]


def _commit() -> str:
    asked = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        capture_output=True,
        text=True,
        check=False,
        cwd=OUT.parent,
    )
    return asked.stdout.strip()
