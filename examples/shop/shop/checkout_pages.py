"""Three steps to an order, and its confirmation."""

from datetime import UTC, datetime

from aiohttp import web

from shop.accounts import Address
from shop.cart import Line
from shop.checkout import COUNTRIES, read_address, read_card, read_delivery
from shop.forms import Rejected, body_of, rejected, text
from shop.markup import Html, euros, join, render, when
from shop.orders import DELIVERIES
from shop.pages import line_values, page
from shop.shoppers import Shopper
from shop.state import SHOP


async def checkout(request: web.Request) -> web.Response:
    """One page for all three steps; the script shows the one its address names."""
    shop = request.app[SHOP]
    shopper = shop.shoppers.of(request)
    lines = shopper.cart.lines(shop.catalogue)
    if not lines:
        raise web.HTTPSeeOther("/cart")
    address = shopper.address or (shopper.customer.address if shopper.customer else None)
    subtotal = sum(line.total for line in lines)
    chosen = shopper.delivery or "standard"
    return page(
        request,
        "checkout",
        "Checkout",
        reached=_reached(shopper),
        guest_hidden=when(shopper.customer, " hidden"),
        address_fields=render(
            "address_fields",
            **_address_values(address),
            countries=join(
                render(
                    "option",
                    key=key,
                    name=name,
                    selected=when(address and address.country == key, " selected"),
                )
                for key, name in COUNTRIES.items()
            ),
        ),
        deliveries=join(
            render(
                "delivery",
                key=delivery.key,
                name=delivery.name,
                promise=delivery.promise,
                price=euros(delivery.cost(subtotal)) if delivery.cost(subtotal) else "Free",
                cents=delivery.cost(subtotal),
                checked=when(delivery.key == chosen, " checked"),
            )
            for delivery in DELIVERIES.values()
        ),
        lines=join(_summary_line(line) for line in lines),
        subtotal=euros(subtotal),
        subtotal_cents=subtotal,
        delivery=euros(DELIVERIES[chosen].cost(subtotal))
        if DELIVERIES[chosen].cost(subtotal)
        else "Free",
        total=euros(subtotal + DELIVERIES[chosen].cost(subtotal)),
    )


async def give_address(request: web.Request) -> web.Response:
    shop, body = request.app[SHOP], await body_of(request)
    shopper = shop.shoppers.of(request)
    try:
        shopper.address = read_address(body)
    except Rejected as error:
        return rejected(error)
    return web.json_response({"next": "/checkout/delivery"})


async def give_delivery(request: web.Request) -> web.Response:
    shop, body = request.app[SHOP], await body_of(request)
    shopper = shop.shoppers.of(request)
    try:
        shopper.delivery = read_delivery(body).key
    except Rejected as error:
        return rejected(error)
    shopper.courier_note = text(body, "courier-note", 500)
    return web.json_response({"next": "/checkout/payment"})


async def place_order(request: web.Request) -> web.Response:
    """Takes the card, keeps its last four digits, answers `{next}`: the confirmation's address."""
    shop, body = request.app[SHOP], await body_of(request)
    shopper = shop.shoppers.of(request)
    lines = shopper.cart.lines(shop.catalogue)
    if not lines or shopper.address is None or shopper.delivery is None:
        return web.json_response({"next": "/checkout"}, status=409)
    try:
        card_ending = read_card(body, datetime.now(UTC).date())
    except Rejected as error:
        return rejected(error)
    order = shop.orders.place(
        lines,
        email=shopper.customer.email if shopper.customer else None,
        address=shopper.address,
        delivery=DELIVERIES[shopper.delivery],
        card_ending=card_ending,
        courier_note=shopper.courier_note,
    )
    shopper.cart.quantities.clear()
    shopper.delivery, shopper.courier_note = None, ""
    return web.json_response({"next": f"/checkout/done/{order.id}"}, status=201)


async def done(request: web.Request) -> web.Response:
    shop = request.app[SHOP]
    order = shop.orders.get(request.match_info["id"])
    if order is None:
        raise web.HTTPNotFound
    return page(
        request,
        "done",
        "Thank you",
        id=order.id,
        given_name=order.address.given_name,
        expected=f"{order.expected:%A, %-d %B}",
        lines=join(_summary_line(line) for line in order.lines),
        address=address_block(order.address),
        delivery_name=order.delivery.name,
        delivery=euros(order.delivery_cost) if order.delivery_cost else "Free",
        subtotal=euros(order.subtotal),
        total=euros(order.total),
        card_ending=order.card_ending,
    )


def address_block(address: Address) -> Html:
    return render(
        "address",
        **_address_values(address),
        country=COUNTRIES.get(address.country, address.country),
    )


def _address_values(address: Address | None) -> dict[str, str]:
    fields = ("given_name", "family_name", "street_address", "postal_code", "city", "tel")
    return {name: getattr(address, name) if address else "" for name in fields}


def _reached(shopper: Shopper) -> str:
    """The furthest step this shopper may open."""
    if shopper.address is None:
        return "address"
    return "payment" if shopper.delivery else "delivery"


def _summary_line(line: Line) -> Html:
    return render("summary_line", **line_values(line))


ROUTES: list[web.AbstractRouteDef] = [
    web.get("/checkout", checkout),
    web.get("/checkout/{step:delivery|payment}", checkout),
    web.post("/api/checkout/address", give_address),
    web.post("/api/checkout/delivery", give_delivery),
    web.post("/api/checkout/order", place_order),
    web.get("/checkout/done/{id}", done),
]
