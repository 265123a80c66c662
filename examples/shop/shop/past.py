"""Who is a customer when the shop is opened for the first time, and what they bought before."""

from datetime import UTC, datetime, timedelta

from shop.accounts import PLANS, Address, Customer, Customers
from shop.cart import Line
from shop.catalogue import Catalogue
from shop.delivery import DELIVERIES
from shop.orders import Orders, Payment
from shop.passwords import Password

DEMO_PASSWORD = "demo-password"
DELIVERY_DAYS = 5

# (e-mail, tier, customer since, credit in cents, days the plan has left or None, address)
PEOPLE = (
    (
        "omar@shop.test",
        "platinum",
        2017,
        0,
        214,
        Address(
            "Omar", "Haddad", "12 Rue des Tanneurs", "67000", "Strasbourg", "FR", "+33 3 5550 1922"
        ),
    ),
    (
        "maria@shop.test",
        "gold",
        2019,
        2500,
        47,
        Address("Maria", "Keller", "Lindenstraße 14", "20099", "Hamburg", "DE", "+49 40 5550 184"),
    ),
    (
        "chen@shop.test",
        "gold",
        2021,
        0,
        301,
        Address(
            "Chen", "Wei", "Prinsengracht 301", "1016 GX", "Amsterdam", "NL", "+31 20 555 0137"
        ),
    ),
    (
        "lena@shop.test",
        "silver",
        2024,
        0,
        None,
        Address("Lena", "Novak", "Dolní 8", "602 00", "Brno", "CZ", "+420 555 010 332"),
    ),
)

# (e-mail, days ago, [(slug, size, quantity)]), oldest first: invoices are numbered in this order.
BOUGHT = (
    ("omar@shop.test", 410, [("tarn-bowls", "M", 1)]),
    ("omar@shop.test", 204, [("halden-chair", "M", 4)]),
    ("maria@shop.test", 96, [("ember-lamp", "M", 1)]),
    ("chen@shop.test", 58, [("moss-pendant", "L", 1), ("morrow-jug", "M", 1)]),
    ("omar@shop.test", 31, [("fjord-coffee-table", "L", 1)]),
    ("maria@shop.test", 3, [("drift-throw", "M", 1), ("linna-cushion", "M", 2)]),
)


def make_past(customers: Customers, orders: Orders, catalogue: Catalogue) -> None:
    today = datetime.now(UTC).date()
    for email, tier, since, credit, days_left, address in PEOPLE:
        customers.add(
            Customer(
                email=email,
                name=f"{address.given_name} {address.family_name}",
                tier=tier,
                since=since,
                address=address,
                credit=credit,
                plan=None if days_left is None else PLANS["circle"],
                plan_until=None if days_left is None else today + timedelta(days=days_left),
            ),
            Password.of(DEMO_PASSWORD),
        )
    addresses = {email: address for email, *_, address in PEOPLE}
    for email, days_ago, bought in BOUGHT:
        orders.place(
            [_line(catalogue, *piece) for piece in bought],
            email=email,
            address=addresses[email],
            delivery=DELIVERIES["standard"],
            payment=Payment("card", "4242"),
            placed=today - timedelta(days=days_ago),
            status="On its way" if days_ago < DELIVERY_DAYS else "Delivered",
        )


def _line(catalogue: Catalogue, slug: str, size_key: str, quantity: int) -> Line:
    product = catalogue.product(slug)
    size = product.size(size_key) if product else None
    if product is None or size is None:
        raise LookupError(f"no {slug} in {size_key}")
    return Line(product, size, quantity)
