"""Orders, kept while the shop runs; the oldest are let go when there are too many."""

import secrets
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from shop.accounts import Address, Customer
from shop.cart import FREE_DELIVERY_FROM, Line
from shop.catalogue import Catalogue

MOST_ORDERS = 500
DELIVERY_DAYS = 5


@dataclass(frozen=True)
class Delivery:
    key: str
    name: str
    promise: str
    price: int
    days: int

    def cost(self, subtotal: int) -> int:
        """Standard delivery is free from €250."""
        return 0 if self.key == "standard" and subtotal >= FREE_DELIVERY_FROM else self.price


DELIVERIES = {
    delivery.key: delivery
    for delivery in (
        Delivery("standard", "Standard", "At your door in 4 to 6 working days", 990, 6),
        Delivery("express", "Express", "At your door in 2 working days", 1990, 2),
        Delivery(
            "white-glove",
            "White glove",
            "Two people carry it in, unpack and take the boxes",
            8900,
            9,
        ),
    )
}


@dataclass(frozen=True)
class Order:
    id: str
    email: str | None
    placed: date
    lines: tuple[Line, ...]
    address: Address
    delivery: Delivery
    card_ending: str
    courier_note: str = ""
    status: str = "In preparation"

    @property
    def subtotal(self) -> int:
        return sum(line.total for line in self.lines)

    @property
    def delivery_cost(self) -> int:
        return self.delivery.cost(self.subtotal)

    @property
    def total(self) -> int:
        return self.subtotal + self.delivery_cost

    @property
    def expected(self) -> date:
        return self.placed + timedelta(days=self.delivery.days)


class Orders:
    def __init__(self, cap: int = MOST_ORDERS) -> None:
        self._cap = cap
        self._by_id: OrderedDict[str, Order] = OrderedDict()

    def place(
        self,
        lines: Sequence[Line],
        *,
        email: str | None,
        address: Address,
        delivery: Delivery,
        card_ending: str,
        courier_note: str,
    ) -> Order:
        today = datetime.now(UTC).date()
        return self._keep(
            Order(
                _number(), email, today, tuple(lines), address, delivery, card_ending, courier_note
            )
        )

    def get(self, order_id: str) -> Order | None:
        return self._by_id.get(order_id)

    def of(self, email: str) -> list[Order]:
        """A customer's orders, newest first."""
        mine = [order for order in self._by_id.values() if order.email == email]
        return sorted(mine, key=lambda order: order.placed, reverse=True)

    def add_past(
        self,
        catalogue: Catalogue,
        customer: Customer,
        days_ago: int,
        bought: Sequence[tuple[str, str, int]],
    ) -> None:
        """An order from before the demonstration, so that an account has a past.

        `bought` holds (slug, size, quantity).
        """
        lines = []
        for slug, size_key, quantity in bought:
            product = catalogue.product(slug)
            size = product.size(size_key) if product else None
            if product is None or size is None:
                raise LookupError(f"no {slug} in {size_key}")
            lines.append(Line(product, size, quantity))
        self._keep(
            Order(
                _number(),
                customer.email,
                datetime.now(UTC).date() - timedelta(days=days_ago),
                tuple(lines),
                customer.address,
                DELIVERIES["standard"],
                "4242",
                status="On its way" if days_ago < DELIVERY_DAYS else "Delivered",
            )
        )

    def _keep(self, order: Order) -> Order:
        self._by_id[order.id] = order
        while len(self._by_id) > self._cap:
            self._by_id.popitem(last=False)
        return order


def _number() -> str:
    """Hard to guess, since the address of a finished order holds it; no letters that look alike."""
    return "SV-" + "".join(secrets.choice("ACDEFHJKMNPRTUVWXY3479") for _ in range(8))


# (days ago, [(slug, size, quantity)]) by customer: what the accounts of the demonstration hold.
PAST = {
    "maria@shop.test": [
        (3, [("drift-throw", "M", 1), ("linna-cushion", "M", 2)]),
        (96, [("ember-lamp", "M", 1)]),
    ],
    "omar@shop.test": [
        (31, [("fjord-coffee-table", "L", 1)]),
        (204, [("halden-chair", "M", 4)]),
        (410, [("tarn-bowls", "M", 1)]),
    ],
    "chen@shop.test": [(58, [("moss-pendant", "L", 1), ("morrow-jug", "M", 1)])],
    "lena@shop.test": [],
}
