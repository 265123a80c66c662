"""Visits to a workshop: when it is open, which hours are left, and how one is kept."""

import re
import secrets
import sqlite3
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import blake2b

from shop.forms import Form, Rejected, text
from shop.studio.workshops import WORKSHOPS

HOURS = ("09:30", "11:00", "13:30", "15:00", "16:30")
AHEAD_DAYS = 540
CLOSED_WEEKDAYS = (0, 6)  # Monday and Sunday
SATURDAY = 5
SATURDAY_HOURS = 3
PEOPLE = range(1, 7)
MOST_VISITS = 3000
MOST_OF_ONE_OWNER = 12
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
ALPHABET = "ACDEFHJKMNPRTUVWXY3479"  # none that look alike


@dataclass(frozen=True)
class Visit:
    code: str
    workshop: str
    day: date
    hour: str
    name: str
    email: str
    people: int
    note: str


def free_hours(database: sqlite3.Connection, workshop: str, day: date, today: date) -> list[str]:
    """What can still be had on a day: empty when it is past, closed, full or too far ahead."""
    if not today < day <= today + timedelta(AHEAD_DAYS) or day.weekday() in CLOSED_WEEKDAYS:
        return []
    gone = {
        row["hour"]
        for row in database.execute(
            "SELECT hour FROM studio_visit WHERE workshop = ? AND day = ?",
            (workshop, day.isoformat()),
        )
    }
    hours = HOURS[:SATURDAY_HOURS] if day.weekday() == SATURDAY else HOURS
    return [
        hour for hour in hours if hour not in gone and not _taken_by_a_school(workshop, day, hour)
    ]


def read_visit(form: Form) -> Visit:
    """A visit somebody asks for, checked field by field; whether the hour is free comes later."""
    errors = {}
    workshop, hour = text(form, "workshop"), text(form, "hour")
    if workshop not in WORKSHOPS:
        errors["workshop"] = "Please choose a workshop."
    day = read_day(text(form, "date"))
    if day is None:
        errors["date"] = "Please choose a day."
    if hour not in HOURS:
        errors["hour"] = "Please choose a time."
    name, email = text(form, "name"), text(form, "email")
    if not name:
        errors["name"] = "Please tell us your name."
    if not EMAIL.fullmatch(email):
        errors["email"] = "Please check the e-mail address."
    people = text(form, "people", 1)
    if not people.isascii() or not people.isdigit() or int(people) not in PEOPLE:
        errors["people"] = f"Between {PEOPLE[0]} and {PEOPLE[-1]} people, please."
    if day is None or errors:
        raise Rejected(errors)
    code = "SB-" + "".join(secrets.choice(ALPHABET) for _ in range(8))
    return Visit(code, workshop, day, hour, name, email, int(people), text(form, "note", 400))


def keep_visit(database: sqlite3.Connection, owner: str, visit: Visit, today: date) -> None:
    """Kept, or `Rejected`: somebody was quicker, or this owner has enough."""
    if visit.hour not in free_hours(database, visit.workshop, visit.day, today):
        raise Rejected({"hour": "That time has just gone. Please choose another."})
    (mine,) = database.execute(
        "SELECT count(*) FROM studio_visit WHERE owner = ?", (owner,)
    ).fetchone()
    if mine >= MOST_OF_ONE_OWNER:
        raise Rejected({"form": "You have booked a dozen visits. Please call one off first."})
    database.execute(
        "INSERT INTO studio_visit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            visit.code,
            owner,
            visit.workshop,
            visit.day.isoformat(),
            visit.hour,
            visit.name,
            visit.email,
            visit.people,
            visit.note,
        ),
    )
    database.execute(
        "DELETE FROM studio_visit WHERE code IN "
        "(SELECT code FROM studio_visit ORDER BY rowid DESC LIMIT -1 OFFSET ?)",
        (MOST_VISITS,),
    )


def visit_of(database: sqlite3.Connection, owner: str, code: str) -> Visit | None:
    """By its code, and only for whom it belongs to: it says who comes, and when."""
    row = database.execute(
        "SELECT * FROM studio_visit WHERE code = ? AND owner = ?", (code, owner)
    ).fetchone()
    if row is None:
        return None
    return Visit(
        row["code"],
        row["workshop"],
        date.fromisoformat(row["day"]),
        row["hour"],
        row["name"],
        row["email"],
        row["people"],
        row["note"],
    )


def call_off(database: sqlite3.Connection, owner: str, code: str) -> bool:
    """True if there was such a visit; its hour is free again."""
    return (
        database.execute(
            "DELETE FROM studio_visit WHERE code = ? AND owner = ?", (code, owner)
        ).rowcount
        > 0
    )


def read_day(written: str) -> date | None:
    """`2027-05-14` as a date; None for anything else."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _taken_by_a_school(workshop: str, day: date, hour: str) -> bool:
    """About a quarter of all hours, the same ones for everybody: schools book a year ahead."""
    return blake2b(f"{workshop} {day} {hour}".encode(), digest_size=1).digest()[0] < 64  # noqa: PLR2004
