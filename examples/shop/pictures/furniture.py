"""Seating and tables, at their real size in metres, standing on the floor at the origin."""

import math

import forms
import materials


def armchair() -> None:
    wool = materials.boucle("#e9e0d0", "#b9ab95")
    wood = materials.oak("#a98560", "#7d5e40", (14, 14, 1))
    forms.block((0.74, 0.72, 0.13), (0, 0, 0.235), wool, edge=0.055)
    forms.block((0.60, 0.66, 0.17), (0, -0.05, 0.375), wool, edge=0.07, belly=0.022, wrinkle=0.006)
    for side in (-1, 1):
        forms.block((0.17, 0.76, 0.44), (side * 0.37, 0, 0.36), wool, edge=0.078, belly=0.008)
        for depth in (-1, 1):
            forms.rod(
                [(side * 0.30, depth * 0.26, 0.2), (side * 0.33, depth * 0.30, 0)],
                [0.026, 0.017],
                wood,
            )
    forms.block((0.86, 0.18, 0.58), (0, 0.34, 0.48), wool, edge=0.085, turn=(-9, 0, 0), belly=0.012)
    forms.block(
        (0.58, 0.16, 0.40),
        (0, 0.20, 0.60),
        wool,
        edge=0.072,
        turn=(-13, 0, 0),
        belly=0.02,
        wrinkle=0.008,
    )


def stool() -> None:
    wood = materials.oak(along=(1, 14, 14))
    legs = materials.oak(along=(14, 14, 1))
    forms.turned(
        [
            (0, 0.428),
            (0.1, 0.428),
            (0.158, 0.436),
            (0.176, 0.452),
            (0.170, 0.467),
            (0.12, 0.462),
            (0.06, 0.456),
            (0, 0.455),
        ],
        wood,
    )
    for angle in (90, 210, 330):
        c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        forms.rod([(0.10 * c, 0.10 * s, 0.44), (0.19 * c, 0.19 * s, 0)], [0.02, 0.014], legs)
    for first, second in ((90, 210), (210, 330), (330, 90)):
        ends = []
        for angle in (first, second):
            ends.append(
                (0.152 * math.cos(math.radians(angle)), 0.152 * math.sin(math.radians(angle)), 0.18)
            )
        forms.rod(ends, [0.0085, 0.0085], legs)


def chair() -> None:
    black = materials.oak("#3a322b", "#231e1a", (14, 14, 1))
    cord = materials.woven("#d8c39a", "#b79d6f", 160)
    for side in (-1, 1):
        forms.rod([(side * 0.21, -0.2, 0.44), (side * 0.225, -0.22, 0)], [0.019, 0.013], black)
        forms.rod(
            [
                (side * 0.20, 0.25, 0),
                (side * 0.195, 0.20, 0.42),
                (side * 0.20, 0.235, 0.64),
                (side * 0.215, 0.275, 0.775),
            ],
            [0.013, 0.019, 0.016, 0.013],
            black,
        )
        forms.rod([(side * 0.205, -0.2, 0.40), (side * 0.197, 0.21, 0.40)], [0.014, 0.014], black)
        forms.rod([(side * 0.218, -0.21, 0.2), (side * 0.2, 0.225, 0.23)], [0.009, 0.009], black)
    forms.rod([(-0.21, -0.2, 0.40), (0.21, -0.2, 0.40)], [0.014, 0.014], black)
    forms.rod([(-0.197, 0.2, 0.40), (0.197, 0.2, 0.40)], [0.014, 0.014], black)
    forms.rod([(-0.21, 0, 0.215), (0.21, 0, 0.215)], [0.009, 0.009], black)
    forms.block((0.44, 0.44, 0.032), (0, 0, 0.442), cord, edge=0.015, belly=0.006)
    rows = []
    for level in range(9):
        height = 0.64 + 0.17 * level / 8
        row = []
        for step in range(33):
            u = step / 16 - 1
            bow = 0.085 * (1 - u * u)
            rim = 0.03 * (abs(u) ** 3) * (1 if level > 4 else -1) * abs(level - 4) / 4
            row.append((u * 0.245, 0.225 + bow + 0.10 * (height - 0.6), height - rim))
        rows.append(row)
    forms.sheet(rows, materials.oak("#3a322b", "#231e1a", (1, 14, 14)), 0.013)


def plinth() -> None:
    stone = materials.travertine()
    forms.turned(
        [(0, 0), (0.15, 0), (0.152, 0.004), (0.152, 0.375), (0.15, 0.38), (0, 0.38)], stone, steps=1
    )
    forms.turned(
        [
            (0, 0.38),
            (0.205, 0.38),
            (0.222, 0.386),
            (0.228, 0.402),
            (0.222, 0.418),
            (0.205, 0.424),
            (0, 0.424),
        ],
        stone,
    )


def table() -> None:
    top = materials.oak("#c9a06f", "#a5794c", (0.9, 10, 10))
    legs = materials.oak("#c9a06f", "#a5794c", (12, 12, 1))
    rows = []
    for ring in range(25):
        radius = ring / 24
        row = []
        for step in range(129):
            angle = math.tau * step / 128
            c, s = math.cos(angle), math.sin(angle)
            fit = (abs(c) ** 2.7 + abs(s) ** 2.7) ** (-1 / 2.7)
            row.append((0.58 * radius * fit * c, 0.33 * radius * fit * s, 0.362))
        rows.append(row)
    forms.sheet(rows, top, 0.026)
    for side in (-1, 1):
        for depth in (-1, 1):
            forms.turned(
                [(0, 0), (0.034, 0), (0.036, 0.004), (0.036, 0.348), (0, 0.35)],
                legs,
                at=(side * 0.36, depth * 0.17, 0),
                steps=1,
            )
    forms.block((0.74, 0.36, 0.018), (0, 0, 0.135), top, edge=0.008)
