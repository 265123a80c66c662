"""What a row of the tables of visits is (`tools.visits.healthy`, `tools.visits.trouble`), and what
several of them have in it.

Rows are told in the words of `tools.visits.steps`. Controls go by the names that
`examples/shop/README.md` promises; `…` leaves the end of a name open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from cobrowse.demo.people import PASSWORD
from tools.visits.steps import Step, press, read, see, write

LAPTOP: Final = (1280, 720)
DESK: Final = (1440, 900)
WIDE: Final = (1680, 1050)
PHONE: Final = (390, 844)
"""Widths and heights of the viewport. A narrow one is touched, the others have a mouse."""


@dataclass(frozen=True)
class Walk:
    """`is_known` is somebody whose browser is still signed in from another day."""

    name: str
    about: str
    label: Literal["healthy", "trouble"]
    steps: list[Step]
    size: tuple[int, int] = LAPTOP
    is_known: bool = False


EMAIL: Final = "omar@shop.test"
"""Whoever signs in is this customer; `tools.visits.keeping` knows the name."""

SIGN_IN: Final = [
    write({"E-mail": EMAIL, "Password": PASSWORD}),
    press("button", "Sign in"),
    read(3),
]
ADD: Final = [press("button", "Add to cart"), see("link", "View cart")]
ADDRESS: Final = {
    "First name": "Greta",
    "Last name": "Holm",
    "Street and number": "Kastanienallee 40",
    "Postal code": "10119",
    "City": "Berlin",
    "Phone (optional)": "+49305550142",
}
CARD: Final = {
    "Name on the card": "Greta Holm",
    "Card number": "4242424242424242",
    "Expires": "1129",
    "Security code": "737",
}
