"""Faults of the process and of what it stands on: killed, paused, stopped, locked out, no disk."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from tests.clients import until
from tests.faults.scene import QUIET_S, Fault, Scene

KILLS: Final = 10
DIES_BEFORE_ACK: Final = Path(__file__).with_name("dies_before_ack.py")


async def kill(scene: Scene, scale: int) -> None:
    """At random instants of the load, some of them while pages still come back."""
    for _ in range(KILLS * scale):
        await asyncio.sleep(scene.rng.uniform(0.0, 0.6))
        scene.server.kill()
        await scene.restart()


async def kill_before_ack(scene: Scene, scale: int) -> None:
    """The commit has happened, its acknowledgement has not: everything comes a second time."""
    for _ in range(scale):
        scene.server.kill()
        await scene.server.start(program=DIES_BEFORE_ACK)
        await until(lambda: not scene.server.running, QUIET_S)
        await scene.restart()


async def pause(scene: Scene, scale: int) -> None:
    """Longer than a heartbeat may take: every line is overdue when the process wakes up."""
    scene.server.pause()
    await asyncio.sleep(8.0 * scale)
    scene.server.resume()


async def stop(scene: Scene, scale: int) -> None:
    """Under load; in time, with a good exit code, and what was acknowledged is kept."""
    for _ in range(scale):
        code, took = await scene.server.stop()
        scene.outcome.stop_s = max(scene.outcome.stop_s, took)
        assert code == 0, f"exit code {code}"
        await scene.restart()


async def locked_out(scene: Scene, scale: int) -> None:
    """Somebody looks into the journal with a tool that takes the lock."""
    for file in ("journal.db", "cobrowse.db"):
        with closing(sqlite3.connect(scene.server.data / file, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            await asyncio.sleep(3.0 * scale)
            other.execute("ROLLBACK")


async def disk_full(scene: Scene, scale: int) -> None:
    """Nothing is acknowledged while nothing fits; with room again it goes on by itself."""
    filler = scene.server.data / "filler"
    for _ in range(scale):
        with filler.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError:
                pass
        await until(lambda: _last_batch_waits(scene), QUIET_S)
        assert await scene.server.ready() == 503, "it says that it is ready on a full disk"
        await asyncio.sleep(2.0)
        filler.unlink()
        await scene.acked_again(asyncio.get_running_loop().time())


def _last_batch_waits(scene: Scene) -> bool:
    return all(len(page.history.owed()) > 10 for page in scene.here)


PROCESS: Final = (
    Fault("kill_9", "The process is killed, again and again", kill),
    Fault("kill_before_ack", "It is killed between commit and acknowledgement", kill_before_ack),
    Fault("pause", "The process does not run for 8 s", pause),
    Fault("stop", "It is told to stop under load, and started again", stop),
    Fault("locked_out", "Another process holds the databases' lock", locked_out),
)
DISK_FULL: Final = Fault("disk_full", "The disk is full, then it is not", disk_full)
