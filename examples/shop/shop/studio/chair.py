"""The Halden chair, put together by whoever will sit on it: what can be chosen, and the price."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from shop.forms import Form, Rejected

BASE = 38500  # euro cents
ARMS = 7500
HEIGHTS = (43, 46, 49)  # cm
MOST = 24
REFUSAL = {"form": "We do not make that chair."}


@dataclass(frozen=True)
class Finish:
    """`extra` in euro cents, on top of the plainest chair."""

    key: str
    name: str
    colour: str
    extra: int


WOODS = (
    Finish("ash", "Ash", "#cdb38b", 0),
    Finish("oak", "Oiled oak", "#b4844e", 2500),
    Finish("ink", "Ink oak", "#2f2925", 3000),
    Finish("smoked", "Smoked oak", "#5d4735", 4500),
    Finish("walnut", "Walnut", "#74492f", 9000),
)
SEATS = (
    Finish("cord", "Paper cord", "#d8c49a", 0),
    Finish("chalk", "Chalk linen", "#e8dfce", 3500),
    Finish("turmeric", "Turmeric linen", "#c8913a", 3500),
    Finish("moss", "Moss wool", "#5f6d50", 6500),
    Finish("saddle", "Saddle leather", "#9a5a33", 12000),
)


@dataclass(frozen=True)
class Chair:
    wood: str = "oak"
    seat: str = "cord"
    height: int = 46
    arms: bool = False


def offer() -> dict[str, object]:
    """What the page is told of all this."""
    return {
        "base": BASE,
        "arms": ARMS,
        "heights": HEIGHTS,
        "woods": [asdict(wood) for wood in WOODS],
        "seats": [asdict(seat) for seat in SEATS],
    }


def read_chairs(form: Form) -> tuple[Chair, int]:
    """`{chair: {wood, seat, height, arms}, count}`."""
    given, count = form.get("chair"), form.get("count")
    if not isinstance(given, Mapping) or not isinstance(count, int) or not 1 <= count <= MOST:
        raise Rejected(REFUSAL)
    wood, seat, height = given.get("wood"), given.get("seat"), given.get("height")
    if (
        wood not in [finish.key for finish in WOODS]
        or seat not in [finish.key for finish in SEATS]
        or height not in HEIGHTS
    ):
        raise Rejected(REFUSAL)
    return Chair(str(wood), str(seat), int(height), given.get("arms") is True), count
