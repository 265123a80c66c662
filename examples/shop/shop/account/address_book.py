"""A customer's addresses: the one offered first, which the customer has, and up to eleven more."""

import sqlite3

from shop.accounts import Address, Customer, Customers
from shop.database import together
from shop.forms import Rejected

MOST_OTHERS = 11
FIRST = 0  # the number of the address that is offered first; others have their row's


class AddressBook:
    def __init__(self, database: sqlite3.Connection, customers: Customers, owner: Customer) -> None:
        self._db = database
        self._customers = customers
        self._email = owner.email
        self._first = owner.address

    def all(self) -> dict[int, Address]:
        """The first one first, then as they were added."""
        rows = self._db.execute(
            "SELECT id, address FROM account_addresses WHERE email = ? ORDER BY id", (self._email,)
        )
        others = {row["id"]: Address.from_json(row["address"]) for row in rows}
        return {FIRST: self._first, **others}

    def add(self, address: Address) -> None:
        if len(self.all()) > MOST_OTHERS:
            raise Rejected({"form": "Your address book is full. Please delete one first."})
        self._db.execute(
            "INSERT INTO account_addresses (email, address) VALUES (?, ?)",
            (self._email, address.as_json()),
        )

    def change(self, number: int, address: Address) -> None:
        if number == FIRST:
            self._customers.move(self._email, address)
            self._first = address
            return
        self._db.execute(
            "UPDATE account_addresses SET address = ? WHERE id = ? AND email = ?",
            (address.as_json(), number, self._email),
        )

    def remove(self, number: int) -> None:
        """The first one stays: another has to take its place before it can go."""
        self._db.execute(
            "DELETE FROM account_addresses WHERE id = ? AND email = ?", (number, self._email)
        )

    def make_first(self, number: int) -> None:
        """The two change places."""
        chosen = self.all().get(number)
        if chosen is None or number == FIRST:
            return
        with together(self._db):
            self.change(number, self._first)
            self.change(FIRST, chosen)
