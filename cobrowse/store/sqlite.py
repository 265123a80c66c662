"""How every SQLite connection of ours is set up.

`synchronous=FULL` with WAL: a commit is on the disk when it returns, through power loss too.
`NORMAL` would gain at most a sixth and lose acknowledged commits.
"""

import sqlite3
from typing import Final

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_MS: Final = 5_000
"""How long SQLite itself waits for another process's lock, such as that of a one-shot command."""

WAL_BYTES: Final = 64 * 2**20
"""A write-ahead log that a long read has let grow is cut back to this size."""


def on_connect(engine: Engine, *, read_only: bool = False, busy_ms: int = BUSY_MS) -> None:
    """Set the pragmas of each new connection, and leave `BEGIN` to `begin_with`."""

    def prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        # The driver would otherwise begin by itself, later than we do and never for DDL.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout = {busy_ms}",
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            f"journal_size_limit = {WAL_BYTES}",
            f"query_only = {'ON' if read_only else 'OFF'}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    event.listen(engine, "connect", prepare)


def is_busy(error: DBAPIError) -> bool:
    """Tell whether SQLite gave up on another connection's lock."""
    code = getattr(error.orig, "sqlite_errorcode", 0)
    return code & 0xFF == sqlite3.SQLITE_BUSY  # the upper bits say why


def begin_with(engine: Engine, statement: str) -> None:
    """Begin each transaction of this engine with `BEGIN` or `BEGIN IMMEDIATE`."""

    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(statement)

    event.listen(engine, "begin", begin)
