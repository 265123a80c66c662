"""The shop by itself, as `python -m shop` starts it: no service beside it, no tag on its pages."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.ports import free_ports

HOME = Path(__file__).parents[3] / "examples" / "shop"
STOP_S = 15


@dataclass(frozen=True)
class Shop:
    """`log` is what it wrote to its standard error: where a traceback would be."""

    origin: str
    log: Path


@contextmanager
def running_shop(folder: Path, *flags: str) -> Iterator[Shop]:
    """A shop on a free port, with a database in memory unless `flags` say otherwise."""
    (port,) = free_ports(1)
    log = folder / "shop.log"
    command = [sys.executable, "-u", "-m", "shop", "--port", str(port), *flags]
    with log.open("wb") as errors:
        process = subprocess.Popen(
            command,
            cwd=HOME,
            stdout=subprocess.PIPE,
            stderr=errors,
            env={**os.environ, "PYTHONWARNINGS": "error"},
        )
    assert process.stdout is not None
    with process.stdout as told:
        try:
            assert told.readline(), f"the shop did not start:\n{log.read_text()[-4000:]}"
            yield Shop(f"http://127.0.0.1:{port}", log)
        finally:
            process.terminate()
            process.wait(STOP_S)
