"""The shop's database: SQLite, in a file or, without one, in memory.

Questions are asked in the event loop: on a database of this size each takes microseconds, less
than handing it to a thread would.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SCHEMA = Path(__file__).parent / "schema"


def open_database(path: Path | None) -> sqlite3.Connection:
    """Every `schema/*.sql` is applied; each says `IF NOT EXISTS`. Rows are read by name.

    Statements commit by themselves; several that belong together go into `with together(db):`.
    """
    database = sqlite3.connect(path or ":memory:", isolation_level=None, check_same_thread=False)
    database.row_factory = sqlite3.Row
    database.execute("PRAGMA foreign_keys = ON")
    if path is not None:
        database.execute("PRAGMA journal_mode = WAL")
    for part in sorted(SCHEMA.glob("*.sql")):
        database.executescript(part.read_text(encoding="utf-8"))
    return database


@contextmanager
def together(database: sqlite3.Connection) -> Iterator[None]:
    """One transaction: all of it or nothing. Nothing may be awaited in it, since all share the
    connection. Inside another one it is part of that."""
    if database.in_transaction:
        yield
        return
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")
