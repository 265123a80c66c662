"""Shapes: turned vessels, bent rods, soft blocks, pillows and folded cloth, as Blender objects.

All lengths are metres, z is up, and every shape stands on z = 0 unless it is told where to stand.
"""

import math
from collections.abc import Sequence
from itertools import pairwise

import bmesh
import bpy
from mathutils import Euler, Vector, noise

Point = tuple[float, float, float]
Profile = Sequence[tuple[float, float]]


def _catmull_rom(points: Profile, steps: int) -> list[tuple[float, float]]:
    """A smooth line through the points: a potter's profile needs few numbers to be written down."""
    padded = [points[0], *points, points[-1]]
    line: list[tuple[float, float]] = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for step in range(steps):
            t = step / steps
            line.append(
                tuple(
                    0.5
                    * (
                        2 * b[i]
                        + (c[i] - a[i]) * t
                        + (2 * a[i] - 5 * b[i] + 4 * c[i] - d[i]) * t * t
                        + (3 * b[i] - a[i] - 3 * c[i] + d[i]) * t**3
                    )
                    for i in (0, 1)
                )
            )
    return [*line, tuple(points[-1])]


def place(mesh: bpy.types.Mesh, material: bpy.types.Material, at: Point = (0, 0, 0)):
    """Put a finished mesh into the scene, shaded smooth."""
    body = bpy.data.objects.new(mesh.name, mesh)
    body.location = at
    mesh.materials.append(material)
    mesh.polygons.foreach_set("use_smooth", [True] * len(mesh.polygons))
    bpy.context.scene.collection.objects.link(body)
    return body


def turned(
    profile: Profile,
    material: bpy.types.Material,
    at: Point = (0, 0, 0),
    wall: float = 0.0,
    flutes: int = 0,
    flute_depth: float = 0.0,
    steps: int = 8,
):
    """A shape off the wheel or the lathe: `profile` is (radius, height) from the foot upwards.

    `wall` makes it a vessel of that thickness; `flutes` carves as many grooves round it.
    """
    line = _catmull_rom(profile, steps) if steps > 1 else list(profile)
    around = max(160, flutes * 12)
    shape = bmesh.new()
    rings = []
    for width, height in line:
        radius = max(width, 1e-5)  # a point on the axis would make faces without area
        ring = []
        for turn in range(around):
            angle = math.tau * turn / around
            carved = radius * (1 - flute_depth * (0.5 - 0.5 * math.cos(flutes * angle)))
            ring.append(
                shape.verts.new((carved * math.cos(angle), carved * math.sin(angle), height))
            )
        rings.append(ring)
    for below, above in pairwise(rings):
        for turn in range(around):
            after = (turn + 1) % around
            shape.faces.new((below[turn], below[after], above[after], above[turn]))
    bmesh.ops.remove_doubles(shape, verts=shape.verts, dist=2e-5)
    mesh = bpy.data.meshes.new("turned")
    shape.to_mesh(mesh)
    shape.free()
    body = place(mesh, material, at)
    if wall:
        thicken = body.modifiers.new("wall", "SOLIDIFY")
        thicken.thickness = wall
        thicken.offset = -1
        soften = body.modifiers.new("lip", "BEVEL")
        soften.width = wall * 0.45
        soften.segments = 3
    return body


def rod(points: Sequence[Point], radii: Sequence[float], material: bpy.types.Material):
    """A bent and tapered bar through the points: legs, stems, handles and rails."""
    curve = bpy.data.curves.new("rod", "CURVE")
    curve.dimensions = "3D"
    curve.bevel_depth = 1.0
    curve.bevel_resolution = 8
    curve.use_fill_caps = True
    spline = curve.splines.new("BEZIER" if len(points) > 2 else "POLY")
    knots = spline.bezier_points if len(points) > 2 else spline.points
    knots.add(len(points) - 1)
    for knot, point, radius in zip(knots, points, radii, strict=True):
        knot.co = point if len(points) > 2 else (*point, 1)
        knot.radius = radius
        if len(points) > 2:
            knot.handle_left_type = knot.handle_right_type = "AUTO"
    curve.materials.append(material)
    body = bpy.data.objects.new("rod", curve)
    bpy.context.scene.collection.objects.link(body)
    return body


def block(
    size: Point,
    at: Point,
    material: bpy.types.Material,
    edge: float = 0.01,
    turn: Point = (0, 0, 0),
    belly: float = 0.0,
    wrinkle: float = 0.0,
):
    """A box with rounded edges, standing with its centre at `at`; `belly` swells it like a cushion.

    `turn` is in degrees about x, y and z.
    """
    shape = bmesh.new()
    bmesh.ops.create_cube(shape, size=1.0)
    bmesh.ops.scale(shape, vec=size, verts=shape.verts)
    bmesh.ops.bevel(
        shape, geom=shape.edges[:], offset=edge, segments=8, profile=0.5, affect="EDGES"
    )
    if belly or wrinkle:
        bmesh.ops.subdivide_edges(
            shape,
            edges=[edge for edge in shape.edges if edge.calc_length() > 0.05],
            cuts=24,
            use_grid_fill=True,
        )
        half = Vector(size) / 2
        for vert in shape.verts:
            x, y, z = (abs(vert.co[i]) / half[i] for i in range(3))
            swell = belly * (
                (1 - x * x) * (1 - y * y) + (1 - y * y) * (1 - z * z) + (1 - x * x) * (1 - z * z)
            )
            crease = wrinkle * noise.noise(vert.co * 5 + Vector(at) * 7)
            vert.co += vert.co.normalized() * (swell + crease)
    mesh = bpy.data.meshes.new("block")
    shape.to_mesh(mesh)
    shape.free()
    body = place(mesh, material, at)
    body.rotation_euler = Euler([math.radians(angle) for angle in turn])
    return body


def sheet(rows: Sequence[Sequence[Point]], material: bpy.types.Material, thickness: float):
    """A smooth surface through a grid of points, with a thickness: bent plywood, cloth, paper."""
    shape = bmesh.new()
    grid = [[shape.verts.new(point) for point in row] for row in rows]
    for row, after in pairwise(grid):
        for i in range(len(row) - 1):
            shape.faces.new((row[i], row[i + 1], after[i + 1], after[i]))
    mesh = bpy.data.meshes.new("sheet")
    shape.to_mesh(mesh)
    shape.free()
    body = place(mesh, material)
    solid = body.modifiers.new("thickness", "SOLIDIFY")
    solid.thickness = thickness
    solid.offset = 0
    rounding = body.modifiers.new("edge", "BEVEL")
    rounding.width = thickness * 0.4
    rounding.segments = 4
    return body


def pillow(side: float, depth: float, material: bpy.types.Material, at: Point, turn: Point):
    """A sewn cushion: two square faces blown up from a seam, with pulled corners and creases."""
    count = 90
    shape = bmesh.new()
    for face in (1, -1):
        grid = []
        for row in range(count + 1):
            line = []
            for column in range(count + 1):
                u, v = 2 * column / count - 1, 2 * row / count - 1
                rise = ((1 - abs(u) ** 2.6) * (1 - abs(v) ** 2.6)) ** 0.52
                pull = 1 - 0.075 * (1 - u * u) * v * v - 0.02
                pull_v = 1 - 0.075 * (1 - v * v) * u * u - 0.02
                edge = max(abs(u), abs(v)) ** 6
                crease = 0.012 * edge * math.sin(17 * (u + v) + 9 * (u - v)) * rise
                drift = 0.05 * noise.noise(Vector((u * 1.7, v * 1.7, face * 3.0))) * rise
                line.append(
                    shape.verts.new(
                        (
                            u * pull_v * side / 2,
                            face * (rise * depth / 2 * (1 + drift * 2) + crease),
                            v * pull * side / 2,
                        )
                    )
                )
            grid.append(line)
        for row in range(count):
            for column in range(count):
                corners = (
                    grid[row][column],
                    grid[row][column + 1],
                    grid[row + 1][column + 1],
                    grid[row + 1][column],
                )
                shape.faces.new(corners if face == -1 else corners[::-1])
    bmesh.ops.remove_doubles(shape, verts=shape.verts, dist=1e-4)
    mesh = bpy.data.meshes.new("pillow")
    shape.to_mesh(mesh)
    shape.free()
    body = place(mesh, material, at)
    body.rotation_euler = Euler([math.radians(angle) for angle in turn])
    return body


def folded(
    width: float, depth: float, layers: int, gap: float, material: bpy.types.Material, at: Point
):
    """A blanket folded back and forth: one cloth whose bends show at the two ends of the pile."""
    outline: list[tuple[float, float]] = []
    for layer in range(layers):
        height = gap * (layer + 0.5)
        run = [(-0.5 + step / 40, height) for step in range(41)]
        outline += run if layer % 2 == 0 else run[::-1]
        if layer < layers - 1:
            side = 1 if layer % 2 == 0 else -1
            for step in range(1, 12):
                angle = math.pi * step / 12
                outline.append(
                    (
                        side * (0.5 + gap / 2 / depth * math.sin(angle) * 1.3),
                        height + gap / 2 * (1 - math.cos(angle)),
                    )
                )
    rows = []
    for index in range(81):
        across = index / 80 - 0.5
        row = []
        for along, height in outline:
            sag = 0.35 * gap * noise.noise(Vector((across * 5, along * 3, height * 2)))
            rim = 0.006 * noise.noise(Vector((across * 4, height * 40, along)))
            row.append(
                (
                    at[0]
                    + across * width
                    + rim
                    + 0.02 * height * noise.noise(Vector((along * 3, height * 60, 0))),
                    at[1] + along * depth + rim,
                    at[2] + height + sag * (height / (gap * layers)),
                )
            )
        rows.append(row)
    return sheet(rows, material, gap * 0.8)
