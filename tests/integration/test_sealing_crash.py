"""A process that is killed at any step of sealing leaves a state from which the next one goes
on."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from cobrowse.domain.entry import Outline
from cobrowse.domain.segment import Place
from tests.integration.sealed import SITE, Stores, open_stores, told_by
from tests.integration.test_sealing import visit
from tests.recorded import PAGE, SESSION

CHILD = Path(__file__).with_name("sealing_child.py")
CHECKOUT = CHILD.parents[2]
STEPS = ["read", "composed", "sheets kept", "object kept", "verified", "indexed", "forgotten"]
MIDDLE = 2
"""Of three segments: one is sealed already, one is still to come."""


def seal_until_killed(folder: Path, step: str, number: int) -> int:
    child = subprocess.run(
        [sys.executable, str(CHILD), str(folder), step, str(number)],
        cwd=CHECKOUT,
        env={"PYTHONPATH": str(CHECKOUT)},
        timeout=60,
        check=False,
    )
    return child.returncode


async def furnish(folder: Path) -> None:
    async with open_stores(folder) as stores:
        await stores.begin(ended=True)
        await stores.store(*visit())


async def assert_sealed_once(stores: Stores) -> None:
    """One copy of everything can be read, in the right place, and nothing else is there."""
    assert await stores.journal.outline(SESSION, PAGE, 0, 0) == []
    assert await stores.recorded() == told_by(visit())
    segments = await stores.segments()
    assert len(segments) == 3
    assert stores.files("segment") == {each.content for each in segments}
    async with stores.database.reading() as tx:
        named = {sha256 for each in segments for sha256 in each.sheets}
        kept = await tx.sheets.known(SITE.id, named)
    assert stores.files("sheet") == {each.content for each in kept.values()}


@pytest.mark.parametrize("step", STEPS)
async def test_killed_at_any_step_nothing_is_lost_and_nothing_is_there_twice(
    tmp_path: Path, step: str
) -> None:
    await furnish(tmp_path)
    assert await asyncio.to_thread(seal_until_killed, tmp_path, step, MIDDLE) == -9
    async with open_stores(tmp_path) as stores:
        in_between = await stores.recorded()
        assert {each[:3] for each in in_between} == {each[:3] for each in told_by(visit())}
        await stores.sealer.run_once()
        await assert_sealed_once(stores)


async def test_killed_while_rows_are_taken_out_the_rest_of_them_follows(tmp_path: Path) -> None:
    await furnish(tmp_path)
    assert await asyncio.to_thread(seal_until_killed, tmp_path, "indexed", 1) == -9
    async with open_stores(tmp_path) as stores:
        entries = await stores.journal.outline(SESSION, PAGE, 0, 0)
        some = [Place(each.epoch, each.seq) for each in entries[:3] if isinstance(each, Outline)]
        await stores.journal.forget(PAGE, some, [], 1)
        await stores.sealer.run_once()
        await assert_sealed_once(stores)


async def test_killed_again_and_again_it_gets_there(tmp_path: Path) -> None:
    await furnish(tmp_path)
    for step in ("composed", "object kept", "indexed"):
        assert await asyncio.to_thread(seal_until_killed, tmp_path, step, 1) == -9
    async with open_stores(tmp_path) as stores:
        await stores.sealer.run_once()
        await assert_sealed_once(stores)
