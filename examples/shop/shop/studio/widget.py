"""The chair configurator: a page made of web components."""

import json
from dataclasses import asdict

from aiohttp import web

from shop.forms import Rejected, body_of, rejected
from shop.pages import page
from shop.studio.chair import MOST, Chair, offer, read_chairs
from shop.studio.kept import keep, kept

DRAWER = "chair"


async def widget(request: web.Request) -> web.Response:
    found = kept(request, DRAWER)
    before = found if isinstance(found, dict) else {"chair": asdict(Chair()), "count": 4}
    return page(
        request,
        "studio/widget",
        "Put a chair together",
        styles=["studio/studio.css", "studio/widget.css"],
        scripts=["studio/widget.js"],
        offer=json.dumps(offer()),
        chair=json.dumps(before["chair"]),
        count=before["count"],
        most=MOST,
    )


async def keep_chair(request: web.Request) -> web.Response:
    try:
        chair, count = read_chairs(await body_of(request))
    except Rejected as error:
        return rejected(error)
    return keep(request, DRAWER, {"chair": asdict(chair), "count": count})


ROUTES: list[web.AbstractRouteDef] = [
    web.get("/widget", widget),
    web.post("/api/widget", keep_chair),
]
