"""What a customer has bought: the list, and one order with where it is."""

from datetime import timedelta

from aiohttp import web

from shop.account.clock import day
from shop.account.frame import account_page
from shop.account.order_row import order_row, state_of
from shop.account.people import signed_in
from shop.checkout_pages import address_block
from shop.faults import FAULT
from shop.markup import Html, euros, join, render, when
from shop.orders import Order
from shop.pages import line_values
from shop.state import SHOP

KINDS = {
    "all": "All",
    "open": "On the way",
    "delivered": "Delivered",
    "refunded": "Refunded",
}
# What an order goes through, and the status from which on it has.
STAGES = (
    ("Ordered", "In preparation"),
    ("On the bench", "In preparation"),
    ("Handed to the carrier", "On its way"),
    ("At your door", "Delivered"),
)
STATUSES = ("In preparation", "On its way", "Delivered")


async def orders(request: web.Request) -> web.Response:
    if request[FAULT] == "page-500":
        raise web.HTTPInternalServerError
    customer = signed_in(request)
    kind = request.query.get("state", "all")
    found = [order for order in request.app[SHOP].orders.of(customer.email) if _is(order, kind)]
    return account_page(
        request,
        "orders",
        "Your orders",
        scripts=["orders.js"],
        kinds=join(
            render(
                "account/order_kind",
                address="/orders" if key == "all" else f"/orders?state={key}",
                name=name,
                current=when(key == kind, ' aria-current="true"'),
            )
            for key, name in KINDS.items()
        ),
        rows=join(order_row(order) for order in found),
        count=f"{len(found)} {'order' if len(found) == 1 else 'orders'}",
        none_hidden=when(found, " hidden"),
    )


async def order(request: web.Request) -> web.Response:
    shop, customer = request.app[SHOP], signed_in(request)
    found = shop.orders.get(request.match_info["id"])
    if found is None or found.email != customer.email:
        raise web.HTTPNotFound
    invoice = shop.invoices.of_order(found.id)
    return account_page(
        request,
        "order",
        f"Order {found.id}",
        scripts=["orders.js"],
        id=found.id,
        placed=day(found.placed),
        reached=found.status,
        state=state_of(found),
        headline=_headline(found),
        stages=_stages(found),
        lines=join(render("summary_line", **line_values(line)) for line in found.lines),
        subtotal=euros(found.subtotal),
        delivery_name=found.delivery.name,
        delivery=euros(found.delivery_cost) if found.delivery_cost else "Free",
        total=euros(found.total),
        payment=found.payment.words,
        ending=found.payment.ending,
        address=address_block(found.address),
        invoice=invoice.number if invoice else "",
        invoice_hidden=when(invoice is None, " hidden"),
        refunds=join(
            render(
                "account/refund",
                amount=euros(refund.cents),
                reason=refund.reason,
                on=day(refund.at),
            )
            for refund in found.refunds
        ),
        refunds_hidden=when(not found.refunds, " hidden"),
    )


def _is(order: Order, kind: str) -> bool:
    match kind:
        case "open":
            return order.status != "Delivered"
        case "delivered":
            return order.status == "Delivered"
        case "refunded":
            return order.refunded > 0
        case _:
            return True


def _headline(order: Order) -> str:
    return {
        "In preparation": f"Expected at your door on {day(order.expected)}.",
        "On its way": f"On the road to you, expected on {day(order.expected)}.",
        "Delivered": f"Delivered on {day(order.expected)}.",
    }.get(order.status, order.status)


def _stages(order: Order) -> Html:
    days = (
        order.placed,
        min(order.placed + timedelta(days=1), order.expected),
        max(order.placed, order.expected - timedelta(days=3)),
        order.expected,
    )
    reached = STATUSES.index(order.status) if order.status in STATUSES else 0
    done = [STATUSES.index(status) <= reached for _, status in STAGES]
    return join(
        render(
            "account/stage",
            name=name,
            on=day(on),
            done=when(is_done, " data-done"),
            current=when(index == done.count(True) - 1, ' aria-current="step"'),
        )
        for index, ((name, _), on, is_done) in enumerate(zip(STAGES, days, done, strict=True))
    )


ROUTES: list[web.AbstractRouteDef] = [
    web.get("/orders", orders),
    web.get("/orders/{id}", order),
]
