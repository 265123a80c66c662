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


FOLDED_PAGES: Final = 1_000


def on_connect(
    engine: Engine, *, read_only: bool = False, busy_ms: int = BUSY_MS, folds: bool = True
) -> None:
    """Set the pragmas of each new connection, and leave `BEGIN` to `begin_with`.

    What is deleted is overwritten: it must not linger in the free pages of the file. With `folds`
    SQLite folds the log back by itself, which passes over errors; without, `fold` is for the owner.
    """

    def prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        # The driver would otherwise begin by itself, later than we do and never for DDL.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout = {busy_ms}",
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "secure_delete = ON",
            f"journal_size_limit = {WAL_BYTES}",
            f"wal_autocheckpoint = {FOLDED_PAGES if folds else 0}",
            f"query_only = {'ON' if read_only else 'OFF'}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    event.listen(engine, "connect", prepare)


def is_busy(error: DBAPIError) -> bool:
    """Tell whether SQLite gave up on another connection's lock."""
    code = getattr(error.orig, "sqlite_errorcode", 0)
    return code & 0xFF == sqlite3.SQLITE_BUSY  # the upper bits say why


def may_pass(error: BaseException | None) -> bool:
    """Tell whether trying again can help and harm nothing: another one holds the lock, or the disk
    is full.

    Everything else may have happened at a failed `fsync`, after which the file says one thing and
    the disk another: whoever tries again is told of a commit that never reached the disk.
    """
    code = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF in _PASSING or code == _NO_ROOM_FOR_INDEX


_PASSING: Final = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_NO_ROOM_FOR_INDEX: Final = 4874
"""`SQLITE_IOERR_SHMSIZE`: the write-ahead log's index cannot grow. Nothing was written yet."""


def begin_with(engine: Engine, statement: str) -> None:
    """Begin each transaction of this engine with `BEGIN` or `BEGIN IMMEDIATE`."""

    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(statement)

    event.listen(engine, "begin", begin)


def fold(engine: Engine, *, empty: bool = False) -> bool:
    """Bring the write-ahead log back into the database file; with `empty` leave nothing in it.

    Returns whether everything is back: readers may hold up the rest.
    """
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA wal_checkpoint({'TRUNCATE' if empty else 'PASSIVE'})")
        held_up, in_log, folded = cursor.fetchone() or (1, 0, 0)
        cursor.close()
    finally:
        connection.close()
    return not held_up and in_log == folded
