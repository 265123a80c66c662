"""Sending pictures of a damage."""

import asyncio

from aiohttp import web

from shop.account.clock import moment
from shop.account.frame import account_page
from shop.account.pictures import MOST_BYTES, MOST_OF_ONE, Picture, Pictures, TooMany, media_type_of
from shop.account.preferences import Preferences
from shop.faults import FAULT
from shop.forms import Rejected, rejected, text
from shop.markup import Html, join, render, when
from shop.shoppers import Shopper
from shop.state import SHOP, Shop

PATIENCE_S = 60
CUT_AT = 0.9


async def upload(request: web.Request) -> web.Response:
    shop = request.app[SHOP]
    shopper = shop.shoppers.of(request)
    pictures = Pictures(shop.db, shopper.owner).all()
    return account_page(
        request,
        "upload",
        "Show us a damage",
        scripts=["upload.js"],
        most_bytes=MOST_BYTES,
        pictures=join(_figure(shop, shopper, picture) for picture in pictures),
        none_hidden=when(pictures, " hidden"),
    )


async def add(request: web.Request) -> web.Response:
    """The picture itself as body, its name in `?name=` -> 201 `{html}`; 411, 413 or 422."""
    shop, length = request.app[SHOP], request.content_length
    if length is None:
        raise web.HTTPLengthRequired
    if length > MOST_BYTES:
        raise web.HTTPRequestEntityTooLarge(MOST_BYTES, length)
    if request[FAULT] == "drop90":
        return await _cut(request, int(length * CUT_AT))
    async with asyncio.timeout(PATIENCE_S):
        content = await request.content.readexactly(length)
    media_type = media_type_of(content)
    if media_type is None:
        return rejected(Rejected({"form": "This is not a picture we can open."}))
    shopper = shop.shoppers.of(request)
    try:
        picture = Pictures(shop.db, shopper.owner).add(
            text(request.query, "name") or "Picture", media_type, content
        )
    except TooMany:
        return rejected(Rejected({"form": f"{MOST_OF_ONE} pictures are enough. Delete one first."}))
    response = web.json_response({"html": _figure(shop, shopper, picture)}, status=201)
    shop.shoppers.remember(request, response, shopper)
    return response


async def content(request: web.Request) -> web.Response:
    shop = request.app[SHOP]
    pictures = Pictures(shop.db, shop.shoppers.of(request).owner)
    found = pictures.content(int(request.match_info["number"]))
    if found is None:
        raise web.HTTPNotFound
    media_type, body = found
    return web.Response(
        body=body, content_type=media_type, headers={"Cache-Control": "private, max-age=86400"}
    )


async def remove(request: web.Request) -> web.Response:
    shop = request.app[SHOP]
    pictures = Pictures(shop.db, shop.shoppers.of(request).owner)
    pictures.remove(int(request.match_info["number"]))
    return web.Response(status=204)


async def _cut(request: web.Request, after: int) -> web.Response:
    """What `drop90` does: the line goes dead in the middle of a file."""
    async with asyncio.timeout(PATIENCE_S):
        await request.content.readexactly(after)
    if request.transport is not None:
        request.transport.abort()
    return web.Response()  # for nobody: the connection it would go out on is gone


def _figure(shop: Shop, shopper: Shopper, picture: Picture) -> Html:
    zone = Preferences.of(shop.db, shopper.owner)["zone"]
    return render(
        "account/picture",
        id=picture.id,
        name=picture.name,
        size=f"{picture.size / 1024:,.0f} kB",
        added=moment(picture.added, zone),
    )


NUMBER = r"{number:\d{1,9}}"

ROUTES: list[web.AbstractRouteDef] = [
    web.get("/upload", upload),
    web.post("/api/pictures", add),
    web.get(f"/api/pictures/{NUMBER}", content),
    web.delete(f"/api/pictures/{NUMBER}", remove),
]
