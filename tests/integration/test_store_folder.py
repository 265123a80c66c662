"""The data folder: one process at a time, and not a day longer than its files are there."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cobrowse.store import same_file
from cobrowse.store.folder import LOCK, FolderInUse, held, is_held
from cobrowse.store.same_file import FileReplaced, watch
from tests.ports import free_ports

CHECKOUT = Path(__file__).resolve().parents[2]
WAIT_S = 45


@contextmanager
def serving(data: Path) -> Iterator["subprocess.Popen[str]"]:
    port = free_ports(2)[0]
    process = subprocess.Popen(
        [sys.executable, "-m", "cobrowse", "serve", "--port", str(port), "--data", str(data)],
        cwd=data.parent,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(CHECKOUT)},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def until_served(process: "subprocess.Popen[str]") -> None:
    assert process.stderr is not None
    for line in process.stderr:
        if "serving" in line:
            return
    pytest.fail("it ended before it served")


def test_who_holds_a_folder_is_alone(tmp_path: Path) -> None:
    assert not is_held(tmp_path)
    with held(tmp_path):
        assert is_held(tmp_path)
        with pytest.raises(FolderInUse), held(tmp_path):
            pytest.fail("there were two")
    assert not is_held(tmp_path)
    with held(tmp_path):
        assert is_held(tmp_path)


def test_looking_whether_a_folder_is_held_leaves_nothing(tmp_path: Path) -> None:
    assert not is_held(tmp_path)
    assert not (tmp_path / LOCK).exists()


@pytest.mark.timeout(3 * WAIT_S)
def test_a_second_service_on_one_folder_ends_at_once_and_the_first_goes_on(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving(data) as first:
        until_served(first)
        with serving(data) as second:
            _, said = second.communicate(timeout=WAIT_S)
            assert second.returncode == 2
            assert said.count("\n") == 1
            assert "in use by another process" in said
        assert first.poll() is None


@pytest.mark.timeout(3 * WAIT_S)
@pytest.mark.parametrize("file", ["journal.db", "cobrowse.db"])
def test_a_service_whose_database_is_deleted_ends_and_says_so(tmp_path: Path, file: str) -> None:
    data = tmp_path / "data"
    with serving(data) as process:
        until_served(process)
        (data / file).unlink()
        _, said = process.communicate(timeout=WAIT_S)
        assert process.returncode not in {0, 2}
        assert f"{file} was deleted or replaced" in said


async def test_a_file_that_stays_the_same_may_grow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(same_file, "LOOK_S", 0.01)
    file = tmp_path / "cobrowse.db"
    file.write_bytes(b"1")
    watching = asyncio.ensure_future(watch([file]))
    for size in range(10):
        file.write_bytes(b"1" * size)
        await asyncio.sleep(0.01)
    assert not watching.done()
    file.unlink()
    with pytest.raises(FileReplaced):
        await asyncio.wait_for(watching, WAIT_S)
