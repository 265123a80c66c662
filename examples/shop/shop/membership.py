"""Signing in and out, and the token that tells the account manager who this is."""

import asyncio
import re
from urllib.parse import urlencode

from aiohttp import web

from shop.accounts import Customer
from shop.faults import FAULT
from shop.forms import text
from shop.identity import identity_token
from shop.markup import when
from shop.pages import page
from shop.passwords import NOBODYS
from shop.shoppers import Shopper
from shop.state import SHOP

MOST_PASSWORD = 200
MOST_NEXT = 500
WRONG = "E-mail and password do not fit together."
LOCKED = (
    "This account is locked after five wrong passwords. The person who looks after you can open"
    " it again."
)


async def sign_in_page(request: web.Request) -> web.Response:
    notice = ""
    if "signed-out" in request.query:
        notice = "You are signed out. See you soon."
    elif "new-password" in request.query:
        notice = "Your new password is kept. Please sign in with it."
    return _sign_in(request, after=request.query.get("next", ""), notice=notice)


async def sign_in(request: web.Request) -> web.Response:
    shop, form = request.app[SHOP], await request.post()
    email, after = text(form, "email").lower(), text(form, "next", MOST_NEXT)
    if shop.locks.holds(email):
        return _sign_in(request, email=email, after=after, error=LOCKED)
    password = shop.customers.password(email) or NOBODYS
    # Others should not wait while this one is hashed.
    fits = await asyncio.to_thread(password.fits, text(form, "password", MOST_PASSWORD))
    customer = shop.customers.get(email)
    if not fits or customer is None:
        locked = shop.locks.wrong_password(email)
        if locked and customer:
            shop.events.tell("account.locked", {"customer": email})
        return _sign_in(request, email=email, after=after, error=LOCKED if locked else WRONG)
    shop.locks.forget(email)
    response = web.Response(status=303, headers={"Location": way_back(after)})
    let_in(request, response, customer)
    return response


def let_in(request: web.Request, response: web.StreamResponse, customer: Customer) -> None:
    """The browser is this customer's from now on; what is in its cart stays."""
    shoppers = request.app[SHOP].shoppers
    shoppers.renew(request, response, Shopper(cart=shoppers.of(request).cart, customer=customer))


def way_back(after: str) -> str:
    """Where somebody was sent from to sign in, if that is an address of ours; else the account."""
    ours = re.match(r"/(?![/\\])", after)
    return after if ours and after.isprintable() else "/account"


async def sign_out(request: web.Request) -> web.Response:
    response = web.Response(status=303, headers={"Location": "/sign-in?signed-out"})
    request.app[SHOP].shoppers.renew(request, response, Shopper())
    return response


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
        scripts=["account/loop.js"] if request[FAULT] == "loop" else [],
        email=email,
        error=error,
        error_hidden=when(not error, " hidden"),
        locked_hidden=when(error != LOCKED, " hidden"),
        invalid=when(error, ' aria-invalid="true"'),
        notice=notice,
        notice_hidden=when(not notice, " hidden"),
        next=after,
        code_href="/sign-in/code?" + urlencode({"next": after}) if after else "/sign-in/code",
    )


ROUTES: list[web.AbstractRouteDef] = [
    web.get("/sign-in", sign_in_page),
    web.post("/sign-in", sign_in),
    web.post("/sign-out", sign_out),
    web.get("/identity-token", token),
]
