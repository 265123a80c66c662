"""`cobrowse demo --history`: days that are over, as if the service had been there."""

import asyncio
import json
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cobrowse.cli.doctor import examine
from cobrowse.config import Assets, Config, Server
from cobrowse.demo.history import Wish, make_history
from cobrowse.demo.shop import shop_origin
from cobrowse.domain.agent import Role
from tests.integration.recorded import Reader
from tests.ports import three_free_ports
from tests.service import Running, furnish, running

NOW = datetime(2026, 3, 18, 15, 30, tzinfo=UTC)
WISH = Wish(days=1, per_day=12, seed=5)
BEGUN_S = 30
STOP_S = 10


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """Data of a service that was there on a past day."""
    server = Server(port=three_free_ports(), data=tmp_path_factory.mktemp("past") / "data")
    config = Config(server=server, assets=Assets(allow_private=True))
    asyncio.run(live_through(config))
    return config


async def live_through(config: Config) -> None:
    site = await furnish(config.server.data, (shop_origin(config.server),))
    assert await make_history(config, site, WISH, NOW)


def asked(config: Config, question: str) -> list[Any]:
    with closing(sqlite3.connect(config.server.database_file)) as database:
        return [value for (value,) in database.execute(question)]


def test_nothing_of_it_is_missing_damaged_or_unsealed(lived: Config) -> None:
    findings = list(examine(lived, deep=True))
    assert [line for finding in findings for line in finding.wrong] == []
    with closing(sqlite3.connect(lived.server.journal_file)) as journal:
        assert journal.execute("SELECT count(*) FROM batches").fetchone() == (0,)


async def test_its_sessions_are_listed_and_replay(lived: Config) -> None:
    async with running(lived.server.data) as service:
        cookie = await service.sign_in(Role.SALES_REVIEWER)
        sessions = await ended(service, cookie)
        begin, now = (at.timestamp() * 1_000 for at in (NOW - timedelta(days=1), NOW))
        for session in sessions:
            assert begin <= session["started_at"] < session["ended_at"] <= now
            assert session["page"]["url"].startswith(shop_origin(lived.server))
        assert {bool(session["customer"]) for session in sessions} == {True, False}

        reader = Reader(service, cookie)
        index = await reader.index(sessions[0]["id"])
        records = await reader.records(sessions[0]["id"])
        assert {page["id"] for page in index["pages"]} == set(records)
        for batches in records.values():
            assert 2 in {record["type"] for record in batches[0]}, "it begins with a full picture"


async def ended(service: Running, cookie: str) -> list[Any]:
    async with service.http.get(
        f"{service.origin}/api/v1/sessions?state=ended",
        headers={"Cookie": f"cobrowse_session={cookie}", "Accept-Encoding": "identity"},
    ) as reply:
        assert reply.status == 200
        sessions: list[Any] = json.loads(await reply.read())["items"]
        return sessions


def test_what_its_pages_showed_is_kept(lived: Config) -> None:
    types = set(asked(lived, "SELECT content_type FROM assets"))
    assert any(each.startswith("image/") for each in types)
    assert any(each.startswith("font/") for each in types), "what a style sheet brings"


def test_a_past_that_is_there_is_not_lived_through_again(lived: Config) -> None:
    before = asked(lived, "SELECT id FROM sessions ORDER BY id")
    asyncio.run(live_through(lived))
    assert asked(lived, "SELECT id FROM sessions ORDER BY id") == before


def test_who_is_told_to_stop_meanwhile_stops_and_leaves_no_session_live(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "cobrowse", "demo", "--port", str(three_free_ports())]
    config = Config(server=Server(data=tmp_path))
    with subprocess.Popen(
        [*command, "--data", str(tmp_path), "--history", "30", "--sessions-per-day", "200"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        assert "Past visits" in process.stderr.readline()
        give_up_at = time.monotonic() + BEGUN_S
        while not asked(config, "SELECT id FROM sessions"):
            assert time.monotonic() < give_up_at
            time.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        output, errors = process.communicate(timeout=STOP_S)
    assert (process.returncode, output, errors) == (0, "", "")
    assert asked(config, "SELECT id FROM sessions WHERE ended_at IS NULL") == []
