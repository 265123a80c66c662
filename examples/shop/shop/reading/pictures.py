"""The pictures of the gallery, in the order they hang."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HANGING = Path(__file__).with_name("pictures.toml")


@dataclass(frozen=True)
class Picture:
    """`file` is below `static/pictures/`; `product` the slug of what can be bought in it."""

    file: str
    title: str
    caption: str
    alt: str
    product: str


@cache
def pictures() -> tuple[Picture, ...]:
    with HANGING.open("rb") as file:
        return tuple(Picture(**entry) for entry in tomllib.load(file)["picture"])
