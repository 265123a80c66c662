"""Photographs the range: `python render.py OUT [NAME ...]`, with the packages `bpy` and `pillow`.

Each product is taken three times: `-1` in the studio, `-2` close up, `-3` in a room with evening
sun. OUT receives WebP files; without names everything is taken, which is half an hour's work on two
cores. `--draft` is small and grainy, for trying.
"""

import argparse
from pathlib import Path

import bpy  # noqa: F401 - before anything else: it brings bmesh and mathutils with it
import scenes
import studio
from PIL import Image

PRODUCT = (640, 800)
SCENE_SIZES = {"hero": (1600, 950), "still-life": (800, 960), "workshop": (1360, 760)}


def take(name: str, out: Path, draft: bool) -> None:
    """Build the scene called `name`, photograph it and keep it as WebP."""
    studio.clear()
    shot = scenes.SCENES[name]()
    width, height = SCENE_SIZES.get(name, PRODUCT)
    scale = 4 if draft else 1
    raw = out / f"{name}.png"
    studio.shoot(shot, raw, width // scale, height // scale, 14 if draft else 15)
    with Image.open(raw) as picture:
        picture.convert("RGB").save(out / f"{name}.webp", quality=80, method=6)
    raw.unlink()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("out", type=Path)
    arguments.add_argument("names", nargs="*")
    arguments.add_argument("--draft", action="store_true")
    chosen = arguments.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    for name in chosen.names or scenes.SCENES:
        take(name, chosen.out, chosen.draft)


if __name__ == "__main__":
    main()
