"""What dealers sell, day by day: invented, but always the same for the same day.

A year has its seasons (autumn is good, July is quiet), a week its Saturday, and every day a bit
of chance, taken from its date.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from hashlib import blake2b

CATEGORIES = {
    # key: (name, pieces on an average day, average price in euro cents)
    "seating": ("Seating", 3.1, 61000),
    "tables": ("Tables", 1.6, 66000),
    "lighting": ("Lighting", 4.2, 25500),
    "ceramics": ("Ceramics", 9.4, 8600),
    "textiles": ("Textiles", 7.7, 10400),
}
COUNTRIES = {"Germany": 0.34, "Netherlands": 0.19, "France": 0.18, "Italy": 0.16, "Elsewhere": 0.13}
SEASON = (0.86, 0.82, 0.93, 1.0, 0.98, 0.9, 0.74, 0.78, 1.05, 1.2, 1.38, 1.36)  # by month
WEEK = (0.8, 0.9, 0.95, 1.0, 1.15, 1.45, 0.75)  # by weekday, Monday first
GROWTH = 0.11  # a year
FIRST_YEAR = 2017


@dataclass(frozen=True)
class Day:
    """Pieces by category and turnover by country, in euro cents."""

    date: date
    pieces: dict[str, int]
    turnover: int
    countries: dict[str, int]
    returned: int


@lru_cache(maxsize=1500)
def day_of(day: date) -> Day:
    base = SEASON[day.month - 1] * WEEK[day.weekday()]
    base *= (1 + GROWTH) ** (day.year - FIRST_YEAR + day.timetuple().tm_yday / 365) / 2
    pieces = {
        key: round(often * base * (0.5 + _chance(day, key)))
        for key, (_, often, _) in CATEGORIES.items()
    }
    turnover = sum(
        count * round(CATEGORIES[key][2] * (0.9 + 0.2 * _chance(day, f"{key} price")))
        for key, count in pieces.items()
    )
    weights = {name: share * (0.7 + 0.6 * _chance(day, name)) for name, share in COUNTRIES.items()}
    whole = sum(weights.values())
    countries = {name: int(turnover * weight / whole) for name, weight in weights.items()}
    returned = round(sum(pieces.values()) * 0.05 * _chance(day, "returned"))
    return Day(day, pieces, turnover, countries, returned)


def days(first: date, last: date) -> list[Day]:
    """Both ends included."""
    return [day_of(first + timedelta(n)) for n in range((last - first).days + 1)]


def turnover(some: Iterable[Day]) -> int:
    return sum(day.turnover for day in some)


def pieces(some: Iterable[Day]) -> dict[str, int]:
    """By category; all of them are there, even at nought."""
    counts = dict.fromkeys(CATEGORIES, 0)
    for day in some:
        for key, count in day.pieces.items():
            counts[key] += count
    return counts


def by_country(some: Iterable[Day]) -> dict[str, int]:
    sums = dict.fromkeys(COUNTRIES, 0)
    for day in some:
        for name, cents in day.countries.items():
            sums[name] += cents
    return sums


def _chance(day: date, what: str) -> float:
    """Between 0 and 1, the same for the same day and thing."""
    digest = blake2b(f"{day} {what}".encode(), digest_size=4).digest()
    return int.from_bytes(digest) / 2**32
