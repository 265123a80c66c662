"""Who may see what: pages of a customer ask for a sign-in and come back afterwards."""

from urllib.parse import quote

from aiohttp import web

from shop.accounts import Customer
from shop.state import SHOP


def signed_in(request: web.Request) -> Customer:
    """The customer, or away to sign in. The whole address comes back, so a fault stays with it."""
    customer = request.app[SHOP].shoppers.of(request).customer
    if customer is None:
        raise web.HTTPSeeOther(f"/sign-in?next={quote(request.path_qs)}")
    return customer


def customer_of_script(request: web.Request) -> Customer:
    """The same for what page scripts ask: they are told 401 and see to the rest."""
    customer = request.app[SHOP].shoppers.of(request).customer
    if customer is None:
        raise web.HTTPUnauthorized
    return customer
