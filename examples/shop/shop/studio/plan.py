"""The plan of a room: what may stand in it, and what a page may keep."""

from dataclasses import dataclass

from shop.forms import Form, Rejected, text

ROOMS = {
    "living": ("Living room", "For the long evenings, and whoever is still up."),
    "dining": ("Dining room", "For eight at a pinch, and homework in between."),
    "bedroom": ("Bedroom", "For a chair that is only ever used for clothes."),
    "study": ("Study", "For a door that closes."),
}
SIDE = range(200, 1001)  # cm
MOST_PIECES = 14
MOST_NAME = 60
REFUSAL = {"form": "This plan cannot be kept."}


@dataclass(frozen=True)
class Footprint:
    """How much floor a piece takes, in cm, in the size that is sold most."""

    slug: str
    size: str
    width: int
    depth: int
    round: bool = False


FOOTPRINTS = {
    footprint.slug: footprint
    for footprint in (
        Footprint("torrin-armchair", "M", 92, 84),
        Footprint("fjord-coffee-table", "M", 116, 66, round=True),
        Footprint("halden-chair", "M", 46, 50),
        Footprint("pell-side-table", "M", 46, 46, round=True),
        Footprint("orrin-stool", "M", 38, 38, round=True),
    )
}


def first_plan() -> dict[str, object]:
    return {"name": "", "room": "living", "width": 420, "depth": 360, "pieces": []}


def read_plan(body: Form) -> dict[str, object]:
    """`{name, room, width, depth, pieces: [{slug, x, y, turned}]}`, centimetres throughout."""
    room, pieces = body.get("room"), body.get("pieces")
    if room not in ROOMS or not isinstance(pieces, list) or len(pieces) > MOST_PIECES:
        raise Rejected(REFUSAL)
    return {
        "name": text(body, "name", MOST_NAME),
        "room": room,
        "width": _centimetres(body.get("width"), SIDE),
        "depth": _centimetres(body.get("depth"), SIDE),
        "pieces": [_read_piece(piece) for piece in pieces],
    }


def _read_piece(piece: object) -> dict[str, object]:
    """`x` and `y` are the middle of the piece, from the left wall and the one at the back."""
    if not isinstance(piece, dict) or piece.get("slug") not in FOOTPRINTS:
        raise Rejected(REFUSAL)
    within = range(SIDE[-1] + 1)
    return {
        "slug": piece["slug"],
        "x": _centimetres(piece.get("x"), within),
        "y": _centimetres(piece.get("y"), within),
        "turned": piece.get("turned") is True,
    }


def _centimetres(value: object, within: range) -> int:
    if not isinstance(value, int) or value not in within:
        raise Rejected(REFUSAL)
    return int(value)
