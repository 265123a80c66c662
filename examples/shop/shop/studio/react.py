"""The quotation form: a page that is drawn and controlled by React."""

import json

from aiohttp import web

from shop.forms import Rejected, body_of, rejected
from shop.pages import page
from shop.state import SHOP
from shop.studio.quotation import (
    COUNTRIES,
    FINISHES,
    MOST_LINES,
    MOST_OF_ONE,
    REBATES,
    keep_quotation,
    read_quotation,
)


async def quotation_form(request: web.Request) -> web.Response:
    shop = request.app[SHOP]
    customer = shop.shoppers.of(request).customer
    known = {"name": customer.name, "email": customer.email} if customer else {}
    return page(
        request,
        "studio/react",
        "Ask for a quotation",
        styles=["studio/studio.css", "studio/quotation.css"],
        scripts=["studio/quotation.js"],
        offer=json.dumps({**_offer(request), "known": known}),
    )


async def ask(request: web.Request) -> web.Response:
    """`{code, total}`: the number of the quotation, and what it comes to in euro cents."""
    shop = request.app[SHOP]
    try:
        quotation = read_quotation(await body_of(request), shop.catalogue)
    except Rejected as error:
        return rejected(error)
    code = keep_quotation(shop.db, quotation)
    return web.json_response({"code": code, "total": quotation.total}, status=201)


def _offer(request: web.Request) -> dict[str, object]:
    """What can be chosen, as the page's selects want it: collections, their pieces, their sizes."""
    catalogue = request.app[SHOP].catalogue
    return {
        "collections": [
            {
                "key": key,
                "name": name,
                "pieces": [
                    {
                        "slug": product.slug,
                        "name": f"{product.name}, {product.kind.lower()}",
                        "sizes": [
                            {
                                "key": size.key,
                                "name": f"{size.label}, {size.measure}",
                                "price": size.price,
                            }
                            for size in product.sizes
                        ],
                    }
                    for product in catalogue.products
                    if product.category == key
                ],
            }
            for key, name in catalogue.categories.items()
        ],
        "countries": [
            {"key": key, "name": name, "vat": pattern} for key, (name, pattern) in COUNTRIES.items()
        ],
        "finishes": [{"key": key, "name": name} for key, name in FINISHES.items()],
        "rebates": [{"least": least, "percent": percent} for least, percent in REBATES],
        "most_lines": MOST_LINES,
        "most_of_one": MOST_OF_ONE,
    }


ROUTES: list[web.AbstractRouteDef] = [
    web.get("/react", quotation_form),
    web.post("/api/quotations", ask),
]
