"""`cobrowse doctor`: well means well, also under load, and each fault has its line."""

import asyncio
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from cobrowse.cli.doctor import examine
from cobrowse.config import Config, Retention, Server, Session
from cobrowse.store import checks
from cobrowse.store.folder import held
from tests.integration.recorded import Reader, durable, stop, visit
from tests.integration.test_backup import load
from tests.integration.test_cli import Shell
from tests.service import running

pytestmark = pytest.mark.timeout(120)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a stopped service left: one session that is sealed, one that is still live."""
    folder = tmp_path_factory.mktemp("kept") / "data"
    asyncio.run(leave(folder))
    return folder


async def leave(folder: Path) -> None:
    async with running(folder, session=Session(seal_after_s=0.1)) as service:
        reader = Reader(service, await service.sign_in())
        async with service.visitor() as page:
            session = (await page.arrive()).session
            await visit(page)
            await stop(page)
        await reader.sealed(session)
        with closing(sqlite3.connect(folder / "journal.db")) as journal:
            while journal.execute("SELECT 1 FROM batches").fetchone():
                await asyncio.sleep(0.1)  # rows leave the journal behind the index
        async with service.visitor() as page:
            await page.arrive()
            await page.send(page.batch(0), page.batch(1), page.batch(2))
            await durable(page, 2)


@pytest.fixture
def data(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, to be damaged."""
    monkeypatch.setattr(checks, "UNDER_WAY_S", 0.0)
    return shutil.copytree(kept, tmp_path / "data")


def wrong(data: Path, *, deep: bool = True, keep_free_mb: int = 0) -> list[str]:
    config = Config(server=Server(data=data), retention=Retention(keep_free_mb=keep_free_mb))
    return [line for finding in examine(config, deep=deep) for line in finding.wrong]


def change(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        assert connection.execute(statement).rowcount, "it changed something"


@pytest.mark.parametrize("deep", [False, True])
def test_what_is_well_is_called_well(data: Path, deep: bool) -> None:
    assert wrong(data, deep=deep) == []


@pytest.mark.parametrize(
    ("file", "statement", "told"),
    [
        ("journal.db", "DELETE FROM batches WHERE seq = 1", "epoch 0: 1 to 1 is nowhere"),
        ("journal.db", "UPDATE batches SET session_id = 'nobody-knows-it'", "nobody-knows-it"),
        ("journal.db", "UPDATE batches SET received_at = received_at + 600000", "clock"),
        ("cobrowse.db", "DELETE FROM segments WHERE seq = 0", "epoch 0: 0 to 2 is nowhere"),
        ("cobrowse.db", "DELETE FROM segments WHERE seq = 3", "epoch 0: 3 to 5 is nowhere"),
        ("cobrowse.db", "UPDATE segments SET to_seq = 3 WHERE seq = 0", "3 is in two segments"),
        ("cobrowse.db", "UPDATE segments SET seq = 4 WHERE seq = 3", "3 to 3 is nowhere"),
        ("cobrowse.db", "UPDATE segments SET content = hex(randomblob(32))", "missing"),
        ("cobrowse.db", "UPDATE segments SET page_id = page_id || 'x'", "head of another"),
        ("cobrowse.db", "UPDATE segments SET raw_bytes = 10", "too large"),
        ("cobrowse.db", "UPDATE alembic_version SET version_num = 'main_0001'", "migrate"),
    ],
)
def test_each_fault_has_its_line(data: Path, file: str, statement: str, told: str) -> None:
    change(data / file, statement)
    lines = wrong(data)
    assert any(told in line for line in lines), lines


@pytest.mark.parametrize("kind", ["segment", "sheet"])
def test_contents_that_are_gone_or_damaged_are_found(data: Path, kind: str) -> None:
    objects = [file for file in (data / "objects" / kind).rglob("*") if file.is_file()]
    content = bytearray(objects[0].read_bytes())
    content[-1] ^= 1
    objects[0].write_bytes(content)
    assert [objects[0].name in line for line in wrong(data)] == [True]
    objects[0].unlink()
    assert [objects[0].name in line for line in wrong(data)] == [True]


def test_a_file_that_sqlite_cannot_read_whole_is_found(data: Path) -> None:
    with (data / "cobrowse.db").open("r+b") as file:
        file.seek(3 * 4096)
        file.write(b"\xff" * 4096)
    assert any("cobrowse.db" in line for line in wrong(data))


def test_a_disk_that_is_nearly_full_is_wrong(data: Path) -> None:
    assert [
        "old recordings" in line or "no new" in line for line in wrong(data, keep_free_mb=10**9)
    ]


def test_a_folder_that_somebody_works_on_is_called_so(data: Path) -> None:
    def seen() -> str:
        return next(examine(Config(server=Server(data=data)), deep=False)).seen

    assert "not in use" in seen()
    with held(data):
        assert "at work" in seen()


async def test_nothing_is_wrong_under_load(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    async with running(folder, session=Session(seal_after_s=0.1)) as service:
        loads = [asyncio.create_task(load(service, {})) for _ in range(2)]
        ends = time.monotonic() + 8
        while time.monotonic() < ends:
            async with service.visitor() as page:
                await page.arrive()
                await visit(page)
                await stop(page)
            assert await asyncio.to_thread(wrong, folder) == []
        for task in loads:
            task.cancel()
        await asyncio.gather(*loads, return_exceptions=True)


def test_the_command_says_so_by_its_exit_code(data: Path) -> None:
    shell = Shell(data.parent)
    done = shell.run("doctor", "--data", "data")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "All is well."), done.stderr
    change(data / "journal.db", "DELETE FROM batches WHERE seq = 1")
    line = shell.run("doctor", "--data", "data")
    assert line.returncode == 1
    assert "1 to 1 is nowhere" in line.stderr
