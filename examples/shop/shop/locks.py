"""Five wrong passwords in ten minutes lock an account, until somebody of the staff unlocks it."""

import sqlite3
import time

MOST_WRONG = 5
WITHIN_S = 600
MOST_LOCKS = 5000


class Locks:
    """By the e-mail that was typed: one that nobody has is locked like any other."""

    def __init__(self, db: sqlite3.Connection, most: int = MOST_LOCKS) -> None:
        self._db = db
        self._most = most

    def holds(self, email: str) -> bool:
        return (
            self._db.execute("SELECT 1 FROM locks WHERE email = ?", (email,)).fetchone() is not None
        )

    def wrong_password(self, email: str) -> bool:
        """Count one more; true if this was the one that locks."""
        now = int(time.time())
        self._db.execute("DELETE FROM wrong_passwords WHERE at < ?", (now - WITHIN_S,))
        self._db.execute("INSERT INTO wrong_passwords (email, at) VALUES (?, ?)", (email, now))
        (wrong,) = self._db.execute(
            "SELECT count(*) FROM wrong_passwords WHERE email = ?", (email,)
        ).fetchone()
        if wrong < MOST_WRONG:
            return False
        self._db.execute("INSERT OR IGNORE INTO locks (email, at) VALUES (?, ?)", (email, now))
        self._db.execute(
            "DELETE FROM locks WHERE rowid IN"
            " (SELECT rowid FROM locks ORDER BY at DESC LIMIT -1 OFFSET ?)",
            (self._most,),
        )
        return True

    def open(self, email: str) -> bool:
        """Unlock, and forget what led to it; true if it was locked."""
        self.forget(email)
        return self._db.execute("DELETE FROM locks WHERE email = ?", (email,)).rowcount > 0

    def forget(self, email: str) -> None:
        """The right password: those before it no longer count."""
        self._db.execute("DELETE FROM wrong_passwords WHERE email = ?", (email,))
