"""The room planner: five steps in one page, kept at every step."""

import json

from aiohttp import web

from shop.forms import Rejected, body_of, rejected
from shop.pages import page
from shop.state import SHOP
from shop.studio.kept import keep, kept
from shop.studio.plan import FOOTPRINTS, ROOMS, first_plan, read_plan

DRAWER = "plan"


async def wizard(request: web.Request) -> web.Response:
    return page(
        request,
        "studio/wizard",
        "Plan a room",
        styles=["studio/studio.css", "studio/wizard.css"],
        scripts=["studio/wizard.js"],
        plan=json.dumps(kept(request, DRAWER) or first_plan()),
        rooms=json.dumps(
            [{"key": key, "name": name, "words": words} for key, (name, words) in ROOMS.items()]
        ),
        pieces=json.dumps(_pieces(request)),
    )


async def keep_plan(request: web.Request) -> web.Response:
    try:
        plan = read_plan(await body_of(request))
    except Rejected as error:
        return rejected(error)
    return keep(request, DRAWER, plan)


def _pieces(request: web.Request) -> list[dict[str, object]]:
    """What can be put into a room, with its price in euro cents."""
    found = []
    for footprint in FOOTPRINTS.values():
        product = request.app[SHOP].catalogue.product(footprint.slug)
        size = product.size(footprint.size) if product else None
        if product is None or size is None:
            continue
        found.append(
            {
                "slug": product.slug,
                "name": product.name,
                "kind": product.kind,
                "picture": product.picture(1),
                "size": size.key,
                "measure": size.measure,
                "price": size.price,
                "width": footprint.width,
                "depth": footprint.depth,
                "round": footprint.round,
            }
        )
    return found


ROUTES: list[web.AbstractRouteDef] = [
    web.get("/wizard", wizard),
    web.post("/api/wizard", keep_plan),
]
