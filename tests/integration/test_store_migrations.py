"""Schemas: made by migrations alone, brought up to date once, never taken for what they are not."""

import asyncio
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import URL, MetaData, create_engine

from cobrowse.domain.ids import SessionId
from cobrowse.store.database import Database, sqlite_url
from cobrowse.store.journal import Journal
from cobrowse.store.journal_tables import METADATA
from cobrowse.store.migrate import (
    Branch,
    DatabaseLocked,
    DatabaseUnusable,
    SchemaState,
    SchemaTooNew,
    needed,
    state_of,
    upgrade,
)
from cobrowse.store.migrating import bring_up_to_date
from cobrowse.store.models import Row

BRANCHES: list[tuple[Branch, MetaData]] = [("main", Row.metadata), ("journal", METADATA)]


def set_version(path: Path, version: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", [version])


@pytest.mark.parametrize(("branch", "metadata"), BRANCHES)
async def test_migrations_make_the_tables_that_the_code_asks_for(
    tmp_path: Path, branch: Branch, metadata: MetaData
) -> None:
    path = tmp_path / "some %20 name.db"
    await upgrade(sqlite_url(path), branch)
    engine = create_engine(URL.create("sqlite", database=str(path)))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


async def test_upgrading_again_changes_nothing(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "cobrowse.db")
    assert await upgrade(url, "main") == SchemaState(None, needed("main"))
    assert await upgrade(url, "main") == SchemaState(needed("main"), needed("main"))
    assert await state_of(url, "main") == SchemaState(needed("main"), needed("main"))


def test_a_service_whose_schema_is_the_newest_does_not_load_what_runs_migrations() -> None:
    asked = "import sys, cobrowse.cli; sys.exit('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0


async def test_two_that_upgrade_at_once_make_one_schema(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "cobrowse.db")
    states = await asyncio.gather(*(upgrade(url, "main") for _ in range(3)))
    assert sorted(state.found is None for state in states) == [False, False, True]


async def test_a_main_database_of_a_later_release_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "cobrowse.db"
    await upgrade(sqlite_url(path), "main")
    set_version(path, "main_9999")
    with pytest.raises(SchemaTooNew, match="main_9999"):
        async with Database(sqlite_url(path)):
            pytest.fail("it was opened")
    assert (await state_of(sqlite_url(path), "main")).found == "main_9999"


async def test_a_journal_of_a_later_release_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    await upgrade(sqlite_url(path), "journal")
    set_version(path, "journal_9999")
    with pytest.raises(SchemaTooNew, match="journal_9999"):
        async with Journal(path):
            pytest.fail("it was opened")


async def test_one_database_is_not_taken_for_the_other(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    await upgrade(sqlite_url(path), "journal")
    with pytest.raises(SchemaTooNew):
        await upgrade(sqlite_url(path), "main")


async def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "cobrowse.db"
    path.write_bytes(b"not a database, " * 100)
    with pytest.raises(DatabaseUnusable, match="main database cannot be used"):
        await upgrade(sqlite_url(path), "main")
    assert path.read_bytes() == b"not a database, " * 100


async def test_a_locked_file_is_refused_as_soon_as_waiting_for_its_lock_is_over(
    tmp_path: Path,
) -> None:
    path = tmp_path / "cobrowse.db"
    await upgrade(sqlite_url(path), "main")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DatabaseLocked):
            await upgrade(sqlite_url(path), "main")


async def test_a_session_of_an_earlier_release_gets_the_decision_that_counted_for_it(
    tmp_path: Path,
) -> None:
    """Then a session that repeated the decision of an earlier one had no row of its own."""
    path = tmp_path / "cobrowse.db"
    make_first(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript("""
            INSERT INTO sites VALUES ('site', 'pk_site', 'Shop', '[]', '[]', '', '{}', 1, NULL);
            INSERT INTO visitors VALUES ('site', 'visitor', 1, 1);
            INSERT INTO customers VALUES ('maria', 'site', 'm', 'Maria', '', 1);
        """)
        for session, started_at, customer in (("a", 1, None), ("b", 2, "maria"), ("c", 3, None)):
            connection.execute(
                "INSERT INTO sessions VALUES (?, 'site', 'visitor', ?, ?, 1, 1, NULL, '')",
                [session, customer, started_at],
            )
        decision = "INSERT INTO consents VALUES (NULL, 'site', 'visitor', ?, ?, 1, ?, 1, 9, '')"
        for session, record in (("a", True), ("a", False), ("c", True)):
            connection.execute(decision, [session, "notice", record])
    await upgrade(sqlite_url(path), "main")
    async with Database(sqlite_url(path)) as database, database.reading() as tx:
        decided = {each: await tx.consents.of_session(SessionId(each)) for each in "abc"}
    assert {each: said.record for each, said in decided.items() if said} == {
        "a": False,
        "b": False,
        "c": True,
    }
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT * FROM named_sessions").fetchall() == [("b", "maria")]


def make_first(path: Path) -> None:
    """Make a main database as the release before recordings did."""
    engine = create_engine(URL.create("sqlite", database=str(path)))
    with engine.begin() as connection:
        bring_up_to_date(connection, "main", "main_0001")
    engine.dispose()
