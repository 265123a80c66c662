"""Signing in and out, the account, and the token that tells the account manager who this is."""

import asyncio

from aiohttp import web

from shop.checkout_pages import address_block
from shop.forms import text
from shop.identity import identity_token
from shop.markup import Html, euros, join, render, when
from shop.orders import Order
from shop.pages import page
from shop.shoppers import Shopper
from shop.state import SHOP

MOST_PASSWORD = 200
HOME_AFTER_SIGN_IN = "/account"
RETURN_TO = frozenset({"/account", "/checkout", "/cart"})


async def sign_in_page(request: web.Request) -> web.Response:
    notice = "You are signed out. See you soon." if "signed-out" in request.query else ""
    return _sign_in(request, after=request.query.get("next", ""), notice=notice)


async def sign_in(request: web.Request) -> web.Response:
    shop, form = request.app[SHOP], await request.post()
    email = text(form, "email")
    # Hashing takes a twentieth of a second by design; others should not wait for it.
    customer = await asyncio.to_thread(
        shop.customers.sign_in, email, text(form, "password", MOST_PASSWORD)
    )
    if customer is None:
        return _sign_in(
            request,
            email=email,
            after=text(form, "next"),
            error="E-mail and password do not fit together.",
        )
    shopper = shop.shoppers.of(request)
    target = text(form, "next")
    response = web.Response(
        status=303, headers={"Location": target if target in RETURN_TO else HOME_AFTER_SIGN_IN}
    )
    shop.shoppers.renew(request, response, Shopper(cart=shopper.cart, customer=customer))
    return response


async def sign_out(request: web.Request) -> web.Response:
    response = web.Response(status=303, headers={"Location": "/sign-in?signed-out"})
    request.app[SHOP].shoppers.renew(request, response, Shopper())
    return response


async def account(request: web.Request) -> web.Response:
    shop = request.app[SHOP]
    customer = shop.shoppers.of(request).customer
    if customer is None:
        raise web.HTTPSeeOther("/sign-in")
    orders = shop.orders.of(customer.email)
    return page(
        request,
        "account",
        "Your account",
        name=customer.name,
        given_name=customer.address.given_name,
        email=customer.email,
        tel=customer.address.tel,
        tier=customer.tier.capitalize(),
        since=customer.since,
        saved_hidden=when("saved" not in request.query, " hidden"),
        orders=join(_order(order) for order in orders),
        no_orders_hidden=when(orders, " hidden"),
        address=address_block(customer.address),
    )


async def change_details(request: web.Request) -> web.Response:
    shop, form = request.app[SHOP], await request.post()
    customer = shop.shoppers.of(request).customer
    if customer is None:
        raise web.HTTPSeeOther("/sign-in")
    customer.name = text(form, "name") or customer.name
    raise web.HTTPSeeOther("/account?saved")


async def token(request: web.Request) -> web.Response:
    """`{token}` for a signed-in customer; 404 for anybody else."""
    shop = request.app[SHOP]
    customer = shop.shoppers.of(request).customer
    config = shop.config
    if customer is None or config.site_key is None or config.identity_secret is None:
        raise web.HTTPNotFound
    return web.json_response(
        {"token": identity_token(customer, config.site_key, config.identity_secret)},
        headers={"Cache-Control": "no-store"},
    )


def _sign_in(
    request: web.Request, *, after: str, email: str = "", error: str = "", notice: str = ""
) -> web.Response:
    return page(
        request,
        "sign_in",
        "Sign in",
        status=422 if error else 200,
        email=email,
        error=error,
        error_hidden=when(not error, " hidden"),
        invalid=when(error, ' aria-invalid="true"'),
        notice=notice,
        notice_hidden=when(not notice, " hidden"),
        next=after,
    )


def _order(order: Order) -> Html:
    return render(
        "order",
        id=order.id,
        placed=f"{order.placed:%-d %B %Y}",
        status=order.status,
        state=order.status.lower().replace(" ", "-"),
        total=euros(order.total),
        pictures=join(
            render(
                "order_picture",
                picture=line.product.picture(1),
                name=line.product.name,
                slug=line.product.slug,
            )
            for line in order.lines
        ),
        contents=", ".join(
            f"{line.quantity} \N{MULTIPLICATION SIGN} {line.product.name}" for line in order.lines
        ),
    )


ROUTES: list[web.AbstractRouteDef] = [
    web.get("/sign-in", sign_in_page),
    web.post("/sign-in", sign_in),
    web.post("/sign-out", sign_out),
    web.get("/account", account),
    web.post("/account", change_details),
    web.get("/identity-token", token),
]
