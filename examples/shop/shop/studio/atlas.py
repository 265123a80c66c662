"""The map of the workshops, and its tiles."""

from aiohttp import web

from shop.markup import Html, join, render
from shop.pages import page
from shop.state import SHOP
from shop.studio.tiles import tile
from shop.studio.workshops import WORKSHOPS, Workshop


async def workshop_map(request: web.Request) -> web.Response:
    return page(
        request,
        "studio/map",
        "Where it is made",
        styles=["studio/studio.css", "studio/map.css"],
        scripts=["studio/map.js"],
        workshops=join(_entry(request, workshop) for workshop in WORKSHOPS.values()),
    )


async def one_tile(request: web.Request) -> web.Response:
    where = request.match_info
    try:
        drawn = tile(
            int(where["z"]), int(where["x"]), int(where["y"]), request.query.get("theme", "light")
        )
    except ValueError:
        raise web.HTTPNotFound from None
    return web.Response(
        text=drawn, content_type="image/svg+xml", headers={"Cache-Control": "max-age=86400"}
    )


def _entry(request: web.Request, workshop: Workshop) -> Html:
    catalogue = request.app[SHOP].catalogue
    products = [catalogue.product(slug) for slug in workshop.slugs]
    return render(
        "studio/workshop",
        key=workshop.key,
        place=workshop.place,
        country=workshop.country,
        craft=workshop.craft,
        lat=workshop.lat,
        lon=workshop.lon,
        people=workshop.people,
        since=workshop.since,
        words=workshop.words,
        products=join(
            render(
                "studio/made_here", slug=product.slug, name=product.name, kind=product.kind.lower()
            )
            for product in products
            if product
        ),
    )


ROUTES: list[web.AbstractRouteDef] = [
    web.get("/map", workshop_map),
    web.get(r"/tiles/{z:\d}/{x:\d{1,3}}/{y:\d{1,3}}.svg", one_tile),
]
