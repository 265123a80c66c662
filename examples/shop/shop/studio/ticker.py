"""The ticker: wood prices that change five times a second, and news from the benches.

The page asks for a minute ahead at a time and shows what is due; no connection stays open.
"""

import json
import time

from aiohttp import web

from shop.forms import Rejected, body_of, rejected, text
from shop.markup import join, render
from shop.pages import page
from shop.studio.kept import keep, kept
from shop.studio.woods import STEP_MS, WOODS, news, price

DRAWER = "follows"
BEHIND = 150  # ticks for the chart that is there when the page opens
AHEAD = 300


async def ticker(request: web.Request) -> web.Response:
    now = _tick()
    return page(
        request,
        "studio/ticker",
        "Wood prices, live",
        styles=["studio/studio.css", "studio/ticker.css"],
        scripts=["studio/ticker.js"],
        follows=json.dumps(_follows(request)),
        woods=join(
            render(
                "studio/wood",
                key=wood.key,
                name=wood.name,
                words=wood.words,
                price=f"{price(wood, now):,.2f}",
            )
            for wood in WOODS.values()
        ),
    )


async def ticks(request: web.Request) -> web.Response:
    """`{first, now, step_ms, woods: {oak: [price, …]}, news: [{tick, line}]}`."""
    now = _tick()
    span = range(now - BEHIND, now + AHEAD)
    return web.json_response(
        {
            "first": span[0],
            "now": now,
            "step_ms": STEP_MS,
            "woods": {wood.key: [price(wood, tick) for tick in span] for wood in WOODS.values()},
            "news": [{"tick": tick, "line": line} for tick in span if (line := news(tick))],
        },
        headers={"Cache-Control": "no-store"},
    )


async def follow(request: web.Request) -> web.Response:
    """`{wood, follow}`: keeps whether this person follows a wood."""
    body = await body_of(request)
    wood = text(body, "wood")
    if wood not in WOODS:
        return rejected(Rejected({"wood": "We do not trade that."}))
    follows = set(_follows(request))
    follows = follows | {wood} if body.get("follow") is True else follows - {wood}
    return keep(request, DRAWER, sorted(follows))


def _follows(request: web.Request) -> list[str]:
    found = kept(request, DRAWER)
    return [key for key in found if key in WOODS] if isinstance(found, list) else []


def _tick() -> int:
    return int(time.time() * 1000) // STEP_MS


ROUTES: list[web.AbstractRouteDef] = [
    web.get("/ticker", ticker),
    web.get("/api/ticker", ticks),
    web.post("/api/ticker/follow", follow),
]
