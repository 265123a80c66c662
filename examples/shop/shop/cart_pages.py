"""Into the cart and out of it."""

from aiohttp import web

from shop.cart import FREE_DELIVERY_FROM, MOST_OF_ONE, CartRefusal, Line
from shop.forms import Rejected, body_of, rejected, text
from shop.markup import Html, euros, join, render, when
from shop.pages import line_values, page
from shop.state import SHOP


async def add_to_cart(request: web.Request) -> web.Response:
    """`{slug, size, quantity}` -> `{count, message}`, or 422 `{errors: {size}}`."""
    shop, body = request.app[SHOP], await body_of(request)
    shopper = shop.shoppers.of(request)
    quantity = body.get("quantity", 1)
    try:
        line = shopper.cart.add(
            shop.catalogue,
            text(body, "slug"),
            text(body, "size"),
            quantity if isinstance(quantity, int) else 0,
        )
    except CartRefusal as refusal:
        return rejected(Rejected({"size": str(refusal)}))
    response = web.json_response(
        {
            "count": shopper.cart.count,
            "message": f"{line.product.name} in {line.size.label.lower()} is in your cart.",
            "picture": line.product.picture(1),
        }
    )
    shop.shoppers.remember(request, response, shopper)
    return response


async def cart(request: web.Request) -> web.Response:
    shop = request.app[SHOP]
    lines = shop.shoppers.of(request).cart.lines(shop.catalogue)
    if not lines:
        return page(request, "cart_empty", "Your cart")
    subtotal = sum(line.total for line in lines)
    missing = FREE_DELIVERY_FROM - subtotal
    return page(
        request,
        "cart",
        "Your cart",
        lines=join(_cart_line(line) for line in lines),
        subtotal=euros(subtotal),
        delivery_note="Standard delivery is on us."
        if missing <= 0
        else f"{euros(missing)} more and standard delivery is on us.",
    )


async def change_cart(request: web.Request) -> web.Response:
    shop, form = request.app[SHOP], await request.post()
    quantity = text(form, "quantity")
    shop.shoppers.of(request).cart.change(
        text(form, "slug"),
        text(form, "size"),
        int(quantity) if quantity.isascii() and quantity.isdigit() else 1,
    )
    raise web.HTTPSeeOther("/cart")


def _cart_line(line: Line) -> Html:
    return render(
        "cart_line",
        **line_values(line),
        options=join(
            render(
                "option",
                key=number,
                name=number,
                selected=when(number == line.quantity, " selected"),
            )
            for number in range(1, MOST_OF_ONE + 1)
        ),
    )


ROUTES: list[web.AbstractRouteDef] = [
    web.post("/api/cart", add_to_cart),
    web.get("/cart", cart),
    web.post("/cart", change_cart),
]
