"""One browser each: its cart, its checkout so far and, once signed in, its customer."""

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field

from aiohttp import web

from shop.accounts import Address, Customer, Customers
from shop.cart import Cart

COOKIE = "shop_browser"
MOST_SHOPPERS = 2000


@dataclass
class Shopper:
    cart: Cart = field(default_factory=Cart)
    customer: Customer | None = None
    address: Address | None = None
    delivery: str | None = None
    courier_note: str = ""
    browser: str = field(default_factory=lambda: secrets.token_hex(8))

    @property
    def owner(self) -> str:
        """Whose rows in the database these are: the customer's or, unknown, this browser's."""
        return self.customer.email if self.customer else self.browser


class Shoppers:
    """Shoppers by cookie. The one unseen for longest makes room when there are too many."""

    def __init__(self, customers: Customers, cap: int = MOST_SHOPPERS) -> None:
        self._customers = customers
        self._cap = cap
        self._by_token: OrderedDict[str, Shopper] = OrderedDict()

    def of(self, request: web.Request) -> Shopper:
        """The shopper behind a request; one who has done nothing yet is not remembered."""
        token = request.cookies.get(COOKIE, "")
        shopper = self._by_token.get(token)
        if shopper is None:
            return Shopper()
        self._by_token.move_to_end(token)
        if shopper.customer:  # as it is now: the back office may have changed it
            shopper.customer = self._customers.get(shopper.customer.email)
        return shopper

    def carts_of(self, email: str) -> list[Cart]:
        """What a customer means to buy, in each browser that has signed in."""
        return [
            shopper.cart
            for shopper in self._by_token.values()
            if shopper.customer and shopper.customer.email == email
        ]

    def remember(
        self, request: web.Request, response: web.StreamResponse, shopper: Shopper
    ) -> None:
        """Keep the shopper under the browser's cookie, a new one if it has none."""
        if self._by_token.get(request.cookies.get(COOKIE, "")) is not shopper:
            self.renew(request, response, shopper)

    def renew(self, request: web.Request, response: web.StreamResponse, shopper: Shopper) -> None:
        """Change the cookie: at sign-in, so that one planted before is worth nothing after."""
        self._by_token.pop(request.cookies.get(COOKIE, ""), None)
        token = secrets.token_urlsafe(24)
        self._by_token[token] = shopper
        while len(self._by_token) > self._cap:
            self._by_token.popitem(last=False)
        response.set_cookie(COOKIE, token, httponly=True, samesite="Lax", path="/")
