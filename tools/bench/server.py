"""The server beside its peers: CPU for 1,000 batches, memory of a connection that does nothing,
times at a load as of a busy day.

One life of a server is measured after the other, and all servers once before any of them again, so
that what disturbs the machine disturbs them alike. The load runs on another core and is the same
for all; `docs/performance.md` says what each figure means.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.load.plan import Flood, Plan, Report, Run, Stream
from tests.load.run import generate
from tools.bench.peers import (
    CONTENDERS,
    NODE_FDATASYNC,
    NODE_MSGPACK,
    OURS,
    RAW_AIOHTTP,
    Contender,
    started,
)
from tools.report import OUT, Figure, of_runs, of_samples, of_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PAGES: Final = 50
WINDOW: Final = 16
"""Batches that each page has on its way. All together they are more than a commit group waits
for, so that no server is idle."""

BUSY_DAY_PAGES: Final = 500
BUSY_DAY_WATCHED: Final = 50
BUSY_DAY_PER_S: Final = 1_000.0


@dataclass(frozen=True)
class Extent:
    """How much is measured."""

    rounds: int
    seconds: float
    busy_day_s: float
    idle_pages: int
    rest_s: float


FULL: Final = Extent(rounds=5, seconds=2.5, busy_day_s=8.0, idle_pages=1_000, rest_s=2.0)
QUICK: Final = Extent(rounds=1, seconds=0.7, busy_day_s=1.5, idle_pages=100, rest_s=0.5)


@dataclass
class Cell:
    """One server at one work, a sample of each round: its CPU for 1,000 batches, how many came
    through a second, and which part of its core the load needed."""

    cpu_ms: list[float] = field(default_factory=list)
    per_s: list[float] = field(default_factory=list)
    of_load: list[float] = field(default_factory=list)


Cells = dict[tuple[Contender, str], Cell]


def measure(quick: bool) -> list[Figure]:
    """Return the figures of the server. Takes about six minutes, `quick` one."""
    extent = QUICK if quick else FULL
    # Beside a browser that is driven from this thread, which has an event loop of its own.
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(asyncio.run, _measure(extent)).result()


async def _measure(extent: Extent) -> list[Figure]:
    cells: Cells = defaultdict(Cell)
    for number in range(extent.rounds):
        for contender in CONTENDERS:
            _say(f"server, round {number + 1} of {extent.rounds}: {contender.name}")
            await _saturate(contender, extent.seconds, cells)
    figures = [*_ratios(cells), *_costs(cells)]
    for contender in CONTENDERS:
        _say(f"server, idle connections: {contender.name}")
        figures.append(await _idle(contender, extent))
    for contender in (OURS, NODE_FDATASYNC):
        _say(f"server, a busy day: {contender.name}")
        figures += await _busy_day(contender, extent.busy_day_s)
    return figures


async def _saturate(contender: Contender, seconds: float, cells: Cells) -> None:
    """Let a server do all it can: first while nobody watches, then with a watcher on each page."""
    runs = [Flood(watched, WINDOW, seconds) for watched in (0, PAGES)]
    report = await _life(contender, PAGES, runs)
    for work, run in zip((contender.unwatched_work, "relayed"), report.runs, strict=True):
        cell = cells[contender, work]
        cell.cpu_ms.append(_cpu_ms(run))
        cell.per_s.append(run.batches / run.seconds)
        cell.of_load.append(run.own_cpu_s / run.seconds)


async def _idle(contender: Contender, extent: Extent) -> Figure:
    report = await _life(contender, extent.idle_pages, [], deflates=True, rest_s=extent.rest_s)
    id, kb = "rss_kb_per_idle_connection", report.rss_kb_per_page
    if contender is OURS:
        return of_value(id, "KiB", kb, aim=34)
    return of_value(f"{id}_{contender.name}", "KiB", kb, subject=contender.name)


async def _busy_day(contender: Contender, seconds: float) -> list[Figure]:
    day = Stream(BUSY_DAY_WATCHED, BUSY_DAY_PER_S, seconds)
    report = await _life(contender, BUSY_DAY_PAGES, [day])
    (run,) = report.runs
    return [
        of_samples(_named("ack_ms", contender), "ms", run.ack_ms),
        of_samples(_named("relay_ms", contender), "ms", run.relay_ms),
        of_value(
            f"cpu_ms_per_1000_batches_{contender.name}_busy_day",
            "ms",
            _cpu_ms(run),
            subject=contender.name,
        ),
    ]


async def _life(
    contender: Contender,
    pages: int,
    runs: Sequence[Flood | Stream],
    *,
    deflates: bool = False,
    rest_s: float = 0.0,
) -> Report:
    """Start a server and the load, each on its core, and return what the load reports."""
    cores = sorted(os.sched_getaffinity(0))
    # On the disk of the checkout: the system's temporary folder may be memory, where a sync is
    # nothing.
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=OUT, prefix="bench-") as folder:
        async with started(contender, Path(folder), cores[0]) as server:
            plan = Plan(
                dialect=contender.dialect,
                port=server.port,
                pid=server.pid,
                pages=pages,
                runs=list(runs),
                core=cores[-1],
                deflates=deflates,
                rest_s=rest_s,
                site_key=server.site_key,
                cookie=server.cookie,
            )
            return await generate(plan)


def _costs(cells: Cells) -> Iterator[Figure]:
    for (contender, work), cell in cells.items():
        name = contender.name
        for id, unit, samples in (
            ("cpu_ms_per_1000_batches", "ms", cell.cpu_ms),
            ("batches_per_s", "1/s", cell.per_s),
            ("load_core_share", "ratio", cell.of_load),
        ):
            yield of_runs(f"{id}_{name}_{work}", unit, samples, subject=name)


def _ratios(cells: Cells) -> Iterator[Figure]:
    """Ours over theirs, round by round. Ours keeps what it relays; the peers of the first two keep
    nothing."""
    for id, work, peer, aim in (
        ("relay_cpu_vs_node_socketio_msgpack", "relayed", NODE_MSGPACK, 0.6),
        ("relay_cpu_vs_raw_aiohttp", "relayed", RAW_AIOHTTP, 1.5),
        ("durable_cpu_vs_node_fdatasync", "durable", NODE_FDATASYNC, 0.75),
        ("durable_relay_cpu_vs_node_fdatasync", "relayed", NODE_FDATASYNC, 0.75),
    ):
        pairs = zip(cells[OURS, work].cpu_ms, cells[peer, work].cpu_ms, strict=True)
        yield of_runs(id, "ratio", [ours / theirs for ours, theirs in pairs], aim)


def _cpu_ms(run: Run) -> float:
    """CPU milliseconds of the server for 1,000 batches."""
    return run.server_cpu_s * 1e6 / max(1, run.batches)


def _named(id: str, contender: Contender) -> str:
    return id if contender is OURS else f"{id}_{contender.name}"


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)
