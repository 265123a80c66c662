"""Every fault of the catalogue, one after the other, with figures: `make faults` writes
`out/faults.json` and a table beside it.

`python -m tools.faults [--scale N] [ID...]` does so for some of them, or N times as long.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.faults.catalogue import CATALOGUE
from tests.faults.crashes import DISK_FULL
from tests.faults.disk import NoSmallDisk, small_disk
from tests.faults.scene import Fault, Outcome, witness
from tools.report import Figure, of_samples, of_value, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COUNTS = ("lost", "twice", "holes", "corrupted", "jumps", "watched_wrong", "noise", "left_open")
FIRST_ACK_S = 2.0
CALM_ACK_MS = 50.0
SEED = 1


@dataclass(frozen=True)
class Wish:
    faults: Sequence[Fault]
    scale: int


def main(arguments: list[str]) -> int:
    """Measure, write the report, show it. Exits with 1 if a promise was broken; the aims of times
    are shown, not judged."""
    wish = _wish(arguments)
    figures: list[Figure] = []
    broken = 0
    for fault in wish.faults:
        print(f"{fault.id}: {fault.says}", flush=True)
        try:
            outcome = _run(fault, wish.scale)
        except NoSmallDisk as error:
            print(f"  left out: {error}", flush=True)
            continue
        broken += len(outcome.verdict.details)
        for detail in outcome.verdict.details:
            print(f"  BROKEN: {detail}", flush=True)
        figures += _figures(fault.id, outcome)
        write("faults", figures)  # after each, so that an end before the last one leaves figures
    path = write("faults", figures)
    print(path.with_suffix(".md").read_text())
    return 1 if broken else 0


def _wish(arguments: list[str]) -> Wish:
    known = {fault.id: fault for fault in (*CATALOGUE, DISK_FULL)}
    parser = argparse.ArgumentParser(prog="tools.faults", description=__doc__)
    parser.add_argument("ids", nargs="*", metavar="ID", help=" ".join(known))
    parser.add_argument("--scale", type=int, default=1, help="times as long, or as often")
    parsed = parser.parse_args(arguments)
    if unknown := set(parsed.ids) - set(known):
        parser.error(f"no such fault: {' '.join(sorted(unknown))}")
    return Wish([known[id] for id in parsed.ids or known], parsed.scale)


def _run(fault: Fault, scale: int) -> Outcome:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="cobrowse-fault-")))
        data = None
        if fault is DISK_FULL:
            data = stack.enter_context(small_disk(folder / "small")) / "data"
        return asyncio.run(witness([fault], folder, SEED, scale=scale, data=data))


def _figures(id: str, outcome: Outcome) -> Iterator[Figure]:
    verdict = outcome.verdict
    for count in COUNTS:
        yield of_value(f"{id}_{count}", "batches", getattr(verdict, count), aim=0)
    yield of_value(f"{id}_made", "batches", verdict.made)
    yield of_value(f"{id}_gaps", "batches", verdict.gaps)
    samples = {
        "ready": ("s", outcome.starts, None),
        "first_ack": ("s", outcome.first_acks, FIRST_ACK_S),
        "catch_up": ("s", outcome.catch_up, None),
        "back": ("s", outcome.back, None),
        "ack_calm": ("ms", outcome.calm_acks, None),
        "ack_during": ("ms", outcome.fault_acks, None),
        "ack_after": ("ms", outcome.after_acks, None),
    }
    for name, (unit, taken, aim) in samples.items():
        if taken:
            yield of_samples(f"{id}_{name}_{unit}", unit, taken, aim)
    if id == "calm" and outcome.fault_acks:
        p99 = of_samples("", "ms", outcome.fault_acks).p99
        assert p99 is not None
        yield of_value("calm_ack_p99_ms", "ms", p99, aim=CALM_ACK_MS)
    yield of_value(f"{id}_lines", "connections", outcome.lines)
    yield of_value(f"{id}_sealed", "batches", outcome.sealed)
    yield of_value(f"{id}_peak_mb", "MiB", outcome.peak_mb)
    yield of_value(f"{id}_stop_s", "s", outcome.stop_s, aim=10)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
