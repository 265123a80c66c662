"""Three steps to an order, and its confirmation."""

from datetime import UTC, datetime

from aiohttp import web

from shop.accounts import Address
from shop.cart import Line
from shop.checkout import COUNTRIES, read_address, read_delivery
from shop.delivery import DELIVERIES
from shop.faults import FAULT
from shop.forms import Rejected, body_of, rejected, text
from shop.markup import Html, euros, join, render, when
from shop.ordering import bill, take_order
from shop.pages import line_values, page
from shop.payment import Declined, read_payment
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
    chosen = DELIVERIES[shopper.delivery or "standard"]
    sums = bill(shop, shopper, chosen)
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
                price=_cost(delivery.cost(sums.subtotal)),
                cents=delivery.cost(sums.subtotal),
                checked=when(delivery is chosen, " checked"),
            )
            for delivery in DELIVERIES.values()
        ),
        lines=join(_summary_line(line) for line in lines),
        subtotal=euros(sums.subtotal),
        subtotal_cents=sums.subtotal,
        delivery=_cost(sums.delivery),
        credit_hidden=when(not sums.credit, " hidden"),
        credit_cents=sums.credit,
        credit=euros(sums.credit_used),
        total=euros(sums.to_pay),
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
    """Takes the payment, keeps its last four digits, answers `{next}`: the confirmation."""
    shop, body = request.app[SHOP], await body_of(request)
    shopper = shop.shoppers.of(request)
    if not shopper.cart.count or shopper.address is None or shopper.delivery is None:
        return web.json_response({"next": "/checkout"}, status=409)
    if request[FAULT] == "order-500":
        raise RuntimeError("the switch order-500: this order is lost on purpose")
    try:
        payment = read_payment(
            body, datetime.now(UTC).date(), bank_declines=request[FAULT] == "decline"
        )
    except Declined as error:
        shop.events.tell(
            "payment.declined",
            {
                "customer": shopper.customer.email if shopper.customer else None,
                "cents": bill(shop, shopper, DELIVERIES[shopper.delivery]).to_pay,
            },
        )
        return rejected(error)
    except Rejected as error:
        return rejected(error)
    order = take_order(shop, shopper, shopper.address, payment)
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
        delivery=_cost(order.delivery_cost),
        subtotal=euros(order.subtotal),
        credit_hidden=when(not order.credit_used, " hidden"),
        credit=euros(order.credit_used),
        total=euros(order.paid),
        refunded_hidden=when(not order.refunds, " hidden"),
        refunded=euros(order.refunded),
        paid_with=order.payment.words,
        paid_ending=order.payment.ending,
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


def _cost(cents: int) -> str:
    return euros(cents) if cents else "Free"


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
