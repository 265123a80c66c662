"""Running the load beside whoever asks for it, so that it takes nothing of their time."""

import asyncio
import sys
import tempfile
from pathlib import Path
from typing import Final

import msgspec

from tests.faults.server import CHECKOUT
from tests.load.plan import Plan, Report

DONE_S: Final = 120.0
"""A load that has not come to its end by then is stopped."""


async def generate(plan: Plan) -> Report:
    """Carry a plan out in a process of its own. Raises `RuntimeError` when the load fails, or when
    a watcher was not shown a batch."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "report.json"
        words = ["-m", "tests.load.generator", msgspec.json.encode(plan).decode(), str(told)]
        process = await asyncio.create_subprocess_exec(sys.executable, *words, cwd=CHECKOUT)
        try:
            async with asyncio.timeout(DONE_S):
                failed = await process.wait()
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if failed:
            raise RuntimeError(f"the load on port {plan.port} failed: exit {failed}")
        report = await asyncio.to_thread(_read, told)
    if report.missed:
        raise RuntimeError(f"{report.missed} of {report.sent} batches were not shown")
    return report


def _read(path: Path) -> Report:
    return msgspec.json.decode(path.read_bytes(), type=Report)
