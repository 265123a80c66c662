"""The eleven workshops: where they are and what they make."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Workshop:
    """`lat` and `lon` in degrees; `slugs` are the products that are made there."""

    key: str
    place: str
    country: str
    craft: str
    people: int
    since: int
    lat: float
    lon: float
    slugs: tuple[str, ...]
    words: str


WORKSHOPS = {
    workshop.key: workshop
    for workshop in (
        Workshop(
            "guimaraes",
            "Guimarães",
            "Portugal",
            "Upholstery",
            9,
            1988,
            41.44,
            -8.29,
            ("torrin-armchair",),
            "Nine upholsterers above a bakery. The bouclé is cut in the morning, when the light "
            "comes from the left.",
        ),
        Workshop(
            "novi-bor",
            "Novi Bor",
            "Czechia",
            "Glass blowing",
            6,
            1926,
            50.76,
            14.56,
            ("ember-lamp",),
            "The furnace has been out twice in a hundred years. Opal glass is blown on Tuesdays "
            "and Thursdays.",
        ),
        Workshop(
            "turin",
            "Turin",
            "Italy",
            "Brass turning",
            4,
            1961,
            45.07,
            7.69,
            ("ember-lamp",),
            "A courtyard of lathes in Vanchiglia. Every stem is spun from one rod and never "
            "lacquered.",
        ),
        Workshop(
            "hoehr-grenzhausen",
            "Höhr-Grenzhausen",
            "Germany",
            "Stoneware",
            3,
            2004,
            50.43,
            7.67,
            ("ilse-vase",),
            "Ilse Brandt, two apprentices and a dog called Kaolin, who is not allowed near the "
            "drying shelves.",
        ),
        Workshop(
            "tartu",
            "Tartu",
            "Estonia",
            "Joinery",
            14,
            1995,
            58.38,
            26.72,
            ("fjord-coffee-table", "orrin-stool"),
            "The largest of the eleven. The oak dries for three years behind the hall before "
            "anybody may touch it.",
        ),
        Workshop(
            "tilburg",
            "Tilburg",
            "Netherlands",
            "Metal spinning",
            5,
            1972,
            51.56,
            5.09,
            ("moss-pendant",),
            "One sheet, one lathe, forty seconds. Stand behind the yellow line and you may watch.",
        ),
        Workshop(
            "udine",
            "Udine",
            "Italy",
            "Steam bending",
            8,
            1953,
            46.06,
            13.24,
            ("halden-chair",),
            "The steam chests run from six in the morning. A back is bent in under a minute, or "
            "not at all.",
        ),
        Workshop(
            "grasmere",
            "Grasmere",
            "England",
            "Pottery",
            4,
            1999,
            54.46,
            -3.02,
            ("tarn-bowls", "morrow-jug"),
            "The stream behind the house leaves the iron that flecks the glaze. Bring boots.",
        ),
        Workshop(
            "tivoli",
            "Tivoli",
            "Italy",
            "Stone cutting",
            6,
            1934,
            41.96,
            12.80,
            ("pell-side-table",),
            "Off-cuts of façade stone, honed by hand under water. You will leave a little white.",
        ),
        Workshop(
            "kortrijk",
            "Kortrijk",
            "Belgium",
            "Linen weaving",
            11,
            1911,
            50.83,
            3.26,
            ("linna-cushion",),
            "Flax from within thirty kilometres, dyed with weld and madder in a former laundry.",
        ),
        Workshop(
            "selkirk",
            "Selkirk",
            "Scotland",
            "Wool mill",
            12,
            1867,
            55.55,
            -2.84,
            ("drift-throw",),
            "The river still drives two of the looms. The other ten have a motor and no stories.",
        ),
    )
}
