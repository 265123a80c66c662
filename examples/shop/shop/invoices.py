"""Invoices: one for each order, numbered without a gap in the order they were issued."""

import re
import sqlite3
from dataclasses import dataclass
from datetime import date

from shop.orders import Order, Orders


@dataclass(frozen=True)
class Invoice:
    """`number` is what people write on a transfer, such as `2026-00042`."""

    number: str
    issued: date
    order: Order


class Invoices:
    def __init__(self, db: sqlite3.Connection, orders: Orders) -> None:
        self._db = db
        self._orders = orders

    def get(self, number: str) -> Invoice | None:
        match = re.fullmatch(r"(\d{4})-(\d{5,9})", number, re.ASCII)
        if match is None:
            return None
        found = self._asked("invoices.number = ?", int(match[2]))
        return found[0] if found and found[0].number == number else None

    def of_order(self, order_id: str) -> Invoice | None:
        found = self._asked("orders.id = ?", order_id)
        return found[0] if found else None

    def of(self, email: str) -> list[Invoice]:
        """A customer's invoices, newest first."""
        return self._asked("orders.email = ?", email)

    def _asked(self, condition: str, value: str | int) -> list[Invoice]:
        rows = self._db.execute(
            "SELECT invoices.number, issued, order_id FROM invoices JOIN orders ON orders.id ="
            f" order_id WHERE {condition} ORDER BY invoices.number DESC",
            (value,),
        ).fetchall()
        return [
            Invoice(
                f"{row['issued'][:4]}-{row['number']:05}", date.fromisoformat(row["issued"]), order
            )
            for row in rows
            if (order := self._orders.get(row["order_id"]))
        ]
