"""The customers who can sign in. They live in memory and are made anew at every start."""

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field

DEMO_PASSWORD = "demo-password"
SCRYPT = {"n": 2**14, "r": 8, "p": 1}


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


@dataclass
class Customer:
    email: str
    name: str
    tier: str
    since: int
    address: Address
    salt: bytes = field(repr=False)
    password_hash: bytes = field(repr=False)


def _hash(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, **SCRYPT)


def _customer(email: str, tier: str, since: int, address: Address) -> Customer:
    salt = secrets.token_bytes(16)
    name = f"{address.given_name} {address.family_name}"
    return Customer(email, name, tier, since, address, salt, _hash(DEMO_PASSWORD, salt))


class Customers:
    def __init__(self) -> None:
        people = (
            _customer(
                "maria@shop.test",
                "gold",
                2019,
                Address(
                    "Maria",
                    "Keller",
                    "Lindenstraße 14",
                    "20099",
                    "Hamburg",
                    "DE",
                    "+49 40 5550 184",
                ),
            ),
            _customer(
                "omar@shop.test",
                "platinum",
                2017,
                Address(
                    "Omar",
                    "Haddad",
                    "12 Rue des Tanneurs",
                    "67000",
                    "Strasbourg",
                    "FR",
                    "+33 3 5550 1922",
                ),
            ),
            _customer(
                "chen@shop.test",
                "gold",
                2021,
                Address(
                    "Chen",
                    "Wei",
                    "Prinsengracht 301",
                    "1016 GX",
                    "Amsterdam",
                    "NL",
                    "+31 20 555 0137",
                ),
            ),
            _customer(
                "lena@shop.test",
                "silver",
                2024,
                Address("Lena", "Novak", "Dolní 8", "602 00", "Brno", "CZ", "+420 555 010 332"),
            ),
        )
        self._by_email = {customer.email: customer for customer in people}
        self._nobody = _customer("", "", 0, people[0].address)

    def __iter__(self) -> Iterator[Customer]:
        return iter(self._by_email.values())

    def sign_in(self, email: str, password: str) -> Customer | None:
        """The customer if both fit. An address nobody has takes as long as a wrong password."""
        customer = self._by_email.get(email.strip().lower(), self._nobody)
        fits = hmac.compare_digest(_hash(password, customer.salt), customer.password_hash)
        return customer if fits and customer is not self._nobody else None
