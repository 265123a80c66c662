"""What a customer sees first: how things stand, the newest orders, invoices, details."""

from aiohttp import web

from shop.account.cancellations import Cancellations
from shop.account.clock import day
from shop.account.frame import account_page
from shop.account.order_row import order_row
from shop.account.people import signed_in
from shop.accounts import Customer
from shop.checkout_pages import address_block
from shop.forms import text
from shop.markup import euros, join, when
from shop.state import SHOP, Shop

NEWEST = 2


async def overview(request: web.Request) -> web.Response:
    shop, customer = request.app[SHOP], signed_in(request)
    orders = shop.orders.of(customer.email)
    under_way = sum(order.status != "Delivered" for order in orders)
    return account_page(
        request,
        "overview",
        "Your account",
        scripts=["overview.js"],
        name=customer.name,
        given_name=customer.address.given_name,
        email=customer.email,
        tel=customer.address.tel,
        tier=customer.tier.capitalize(),
        since=customer.since,
        saved_hidden=when("saved" not in request.query, " hidden"),
        membership=_membership(shop, customer),
        credit=euros(customer.credit),
        under_way={0: "Nothing on its way", 1: "1 order"}.get(under_way, f"{under_way} orders"),
        orders=join(order_row(order) for order in orders[:NEWEST]),
        no_orders_hidden=when(orders, " hidden"),
        more_hidden=when(len(orders) <= NEWEST, " hidden"),
        all_orders=f"All {len(orders)} orders",
        invoices_hidden=when(not orders, " hidden"),
        address=address_block(customer.address),
    )


async def change_details(request: web.Request) -> web.Response:
    customer, form = signed_in(request), await request.post()
    request.app[SHOP].customers.rename(customer.email, text(form, "name") or customer.name)
    raise web.HTTPSeeOther("/account?saved")


def _membership(shop: Shop, customer: Customer) -> str:
    if customer.plan is None or customer.plan_until is None:
        return "None yet"
    ends = Cancellations(shop.db).of(customer.email) is not None
    return f"{customer.plan.name}, {'ends' if ends else 'renews'} {day(customer.plan_until)}"


ROUTES: list[web.AbstractRouteDef] = [
    web.get("/account", overview),
    web.post("/account", change_details),
]
