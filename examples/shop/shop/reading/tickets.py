"""Letters to us: each becomes a ticket with a number, which whoever answers it goes by."""

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime

from shop.database import together

TOPICS = {
    "delivery": "A delivery",
    "repair": "A repair",
    "order": "An order of mine",
    "invoice": "An invoice",
    "advice": "Advice before I buy",
    "other": "Something else",
}
MOST_KEPT = 5_000  # tickets; the oldest make room
MOST_OF_ONE = 20  # of one person in a day, so that nobody fills the table
FIRST_NUMBER = 20_400


class TooMany(Exception):
    """This person has written often enough for one day."""


@dataclass(frozen=True)
class Letter:
    """What somebody wrote, already judged: `topic` is a key of `TOPICS`."""

    name: str
    email: str
    topic: str
    order: str
    message: str


@dataclass(frozen=True)
class Ticket:
    number: str
    topic: str
    opened_at: datetime


def open_ticket(database: sqlite3.Connection, owner: str, letter: Letter) -> str:
    """Keeps the letter and returns its number, `S-20400` and up."""
    now = datetime.now(UTC)
    with together(database):
        (today,) = database.execute(
            "SELECT count(*) FROM tickets WHERE owner = ? AND opened_at >= ?",
            (owner, now.date().isoformat()),
        ).fetchone()
        if today >= MOST_OF_ONE:
            raise TooMany
        row = database.execute(
            "INSERT INTO tickets (owner, name, email, topic, order_number, message, opened_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                owner,
                letter.name,
                letter.email,
                letter.topic,
                letter.order,
                letter.message,
                now.isoformat(timespec="seconds"),
            ),
        ).lastrowid
        database.execute("DELETE FROM tickets WHERE id <= ?", ((row or 0) - MOST_KEPT,))
    return _number(row or 0)


def tickets_of(database: sqlite3.Connection, owner: str, most: int) -> list[Ticket]:
    """The latest first."""
    rows = database.execute(
        "SELECT id, topic, opened_at FROM tickets WHERE owner = ? ORDER BY id DESC LIMIT ?",
        (owner, most),
    )
    return [
        Ticket(_number(row["id"]), row["topic"], datetime.fromisoformat(row["opened_at"]))
        for row in rows
    ]


def _number(row: int) -> str:
    return f"S-{FIRST_NUMBER + row}"
