"""The servers that are measured beside one another: ours, and what one would write instead.

Each runs as a process of its own, on a core of its own, and does the same work: take a batch from
a page, acknowledge it, relay it to whoever watches that page. Ours does so in its real form, with a
site, signed-in watchers, and everything checked and kept; of the peers only the last one keeps
anything. They are in `tests/load/peers/`.
"""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import aiohttp

from cobrowse.domain.agent import Role
from tests.faults.server import CHECKOUT, Server
from tests.service import PASSWORD, email_of
from tools import node

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from tests.load.plan import DialectName

PEERS: Final = CHECKOUT / "tests" / "load" / "peers"
STOP_S: Final = 10.0

MANY_FROM_ONE_ADDRESS: Final = {
    "limits.connections_per_address": 20_000,
    "limits.arrivals_per_s": 10_000,
    "limits.page_bytes_per_s": 1 << 30,
    "log.level": "warning",
}
"""All pages of the load share one address and come at once, and few of them send what thousands
would. Each limit is still looked at for every connection and every batch."""


@dataclass(frozen=True)
class Contender:
    """A server that can be measured. `ours` is the service itself; the others are started by
    `command`."""

    name: str
    dialect: DialectName
    is_durable: bool = False
    command: tuple[str, ...] = ()

    @property
    def unwatched_work(self) -> str:
        """What it does with batches that nobody watches."""
        return "durable" if self.is_durable else "ingested"


NODE: Final = ("node", "socketio.mjs")
OURS: Final = Contender("ours", "cobrowse", is_durable=True)
NODE_DEFAULT: Final = Contender("node_default", "socket_io", command=(*NODE, "default"))
NODE_MSGPACK: Final = Contender("node_msgpack", "socket_io_msgpack", command=(*NODE, "msgpack"))
NODE_FDATASYNC: Final = Contender(
    "node_fdatasync", "socket_io_msgpack", is_durable=True, command=(*NODE, "msgpack", "FILE")
)
RAW_AIOHTTP: Final = Contender("aiohttp", "raw", command=(sys.executable, "raw_aiohttp.py"))
PYTHON_SOCKETIO: Final = Contender(
    "python_socketio", "socket_io", command=(sys.executable, "stock_socketio.py")
)
CONTENDERS: Final = (
    OURS,
    NODE_DEFAULT,
    NODE_MSGPACK,
    NODE_FDATASYNC,
    RAW_AIOHTTP,
    PYTHON_SOCKETIO,
)


@dataclass(frozen=True)
class Started:
    """A server that answers, and what it takes to be let in."""

    port: int
    pid: int
    site_key: str = ""
    cookie: str = ""


@asynccontextmanager
async def started(contender: Contender, folder: Path, core: int) -> AsyncGenerator[Started]:
    """Run a server on one core until the block ends. What it keeps is below `folder`."""
    run = _ours(folder, core) if contender is OURS else _peer(contender, folder, core)
    async with run as server:
        yield server


@asynccontextmanager
async def _ours(folder: Path, core: int) -> AsyncGenerator[Started]:
    server = Server(folder, MANY_FROM_ONE_ADDRESS)
    site = await server.furnish()
    try:
        await server.start(under=_pinned(core))
        cookie = await _sign_in(server)
        yield Started(server.port, server.pid, site.key, cookie)
        await server.stop()
    finally:
        server.close()


async def _sign_in(server: Server) -> str:
    async with (
        aiohttp.ClientSession() as http,
        http.post(
            f"{server.origin}/api/v1/login",
            json={"email": email_of(Role.ACCOUNT_MANAGER), "password": PASSWORD},
            headers={"Origin": server.origin},
        ) as reply,
    ):
        reply.raise_for_status()
        return reply.cookies["cobrowse_session"].value


@asynccontextmanager
async def _peer(contender: Contender, folder: Path, core: int) -> AsyncGenerator[Started]:
    words = [str(folder / "log") if word == "FILE" else word for word in contender.command]
    process = await asyncio.create_subprocess_exec(
        *_pinned(core),
        *words,
        cwd=PEERS,
        env={**(node.environment() or os.environ), "NODE_ENV": "production"},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        told = await process.stdout.readline()
        if not told:
            raise RuntimeError(f"{contender.name} did not start")
        yield Started(int(told), process.pid)
    finally:
        if process.returncode is None:
            process.terminate()
        async with asyncio.timeout(STOP_S):
            await process.wait()


def _pinned(core: int) -> list[str]:
    return ["taskset", "--cpu-list", str(core)]
