"""What wood costs, five times a second: invented, but the same for everybody at the same moment.

Nothing is remembered between questions: a price is a sum of slow and quick waves over time, with
a little unrest that is taken from the tick's number.
"""

from dataclasses import dataclass
from hashlib import blake2b
from math import sin

STEP_MS = 200


@dataclass(frozen=True)
class Wood:
    """`price` in euros for a cubic metre, sawn and dried; `phase` keeps the woods out of step."""

    key: str
    name: str
    price: int
    phase: float
    words: str


WOODS = {
    wood.key: wood
    for wood in (
        Wood("oak", "European oak", 1840, 0.0, "For Fjord and Orrin, from Latvia and Burgundy"),
        Wood("ash", "Ash", 1120, 1.3, "The frame of every Torrin; scarcer each year"),
        Wood("walnut", "Walnut", 2960, 2.1, "To order only, from orchards that are felled anyway"),
        Wood("beech", "Beech", 780, 3.4, "Jigs, dowels, and everything nobody sees"),
        Wood("elm", "Elm", 2210, 4.2, "When a storm brings some"),
        Wood("cherry", "Cherry", 1990, 5.0, "For handles, and for a table once a year"),
        Wood("larch", "Larch", 640, 5.9, "Benches that stay outside"),
        Wood("birch", "Birch", 560, 0.7, "Estonian, for the inside of drawers"),
    )
}

# What people on the other side of the hall are told, a line every few seconds.
NEWS = (
    "Tartu planes a board for Fjord no. {n}",
    "Udine bends the back of Halden no. {n}",
    "Somebody in Utrecht has ordered two Orrin stools",
    "Selkirk changes the weft: harbour for chalk",
    "Kiln 3 in Grasmere is at 1,240 °C",
    "Tilburg spins Moss no. {n} in 41 seconds",
    "A lorry leaves Guimarães with nine Torrin chairs",
    "Kortrijk hangs turmeric linen up to dry",
    "Ilse Brandt throws out a vase and begins again",
    "Tivoli hones Pell no. {n} for the third time",
    "Novi Bor blows an opal cap; it holds",
    "Somebody in Lyon has ordered an Ember lamp",
)
NEWS_EVERY = 17  # ticks
NEWS_STRIDE = 5  # shares no factor with the number of lines: all come before one comes again


def price(wood: Wood, tick: int) -> float:
    """Euros for a cubic metre, to the cent."""
    seconds = tick * STEP_MS / 1000
    slow = sin(seconds / 900 + wood.phase) * 0.03 + sin(seconds / 211 + 2 * wood.phase) * 0.012
    quick = sin(seconds / 17 + 3 * wood.phase) * 0.004 + sin(seconds / 3.1 + wood.phase) * 0.0012
    unrest = (_chance(tick, wood.key) - 0.5) * 0.0016
    return round(wood.price * (1 + slow + quick + unrest), 2)


def news(tick: int) -> str:
    """The line of a tick, empty for most."""
    if tick % NEWS_EVERY:
        return ""
    turn = tick // NEWS_EVERY
    return NEWS[turn * NEWS_STRIDE % len(NEWS)].format(n=2000 + turn % 7000)


def _chance(tick: int, what: str) -> float:
    digest = blake2b(f"{tick} {what}".encode(), digest_size=4).digest()
    return int.from_bytes(digest) / 2**32
