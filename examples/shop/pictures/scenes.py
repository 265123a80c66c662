"""The three big pictures, and the list of everything there is to photograph."""

from collections.abc import Callable
from functools import partial

import forms
import furniture
import materials
import objects
import studio
from portraits import PORTRAITS
from studio import Shot


def _hero() -> Shot:
    studio.room("#b8ab97", None, back=0.75)
    studio.window_light((0.35, 0.5, 0.95), (0.72, 0.78), leaves=70, power=6.5)
    studio.moved(furniture.armchair, (0.42, 0.0, 0), turn=18)
    studio.moved(furniture.plinth, (-0.32, 0.12, 0), scale=1.05)
    studio.moved(objects.vase, (-0.34, 0.12, 0.445))
    studio.moved(objects.branch, (-0.34, 0.12, 0.445))
    studio.moved(furniture.stool, (1.17, 0.15, 0), turn=12)
    studio.moved(objects.bowls, (1.17, 0.15, 0.458), scale=0.95)
    studio.moved(partial(objects.pendant, 3.0), (-0.62, 0.2, 1.36))
    studio.moved(
        lambda: forms.pillow(
            0.42, 0.16, materials.woven("#b5803f", "#97662c"), (0, 0, 0), (-20, 0, 0)
        ),
        (0.42, 0.02, 0.64),
        turn=18,
    )
    return Shot((-0.27, 0.1, 0.82), 5.35, around=-4, above=3, lens=60)


def _still_life() -> Shot:
    studio.room("#a9968a", "#c9bba8", back=0.4)
    studio.window_light((0, 0.1, 0.2), (0.24, 0.26), leaves=46, power=6.5)
    studio.moved(objects.vase, (-0.1, 0.08, 0), scale=1.0)
    studio.moved(objects.branch, (-0.1, 0.08, 0))
    studio.moved(objects.jug, (0.16, 0.04, 0), turn=12)
    studio.moved(objects.bowls, (-0.02, -0.2, 0), scale=0.85)
    return Shot((0.02, 0, 0.2), 2.0, around=4, above=10, lens=72, blur=5.6)


def _workshop() -> Shot:
    studio.room("#8f9a8c", None, back=0.7)
    studio.window_light((0, 0.4, 0.6), (0.6, 0.6), leaves=30, power=6.5)
    studio.moved(furniture.chair, (-0.42, 0.05, 0), turn=38)
    studio.moved(furniture.stool, (0.36, 0.1, 0), turn=30)
    studio.moved(objects.throw, (0.36, 0.1, 0.46), turn=80, scale=0.55)
    studio.moved(objects.lamp, (0.92, 0.2, 0.0), scale=1.25)
    return Shot((-0.22, 0.1, 0.5), 5.0, around=0, above=6, lens=70)


SCENES: dict[str, Callable[[], Shot]] = {
    "hero": _hero,
    "still-life": _still_life,
    "workshop": _workshop,
}
for portrait in PORTRAITS:
    SCENES.update(portrait.scenes())
