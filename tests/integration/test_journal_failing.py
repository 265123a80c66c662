"""When the disk fails the journal: what may pass is waited out, after anything else it stops."""

import asyncio
import os
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError, OperationalError

from cobrowse.domain.entry import BatchEntry, Entry
from cobrowse.domain.errors import Busy
from cobrowse.store import committer
from cobrowse.store.journal import Journal
from cobrowse.store.same_file import FileReplaced
from tests.integration.entries import PAGE, SESSION, batch

WAIT_S = 20


class Told:
    def __init__(self, journal: Journal) -> None:
        self.seqs: list[int] = []
        self.died: asyncio.Future[BaseException] = asyncio.get_running_loop().create_future()
        journal.listen(self._committed, lambda _: None, self.died.set_result)

    def _committed(self, entries: Sequence[Entry]) -> None:
        self.seqs += [entry.seq for entry in entries if isinstance(entry, BatchEntry)]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 4 MiB of its own."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "none", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting a small disk is refused here")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def fill(folder: Path) -> Path:
    """Use up what is left of a disk."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            return ballast


def grow(disk: Path, size: int) -> None:
    subprocess.run(["mount", "-o", f"remount,size={size}m", disk], check=True)


async def until_unhealthy(journal: Journal) -> None:
    async with asyncio.timeout(WAIT_S):
        while journal.healthy:
            await asyncio.sleep(0.02)


async def test_a_full_disk_is_waited_out_and_nothing_is_told_meanwhile(small_disk: Path) -> None:
    async with Journal(small_disk / "journal.db") as journal:
        told = Told(journal)
        journal.append(batch(0))
        await journal.settled()
        ballast = fill(small_disk)
        for seq in range(1, 100):
            journal.append(batch(seq, payload=os.urandom(10_000)))
        await until_unhealthy(journal)
        assert told.seqs == [0]
        assert not told.died.done()
        ballast.unlink()
        async with asyncio.timeout(WAIT_S):
            await journal.settled()
        assert journal.healthy
        assert told.seqs == list(range(100))
        stored = await journal.entries_from(SESSION, PAGE, 0, 0, max_bytes=10**7)
    assert [entry.seq for entry in stored if isinstance(entry, BatchEntry)] == told.seqs


async def test_a_disk_that_is_full_again_and_again_loses_nothing(small_disk: Path) -> None:
    """Far more is written than fits: the log and its index grow to the brim of the disk."""
    async with Journal(small_disk / "journal.db") as journal:
        told = Told(journal)
        appended = 0
        for size in (20, 40, 80):
            async with asyncio.timeout(WAIT_S):
                while journal.healthy:
                    if journal.pending < 2**20:
                        journal.append(batch(appended, payload=os.urandom(50_000)))
                        appended += 1
                    await asyncio.sleep(0)
            assert not told.died.done()
            with pytest.raises(Busy):
                await journal.forget_session(SESSION, 1)
            grow(small_disk, size)
            async with asyncio.timeout(WAIT_S):
                await journal.settled()
        assert told.seqs == list(range(appended))


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_IOERR_FSYNC, OperationalError),
        (sqlite3.SQLITE_IOERR_WRITE, OperationalError),
        (sqlite3.SQLITE_CORRUPT, DatabaseError),
        (sqlite3.SQLITE_NOTADB, DatabaseError),
        (sqlite3.SQLITE_READONLY, OperationalError),
        (sqlite3.SQLITE_CANTOPEN, OperationalError),
    ],
)
async def test_a_disk_that_fails_stops_the_journal_before_anything_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, kind: type[DatabaseError]
) -> None:
    failed: list[int] = []

    def failing(*_: object) -> None:
        original = sqlite3.OperationalError("the disk failed")
        original.sqlite_errorcode = code
        failed.append(code)
        raise kind("INSERT", None, original)

    monkeypatch.setattr(committer, "store", failing)
    async with Journal(tmp_path / "journal.db") as journal:
        told = Told(journal)
        journal.append(batch(0))
        await asyncio.wait_for(told.died, WAIT_S)
        assert failed == [code], "it was tried again"
        assert told.seqs == []
        with pytest.raises(Busy):
            journal.append(batch(1))


@pytest.mark.parametrize("replaced", [False, True])
async def test_a_file_that_is_gone_stops_an_idle_journal_within_five_seconds(
    tmp_path: Path, replaced: bool
) -> None:
    path = tmp_path / "journal.db"
    async with Journal(path) as journal:
        told = Told(journal)
        path.rename(tmp_path / "moved.db")
        if replaced:
            path.write_bytes((tmp_path / "moved.db").read_bytes())
        error = await asyncio.wait_for(told.died, 5)
    assert isinstance(error, FileReplaced)


async def test_what_goes_into_a_deleted_file_is_never_told_as_committed(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    async with Journal(path) as journal:
        told = Told(journal)
        journal.append(batch(0))
        await journal.settled()
        path.unlink()
        journal.append(batch(1))
        await asyncio.wait_for(told.died, WAIT_S)
        assert told.seqs == [0]
