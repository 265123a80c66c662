"""The load by which servers are measured does to ours what it says."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.load.plan import Flood, Plan, Stream
from tests.load.run import generate
from tools.bench.peers import OURS, started


@pytest.mark.timeout(180)
async def test_what_the_load_counts_as_arrived_is_in_the_journal_and_was_shown(
    tmp_path: Path,
) -> None:
    core = min(os.sched_getaffinity(0))
    async with started(OURS, tmp_path, core) as server:
        report = await generate(
            Plan(
                dialect=OURS.dialect,
                port=server.port,
                pid=server.pid,
                pages=2,
                runs=[Flood(watched=1, window=4, seconds=0.3), Stream(1, per_s=300, seconds=0.4)],
                site_key=server.site_key,
                cookie=server.cookie,
            )
        )
    with closing(sqlite3.connect(tmp_path / "data" / "journal.db")) as journal:
        kept, numbers = journal.execute(
            "SELECT count(*), count(DISTINCT page_id || ' ' || seq) FROM batches"
        ).fetchone()
        lost = journal.execute("SELECT count(*) FROM gaps").fetchone()
    assert kept == numbers == report.sent
    assert lost == (0,)
    assert report.missed == 0
    for run in report.runs:
        assert run.batches
        assert run.ack_ms
        assert run.relay_ms
