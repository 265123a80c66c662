"""Everything a fault needs around it: the service, a bad network before it, pages at work, an
account manager who watches them. And `witness`, which lets faults happen there and asks the
checker."""

import asyncio
import random
import sqlite3
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import aiohttp

from cobrowse.domain.agent import Role
from cobrowse.domain.site import Site
from tests.clients import until
from tests.faults.at_work import at_work
from tests.faults.checker import Verdict, check_log, check_page, check_watcher
from tests.faults.history import History
from tests.faults.kept import read_kept
from tests.faults.page import USUAL, Habit, ScriptedPage
from tests.faults.proxy import FaultProxy
from tests.faults.server import STOP_S, Server
from tests.faults.watcher import ScriptedWatcher
from tests.service import PASSWORD, email_of

CALM_S: Final = 1.0
QUIET_S: Final = 60.0
"""After a fault everything is as it should be within this time."""

LEAVERS: Final = 2
"""Pages that come and go just before the fault, so that they are sealed while it lasts."""

ENGINE_FILES: Final = 48
"""Files that the databases' pools may hold open beyond what they began with."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that goes wrong. `happen` returns once it is over; it finds everything in the
    scene. `scale` is 1 in the short form and more in the long one."""

    id: str
    says: str
    happen: Callable[["Scene", int], Awaitable[None]]
    pages: int = 6
    habit: Habit = USUAL
    settings: Mapping[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Outcome:
    """What came of it. Times are seconds, acks milliseconds from the last sending of a batch to its
    acknowledgement."""

    verdict: Verdict = field(default_factory=Verdict)
    first_acks: list[float] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)
    catch_up: list[float] = field(default_factory=list)
    back: list[float] = field(default_factory=list)
    calm_acks: list[float] = field(default_factory=list)
    fault_acks: list[float] = field(default_factory=list)
    after_acks: list[float] = field(default_factory=list)
    lines: int = 0
    rejected: int = 0
    skips: int = 0
    peak_mb: float = 0.0
    stop_s: float = 0.0
    sealed: int = 0


@dataclass(slots=True)
class Scene:
    folder: Path
    server: Server
    proxy: FaultProxy
    site: Site
    rng: random.Random
    pages: list[ScriptedPage] = field(default_factory=list)
    watchers: list[ScriptedWatcher] = field(default_factory=list)
    outcome: Outcome = field(default_factory=Outcome)
    cookie: str = ""
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def add_pages(self, count: int, habit: Habit) -> list[ScriptedPage]:
        """Let more pages come, through the bad network, and wait until they are welcome."""
        origin = f"http://127.0.0.1:{self.proxy.port}"
        added = [
            ScriptedPage(origin, self.site.key, f"{self.rng.random()}", habit) for _ in range(count)
        ]
        self.pages += added
        await self.stack.enter_async_context(at_work(*added))
        await until(lambda: all(page.session for page in added), QUIET_S)
        return added

    async def add_watcher(self, pages: Sequence[ScriptedPage]) -> ScriptedWatcher:
        """Let an account manager look at pages, past the bad network."""
        server = self.server
        self.cookie = self.cookie or await _sign_in(server)
        watcher = ScriptedWatcher(server.origin, self.cookie, [page.session for page in pages])
        self.watchers.append(watcher)
        await self.stack.enter_async_context(at_work(watcher))
        await until(lambda: len(watcher.applied) == len(pages), QUIET_S)
        return watcher

    @property
    def here(self) -> list[ScriptedPage]:
        """Pages that neither are left nor about to be."""
        return [page for page in self.pages if page.producing]

    async def restart(self) -> None:
        """Start the server again, and note how long it and the first acknowledgement took."""
        began = time.monotonic()
        self.outcome.starts.append(await self.server.start())
        await self.acked_again(began)

    async def acked_again(self, since: float) -> None:
        """Wait for the first acknowledgement of anything after this time, and note how long it
        was."""
        await until(lambda: self._last_ack() > since, QUIET_S)
        first = min(when for page in self.pages for when, _ in page.history.acks if when > since)
        self.outcome.first_acks.append(first - since)

    async def caught_up(self) -> None:
        """Wait until all that is made by now is acknowledged, and note how long it took."""
        began = time.monotonic()
        made = {page.id: max(page.history.crcs, default=None) for page in self.pages}

        def settled() -> bool:
            return all(
                (last := made[page.id]) is None
                or (page.history.acked is not None and page.history.acked >= last)
                or page.settled
                for page in self.pages
            )

        await until(settled, QUIET_S)
        self.outcome.catch_up.append(time.monotonic() - began)

    def acks(self, since: float, upto: float) -> list[float]:
        """Latencies of the batches that were acknowledged between two times."""
        return [
            took for page in self.pages for when, took in page.history.acks if since <= when < upto
        ]

    def _last_ack(self) -> float:
        return max(
            (page.history.acks[-1][0] for page in self.pages if page.history.acks), default=0
        )


@asynccontextmanager
async def a_scene(
    folder: Path,
    seed: int,
    settings: Mapping[str, object],
    *,
    data: Path | None = None,
    under: Sequence[str] = (),
) -> AsyncGenerator[Scene]:
    """Start a service and the network before it; at the end both are gone, whatever happened."""
    server = Server(folder, settings, data=data)
    site = await server.furnish()
    rng = random.Random(seed)
    proxy = FaultProxy(server.port, random.Random(rng.random()))
    async with AsyncExitStack() as stack:
        stack.callback(server.close)
        await server.start(under=under)
        await proxy.start()
        stack.push_async_callback(proxy.close)
        async with AsyncExitStack() as crowd:
            yield Scene(folder, server, proxy, site, rng, stack=crowd)


async def witness(
    faults: Sequence[Fault], folder: Path, seed: int, *, scale: int = 1, data: Path | None = None
) -> Outcome:
    """Let faults happen, one after the other, to one service under load; return what came of it."""
    settings: dict[str, object] = {"session.seal_after_s": 1.0}
    for fault in faults:
        settings |= fault.settings
    async with a_scene(folder, seed, settings, data=data) as scene:
        opened = _open_sockets(scene.server), scene.server.resources().files
        await scene.add_pages(max(fault.pages for fault in faults), faults[0].habit)
        await scene.add_watcher(scene.pages[:4])
        began = time.monotonic()
        await asyncio.sleep(CALM_S)
        scene.outcome.calm_acks = scene.acks(began, time.monotonic())
        for page in await scene.add_pages(LEAVERS, faults[0].habit):
            page.leave()
        for fault in faults:
            await _endure(scene, fault, scale)
        await _quiet(scene)
        await _left_open(scene, opened)
        await conclude(scene)
        return scene.outcome


async def _endure(scene: Scene, fault: Fault, scale: int) -> None:
    began = time.monotonic()
    noted = len(scene.outcome.first_acks)
    await fault.happen(scene, scale)
    healed = time.monotonic()
    scene.outcome.fault_acks += scene.acks(began, healed)
    if len(scene.outcome.first_acks) == noted:  # it did not look for itself, as restarts do
        await scene.acked_again(healed)
    await scene.caught_up()
    calm = time.monotonic()
    await asyncio.sleep(CALM_S / 2)
    scene.outcome.after_acks += scene.acks(calm, time.monotonic())


async def _quiet(scene: Scene) -> None:
    """The pages go, one half with a goodbye; the watcher has seen all there was to see."""
    here = scene.here
    for page in here:
        page.producing = False
    for page in here[::2]:
        page.leave()
    await until(lambda: all(page.settled for page in scene.pages), QUIET_S)
    ends = {page.id: max(page.history.crcs) for page in scene.pages if page.history.crcs}
    await until(
        lambda: all(
            applied.last is not None and applied.last >= ends[applied.page]
            for watcher in scene.watchers
            for applied in watcher.applied.values()
        ),
        QUIET_S,
    )


async def _left_open(scene: Scene, before: tuple[int, int]) -> None:
    """Everybody goes; what the server had opened for them is closed soon after, and who said
    goodbye is sealed."""
    await scene.stack.aclose()
    await scene.proxy.close()
    server = scene.server
    deadline = time.monotonic() + STOP_S
    gone = [page.id for page in scene.pages if page.over]
    while (left := await _still_open(server, before, gone)) and time.monotonic() < deadline:
        await asyncio.sleep(0.1)
    scene.outcome.verdict.breach("left_open", left, "still open after everybody had gone")


async def _still_open(server: Server, before: tuple[int, int], gone: Sequence[str]) -> list[str]:
    sockets, files = before
    held = {
        "sockets": _open_sockets(server) - sockets,
        "connections": await server.metric('cobrowse_connections{audience="capture"}'),
        "views": await server.metric("cobrowse_watchers"),
        "batches of pages that were left": _unsealed(server, gone),
        "files": max(0, server.resources().files - files - ENGINE_FILES),
    }
    return [f"{count:g} {what}" for what, count in held.items() if count > 0]


async def conclude(scene: Scene) -> None:
    """Stop the server, and compare what it kept with what everybody remembers."""
    outcome, verdict = scene.outcome, scene.outcome.verdict
    code, outcome.stop_s = await scene.server.stop()
    if code != 0 or outcome.stop_s > STOP_S:
        verdict.breach("noise", [f"exit {code} after {outcome.stop_s:.1f} s"], "stopped badly")
    histories: dict[str, History] = {page.id: page.history for page in scene.pages}
    kept = await read_kept(
        scene.server.data, scene.site.id, {page.id: page.sessions for page in scene.pages}
    )
    for page, history in histories.items():
        check_page(verdict, history, kept[page])
    for watcher in scene.watchers:
        check_watcher(verdict, watcher, histories, kept)
        outcome.skips += watcher.skips
    check_log(verdict, scene.server.log.read_text())
    outcome.lines = sum(history.lines for history in histories.values())
    outcome.rejected = sum(history.rejected for history in histories.values())
    outcome.peak_mb = scene.server.peak_mb
    outcome.sealed = sum(each.sealed for each in kept.values())


def _unsealed(server: Server, pages: Sequence[str]) -> int:
    names = ", ".join("?" * len(pages))
    with closing(sqlite3.connect(server.data / "journal.db")) as rows:
        asked = rows.execute(f"SELECT count(*) FROM batches WHERE page_id IN ({names})", pages)
        found: int = asked.fetchone()[0]
        return found


def _open_sockets(server: Server) -> int:
    descriptors = Path("/proc", str(server.pid), "fd")
    found = 0
    for each in descriptors.iterdir():
        try:
            found += str(each.readlink()).startswith("socket:")
        except FileNotFoundError:
            continue
    return found


async def _sign_in(server: Server) -> str:
    async with (
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http,
        http.post(
            f"{server.origin}/api/v1/login",
            json={"email": email_of(Role.ACCOUNT_MANAGER), "password": PASSWORD},
            headers={"Origin": server.origin},
        ) as reply,
    ):
        assert reply.status == 200, await reply.text()
        return reply.cookies["cobrowse_session"].value
