"""A process that is killed loses nothing that it acknowledged."""

import asyncio
import subprocess
import sys
from pathlib import Path

from cobrowse.store.journal import Journal
from tests.integration.entries import PAGE

CHILD = Path(__file__).with_name("journal_child.py")
CHECKOUT = CHILD.parents[2]


def acknowledged_until_killed(path: Path) -> list[int]:
    with subprocess.Popen(
        [sys.executable, str(CHILD), str(path)],
        cwd=CHECKOUT,
        env={"PYTHONPATH": str(CHECKOUT)},
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        acknowledged = [int(child.stdout.readline()) for _ in range(20)]
        child.kill()
        return acknowledged + [int(line) for line in child.stdout.read().splitlines()]


async def test_what_was_acknowledged_before_kill_9_is_there_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    acknowledged = await asyncio.to_thread(acknowledged_until_killed, path)
    async with Journal(path) as journal:
        resumes_at = (await journal.next_seqs(PAGE))[0]
    assert acknowledged == sorted(acknowledged)
    assert resumes_at > acknowledged[-1]
