"""The customers who can sign in, as the database knows them."""

import json
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta

from shop.database import together
from shop.passwords import Password

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Address:
    """Where something is delivered. Names follow the autocomplete tokens of HTML."""

    given_name: str
    family_name: str
    street_address: str
    postal_code: str
    city: str
    country: str
    tel: str = ""

    @classmethod
    def from_json(cls, text: str) -> "Address":
        return cls(**json.loads(text))

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


@dataclass(frozen=True)
class Plan:
    """A membership, paid once a year; `price` is in euro cents."""

    key: str
    name: str
    promise: str
    price: int


PLANS = {
    plan.key: plan
    for plan in (
        Plan(
            "circle",
            "Circle",
            "First look at new pieces, one free repair a year, a visit to the workshop",
            7900,
        ),
    )
}


@dataclass(frozen=True)
class Customer:
    """`credit` is in euro cents; `plan_until` is the last day of the plan, if there is one."""

    email: str
    name: str
    tier: str
    since: int
    address: Address
    credit: int = 0
    plan: Plan | None = None
    plan_until: date | None = None
    locked: bool = False


class Customers:
    """Questions about customers, and what changes them. An e-mail nobody has changes nothing."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __iter__(self) -> Iterator[Customer]:
        return iter([_customer(row) for row in self._db.execute(f"{_SELECT} ORDER BY since")])

    def get(self, email: str) -> Customer | None:
        row = self._db.execute(f"{_SELECT} WHERE email = ?", (email,)).fetchone()
        return _customer(row) if row else None

    def add(self, customer: Customer, password: Password) -> None:
        """With the credit it has, as given by the shop itself."""
        with together(self._db):
            self._db.execute(
                "INSERT INTO customers (email, name, tier, since, plan, plan_until, address, salt,"
                " password_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    customer.email,
                    customer.name,
                    customer.tier,
                    customer.since,
                    customer.plan.key if customer.plan else "",
                    customer.plan_until.isoformat() if customer.plan_until else None,
                    customer.address.as_json(),
                    password.salt,
                    password.hash,
                ),
            )
            if customer.credit:
                self.credit(customer.email, customer.credit, reason="A thank-you", by="Solvane")

    def password(self, email: str) -> Password | None:
        row = self._db.execute(
            "SELECT salt, password_hash FROM customers WHERE email = ?", (email,)
        ).fetchone()
        return Password(row["salt"], row["password_hash"]) if row else None

    def change_password(self, email: str, password: Password) -> None:
        self._db.execute(
            "UPDATE customers SET salt = ?, password_hash = ? WHERE email = ?",
            (password.salt, password.hash, email),
        )

    def rename(self, email: str, name: str) -> None:
        self._db.execute("UPDATE customers SET name = ? WHERE email = ?", (name, email))

    def move(self, email: str, address: Address) -> None:
        """Change the address that is offered first at the checkout."""
        self._db.execute(
            "UPDATE customers SET address = ? WHERE email = ?", (address.as_json(), email)
        )

    def credit(self, email: str, cents: int, *, reason: str, by: str) -> None:
        """Owe a customer this much (more). Negative: it has been spent."""
        self._db.execute(
            "INSERT INTO credits (email, cents, reason, by, at) VALUES (?, ?, ?, ?, ?)",
            (email, cents, reason, by, int(time.time())),
        )

    def change_plan(self, email: str, plan: Plan | None, until: date | None = None) -> None:
        """Begin a plan (for a year, unless `until` says otherwise), move its end, or end it."""
        last = None if plan is None else until or datetime.now(UTC).date() + YEAR
        self._db.execute(
            "UPDATE customers SET plan = ?, plan_until = ? WHERE email = ?",
            (plan.key if plan else "", last.isoformat() if last else None, email),
        )


_SELECT = """
SELECT email, name, tier, since, address, plan, plan_until,
       (SELECT coalesce(sum(cents), 0) FROM credits WHERE credits.email = customers.email)
           AS credit,
       EXISTS (SELECT 1 FROM locks WHERE locks.email = customers.email) AS locked
FROM customers"""


def _customer(row: sqlite3.Row) -> Customer:
    return Customer(
        email=row["email"],
        name=row["name"],
        tier=row["tier"],
        since=row["since"],
        address=Address.from_json(row["address"]),
        credit=row["credit"],
        plan=PLANS.get(row["plan"]),
        plan_until=date.fromisoformat(row["plan_until"]) if row["plan_until"] else None,
        locked=bool(row["locked"]),
    )
