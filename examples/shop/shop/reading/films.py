"""The film about a chair: the page that plays it, and the list of its chapters."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from aiohttp import web

from shop.markup import Html, join, render, when
from shop.pages import page

SECONDS = 100
STYLES = ["reading/reading.css", "reading/films.css"]


@dataclass(frozen=True)
class Film:
    """The whole film or a chapter of it: from `start` to `end`, in seconds. `poster` is the moment
    its picture shows; `stage` and `material` are what the list is narrowed down by."""

    slug: str
    title: str
    summary: str
    start: int
    end: int
    poster: int
    stage: str
    material: str

    @property
    def address(self) -> str:
        return f"/video?film={self.slug}"

    @property
    def picture(self) -> str:
        return f"/static/reading/films/film-{self.poster}.webp"

    @property
    def length(self) -> str:
        return clock(self.end - self.start)


FILMS = (
    Film(
        "twelve-pieces",
        "Twelve pieces and a cord",
        "The whole film: how a Halden chair comes together, from the first leg to the last knot.",
        0,
        SECONDS,
        99,
        "The whole chair",
        "Oak and cord",
    ),
    Film(
        "four-legs",
        "Four legs",
        "Two straight, two bent, all of them split and not sawn.",
        8,
        21,
        18,
        "Joining",
        "Oak",
    ),
    Film(
        "seat-frame",
        "The seat frame",
        "Four rails that must be square, in a chair that is nowhere else.",
        21,
        33,
        30,
        "Joining",
        "Oak",
    ),
    Film(
        "stretchers",
        "Three stretchers",
        "The cheapest parts of a chair, and the ones that keep it alive.",
        33,
        45,
        42,
        "Joining",
        "Oak",
    ),
    Film(
        "bending",
        "The back is bent",
        "An hour in steam, then thirty seconds in which to do everything right.",
        45,
        58,
        54,
        "Shaping",
        "Oak",
    ),
    Film(
        "setting",
        "The back is set on",
        "Two wedges, four blows, and no glue.",
        58,
        66,
        64,
        "Joining",
        "Oak",
    ),
    Film(
        "weaving",
        "The seat is woven",
        "A hundred and twenty metres of paper cord, from the corners to the middle.",
        66,
        84,
        76,
        "Finishing",
        "Cord",
    ),
    Film(
        "turn",
        "Once round",
        "The chair from every side, including the one against the wall.",
        84,
        SECONDS,
        89,
        "The whole chair",
        "Oak and cord",
    ),
)
SHORT_S = 15
LENGTHS: dict[str, Callable[[Film], bool]] = {
    "Under 15 seconds": lambda film: film.end - film.start < SHORT_S,
    "Longer": lambda film: film.end - film.start >= SHORT_S,
}


async def video(request: web.Request) -> web.Response:
    """`?film=` says which chapter it begins with; the film itself is one file."""
    asked = request.query.get("film", FILMS[0].slug)
    chosen = next((film for film in FILMS if film.slug == asked), None)
    if chosen is None:
        raise web.HTTPNotFound
    return page(
        request,
        "reading/video",
        chosen.title,
        styles=STYLES,
        scripts=["reading/video.js"],
        title=chosen.title,
        summary=chosen.summary,
        start=chosen.start,
        poster=chosen.picture,
        seconds=SECONDS,
        length=clock(SECONDS),
        chapters=join(
            render(
                "reading/film_chapter",
                title=film.title,
                start=film.start,
                at=clock(film.start),
                current=when(film is chosen, ' aria-current="true"'),
            )
            for film in FILMS[1:]
        ),
    )


async def videos(request: web.Request) -> web.Response:
    """`?stage=`, `?material=`, `?length=` narrow the list, one at a time."""
    heading, shown = _narrowed(request)
    return page(
        request,
        "reading/videos",
        "Films",
        styles=STYLES,
        scripts=["reading/menus.js"],
        heading=heading,
        count="1 film" if len(shown) == 1 else f"{len(shown)} films",
        stages=_menu("stage", _all(film.stage for film in FILMS)),
        materials=_menu("material", _all(film.material for film in FILMS)),
        lengths=_menu("length", list(LENGTHS)),
        films=join(
            render(
                "reading/film",
                address=film.address,
                title=film.title,
                summary=film.summary,
                length=film.length,
                picture=film.picture,
                stage=film.stage,
            )
            for film in shown
        ),
    )


def clock(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02}"


def _narrowed(request: web.Request) -> tuple[str, list[Film]]:
    query = request.query
    if (stage := query.get("stage")) is not None:
        return stage, [film for film in FILMS if film.stage == stage]
    if (material := query.get("material")) is not None:
        return material, [film for film in FILMS if film.material == material]
    fits = LENGTHS.get(query.get("length", ""))
    if fits is not None:
        return query["length"], [film for film in FILMS if fits(film)]
    return "All films", list(FILMS)


def _all(names: Iterable[str]) -> list[str]:
    """Each once, in the order they come."""
    return list(dict.fromkeys(names))


def _menu(field: str, names: Iterable[str]) -> Html:
    return join(
        render("reading/menu_entry", address=f"/videos?{urlencode({field: name})}", name=name)
        for name in names
    )


ROUTES: list[web.AbstractRouteDef] = [
    web.get("/video", video),
    web.get("/videos", videos),
]
