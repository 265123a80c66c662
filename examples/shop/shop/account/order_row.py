"""An order as one row of a list."""

from shop.account.clock import day
from shop.checkout_pages import address_block
from shop.markup import Html, euros, join, render, when
from shop.orders import Order


def order_row(order: Order) -> Html:
    return render(
        "account/order_row",
        id=order.id,
        placed=day(order.placed),
        status=order.status,
        state=state_of(order),
        refunded=f"{euros(order.refunded)} refunded",
        refunded_hidden=when(not order.refunded, " hidden"),
        total=euros(order.total),
        address=address_block(order.address),
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


def state_of(order: Order) -> str:
    """For style sheets and addresses: `on-its-way`."""
    return order.status.lower().replace(" ", "-")
