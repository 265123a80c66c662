"""The real service as a process of its own, on a folder that outlives it: to be killed, paused,
stopped and started again."""

import asyncio
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import aiohttp

from cobrowse.domain.site import Site
from tests.service import SHOP, furnish

CHECKOUT: Final = Path(__file__).resolve().parents[2]
START_S: Final = 60.0
STOP_S: Final = 10.0
"""What the service promises: told to stop, it is gone within this time."""

PORTS: Final = range(21_700, 21_900)
"""Below the ports that systems hand out by themselves: a page that knocks again and again at a dead
server's port must not be given that very port, and so talk to itself."""


@dataclass(frozen=True, slots=True)
class Resources:
    """What a process holds."""

    files: int
    threads: int
    peak_mb: float


class Server:
    """One `cobrowse serve`. Its log, of all its lives, is the file `log`."""

    def __init__(
        self, folder: Path, settings: Mapping[str, object], *, data: Path | None = None
    ) -> None:
        """`settings` are by their names: `{"session.seal_after_s": 2}`."""
        self.data = data or folder / "data"
        self.log = folder / "server.log"
        self.port, self._replay_port = _ports(2)
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self.peak_mb = 0.0

    async def furnish(self) -> Site:
        """Add the site and its people."""
        return await furnish(self.data, (SHOP,))

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    async def start(self, *, under: Sequence[str] = (), program: Path | None = None) -> float:
        """Start it, and return after how many seconds it was ready. `under` is a command that runs
        it; `program` a variant of it."""
        began = time.monotonic()
        self._spawn([*under, sys.executable, *_program(program), "serve", *self._flags()])
        async with asyncio.timeout(START_S):
            while await self.ready() != 200:
                assert self.running, f"it did not start:\n{self.log.read_text()}"
                await asyncio.sleep(0.05)
        return time.monotonic() - began

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    async def ready(self) -> int:
        """Return the status of `/readyz`; 0 when nothing answers."""
        return (await self._get("/readyz"))[0]

    async def metric(self, line: str) -> float:
        """Return what `/metrics` says of a name with its labels; 0 for what it does not name."""
        for each in (await self._get("/metrics"))[1].splitlines():
            name, _, value = each.rpartition(" ")
            if name == line:
                return float(value)
        return 0.0

    def kill(self) -> None:
        """As the kernel does when memory runs out: no word, no flush."""
        self._signal(signal.SIGKILL)
        assert self._process is not None
        self._process.wait(STOP_S)

    def pause(self) -> None:
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    async def stop(self) -> tuple[int, float]:
        """Tell it to stop; return its exit code, and after how many seconds it was gone."""
        assert self._process is not None
        began = time.monotonic()
        if self.running:
            self._signal(signal.SIGTERM)
        code = await asyncio.to_thread(self._process.wait, STOP_S + 5)
        return code, time.monotonic() - began

    def resources(self) -> Resources:
        """Return what the process holds now; `peak_mb` of the most hungry of its lives."""
        proc = Path("/proc", str(self.pid))
        state = dict(
            line.split(":", 1) for line in (proc / "status").read_text().splitlines() if ":" in line
        )
        self.peak_mb = max(self.peak_mb, int(state["VmHWM"].split()[0]) / 1024)
        return Resources(len(list((proc / "fd").iterdir())), int(state["Threads"]), self.peak_mb)

    def close(self) -> None:
        """Leave nothing behind, whatever has happened."""
        if self._process is not None and self.running:
            self._signal(signal.SIGCONT)
            self._process.kill()
            self._process.wait(STOP_S)

    def _spawn(self, words: Sequence[str]) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                words,
                cwd=CHECKOUT,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        if number in {signal.SIGKILL, signal.SIGTERM}:
            self.resources()
        self._process.send_signal(number)

    def _flags(self) -> list[str]:
        return ["--port", str(self.port), "--data", str(self.data)]

    def _environment(self) -> dict[str, str]:
        named = {
            f"COBROWSE__{name.replace('.', '__').upper()}": str(value)
            for name, value in {
                "server.replay_port": self._replay_port,
                "retention.keep_free_mb": 0,
                **self._settings,
            }.items()
        }
        return {"PATH": os.environ["PATH"], "PYTHONPATH": str(CHECKOUT), **named}

    async def _get(self, path: str) -> tuple[int, str]:
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=2)) as http,
                http.get(self.origin + path) as reply,
            ):
                return reply.status, await reply.text()
        except (aiohttp.ClientError, OSError, TimeoutError):
            return 0, ""


def _program(variant: Path | None) -> list[str]:
    return ["-m", "cobrowse"] if variant is None else [str(variant)]


def _ports(count: int) -> list[int]:
    found: list[int] = []
    for port in random.sample(PORTS, len(PORTS)):
        with closing(socket.socket()) as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        found.append(port)
        if len(found) == count:
            return found
    raise RuntimeError("no free ports")
