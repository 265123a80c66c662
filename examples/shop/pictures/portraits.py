"""Three pictures of each product: in the studio, close up, and in a room with evening sun."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import furniture
import objects
import studio
from studio import Shot

Build = Callable[[], object]
Scene = Callable[[], Shot]


@dataclass(frozen=True)
class Portrait:
    """How one product is taken; `size` is its height in metres, `company` stands beside it."""

    name: str
    build: Build
    paper: str
    wall: str
    size: float
    front: Shot
    close: Shot
    home: Shot
    floor: str | None = None
    company: Build | None = None
    leaves: int = 40

    def in_studio(self, shot: Shot) -> Shot:
        studio.backdrop(self.paper, back=max(1.2, self.size * 1.6))
        studio.soft_light(self.size)
        self.build()
        return shot

    def in_room(self) -> Shot:
        x, y, z = self.home.target
        reach = self.home.distance / 5
        studio.room(self.wall, self.floor, back=0.55 * max(reach, 0.5))
        window = (0.62 * reach, 0.72 * reach)
        studio.window_light((x, y, z + 0.1 * reach), window, self.leaves)
        self.build()
        if self.company:
            self.company()
        return self.home

    def scenes(self) -> dict[str, Scene]:
        return {
            f"{self.name}-1": partial(self.in_studio, self.front),
            f"{self.name}-2": partial(self.in_studio, self.close),
            f"{self.name}-3": self.in_room,
        }


def _hung(height: float) -> None:
    studio.moved(partial(objects.pendant, 3.0), (0, 0, height))


def _armchair_company() -> None:
    studio.moved(furniture.plinth, (0.74, 0.1, 0))
    studio.moved(objects.vase, (0.74, 0.1, 0.424), scale=0.8)


def _stool_company() -> None:
    studio.moved(objects.jug, (0.02, 0.0, 0.458), scale=0.75)


def _plinth_company() -> None:
    studio.moved(objects.lamp, (-0.02, 0.02, 0.424), scale=0.9)


def _table_company() -> None:
    studio.moved(objects.bowls, (-0.16, 0.0, 0.375))
    studio.moved(objects.vase, (0.24, 0.05, 0.375), scale=0.8)


def _chair_company() -> None:
    studio.moved(objects.throw, (0.0, 0.0, 0.46), turn=90, scale=0.55)


def _vase_company() -> None:
    objects.branch()
    studio.moved(objects.bowls, (0.26, -0.06, 0), scale=0.7)


def _bowls_company() -> None:
    studio.moved(objects.jug, (-0.2, 0.14, 0), scale=0.95)


def _jug_company() -> None:
    studio.moved(objects.bowls, (-0.28, 0.02, 0), scale=0.8)


def _lamp_company() -> None:
    studio.moved(objects.vase, (0.3, 0.06, 0), scale=0.75)


PORTRAITS = (
    Portrait(
        name="torrin-armchair",
        build=furniture.armchair,
        paper="#d8cdbd",
        wall="#a9b0a2",
        size=1.0,
        front=Shot((0, 0, 0.40), 3.04, 28, 14),
        close=Shot((-0.1, -0.1, 0.52), 1.75, 52, 20, 80, 4.0),
        home=Shot((0.22, 0, 0.56), 3.61, -8, 7),
        company=_armchair_company,
        leaves=60,
    ),
    Portrait(
        name="orrin-stool",
        build=furniture.stool,
        paper="#cfd3c8",
        wall="#c4b7a4",
        size=0.5,
        front=Shot((0, 0, 0.235), 1.74, 20, 16),
        close=Shot((0.03, 0, 0.42), 0.85, 35, 30, 80, 4.0),
        home=Shot((0, 0, 0.36), 2.38, -10, 8),
        company=_stool_company,
        leaves=30,
    ),
    Portrait(
        name="halden-chair",
        build=furniture.chair,
        paper="#d9d2c6",
        wall="#b9826a",
        size=0.8,
        front=Shot((0, 0.02, 0.40), 2.7, 34, 13),
        close=Shot((0, 0.1, 0.66), 1.35, 48, 18, 80, 4.0),
        home=Shot((0, 0, 0.46), 3.12, -28, 7),
        company=_chair_company,
        leaves=40,
    ),
    Portrait(
        name="pell-side-table",
        build=furniture.plinth,
        paper="#cdbcab",
        wall="#9d8f84",
        size=0.5,
        front=Shot((0, 0, 0.20), 1.74, 20, 16),
        close=Shot((0.06, 0, 0.38), 0.9, 15, 22, 80, 4.0),
        home=Shot((0, 0, 0.42), 2.54, 8, 8),
        company=_plinth_company,
        leaves=30,
    ),
    Portrait(
        name="fjord-coffee-table",
        build=furniture.table,
        paper="#c7cdd0",
        wall="#b7b09f",
        size=0.9,
        front=Shot((0, 0, 0.18), 3.22, 30, 17),
        close=Shot((0.3, -0.15, 0.33), 1.3, 32, 20, 80, 4.0),
        home=Shot((0, 0, 0.36), 3.61, -14, 13),
        company=_table_company,
        leaves=50,
    ),
    Portrait(
        name="moss-pendant",
        build=partial(_hung, 0.55),
        paper="#dcd6c6",
        wall="#c9bfae",
        size=0.6,
        front=Shot((0, 0, 0.70), 2.09, 0, -4),
        close=Shot((0.06, 0, 0.64), 1.1, 20, -14, 80, 4.0),
        home=Shot((0, 0, 0.62), 2.45, 0, 3),
        leaves=40,
    ),
    Portrait(
        name="ember-lamp",
        build=objects.lamp,
        paper="#b39b88",
        wall="#7d6f68",
        size=0.4,
        front=Shot((0, 0, 0.19), 1.39, 12, 8),
        close=Shot((0.03, 0, 0.27), 0.75, 24, 4, 80, 4.0),
        home=Shot((0.06, 0, 0.22), 1.8, 6, 8),
        floor="#a98d73",
        company=_lamp_company,
        leaves=30,
    ),
    Portrait(
        name="ilse-vase",
        build=objects.vase,
        paper="#e0d3c4",
        wall="#c8b8a2",
        size=0.34,
        front=Shot((0, 0, 0.165), 1.17, 10, 12),
        close=Shot((0.0, 0, 0.25), 0.62, 30, 24, 80, 4.0),
        home=Shot((0.06, 0, 0.27), 1.89, 4, 8),
        floor="#b9a78f",
        company=_vase_company,
        leaves=40,
    ),
    Portrait(
        name="tarn-bowls",
        build=objects.bowls,
        paper="#d5d3cb",
        wall="#b2bab6",
        size=0.28,
        front=Shot((0, 0, 0.045), 0.91, 10, 24),
        close=Shot((0.03, -0.02, 0.07), 0.52, 30, 38, 80, 4.0),
        home=Shot((-0.04, 0.02, 0.11), 1.39, 8, 16),
        floor="#c7b7a1",
        company=_bowls_company,
        leaves=40,
    ),
    Portrait(
        name="morrow-jug",
        build=objects.jug,
        paper="#bcc4bd",
        wall="#c08f74",
        size=0.32,
        front=Shot((0.03, 0, 0.115), 1.13, 6, 14),
        close=Shot((-0.02, 0, 0.18), 0.6, 22, 16, 80, 4.0),
        home=Shot((-0.04, 0, 0.16), 1.6, -6, 10),
        floor="#d3c4b0",
        company=_jug_company,
        leaves=40,
    ),
    Portrait(
        name="linna-cushion",
        build=objects.cushions,
        paper="#d6cbb9",
        wall="#a8a291",
        size=0.5,
        front=Shot((0.02, 0, 0.225), 1.84, 8, 10),
        close=Shot((0.1, 0, 0.22), 0.9, 26, 14, 80, 4.0),
        home=Shot((0.0, 0, 0.24), 2.21, -10, 9),
        floor="#b59a79",
        leaves=40,
    ),
    Portrait(
        name="drift-throw",
        build=objects.throw,
        paper="#e0d9cc",
        wall="#c3b6a3",
        size=0.5,
        front=Shot((0, 0, 0.11), 1.71, 32, 17),
        close=Shot((0.16, -0.15, 0.14), 0.8, 40, 16, 80, 4.0),
        home=Shot((0, 0, 0.15), 2.13, -24, 11),
        leaves=40,
    ),
)
