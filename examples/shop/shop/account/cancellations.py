"""Memberships that have been given up. Each runs on to the end of what has been paid."""

import sqlite3
from dataclasses import dataclass

REASONS = {
    "price": "It costs more than it gives me",
    "use": "I hardly use it",
    "visit": "I never made it to the workshop",
    "service": "Something went wrong, and was not put right",
    "other": "Something else",
}


@dataclass(frozen=True)
class Cancellation:
    reason: str
    words: str


class Cancellations:
    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database

    def of(self, email: str) -> Cancellation | None:
        row = self._db.execute(
            "SELECT reason, words FROM account_cancellations WHERE email = ?", (email,)
        ).fetchone()
        return Cancellation(row["reason"], row["words"]) if row else None

    def cancel(self, email: str, cancellation: Cancellation) -> None:
        self._db.execute(
            "INSERT INTO account_cancellations (email, reason, words) VALUES (?, ?, ?)"
            " ON CONFLICT (email) DO UPDATE SET reason = excluded.reason, words = excluded.words",
            (email, cancellation.reason, cancellation.words),
        )

    def take_back(self, email: str) -> None:
        self._db.execute("DELETE FROM account_cancellations WHERE email = ?", (email,))
