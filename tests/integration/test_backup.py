"""`cobrowse backup` and `cobrowse restore`: taken under load, put back elsewhere, and whole."""

import asyncio
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from cobrowse.config import Session
from cobrowse.domain.ids import new_id
from cobrowse.wire import capture
from tests.integration.recorded import Reader, stop, visit
from tests.integration.test_cli import Shell
from tests.integration.test_export import events, exported
from tests.service import Running, running

pytestmark = pytest.mark.timeout(180)


async def test_a_backup_under_load_is_whole_and_a_prefix_of_what_was_acknowledged(
    tmp_path: Path,
) -> None:
    shell = Shell(tmp_path)
    acknowledged: dict[str, int] = {}
    async with running(tmp_path / "data", session=Session(seal_after_s=0.1)) as service:
        reader = Reader(service, await service.sign_in())
        kept, sent = await one_kept(service, reader)
        loads = [asyncio.create_task(load(service, acknowledged)) for _ in range(3)]
        while len(acknowledged) < len(loads):
            await asyncio.sleep(0.05)
        before = dict(acknowledged)
        made = await asyncio.to_thread(shell.json, "backup", "copy", "--data", "data")
        for task in loads:
            task.cancel()
        await asyncio.gather(*loads, return_exceptions=True)
    assert made["rows"]["sessions"] >= 1 + len(loads)
    assert made["objects"]["segment"] >= 2
    assert made["missing"] == []
    shell.json("restore", "copy", "--data", "elsewhere")
    assert shell.json("doctor", "--deep", "--data", "elsewhere")["well"]
    stored = stored_seqs(tmp_path / "elsewhere")
    for page, seq in before.items():
        assert stored[page] == list(range(len(stored[page]))), "nothing is missing in between"
        assert len(stored[page]) > seq, "what was acknowledged before is in it"
    async with running(tmp_path / "elsewhere") as restored:
        reader = Reader(restored, await restored.sign_in())
        assert list(events(await exported(reader, kept)).values()) == [sent]


async def test_what_was_erased_since_a_backup_is_erased_again_when_it_is_restored(
    tmp_path: Path,
) -> None:
    shell = Shell(tmp_path)
    async with running(tmp_path / "data", session=Session(seal_after_s=0.1)) as service:
        reader = Reader(service, await service.sign_in())
        erased, _ = await one_kept(service, reader)
        other, sent = await one_kept(service, reader)
    shell.json("backup", "copy", "--data", "data")
    shell.json("erase", "--session", erased, "--yes", "--data", "data")
    told = shell.json("restore", "copy", "--data", "data", "--replace")
    assert told["erased_again"] == 1
    shell.refused("export", erased, "--data", "data", code=1)
    done = shell.run("export", other, "--data", "data")
    assert list(events(json.loads(done.stdout)).values()) == [sent]
    assert shell.json("doctor", "--deep", "--data", "data")["well"]
    assert {file.name for file in (tmp_path / "data").iterdir()} >= {"cobrowse.db", "journal.db"}
    assert not (tmp_path / "data" / ".replaced").exists()


def test_a_restore_refuses_what_is_not_whole_and_what_it_would_replace(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    shell.json("migrate", "--data", "data")
    made = shell.json("backup", "copy", "--data", "data")
    assert made["rows"]["sessions"] == 0
    assert "is there already" in shell.refused("backup", "copy", "--data", "data", code=1)
    assert "--replace" in shell.refused("restore", "copy", "--data", "data", code=1)
    assert "no backup" in shell.refused("restore", "data", "--data", "new", code=1)
    damaged = tmp_path / "damaged"
    shutil.copytree(tmp_path / "copy", damaged)
    content = bytearray((damaged / "journal.db").read_bytes())
    content[-1] ^= 1
    (damaged / "journal.db").write_bytes(content)
    before = sorted(each.name for each in (tmp_path / "data").iterdir())
    line = shell.refused("restore", "damaged", "--data", "data", "--replace", code=1)
    assert "is damaged" in line
    assert sorted(each.name for each in (tmp_path / "data").iterdir()) == before
    assert shell.json("doctor", "--data", "data")["well"], "what is there is as it was"


def test_nothing_to_back_up_is_one_line(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    assert "there is no" in shell.refused("backup", "copy", "--data", "data", code=1)
    assert list(tmp_path.iterdir()) == [], "neither a folder for it nor what it was made in"


async def test_a_folder_in_use_is_not_replaced(service: Running, tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    await asyncio.to_thread(shell.json, "backup", "copy", "--data", "data")
    words = ("restore", "copy", "--data", "data", "--replace")
    line = await asyncio.to_thread(lambda: shell.refused(*words, code=2))
    assert "in use" in line


async def one_kept(service: Running, reader: Reader) -> tuple[str, list[Any]]:
    """A session that is over and sealed, and what its page recorded."""
    async with service.visitor() as page:
        session = (await page.arrive()).session
        sent = await visit(page)
        await stop(page)
    await reader.sealed(session)
    return session, sent


async def load(service: Running, acknowledged: dict[str, int]) -> None:
    """Send batches as fast as they are acknowledged, and remember how far that is."""
    async with service.visitor(visitor=new_id()) as page:
        await page.arrive()
        seq = 0
        while True:
            await page.send(*(page.batch(each) for each in range(seq, seq + 20)))
            seq += 20
            while acknowledged.get(page.page, -1) < seq - 1:
                ack = await page.next("ack", capture.Ack)
                acknowledged[page.page] = ack.seq


def stored_seqs(data: Path) -> dict[str, list[int]]:
    with closing(sqlite3.connect(data / "journal.db")) as journal:
        found: dict[str, list[int]] = {}
        for page, seq in journal.execute("SELECT page_id, seq FROM batches ORDER BY page_id, seq"):
            found.setdefault(page, []).append(seq)
        return found
