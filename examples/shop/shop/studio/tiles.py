"""The tiles of the map: 256 px squares of web Mercator, drawn as SVG from `coast.py`.

The same address always gives the same picture, so browsers may keep it.
"""

from functools import lru_cache
from itertools import pairwise
from math import asinh, pi, radians, tan

from shop.studio.coast import ISLANDS, LAKES, MAINLAND, RIDGES, RIVERS, Line

SIDE = 256
ZOOMS = range(3, 8)
# Ink by theme: sea, shallows, land, shore, river, hill.
INKS = {
    "light": ("#dfe5e1", "#d2dbd7", "#f7f2e8", "#b3a78f", "#bfd0cf", "#d5c8af"),
    "dark": ("#15191a", "#1b2122", "#2a2620", "#5c5343", "#2c3a3c", "#463e31"),
}
HILLS_FROM = 4
RIVERS_FROM = 4
SMOOTH = 1 / 6  # of Catmull and Rom: how far a handle lies from its point
MARGIN = 24  # px round a tile within which a shape still shows


@lru_cache(maxsize=600)
def tile(z: int, x: int, y: int, theme: str) -> str:
    """A complete SVG document. `ValueError` outside the map: `z` in 3 to 7, `x`, `y` below 2^z."""
    if z not in ZOOMS or not (0 <= x < 2**z and 0 <= y < 2**z) or theme not in INKS:
        raise ValueError(f"no tile {z}/{x}/{y} in {theme}")
    sea, shallows, land, shore, river, hill = INKS[theme]

    def place(line: Line) -> list[tuple[float, float]]:
        world = map(_project, line)
        return [(left * 2**z - x * SIDE, top * 2**z - y * SIDE) for left, top in world]

    grounds = [path for line in (MAINLAND, *ISLANDS) if (path := _closed(place(line)))]
    lakes = [path for line in LAKES if (path := _closed(place(line)))]
    drawn = [
        f'<rect width="{SIDE}" height="{SIDE}" fill="{sea}"/>',
        f'<g fill="none" stroke-linejoin="round" stroke="{shallows}" stroke-width="{2**z // 4}">',
        *grounds,
        f'</g><g fill="{land}" stroke="{shore}" stroke-width="1">',
        *grounds,
        f'</g><g fill="{sea}" stroke="{shore}" stroke-width="1">',
        *lakes,
        "</g>",
    ]
    if z >= RIVERS_FROM:
        width = 0.8 + (z - RIVERS_FROM) * 0.6
        drawn.append(f'<g fill="none" stroke="{river}" stroke-width="{width:.1f}">')
        drawn += [path for line in RIVERS if (path := _open(place(line)))]
        drawn.append("</g>")
    if z >= HILLS_FROM:
        drawn.append(f'<g fill="none" stroke="{hill}" stroke-width="1.2" stroke-linecap="round">')
        drawn += [_hills(place(line), z) for line in RIDGES]
        drawn.append("</g>")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIDE}" height="{SIDE}" '
        f'viewBox="0 0 {SIDE} {SIDE}">{"".join(drawn)}</svg>'
    )


def _project(point: tuple[float, float]) -> tuple[float, float]:
    """Web Mercator: where a point lies when the whole world is one tile."""
    longitude, latitude = point
    return (
        SIDE * (longitude + 180) / 360,
        SIDE * (1 - asinh(tan(radians(latitude))) / pi) / 2,
    )


def _closed(points: list[tuple[float, float]]) -> str:
    return _path(points, [points[-1], *points, points[0], points[1]], "Z")


def _open(points: list[tuple[float, float]]) -> str:
    return _path(points, [points[0], *points, points[-1]], "")


def _path(points: list[tuple[float, float]], padded: list[tuple[float, float]], end: str) -> str:
    """A smooth line through all points: each stretch of `padded` between its neighbours.

    Empty if no point comes near the tile and the shape does not enclose it either.
    """
    if not _near(points):
        return ""
    drawn = [f"M{padded[1][0]:.1f} {padded[1][1]:.1f}"]
    for (ax, ay), (bx, by), (cx, cy), (dx, dy) in zip(
        padded, padded[1:], padded[2:], padded[3:], strict=False
    ):
        drawn.append(
            f"C{bx + (cx - ax) * SMOOTH:.1f} {by + (cy - ay) * SMOOTH:.1f}"
            f" {cx - (dx - bx) * SMOOTH:.1f} {cy - (dy - by) * SMOOTH:.1f} {cx:.1f} {cy:.1f}"
        )
    return f'<path d="{"".join(drawn)}{end}"/>'


def _near(points: list[tuple[float, float]]) -> bool:
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    return left < SIDE + MARGIN and right > -MARGIN and top < SIDE + MARGIN and bottom > -MARGIN


def _hills(points: list[tuple[float, float]], z: int) -> str:
    """Small peaks along a ridge, larger and more of them the closer one looks."""
    size, steps = 2.5 + z * 0.5, 2 ** (z - HILLS_FROM + 1)
    peaks = []
    for (ax, ay), (bx, by) in pairwise(points):
        for step in range(steps):
            x, y = ax + (bx - ax) * step / steps, ay + (by - ay) * step / steps
            y += (step % 2) * size * 0.8
            if _near([(x, y)]):
                peaks.append(f"M{x - size:.1f} {y + size:.1f}L{x:.1f} {y:.1f}l{size} {size}")
    return f'<path d="{"".join(peaks)}"/>' if peaks else ""
