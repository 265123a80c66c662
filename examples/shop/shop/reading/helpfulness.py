"""Whether an article helped, as people told us."""

import sqlite3
from datetime import UTC, datetime

from shop.database import together

MOST_KEPT = 20_000  # answers; the oldest make room


def keep(database: sqlite3.Connection, owner: str, article: str, helped: bool, words: str) -> None:
    with together(database):
        database.execute(
            "INSERT OR REPLACE INTO helpful_answers (owner, article, helped, words, given_at)"
            " VALUES (?, ?, ?, ?, ?)",
            (owner, article, helped, words, datetime.now(UTC).isoformat(timespec="seconds")),
        )
        database.execute(
            "DELETE FROM helpful_answers WHERE rowid IN"
            " (SELECT rowid FROM helpful_answers ORDER BY rowid DESC LIMIT -1 OFFSET ?)",
            (MOST_KEPT,),
        )
