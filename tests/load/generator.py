"""The load as a process of its own: `python -m tests.load.generator PLAN FILE`, a `Plan` as JSON,
writes a `Report` as JSON into the file.

It measures the server from outside: CPU and memory as the kernel counts them, and times from the
moment at which a batch was due, so that a server that stands still is not spared what it should
have been sent meanwhile.
"""

import asyncio
import gc
import os
import sys
import time
from pathlib import Path
from typing import Final

import msgspec
import uvloop

from tests.load.crowd import Crowd
from tests.load.dialect import Dialect
from tests.load.plan import Flood, Plan, Report, Run, Stream
from tests.load.speaks_cobrowse import Cobrowse
from tests.load.speaks_raw import Raw
from tests.load.speaks_socket_io import SocketIo, SocketIoMsgpack
from tests.load.usage import cpu_s, rss_kb

FIRST: Final = 10
"""Pages that come before memory is read, so that what the first one costs is no part of it."""

WARM_S: Final = 0.5
"""How long a run goes on before it is measured: compilers warm up, queues fill."""

LEAST: Final = 100
"""Batches in a run. On a machine that is busy with something else it lasts until they are through:
the kernel counts time in ticks, and of a few batches that is nothing or far too much."""


async def load(plan: Plan) -> Report:
    """Carry a plan out."""
    crowd = Crowd(_dialect(plan), deflates=plan.deflates)
    first = min(FIRST, plan.pages)
    await crowd.come(first)
    before = rss_kb(plan.pid)
    await crowd.come(plan.pages - first)
    await asyncio.sleep(plan.rest_s)
    grown = rss_kb(plan.pid) - before
    runs = [await _run(crowd, run, plan.pid) for run in plan.runs]
    crowd.close()
    return Report(
        rss_kb_per_page=grown / max(1, plan.pages - first),
        sent=sum(page.sent for page in crowd.pages),
        missed=sum(page.missed for page in crowd.pages),
        runs=runs,
    )


async def _run(crowd: Crowd, run: Flood | Stream, pid: int) -> Run:
    await crowd.be_watched(run.watched)
    async with crowd.at_work(run):
        await asyncio.sleep(WARM_S)
        for page in crowd.pages:
            page.forget_times()
        before, began = crowd.arrived, time.monotonic()
        server, own = cpu_s(pid), time.process_time()
        await asyncio.sleep(run.seconds)
        while crowd.arrived - before < LEAST:
            await asyncio.sleep(0.01)
        server, own = cpu_s(pid) - server, time.process_time() - own
        batches, seconds = crowd.arrived - before, time.monotonic() - began
    return Run(
        batches=batches,
        seconds=seconds,
        server_cpu_s=server,
        own_cpu_s=own,
        ack_ms=[ms for page in crowd.pages for ms in page.ack_ms],
        relay_ms=[ms for page in crowd.pages for ms in page.relay_ms],
    )


def _dialect(plan: Plan) -> Dialect:
    match plan.dialect:
        case "cobrowse":
            return Cobrowse(plan.port, plan.site_key, plan.cookie)
        case "socket_io":
            return SocketIo(plan.port)
        case "socket_io_msgpack":
            return SocketIoMsgpack(plan.port)
        case "raw":
            return Raw(plan.port)


def main() -> None:
    plan = msgspec.json.decode(sys.argv[1], type=Plan)
    if plan.core is not None:
        os.sched_setaffinity(0, {plan.core})
    gc.disable()  # a pause here would look like one of the server
    report = uvloop.run(load(plan))
    Path(sys.argv[2]).write_bytes(msgspec.json.encode(report))


if __name__ == "__main__":
    main()
