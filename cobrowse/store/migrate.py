"""Brings a database's schema up to date from the migrations that ship inside the package.

Two branches that never meet: `main` for the main database, `journal` for the journal's own file.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final, Literal, NamedTuple

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, make_url
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
        return await connection.run_sync(_state, _config(branch))


def needed(branch: Branch) -> str:
    """The version that this release needs."""
    return _needed(_config(branch))


def _upgrade(connection: Connection, branch: Branch) -> SchemaState:
    config = _config(branch)
    state = _state(connection, config)
    script = ScriptDirectory.from_config(config)
    known = {revision.revision for revision in script.walk_revisions()}
    if state.found is not None and state.found not in known:
        raise SchemaTooNew(
            f"the {branch} database has schema {state.found}, this release knows up to"
            f" {state.needed}: install the release that wrote it, or a later one"
        )
    if state.found != state.needed:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return state


def _state(connection: Connection, config: Config) -> SchemaState:
    found = MigrationContext.configure(connection).get_current_revision()
    return SchemaState(found, _needed(config))


def _needed(config: Config) -> str:
    head = ScriptDirectory.from_config(config).get_current_head()
    assert head is not None, "each branch ships its migrations in one line"
    return head


def _config(branch: Branch) -> Config:
    config = Config()
    for option, value in (
        ("path_separator", "newline"),
        ("script_location", str(_MIGRATIONS)),
        ("version_locations", str(_MIGRATIONS / branch)),
    ):
        config.set_main_option(option, value.replace("%", "%%"))
    return config


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
