"""Mail the shop would send. It stays in the database: the demonstration shows it where it can."""

import sqlite3
import time
from dataclasses import dataclass

MOST_MAILS = 1000


@dataclass(frozen=True)
class Mail:
    email: str
    subject: str
    body: str


class Outbox:
    def __init__(self, db: sqlite3.Connection, most: int = MOST_MAILS) -> None:
        self._db = db
        self._most = most

    def put(self, mail: Mail) -> None:
        """The oldest mails are let go when there are too many."""
        kept = self._db.execute(
            "INSERT INTO outbox (email, subject, body, at) VALUES (?, ?, ?, ?)",
            (mail.email, mail.subject, mail.body, int(time.time())),
        )
        self._db.execute("DELETE FROM outbox WHERE id <= ?", ((kept.lastrowid or 0) - self._most,))

    def to(self, email: str, most: int = 20) -> list[Mail]:
        """Newest first."""
        rows = self._db.execute(
            "SELECT email, subject, body FROM outbox WHERE email = ? ORDER BY id DESC LIMIT ?",
            (email, most),
        )
        return [Mail(*row) for row in rows.fetchall()]
