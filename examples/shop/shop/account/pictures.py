"""Pictures of a damage, kept in the database; the oldest of all make room when there are many."""

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime

MOST_BYTES = 5 * 1024 * 1024
MOST_OF_ONE = 20
MOST_BYTES_OF_ALL = 128 * 1024 * 1024
MOST_NAME = 80


@dataclass(frozen=True)
class Picture:
    """`type` is the media type that its first bytes tell, whatever its sender called it."""

    id: int
    name: str
    type: str
    size: int
    added: datetime


class TooMany(Exception):
    """Somebody has as many pictures as anybody may have."""


class Pictures:
    def __init__(self, database: sqlite3.Connection, owner: str) -> None:
        self._db = database
        self._owner = owner

    def all(self) -> list[Picture]:
        """Newest first."""
        rows = self._db.execute(
            "SELECT id, name, type, size, added FROM account_pictures WHERE owner = ?"
            " ORDER BY id DESC",
            (self._owner,),
        )
        return [_picture(row) for row in rows]

    def add(self, name: str, media_type: str, content: bytes) -> Picture:
        if len(self.all()) >= MOST_OF_ONE:
            raise TooMany
        now = datetime.now(UTC)
        cursor = self._db.execute(
            "INSERT INTO account_pictures (owner, name, type, size, content, added)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (self._owner, name[:MOST_NAME], media_type, len(content), content, now.isoformat()),
        )
        self._db.execute(
            "DELETE FROM account_pictures WHERE id IN (SELECT id FROM (SELECT id, sum(size) OVER"
            " (ORDER BY id DESC) AS so_far FROM account_pictures) WHERE so_far > ?)",
            (MOST_BYTES_OF_ALL,),
        )
        return Picture(cursor.lastrowid or 0, name[:MOST_NAME], media_type, len(content), now)

    def content(self, number: int) -> tuple[str, bytes] | None:
        """Media type and bytes."""
        row = self._db.execute(
            "SELECT type, content FROM account_pictures WHERE id = ? AND owner = ?",
            (number, self._owner),
        ).fetchone()
        return (row["type"], row["content"]) if row else None

    def remove(self, number: int) -> None:
        self._db.execute(
            "DELETE FROM account_pictures WHERE id = ? AND owner = ?", (number, self._owner)
        )


def media_type_of(content: bytes) -> str | None:
    """By the first bytes; None if it is no picture that every browser shows."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return None


def _picture(row: sqlite3.Row) -> Picture:
    return Picture(
        row["id"], row["name"], row["type"], row["size"], datetime.fromisoformat(row["added"])
    )
