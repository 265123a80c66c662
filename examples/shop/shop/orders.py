"""Orders: placed, found again, refunded. Each has an invoice from the moment it is placed."""

import secrets
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from shop.accounts import Address
from shop.cart import Line
from shop.catalogue import Catalogue
from shop.database import together
from shop.delivery import DELIVERIES, Delivery

MOST_ORDERS = 5000
IN_PREPARATION = "In preparation"


@dataclass(frozen=True)
class Payment:
    """How it was paid: `card` or `iban`, and the last four digits. No more is ever kept."""

    kind: str
    ending: str

    @property
    def words(self) -> str:
        return "Card ending in" if self.kind == "card" else "Bank account ending in"


@dataclass(frozen=True)
class Refund:
    """Money given back, in euro cents; `by` is who of the staff did it."""

    cents: int
    reason: str
    by: str
    at: datetime


class RefundRefused(Exception):
    """More than is left of what was paid; `left` says how much that is, in euro cents."""

    def __init__(self, left: int) -> None:
        super().__init__(f"{left} cents are left to refund")
        self.left = left


@dataclass(frozen=True)
class Order:
    """All money in euro cents. `credit_used` was paid from the customer's credit."""

    id: str
    number: int
    email: str | None
    placed: date
    lines: tuple[Line, ...]
    address: Address
    delivery: Delivery
    delivery_cost: int
    payment: Payment
    credit_used: int = 0
    courier_note: str = ""
    status: str = IN_PREPARATION
    refunds: tuple[Refund, ...] = ()

    @property
    def subtotal(self) -> int:
        return sum(line.total for line in self.lines)

    @property
    def total(self) -> int:
        return self.subtotal + self.delivery_cost

    @property
    def paid(self) -> int:
        """By card or bank account."""
        return self.total - self.credit_used

    @property
    def refunded(self) -> int:
        return sum(refund.cents for refund in self.refunds)

    @property
    def expected(self) -> date:
        return self.placed + timedelta(days=self.delivery.days)


class Orders:
    """The oldest are let go when there are too many."""

    def __init__(
        self, db: sqlite3.Connection, catalogue: Catalogue, most: int = MOST_ORDERS
    ) -> None:
        self._db = db
        self._catalogue = catalogue
        self._most = most

    def place(
        self,
        lines: Sequence[Line],
        *,
        email: str | None,
        address: Address,
        delivery: Delivery,
        payment: Payment,
        credit_used: int = 0,
        courier_note: str = "",
        placed: date | None = None,
        status: str = IN_PREPARATION,
    ) -> Order:
        """`placed` and `status` are for orders from before the shop was opened."""
        order = Order(
            id=_id(),
            number=self._next_number(),
            email=email,
            placed=placed or datetime.now(UTC).date(),
            lines=tuple(lines),
            address=address,
            delivery=delivery,
            delivery_cost=delivery.cost(sum(line.total for line in lines)),
            payment=payment,
            credit_used=credit_used,
            courier_note=courier_note,
            status=status,
        )
        with together(self._db):
            self._keep(order)
            self._db.execute("DELETE FROM orders WHERE number <= ?", (order.number - self._most,))
        return order

    def get(self, order_id: str) -> Order | None:
        row = self._db.execute("SELECT * FROM orders WHERE id = ?", (order_id,)).fetchone()
        return self._order(row) if row else None

    def of(self, email: str) -> list[Order]:
        """A customer's orders, newest first."""
        rows = self._db.execute(
            "SELECT * FROM orders WHERE email = ? ORDER BY placed DESC, number DESC", (email,)
        )
        return [self._order(row) for row in rows.fetchall()]

    def refund(self, order: Order, cents: int, *, reason: str, by: str) -> None:
        """Give back part of what was paid, or all that is left of it."""
        with together(self._db):
            (given,) = self._db.execute(
                "SELECT coalesce(sum(cents), 0) FROM refunds WHERE order_id = ?", (order.id,)
            ).fetchone()
            if not 0 < cents <= order.paid - given:
                raise RefundRefused(order.paid - given)
            self._db.execute(
                "INSERT INTO refunds (order_id, cents, reason, by, at) VALUES (?, ?, ?, ?, ?)",
                (order.id, cents, reason, by, int(time.time())),
            )

    def _next_number(self) -> int:
        (newest,) = self._db.execute("SELECT coalesce(max(number), 0) FROM orders").fetchone()
        return int(newest) + 1

    def _keep(self, order: Order) -> None:
        self._db.execute(
            "INSERT INTO orders (id, number, email, placed, address, delivery, delivery_cost,"
            " payment_kind, payment_ending, credit_used, courier_note, status)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                order.id,
                order.number,
                order.email,
                order.placed.isoformat(),
                order.address.as_json(),
                order.delivery.key,
                order.delivery_cost,
                order.payment.kind,
                order.payment.ending,
                order.credit_used,
                order.courier_note,
                order.status,
            ),
        )
        self._db.executemany(
            "INSERT INTO order_lines (order_id, line, slug, size, quantity, price)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            [
                (order.id, index, line.product.slug, line.size.key, line.quantity, line.size.price)
                for index, line in enumerate(order.lines)
            ],
        )
        self._db.execute(
            "INSERT INTO invoices (order_id, issued) VALUES (?, ?)",
            (order.id, order.placed.isoformat()),
        )

    def _order(self, row: sqlite3.Row) -> Order:
        return Order(
            id=row["id"],
            number=row["number"],
            email=row["email"],
            placed=date.fromisoformat(row["placed"]),
            lines=self._lines(row["id"]),
            address=Address.from_json(row["address"]),
            delivery=DELIVERIES[row["delivery"]],
            delivery_cost=row["delivery_cost"],
            payment=Payment(row["payment_kind"], row["payment_ending"]),
            credit_used=row["credit_used"],
            courier_note=row["courier_note"],
            status=row["status"],
            refunds=self._refunds(row["id"]),
        )

    def _lines(self, order_id: str) -> tuple[Line, ...]:
        """At the prices of the day. What is no longer made is left out."""
        rows = self._db.execute(
            "SELECT slug, size, quantity, price FROM order_lines WHERE order_id = ? ORDER BY line",
            (order_id,),
        ).fetchall()
        lines = []
        for row in rows:
            product = self._catalogue.product(row["slug"])
            size = product.size(row["size"]) if product else None
            if product and size:
                lines.append(Line(product, replace(size, price=row["price"]), row["quantity"]))
        return tuple(lines)

    def _refunds(self, order_id: str) -> tuple[Refund, ...]:
        rows = self._db.execute(
            "SELECT cents, reason, by, at FROM refunds WHERE order_id = ? ORDER BY id", (order_id,)
        )
        return tuple(
            Refund(
                row["cents"], row["reason"], row["by"], datetime.fromtimestamp(row["at"], tz=UTC)
            )
            for row in rows.fetchall()
        )


def _id() -> str:
    """Hard to guess, since the address of a finished order holds it; no letters that look alike."""
    return "SV-" + "".join(secrets.choice("ACDEFHJKMNPRTUVWXY3479") for _ in range(8))
