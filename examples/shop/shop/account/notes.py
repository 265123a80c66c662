"""Notes for the workshop: one about each order, every save a version that can be brought back."""

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime

from shop.account.richtext import clean
from shop.database import together
from shop.markup import Html

MOST_VERSIONS = 20
MOST_ROWS = 2000
MOST_CHARACTERS = 20_000
GENERAL = "general"


@dataclass(frozen=True)
class Note:
    version: int
    html: Html
    words: int
    saved_at: datetime


class Notes:
    """The notes of one customer, or of one browser that nobody has signed in on."""

    def __init__(self, database: sqlite3.Connection, owner: str) -> None:
        self._db = database
        self._owner = owner

    def versions(self, about: str) -> list[Note]:
        """Newest first."""
        rows = self._db.execute(
            "SELECT version, html, words, saved_at FROM account_notes"
            " WHERE owner = ? AND about = ? ORDER BY version DESC",
            (self._owner, about),
        )
        return [_note(row) for row in rows]

    def version(self, about: str, version: int) -> Note | None:
        row = self._db.execute(
            "SELECT version, html, words, saved_at FROM account_notes"
            " WHERE owner = ? AND about = ? AND version = ?",
            (self._owner, about, version),
        ).fetchone()
        return _note(row) if row else None

    def save(self, about: str, dirty: str) -> Note:
        """The oldest versions of a note make room, and the oldest notes of all when they must."""
        html, words = clean(dirty)
        with together(self._db):
            (newest,) = self._db.execute(
                "SELECT coalesce(max(version), 0) FROM account_notes WHERE owner = ? AND about = ?",
                (self._owner, about),
            ).fetchone()
            note = Note(newest + 1, html, words, datetime.now(UTC))
            self._db.execute(
                "INSERT INTO account_notes (owner, about, version, html, words, saved_at)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (self._owner, about, note.version, html, words, note.saved_at.isoformat()),
            )
            self._db.execute(
                "DELETE FROM account_notes WHERE owner = ? AND about = ? AND version <= ?",
                (self._owner, about, note.version - MOST_VERSIONS),
            )
            self._db.execute(
                "DELETE FROM account_notes WHERE id <= (SELECT max(id) FROM account_notes) - ?",
                (MOST_ROWS,),
            )
        return note


def _note(row: sqlite3.Row) -> Note:
    return Note(
        row["version"], Html(row["html"]), row["words"], datetime.fromisoformat(row["saved_at"])
    )
