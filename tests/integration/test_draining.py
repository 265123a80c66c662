"""A process that is told to stop, killed, and begun again: who is told, what is kept, how soon."""

import asyncio
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager, closing
from pathlib import Path
from typing import Any

import aiohttp

from cobrowse.domain.agent import Role
from cobrowse.wire.capture import Ack, Goaway
from tests.clients import VisitorClient
from tests.ports import free_ports
from tests.service import PASSWORD, SHOP, email_of, furnish

CHECKOUT = Path(__file__).resolve().parents[2]
STOP_S = 10
PAGES = 20


class Process:
    """`cobrowse serve` on a folder, begun and ended as often as a test likes."""

    def __init__(self, data: Path, site_key: str) -> None:
        self.data = data
        self.site_key = site_key
        self.port, self.replay_port = free_ports(2)
        self.log = data / "log"
        self.running: asyncio.subprocess.Process | None = None

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"

    async def begin(self) -> None:
        words = ["serve", "--data", str(self.data), "--port", str(self.port)]
        with self.log.open("a") as log:
            self.running = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "cobrowse",
                *words,
                cwd=CHECKOUT,
                env={"PATH": "", "COBROWSE_SERVER__REPLAY_PORT": str(self.replay_port)},
                stdout=subprocess.DEVNULL,
                stderr=log,
            )
        async with asyncio.timeout(30), aiohttp.ClientSession() as http:
            while True:
                try:
                    async with http.get(f"{self.origin}/readyz") as reply:
                        if reply.status == 200:
                            return
                except aiohttp.ClientError:
                    await asyncio.sleep(0.05)

    def signal(self, number: int) -> None:
        assert self.running is not None
        self.running.send_signal(number)

    async def end(self) -> int:
        assert self.running is not None
        async with asyncio.timeout(STOP_S):
            return await self.running.wait()

    def page(self, known: VisitorClient | None = None) -> VisitorClient:
        return VisitorClient(
            self.origin,
            self.site_key,
            page_origin=SHOP,
            visitor=known.hello.visitor if known else None,
            page=known.page if known else None,
        )

    async def sign_in(self) -> str:
        """Sign the administrator in; return the cookie's value."""
        who: dict[str, Any] = {"email": email_of(Role.ADMINISTRATOR), "password": PASSWORD}
        async with (
            aiohttp.ClientSession() as http,
            http.post(
                f"{self.origin}/api/v1/login", json=who, headers={"Origin": self.origin}
            ) as reply,
        ):
            assert reply.status == 200
            return reply.cookies["cobrowse_session"].value

    async def conditions(self) -> dict[str, str]:
        """What is said of each live session."""
        headers = {"Cookie": f"cobrowse_session={await self.sign_in()}"}
        async with (
            aiohttp.ClientSession() as http,
            http.get(f"{self.origin}/api/v1/sessions?state=live", headers=headers) as reply,
        ):
            return {one["id"]: one["condition"] for one in (await reply.json())["items"]}

    def stored(self) -> set[tuple[str, int]]:
        with closing(sqlite3.connect(self.data / "journal.db")) as rows:
            return set(rows.execute("SELECT page_id, seq FROM batches"))


@asynccontextmanager
async def a_process(tmp_path: Path) -> AsyncGenerator[Process]:
    data = tmp_path / "data"
    site = await furnish(data, (SHOP,))
    process = Process(data, site.key)
    await process.begin()
    try:
        yield process
    finally:
        running = process.running
        if running is not None and running.returncode is None:
            running.kill()
            await running.wait()


async def keep_sending(page: VisitorClient, acked: set[tuple[str, int]]) -> None:
    """Send batch after batch, and note what is acknowledged, until the connection ends."""
    seq = 0
    while not page.closed.is_set():
        try:
            await page.send(page.batch(seq))
        except ConnectionError:
            return
        seq += 1
        while page.pending("ack"):
            ack = await page.next("ack", Ack)
            acked.update((page.page, number) for number in range(ack.seq + 1))
        await asyncio.sleep(0.02)


async def test_a_service_that_is_told_to_stop_sends_everybody_away_and_keeps_what_it_has(
    tmp_path: Path,
) -> None:
    acked: set[tuple[str, int]] = set()
    async with a_process(tmp_path) as process, AsyncExitStack() as stack:
        pages = [await stack.enter_async_context(process.page()) for _ in range(PAGES)]
        for page in pages:
            await page.arrive()
        async with asyncio.TaskGroup() as sending:
            for page in pages:
                sending.create_task(keep_sending(page, acked))
            await asyncio.sleep(1)
            process.signal(signal.SIGTERM)
            assert await process.end() == 0
        away = [(await page.next("goaway", Goaway)).retry_ms for page in pages]
        assert len(set(away)) == PAGES, "each comes back at a moment of its own"
        assert acked
        assert acked <= process.stored()
    assert "Traceback" not in process.log.read_text()


async def test_a_second_signal_ends_the_process_at_once(tmp_path: Path) -> None:
    async with a_process(tmp_path) as process, AsyncExitStack() as stack:
        pages = [await stack.enter_async_context(process.page()) for _ in range(PAGES)]
        for page in pages:
            await page.arrive()
        with closing(sqlite3.connect(process.data / "journal.db")) as lock:
            lock.execute("BEGIN IMMEDIATE")
            await pages[0].send(pages[0].batch(0))
            process.signal(signal.SIGTERM)
            await pages[-1].next("goaway", Goaway)
            process.signal(signal.SIGTERM)
            async with asyncio.timeout(2):
                assert await process.end() == -signal.SIGTERM


async def test_a_part_that_is_stuck_does_not_hold_the_stop(tmp_path: Path) -> None:
    async with a_process(tmp_path) as process, process.page() as page:
        await page.arrive()
        with closing(sqlite3.connect(process.data / "journal.db")) as lock:
            lock.execute("BEGIN IMMEDIATE")
            await page.send(page.batch(0))
            process.signal(signal.SIGTERM)
            assert await process.end() == 0
            assert page.pending("ack") == 0, "what could not be committed was not acknowledged"


async def test_after_a_kill_sessions_and_presence_are_soon_right_again(tmp_path: Path) -> None:
    async with a_process(tmp_path) as process:
        async with process.page() as stays, process.page() as goes:
            kept = (await stays.arrive()).session
            lost = (await goes.arrive()).session
            for page in (stays, goes):
                await page.send(page.batch(0))
                await page.next("ack", Ack)
            process.signal(signal.SIGKILL)
            await process.end()
        await process.begin()
        async with process.page(stays) as back:
            welcome = await back.arrive()
            assert welcome.session == kept
            assert welcome.received is not None
            assert (welcome.received.epoch, welcome.received.seq) == (0, 0)
            async with asyncio.timeout(10):
                while (await process.conditions()) != {kept: "live", lost: "disconnected"}:
                    await asyncio.sleep(0.2)
