"""Stack the stools: a game on a canvas. The server keeps the best score of each person."""

from aiohttp import web

from shop.forms import Rejected, body_of, rejected
from shop.pages import page
from shop.studio.kept import keep, kept

DRAWER = "best"
HIGHEST = 999


async def game(request: web.Request) -> web.Response:
    return page(
        request,
        "studio/game",
        "Stack the stools",
        styles=["studio/studio.css", "studio/game.css"],
        scripts=["studio/game.js"],
        best=kept(request, DRAWER) or 0,
    )


async def keep_best(request: web.Request) -> web.Response:
    """`{score}`: how many stools stood."""
    score = (await body_of(request)).get("score")
    if not isinstance(score, int) or not 0 <= score <= HIGHEST:
        return rejected(Rejected({"score": f"A score lies between 0 and {HIGHEST}."}))
    before = kept(request, DRAWER)
    return keep(request, DRAWER, max(score, before if isinstance(before, int) else 0))


ROUTES: list[web.AbstractRouteDef] = [
    web.get("/game", game),
    web.post("/api/game", keep_best),
]
