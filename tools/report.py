"""The form of every report of figures: one JSON file, and Markdown tables for people beside it."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

OUT = Path(__file__).resolve().parent.parent / "out"
THOUSAND = 1_000
"""From here on, fractions are noise."""


@dataclass(frozen=True)
class Figure:
    """One measured quantity. `aim` is an upper bound: of p95 where there are samples, else of the
    value. `low` and `high` are the least and the most of several runs. Where the same is measured
    of several, `subject` says whose it is and is part of `id`: those stand side by side."""

    id: str
    unit: str
    n: int
    value: float
    p50: float | None = None
    p95: float | None = None
    p99: float | None = None
    aim: float | None = None
    ok: bool | None = None
    low: float | None = None
    high: float | None = None
    subject: str | None = None

    @property
    def row(self) -> str:
        """What it is, whosever it is."""
        return self.id if self.subject is None else self.id.replace(f"_{self.subject}", "", 1)


@dataclass(frozen=True)
class Noise:
    """What else went on while a section was measured: shares of all cores' time in per cent, taken
    by the hypervisor and by programs that the measurement did not start, and the load before."""

    seconds: float
    steal_pct: float
    other_pct: float
    load_before: float


def of_samples(id: str, unit: str, samples: list[float], aim: float | None = None) -> Figure:
    """Sum samples up; the value is their median."""
    p50, p95, p99 = (_percentile(samples, share) for share in (0.50, 0.95, 0.99))
    ok = None if aim is None else p95 <= aim
    return Figure(id, unit, len(samples), p50, p50, p95, p99, aim, ok)


def of_runs(
    id: str, unit: str, runs: Sequence[float], aim: float | None = None, subject: str | None = None
) -> Figure:
    """Sum several runs of the same up: their median, and how far they spread."""
    value = statistics.median(runs)
    ok = None if aim is None else value <= aim
    return Figure(
        id,
        unit,
        len(runs),
        value,
        aim=aim,
        ok=ok,
        low=min(runs),
        high=max(runs),
        subject=subject,
    )


def of_value(
    id: str, unit: str, value: float, aim: float | None = None, subject: str | None = None
) -> Figure:
    ok = None if aim is None else value <= aim
    return Figure(id, unit, 1, value, aim=aim, ok=ok, subject=subject)


def write(
    name: str,
    figures: list[Figure],
    noise: Mapping[str, Noise] | None = None,
    remarks: Sequence[str] = (),
) -> Path:
    """Write `out/NAME.json` and `out/NAME.md`; return the first."""
    OUT.mkdir(exist_ok=True)
    noise = noise or {}
    report = {
        "schema": 1,
        "commit": _commit(),
        "at": time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()),
        "machine": {
            "system": platform.platform(),
            "cores": os.cpu_count(),
            "processor": _processor(),
        },
        "noise": {section: asdict(each) for section, each in noise.items()},
        "remarks": list(remarks),
        "figures": [asdict(figure) for figure in figures],
    }
    path = OUT / f"{name}.json"
    path.write_text(json.dumps(report, indent=2) + "\n")
    path.with_suffix(".md").write_text(_tables(figures, noise, remarks))
    return path


def _percentile(samples: list[float], share: float) -> float:
    if len(samples) == 1:
        return samples[0]
    return statistics.quantiles(samples, n=100, method="inclusive")[round(share * 100) - 1]


def _tables(figures: Sequence[Figure], noise: Mapping[str, Noise], remarks: Sequence[str]) -> str:
    alone = [each for each in figures if each.subject is None]
    parts = [_list(alone)] if alone else []
    parts += [_side_by_side(rows) for rows in _comparisons(figures)]
    if remarks:
        parts.append("\n".join(f"- {remark}" for remark in remarks) + "\n")
    if noise:
        parts.append(_noise(noise))
    return "\n".join(parts)


def _list(figures: Sequence[Figure]) -> str:
    head = ("figure", "unit", "n", "median or value", "least", "most", "p95", "p99", "aim", "met")
    rows = [
        (
            f"`{each.id}`",
            each.unit,
            str(each.n),
            _cell(each.value),
            _cell(each.low),
            _cell(each.high),
            _cell(each.p95),
            _cell(each.p99),
            _cell(each.aim),
            _verdict(each.ok),
        )
        for each in figures
    ]
    return _table(head, rows)


def _comparisons(figures: Sequence[Figure]) -> list[dict[str, dict[str, Figure]]]:
    """Gather what was measured of several by row, and the rows that have the same subjects."""
    rows: dict[str, dict[str, Figure]] = {}
    for each in figures:
        if each.subject is not None:
            rows.setdefault(each.row, {})[each.subject] = each
    alike: dict[tuple[str, ...], dict[str, dict[str, Figure]]] = {}
    for row, found in rows.items():
        alike.setdefault(tuple(found), {})[row] = found
    return list(alike.values())


def _side_by_side(rows: Mapping[str, Mapping[str, Figure]]) -> str:
    """A row for each quantity, a column for each subject: the median, and the least to the most."""
    (subjects,) = {tuple(found) for found in rows.values()}
    lines = []
    for row, found in rows.items():
        first = found[subjects[0]]
        cells = [_spread(found[subject]) for subject in subjects]
        lines.append((f"`{row}`", first.unit, str(first.n), *cells))
    return _table(("figure", "unit", "n", *subjects), lines)


def _spread(figure: Figure) -> str:
    value = _cell(figure.value)
    if figure.low is None or figure.low == figure.high:
        return value
    return f"{value} ({_cell(figure.low)} to {_cell(figure.high)})"


def _noise(noise: Mapping[str, Noise]) -> str:
    head = ("section", "took s", "steal %", "other programs %", "load before")
    return _table(
        head,
        [
            (
                section,
                _cell(each.seconds),
                _cell(each.steal_pct),
                _cell(each.other_pct),
                _cell(each.load_before),
            )
            for section, each in noise.items()
        ],
    )


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _cell(number: float | None) -> str:
    if number is None:
        return ""
    return f"{number:,.0f}" if abs(number) >= THOUSAND else f"{number:.4g}"


def _verdict(ok: bool | None) -> str:
    return {None: "", True: "yes", False: "no"}[ok]


def _processor() -> str:
    """The processor's own name, where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor())


def _commit() -> str:
    asked = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        capture_output=True,
        text=True,
        check=False,
        cwd=OUT.parent,
    )
    return asked.stdout.strip()
