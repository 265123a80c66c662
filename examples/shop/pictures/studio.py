"""The photographer's room: backdrops, lights, window shadows, camera and shutter."""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import bpy
import forms
import materials
from mathutils import Vector

Point = tuple[float, float, float]


@dataclass(frozen=True)
class Shot:
    """Where the camera stands: round the `target`, angles in degrees, distance in metres."""

    target: Point
    distance: float
    around: float = 0.0
    above: float = 12.0
    lens: float = 70.0
    blur: float | None = None  # f-stop; none keeps everything sharp


def moved(build: Callable[[], object], at: Point, turn: float = 0.0, scale: float = 1.0) -> None:
    """Build something and set it down elsewhere, for pictures with company in them."""
    before = set(bpy.context.scene.objects)
    build()
    pivot = bpy.data.objects.new("pivot", None)
    bpy.context.scene.collection.objects.link(pivot)
    for body in set(bpy.context.scene.objects) - before - {pivot}:
        if body.parent is None:
            body.parent = pivot
    pivot.location = at
    pivot.rotation_euler = (0, 0, math.radians(turn))
    pivot.scale = (scale, scale, scale)


def clear() -> None:
    bpy.ops.wm.read_factory_settings(use_empty=True)


def backdrop(code: str, back: float = 1.6) -> None:
    """A paper roll: floor and wall with no line between; `back` is the distance to the wall."""
    radius = 0.9
    outline = [(-30.0, 0.0)]
    for step in range(25):
        angle = math.pi / 2 * step / 24
        outline.append((back + radius * math.sin(angle), radius * (1 - math.cos(angle))))
    outline.append((back + radius, 30.0))
    rows = [[(x, y, z) for y, z in outline] for x in (-40.0, 40.0)]
    forms.sheet(rows, materials.plaster(code), 0.002)


def room(wall: str, floor: str | None, back: float = 0.9) -> None:
    """A plastered wall and a floor for the sun to fall on; oak boards if `floor` is none."""
    forms.block((60, 0.2, 30), (0, back + 0.1, 14), materials.plaster(wall), edge=0.001)
    surface = (
        materials.plaster(floor) if floor else materials.oak("#a58a6c", "#876c50", (0.7, 9, 9))
    )
    forms.block((60, 40, 0.2), (0, -18, -0.1), surface, edge=0.001)
    forms.block((60, 0.018, 0.09), (0, back - 0.009, 0.045), materials.lacquer(wall), edge=0.003)


def _area(at: Point, towards: Point, size: float, power: float, warmth: str) -> None:
    lamp = bpy.data.lights.new("area", "AREA")
    lamp.shape = "DISK"
    lamp.size = size
    lamp.energy = power
    lamp.color = materials.hex_colour(warmth)
    body = bpy.data.objects.new("area", lamp)
    body.location = at
    body.rotation_euler = (Vector(towards) - Vector(at)).to_track_quat("-Z", "Y").to_euler()
    bpy.context.scene.collection.objects.link(body)


def _surroundings(code: str, strength: float) -> None:
    world = bpy.data.worlds.new("world")
    world.use_nodes = True
    background = world.node_tree.nodes["Background"]
    background.inputs[0].default_value = (*materials.hex_colour(code), 1)
    background.inputs[1].default_value = strength
    bpy.context.scene.world = world


def soft_light(size: float) -> None:
    """One big soft box from the upper left, a reflector on the right; `size` is the subject's."""
    _surroundings("#f4efe8", 0.45)
    reach = max(size, 0.25)
    _area(
        (-2.2 * reach, -1.6 * reach, 2.6 * reach),
        (0, 0, 0.4 * size),
        1.5 * reach,
        75 * reach**2,
        "#fff1e0",
    )
    _area(
        (2.8 * reach, -1.2 * reach, 1.2 * reach),
        (0, 0, 0.4 * size),
        2.0 * reach,
        14 * reach**2,
        "#e6efff",
    )


def _shadow_only(body: bpy.types.Object) -> None:
    """The window stands between camera and subject: it may shade the room but not be seen."""
    body.visible_camera = body.visible_diffuse = body.visible_glossy = False


def window_light(
    focus: Point, panes: tuple[float, float] = (0.5, 0.62), leaves: int = 0, power: float = 6.0
) -> None:
    """Late sun through a six-pane window onto `focus`; `leaves` puts a branch outside the glass."""
    _surroundings("#dfe6f2", 0.5)
    sun = bpy.data.lights.new("sun", "SUN")
    sun.energy = power
    sun.angle = math.radians(0.9)
    sun.color = materials.hex_colour("#ffe2bd")
    body = bpy.data.objects.new("sun", sun)
    away = Vector((-0.72, -0.62, 0.5)).normalized()
    body.rotation_euler = (-away).to_track_quat("-Z", "Y").to_euler()
    bpy.context.scene.collection.objects.link(body)

    centre = Vector(focus) + away * 2.6
    right = away.cross(Vector((0, 0, 1))).normalized() * -1
    up = right.cross(away).normalized() * -1
    if up.z < 0:
        up = -up
    dark = materials.lacquer("#777777")
    width, height = panes

    def bar(u: float, v: float, w: float, h: float) -> None:
        middle = centre + right * u + up * v
        corners = [
            middle + right * (w / 2 * a) + up * (h / 2 * b) for b in (-1, 1) for a in (-1, 1)
        ]
        _shadow_only(
            forms.sheet(
                [[tuple(c) for c in corners[:2]], [tuple(c) for c in corners[2:]]], dark, 0.01
            )
        )

    frame = 0.055
    span_w, span_h = 2 * width, 3 * height
    bar(0, 0, frame, span_h)
    for v in (-height / 2, height / 2):
        bar(0, v, span_w, frame)
    for side in (-1, 1):
        bar(side * (span_w / 2 + 4), 0, 8, 20)
        bar(0, side * (span_h / 2 + 4), span_w, 8)
    dice = random.Random(11)
    for _ in range(leaves):
        u, v = dice.gauss(0.35 * width, 0.5 * width), dice.gauss(0.55 * height, 0.55 * height)
        lean = dice.uniform(-0.9, 0.9)
        stem = centre + away * dice.uniform(0.5, 0.9) + right * u + up * v
        along = (right * math.cos(lean) + up * math.sin(lean)) * 0.085
        across = (up * math.cos(lean) - right * math.sin(lean)) * 0.028
        rows = [
            [
                tuple(stem + along * t + across * s * math.sin(math.pi * (t + 1) / 2))
                for s in (-1, 1)
            ]
            for t in (-1, -0.66, -0.33, 0, 0.33, 0.66, 1)
        ]
        _shadow_only(forms.sheet(rows, dark, 0.001))


def shoot(shot: Shot, path: Path, width: int, height: int, samples: int) -> None:
    """Take the picture; `path` is a PNG."""
    scene = bpy.context.scene
    camera = bpy.data.cameras.new("camera")
    camera.lens = shot.lens
    body = bpy.data.objects.new("camera", camera)
    around, above = math.radians(shot.around), math.radians(shot.above)
    target = Vector(shot.target)
    body.location = target + shot.distance * Vector(
        (math.sin(around) * math.cos(above), -math.cos(around) * math.cos(above), math.sin(above))
    )
    body.rotation_euler = (target - body.location).to_track_quat("-Z", "Y").to_euler()
    scene.collection.objects.link(body)
    scene.camera = body
    if shot.blur:
        camera.dof.use_dof = True
        camera.dof.focus_distance = shot.distance
        camera.dof.aperture_fstop = shot.blur
    scene.render.engine = "CYCLES"
    scene.cycles.samples = samples
    scene.cycles.use_denoising = True
    scene.cycles.denoiser = "OPENIMAGEDENOISE"
    scene.cycles.max_bounces = 4
    scene.cycles.caustics_reflective = scene.cycles.caustics_refractive = False
    scene.cycles.adaptive_threshold = 0.05
    scene.view_settings.view_transform = "AgX"
    scene.view_settings.look = "AgX - Medium High Contrast"
    scene.view_settings.exposure = 0.6
    scene.render.resolution_x = width
    scene.render.resolution_y = height
    scene.render.image_settings.file_format = "PNG"
    scene.render.filepath = str(path)
    bpy.ops.render.render(write_still=True)
