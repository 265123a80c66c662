"""Brings a database's schema up to date from the migrations that ship inside the package.

Two branches that never meet: `main` for the main database, `journal` for the journal's own file.
"""

import asyncio
import importlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final, Literal, NamedTuple

from sqlalchemy import Connection, inspect, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from cobrowse.store.sqlite import BUSY_MS, begin_with, is_busy, on_connect

Branch = Literal["main", "journal"]

LOCKED_PAUSE_S: Final = 0.1

_MIGRATIONS: Final = Path(__file__).parent / "migrations"


class DatabaseUnusable(Exception):
    """The database cannot be opened, or is not one of ours."""


class DatabaseLocked(DatabaseUnusable):
    """Somebody else is at it."""


class SchemaTooNew(DatabaseUnusable):
    """The database was written by a later release; an older one must not touch it."""


class SchemaState(NamedTuple):
    """The version that a database has, if any, and the one that this release needs."""

    found: str | None
    needed: str


async def upgrade(url: str, branch: Branch) -> SchemaState:
    """Run what is missing, all of it or nothing; return the state that was found.

    Raises `SchemaTooNew` for a version that this release does not know, `DatabaseUnusable` for what
    is no database. Two processes may call it at once: the second waits, and finds nothing to do.
    """
    loop = asyncio.get_running_loop()
    patience_ends = loop.time() + BUSY_MS / 1_000
    while True:
        try:
            async with _connected(url, branch) as connection:
                return await connection.run_sync(_upgrade, branch)
        except DatabaseLocked:
            # SQLite waits for its lock by itself, but not when a fresh file is switched to WAL.
            if loop.time() >= patience_ends:
                raise
        await asyncio.sleep(LOCKED_PAUSE_S)


async def state_of(url: str, branch: Branch) -> SchemaState:
    """Compare a database's version with the one this release needs, and change nothing."""
    async with _connected(url, branch) as connection:
        return await connection.run_sync(_state, branch)


def needed(branch: Branch) -> str:
    """The version that this release needs."""
    return _known(branch)[-1]


def _upgrade(connection: Connection, branch: Branch) -> SchemaState:
    state = _state(connection, branch)
    if state.found is not None and state.found not in _known(branch):
        raise SchemaTooNew(
            f"the {branch} database has schema {state.found}, this release knows up to"
            f" {state.needed}: install the release that wrote it, or a later one"
        )
    if state.found != state.needed:
        importlib.import_module("cobrowse.store.migrating").bring_up_to_date(connection, branch)
    return state


def _state(connection: Connection, branch: Branch) -> SchemaState:
    found = None
    if inspect(connection).has_table("alembic_version"):
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return SchemaState(found, needed(branch))


def _known(branch: Branch) -> list[str]:
    """All versions of a branch, oldest first: the file `0002_what.py` of `main` is `main_0002`."""
    numbers = (path.name.partition("_")[0] for path in (_MIGRATIONS / branch).glob("[0-9]*_*.py"))
    return [f"{branch}_{number}" for number in sorted(numbers)]


@asynccontextmanager
async def _connected(url: str, branch: Branch) -> AsyncGenerator[AsyncConnection]:
    engine = create_async_engine(make_url(url))
    if engine.dialect.name == "sqlite":
        on_connect(engine.sync_engine)
        begin_with(engine.sync_engine, "BEGIN IMMEDIATE")
    try:
        async with engine.begin() as connection:
            yield connection
    except DBAPIError as error:
        kind = DatabaseLocked if is_busy(error) else DatabaseUnusable
        raise kind(f"the {branch} database cannot be used: {error.orig}") from error
    finally:
        await engine.dispose()
