"""What somebody has chosen under Settings. Only what is listed here can be chosen."""

import sqlite3
from collections.abc import Mapping

LANGUAGES = {"en": "English", "de": "Deutsch", "fr": "Français"}
ZONES = {
    "Europe/Berlin": "Berlin, Paris, Prague",
    "Europe/Lisbon": "Lisbon",
    "Europe/London": "Dublin, London",
    "Europe/Athens": "Athens, Helsinki",
    "America/New_York": "New York, Toronto",
    "America/Los_Angeles": "Los Angeles, Vancouver",
    "Asia/Tokyo": "Tokyo",
    "UTC": "Coordinated universal time",
}
THEMES = {"device": "As on this device", "light": "Light", "dark": "Dark"}
# The media query under which the dark style sheet holds; paper is always white.
DARK_WHEN = {
    "device": "screen and (prefers-color-scheme: dark)",
    "light": "not all",
    "dark": "screen",
}
LETTERS = {
    "letter-pieces": "New pieces",
    "letter-workshop": "From the workshop",
    "letter-seconds": "Seconds and last pieces",
    "letter-mending": "Mending days",
}
CHOICES: Mapping[str, Mapping[str, str]] = {
    "language": LANGUAGES,
    "zone": ZONES,
    "theme": THEMES,
    **{name: {"off": "No", "on": "Yes"} for name in LETTERS},
}
MOST_ROWS = 10_000


class Preferences(dict[str, str]):
    """Name -> value; what has not been chosen is the first of its choices."""

    @classmethod
    def of(cls, database: sqlite3.Connection, owner: str) -> "Preferences":
        chosen = cls({name: next(iter(choices)) for name, choices in CHOICES.items()})
        rows = database.execute(
            "SELECT name, value FROM account_settings WHERE owner = ?", (owner,)
        )
        chosen.update((row["name"], row["value"]) for row in rows if row["name"] in CHOICES)
        return chosen


def choose(database: sqlite3.Connection, owner: str, name: str, value: str) -> bool:
    """False if there is no such thing to choose. The oldest choices of all make room."""
    if value not in CHOICES.get(name, {}):
        return False
    database.execute(
        "INSERT INTO account_settings (owner, name, value) VALUES (?, ?, ?)"
        " ON CONFLICT (owner, name) DO UPDATE SET value = excluded.value",
        (owner, name, value),
    )
    database.execute(
        "DELETE FROM account_settings WHERE id <= (SELECT max(id) FROM account_settings) - ?",
        (MOST_ROWS,),
    )
    return True
