"""Light, ceramics and textiles, at their real size in metres, standing at the origin."""

import math

import bpy
import forms
import materials


def pendant(drop: float = 1.0) -> None:
    """Hangs with its rim at z = 0 from a cord of `drop` metres."""
    shade = materials.lacquer("#414d3a", 0.5)
    brass = materials.metal("#d3a85c")
    forms.turned(
        [
            (0.235, 0),
            (0.234, 0.012),
            (0.222, 0.075),
            (0.188, 0.135),
            (0.13, 0.178),
            (0.06, 0.198),
            (0.03, 0.205),
        ],
        shade,
        wall=0.004,
    )
    forms.turned([(0.032, 0.2), (0.032, 0.235), (0.018, 0.25), (0.012, 0.275), (0, 0.277)], brass)
    forms.turned(
        [(0, 0.02), (0.03, 0.028), (0.05, 0.06), (0.048, 0.09), (0.025, 0.125), (0.018, 0.17)],
        materials.glowing("#ffd9a0", 9.0),
    )
    forms.rod([(0, 0, 0.27), (0, 0, 0.27 + drop)], [0.0035, 0.0035], materials.lacquer("#2c2a27"))


def lamp() -> None:
    forms.turned(
        [
            (0, 0),
            (0.085, 0),
            (0.092, 0.006),
            (0.09, 0.016),
            (0.04, 0.03),
            (0.026, 0.06),
            (0.024, 0.16),
            (0.028, 0.255),
            (0.03, 0.27),
        ],
        materials.metal("#c8a05a", 0.3),
    )
    forms.turned(
        [
            (0, 0.262),
            (0.09, 0.252),
            (0.15, 0.25),
            (0.166, 0.262),
            (0.16, 0.29),
            (0.128, 0.335),
            (0.075, 0.366),
            (0, 0.376),
        ],
        materials.glowing("#ffdfb0", 0.85),
    )
    bulb = bpy.data.lights.new("bulb", "POINT")
    bulb.energy = 3.5
    bulb.shadow_soft_size = 0.12
    bulb.color = materials.hex_colour("#ffc98a")
    body = bpy.data.objects.new("bulb", bulb)
    body.location = (0, 0, 0.2)
    body.location = (0.0, -0.05, 0.235)
    bpy.context.scene.collection.objects.link(body)


def vase() -> None:
    forms.turned(
        [
            (0, 0),
            (0.052, 0),
            (0.066, 0.012),
            (0.098, 0.07),
            (0.112, 0.14),
            (0.098, 0.21),
            (0.062, 0.265),
            (0.04, 0.292),
            (0.038, 0.31),
            (0.052, 0.334),
        ],
        materials.glaze("#8f4d33", 0.6),
        wall=0.006,
        flutes=30,
        flute_depth=0.055,
    )


def branch() -> None:
    """Two dry stems for the vase."""
    bark = materials.lacquer("#6b5238", 0.8)
    leaf = materials.lacquer("#8d8a5c", 0.7)
    for lean, height, swing in ((0.16, 0.62, 1), (-0.1, 0.54, -1)):
        points = [
            (0, 0, 0.1),
            (lean * 0.3, 0, 0.33),
            (lean * 0.8, 0.02, 0.48),
            (lean * 1.5, 0.0, height),
        ]
        forms.rod(points, [0.003, 0.003, 0.0025, 0.0012], bark)
        for index in range(11):
            t = 0.38 + 0.62 * index / 10
            x = lean * 1.5 * t**1.6
            z = 0.1 + (height - 0.1) * t
            side = swing if index % 2 else -swing
            rows = []
            for step in range(7):
                s = step / 6
                wide = 0.017 * math.sin(math.pi * s) ** 0.8
                reach = 0.075 * (1.1 - 0.5 * t) * s
                rows.append(
                    [
                        (
                            x + side * reach,
                            wide * k,
                            z + reach * 0.75 - 0.012 * s * s + 0.004 * k * k,
                        )
                        for k in (-1, 0, 1)
                    ]
                )
            forms.sheet(rows, leaf, 0.0008)


def bowls() -> None:
    sizes = ((0.135, "#e8e1d4", 0.0), (0.108, "#9fb0a6", 0.026), (0.082, "#47596b", 0.050))
    for radius, code, lift in sizes:
        height = radius * 0.62
        forms.turned(
            [
                (0, 0.004),
                (radius * 0.36, 0),
                (radius * 0.4, 0.006),
                (radius * 0.72, height * 0.3),
                (radius * 0.93, height * 0.68),
                (radius, height),
            ],
            materials.glaze(code, 0.22, "#6b5a48"),
            wall=0.0045,
            at=(0, 0, lift),
        )


def jug() -> None:
    clay = materials.glaze("#ece5d8", 0.3, "#7a6650")
    forms.turned(
        [
            (0, 0),
            (0.058, 0),
            (0.068, 0.008),
            (0.08, 0.06),
            (0.074, 0.12),
            (0.055, 0.175),
            (0.046, 0.215),
            (0.05, 0.245),
        ],
        clay,
        wall=0.005,
        at=(-0.06, 0.03, 0),
    )
    forms.rod(
        [
            (-0.013, 0.03, 0.215),
            (0.03, 0.03, 0.212),
            (0.052, 0.03, 0.165),
            (0.034, 0.03, 0.105),
            (0.014, 0.03, 0.085),
        ],
        [0.0085, 0.008, 0.008, 0.008, 0.0085],
        clay,
    )
    for x, y in ((0.095, -0.075), (0.165, 0.03)):
        forms.turned(
            [(0, 0), (0.03, 0), (0.036, 0.005), (0.04, 0.04), (0.041, 0.085)],
            clay,
            wall=0.004,
            at=(x, y, 0),
        )


def cushions() -> None:
    forms.pillow(
        0.5, 0.19, materials.woven("#b5803f", "#97662c"), (-0.05, 0.10, 0.245), (-14, 0, 4)
    )
    forms.pillow(
        0.38, 0.16, materials.woven("#e6dcc8", "#cdbfa4"), (0.14, -0.07, 0.185), (-22, 0, -14)
    )


def throw() -> None:
    ground = materials.striped(
        "#6f7f86", "#e6dfd0", [(0.10, 0.16), (0.19, 0.205), (0.80, 0.815), (0.84, 0.90)], 0.28
    )
    forms.folded(0.56, 0.36, 4, 0.036, ground, (0, 0, 0))
    plain = materials.striped(
        "#d9cfbc", "#8f5f43", [(0.08, 0.10), (0.12, 0.14), (0.86, 0.88), (0.90, 0.92)], 0.27
    )
    forms.folded(0.54, 0.35, 3, 0.034, plain, (0.005, 0.0, 0.146))
