"""What things are made of: glaze, oak, bouclé, linen, brass, stone. No textures on disk."""

import bpy

Colour = tuple[float, float, float]


def hex_colour(code: str) -> Colour:
    """`#rrggbb` as the linear light the renderer calculates with."""
    channels = (int(code[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)


class Recipe:
    """A material under construction: a principled surface and the nodes that feed it."""

    def __init__(self, name: str, **surface: float) -> None:
        self.material = bpy.data.materials.new(name)
        self.material.use_nodes = True
        self.tree = self.material.node_tree
        self.surface = self.tree.nodes["Principled BSDF"]
        for key, value in surface.items():
            self.surface.inputs[key.replace("_", " ").title()].default_value = value
        self.coordinates = self.node("ShaderNodeTexCoord").outputs["Object"]

    def node(self, kind: str, **inputs: float):
        made = self.tree.nodes.new(kind)
        for key, value in inputs.items():
            made.inputs[key.replace("_", " ").title()].default_value = value
        return made

    def link(self, source, target) -> None:
        self.tree.links.new(source, target)

    def stretched(self, scale: Colour):
        mapping = self.node("ShaderNodeMapping")
        mapping.inputs["Scale"].default_value = scale
        self.link(self.coordinates, mapping.inputs["Vector"])
        return mapping.outputs["Vector"]

    def noise(self, scale: float, detail: float = 4, stretch: Colour = (1, 1, 1)):
        texture = self.node("ShaderNodeTexNoise", scale=scale, detail=detail)
        self.link(self.stretched(stretch), texture.inputs["Vector"])
        return texture.outputs[0]

    def colour(self, code: str) -> None:
        self.surface.inputs["Base Color"].default_value = (*hex_colour(code), 1)

    def colours(self, factor, stops: list[tuple[float, str]]) -> None:
        ramp = self.node("ShaderNodeValToRGB")
        band = ramp.color_ramp
        while len(band.elements) < len(stops):
            band.elements.new(0.5)
        for element, (position, code) in zip(band.elements, stops, strict=True):
            element.position = position
            element.color = (*hex_colour(code), 1)
        self.link(factor, ramp.inputs[0])
        self.link(ramp.outputs[0], self.surface.inputs["Base Color"])

    def bump(self, height, distance: float, strength: float = 1.0) -> None:
        bump = self.node("ShaderNodeBump", strength=strength, distance=distance)
        self.link(height, bump.inputs["Height"])
        self.link(bump.outputs[0], self.surface.inputs["Normal"])


def glaze(code: str, roughness: float = 0.35, speckle: str | None = None):
    """Stoneware; `speckle` scatters flecks of iron of that colour under the glaze."""
    recipe = Recipe("glaze", roughness=roughness, coat_weight=0.25, coat_roughness=0.2)
    recipe.colour(code)
    if speckle:
        recipe.colours(recipe.noise(260, 2), [(0.655, code), (0.70, speckle)])
    recipe.bump(recipe.noise(14, 3), 0.0015, 0.5)
    return recipe.material


def oak(light: str = "#bf9a70", dark: str = "#95704a", along: Colour = (1, 14, 14)):
    """Oiled wood; `along` has its small number on the axis the grain runs along."""
    recipe = Recipe("oak", roughness=0.48)
    grain = recipe.noise(3.2, 9, along)
    recipe.colours(grain, [(0.32, dark), (0.5, light), (0.72, light)])
    recipe.bump(grain, 0.0008, 0.4)
    return recipe.material


def boucle(code: str, shade: str):
    """Looped wool: small soft knots that catch light at a grazing angle."""
    recipe = Recipe("boucle", roughness=0.95, sheen_weight=0.35, sheen_roughness=0.5)
    knots = recipe.node("ShaderNodeTexVoronoi", scale=125)
    warp = recipe.node("ShaderNodeMixRGB")
    warp.inputs[0].default_value = 0.025
    recipe.link(recipe.coordinates, warp.inputs[1])
    noise = recipe.node("ShaderNodeTexNoise", scale=40)
    recipe.link(recipe.coordinates, noise.inputs["Vector"])
    recipe.link(noise.outputs["Color"], warp.inputs[2])
    recipe.link(warp.outputs[0], knots.inputs["Vector"])
    recipe.colours(knots.outputs["Distance"], [(0.25, code), (0.75, shade)])
    invert = recipe.node("ShaderNodeInvert")
    recipe.link(knots.outputs["Distance"], invert.inputs["Color"])
    recipe.bump(invert.outputs[0], 0.006, 0.8)
    return recipe.material


def woven(code: str, shade: str, threads: float = 420):
    """Linen: a plain weave of slightly uneven threads, `threads` to the metre."""
    recipe = Recipe("woven", roughness=0.9, sheen_weight=0.2, sheen_roughness=0.4)
    height = None
    for axis in ("X", "Z"):
        wave = recipe.node("ShaderNodeTexWave", scale=threads / 20, distortion=1.2, detail=2)
        wave.bands_direction = axis
        recipe.link(recipe.coordinates, wave.inputs["Vector"])
        if height is None:
            height = wave.outputs["Fac"]
        else:
            both = recipe.node("ShaderNodeMath")
            recipe.link(height, both.inputs[0])
            recipe.link(wave.outputs["Fac"], both.inputs[1])
            height = both.outputs[0]
    recipe.colours(recipe.noise(160, 3), [(0.25, shade), (0.6, code)])
    recipe.bump(height, 0.0012, 0.7)
    return recipe.material


def striped(ground: str, stripe: str, bands: list[tuple[float, float]], half_width: float):
    """Felted wool with bands woven across x; `bands` are (start, end) between 0 and 1."""
    recipe = Recipe("striped", roughness=0.95, sheen_weight=0.4, sheen_roughness=0.5)
    split = recipe.node("ShaderNodeSeparateXYZ")
    recipe.link(recipe.coordinates, split.inputs[0])
    across = recipe.node("ShaderNodeMapRange")
    across.inputs["From Min"].default_value = -half_width
    across.inputs["From Max"].default_value = half_width
    recipe.link(split.outputs["X"], across.inputs["Value"])
    stops = [(0.0, ground)]
    for start, end in bands:
        stops += [(start, ground), (start + 0.004, stripe), (end, stripe), (end + 0.004, ground)]
    recipe.colours(across.outputs[0], stops)
    recipe.bump(recipe.noise(420, 3), 0.003, 0.8)
    return recipe.material


def metal(code: str, roughness: float = 0.28):
    recipe = Recipe("metal", roughness=roughness, metallic=1.0)
    recipe.colour(code)
    return recipe.material


def lacquer(code: str, roughness: float = 0.4):
    """Powder-coated steel or painted wood."""
    recipe = Recipe("lacquer", roughness=roughness)
    recipe.colour(code)
    recipe.bump(recipe.noise(600, 1), 0.0003, 0.25)
    return recipe.material


def travertine(light: str = "#dccdb6", dark: str = "#b79c7c"):
    recipe = Recipe("travertine", roughness=0.55)
    layers = recipe.noise(3, 10, (1, 1, 6))
    recipe.colours(layers, [(0.3, dark), (0.45, light), (0.62, "#e3d6c2"), (0.7, "#c3ab8c")])
    recipe.bump(recipe.noise(24, 8, (1, 1, 3.5)), 0.004, 0.8)
    return recipe.material


def plaster(code: str):
    recipe = Recipe("plaster", roughness=0.95)
    recipe.colour(code)
    recipe.bump(recipe.noise(5, 8), 0.02, 0.25)
    return recipe.material


def glowing(code: str, strength: float):
    """Opal glass with a bulb behind it."""
    recipe = Recipe("glowing", roughness=0.35, emission_strength=strength)
    recipe.colour(code)
    recipe.surface.inputs["Emission Color"].default_value = (*hex_colour(code), 1)
    return recipe.material
