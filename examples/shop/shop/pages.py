"""The frame round every page: head, tag, header, footer; and what an error looks like."""

import logging
from collections.abc import Sequence
from http import HTTPStatus

from aiohttp import web
from aiohttp.typedefs import Handler

from shop.account.preferences import DARK_WHEN, Preferences
from shop.cart import Line
from shop.catalogue import Product
from shop.config import ShopConfig
from shop.faults import FAULT, referring
from shop.markup import Html, euros, join, render, when
from shop.security import NONCE
from shop.state import SHOP, Shop

log = logging.getLogger(__name__)

APOLOGIES = {
    404: (
        "We looked everywhere",
        "This page has moved, sold out or never was. The chairs are still here.",
    ),
    500: ("Something fell over", "It is our fault, not yours. Please try again in a moment."),
}


def page(
    request: web.Request,
    name: str,
    title: str,
    /,
    *,
    section: str = "",
    status: int = 200,
    styles: Sequence[str] = (),
    scripts: Sequence[str] = (),
    **values: object,
) -> web.Response:
    """`templates/NAME.html` inside the frame. `section` is the entry of the navigation to mark.

    `styles` and `scripts` (modules) are paths below `static/` that this page needs beside those
    which every page has.
    """
    shop = request.app[SHOP]
    shopper = shop.shoppers.of(request)
    customer = shopper.customer
    body = render(
        "frame",
        title=title,
        nonce=request[NONCE],
        tag=_tag(shop.config, request[NONCE]),
        page=name,
        dark=DARK_WHEN[Preferences.of(shop.db, shopper.owner)["theme"]],
        fault=render("fault", name=request[FAULT]) if request[FAULT] else Html(""),
        styles=join(render("style", path=path) for path in styles),
        scripts=join(render("script", path=path, nonce=request[NONCE]) for path in scripts),
        identify=when(customer and shop.config.identifies, " data-identify"),
        signed_out=when("signed-out" in request.query and not customer, " data-signed-out"),
        navigation=_navigation(shop, section),
        account_href="/account" if customer else "/sign-in",
        account_label=f"Account of {customer.name}" if customer else "Sign in",
        account_text=customer.address.given_name if customer else "Sign in",
        cart_count=shopper.cart.count,
        cart_label=f"Cart, {shopper.cart.count} {'piece' if shopper.cart.count == 1 else 'pieces'}",
        cart_hidden=when(shopper.cart.count == 0, " hidden"),
        main=render(name, **values),
        footer=render("footer"),
    )
    return web.Response(
        text=referring(body, request[FAULT]), content_type="text/html", status=status
    )


def card(product: Product, shop: Shop) -> Html:
    """A product in a list, for pages and for the page script alike."""
    return render(
        "card",
        slug=product.slug,
        name=product.name,
        kind=product.kind,
        price=euros(product.price),
        colour_name=product.colour_name,
        rating=product.rating,
        reviews=product.reviews,
        front=product.picture(1),
        room=product.picture(3),
    )


def line_values(line: Line) -> dict[str, object]:
    """A line of a cart or an order, as its templates want it."""
    return {
        "slug": line.product.slug,
        "name": line.product.name,
        "kind": line.product.kind,
        "colour_name": line.product.colour_name,
        "picture": line.product.picture(1),
        "size": line.size.key,
        "size_label": line.size.label,
        "measure": line.size.measure,
        "quantity": line.quantity,
        "each": euros(line.size.price),
        "total": euros(line.total),
    }


def _tag(config: ShopConfig, nonce: str) -> Html:
    if not config.captures:
        return Html("")
    return render(
        "tag",
        origin=config.capture_origin,
        key=config.site_key,
        consent=config.consent,
        nonce=nonce,
    )


def _navigation(shop: Shop, section: str) -> Html:
    entries = [("/products", "All", "all")]
    entries += [
        (f"/products?category={key}", name, key) for key, name in shop.catalogue.categories.items()
    ]
    return join(
        render(
            "nav_entry", href=href, name=name, current=when(key == section, ' aria-current="page"')
        )
        for href, name, key in entries
    )


@web.middleware
async def designed_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """People get a page, scripts a line of JSON; nobody gets a traceback."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < HTTPStatus.BAD_REQUEST:
            raise
        status = error.status
    except Exception:
        log.exception("failed: %s %s", request.method, request.path)
        status = 500
    if (
        request.path.startswith(("/api/", "/static/", "/fonts/"))
        or request.path == "/identity-token"
    ):
        return web.json_response({"error": {"status": status}}, status=status)
    heading, words = APOLOGIES.get(
        status, ("That did not work", "Please go back and try once more.")
    )
    suggestions = join(
        card(product, request.app[SHOP]) for product in request.app[SHOP].catalogue.products[:4]
    )
    return page(
        request,
        "error",
        heading,
        status=status,
        heading=heading,
        words=words,
        suggestions=suggestions,
    )
