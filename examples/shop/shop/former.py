"""Addresses the shop once had, and where they have moved. What was asked for moves with them."""

from aiohttp import web

MOVED = {
    "/shop": "/products",
    "/shop/item": "/products/halden-chair",
    "/login": "/sign-in",
    "/login/otp": "/sign-in/code",
}


async def moved(request: web.Request) -> web.Response:
    raise web.HTTPFound(request.rel_url.with_path(MOVED[request.path], keep_query=True))


ROUTES: list[web.AbstractRouteDef] = [web.get(path, moved) for path in MOVED]
