"""Quotations: what somebody asks for, reckoned with our prices and not with the page's."""

import json
import re
import secrets
import sqlite3
import time
from dataclasses import asdict, dataclass

from shop.catalogue import Catalogue
from shop.forms import Form, Rejected, text

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
COUNTRIES = {
    # key: (name, what a VAT number looks like there)
    "AT": ("Austria", r"ATU\d{8}"),
    "BE": ("Belgium", r"BE[01]\d{9}"),
    "CZ": ("Czechia", r"CZ\d{8,10}"),
    "DE": ("Germany", r"DE\d{9}"),
    "FR": ("France", r"FR[A-Z0-9]{2}\d{9}"),
    "IT": ("Italy", r"IT\d{11}"),
    "NL": ("Netherlands", r"NL\d{9}B\d{2}"),
}
FINISHES = {"as-shown": "As shown", "oiled": "Oiled lighter", "smoked": "Smoked", "bare": "Bare"}
# From so many pieces on, so many per cent less.
REBATES = ((25, 12), (10, 7), (5, 3))
MOST_LINES = 8
MOST_OF_ONE = 200
MOST_KEPT = 2000
ALPHABET = "ACDEFHJKMNPRTUVWXY3479"  # none that look alike


@dataclass(frozen=True)
class Line:
    """`each` in euro cents."""

    slug: str
    size: str
    finish: str
    quantity: int
    each: int


@dataclass(frozen=True)
class Quotation:
    name: str
    company: str
    email: str
    country: str
    vat: str
    note: str
    lines: tuple[Line, ...]

    @property
    def total(self) -> int:
        """In euro cents, less the rebate for many pieces."""
        count = sum(line.quantity for line in self.lines)
        rebate = next((percent for least, percent in REBATES if count >= least), 0)
        whole = sum(line.quantity * line.each for line in self.lines)
        return whole * (100 - rebate) // 100


def read_quotation(form: Form, catalogue: Catalogue) -> Quotation:
    errors = {}
    name, email, country = text(form, "name"), text(form, "email"), text(form, "country", 2)
    company, vat = text(form, "company"), text(form, "vat", 16).replace(" ", "").upper()
    if not name:
        errors["name"] = "Please tell us your name."
    if not EMAIL.fullmatch(email):
        errors["email"] = "Please check the e-mail address."
    if country not in COUNTRIES:
        errors["country"] = "Please choose a country."
    elif vat and not re.fullmatch(COUNTRIES[country][1], vat):
        errors["vat"] = f"That is not a VAT number of {COUNTRIES[country][0]}."
    lines = form.get("lines")
    if not isinstance(lines, list) or not 1 <= len(lines) <= MOST_LINES:
        raise Rejected({**errors, "form": f"Between one and {MOST_LINES} lines, please."})
    read = tuple(_read_line(line, catalogue) for line in lines)
    if errors:
        raise Rejected(errors)
    return Quotation(name, company, email, country, vat, text(form, "note", 600), read)


def keep_quotation(database: sqlite3.Connection, quotation: Quotation) -> str:
    """Its number. The oldest make room."""
    code = "SQ-" + "".join(secrets.choice(ALPHABET) for _ in range(8))
    database.execute(
        "INSERT INTO studio_quotation (code, body, total, asked_at) VALUES (?, ?, ?, ?)",
        (code, json.dumps(asdict(quotation)), quotation.total, time.time()),
    )
    database.execute(
        "DELETE FROM studio_quotation WHERE code IN "
        "(SELECT code FROM studio_quotation ORDER BY asked_at DESC LIMIT -1 OFFSET ?)",
        (MOST_KEPT,),
    )
    return code


def _read_line(line: object, catalogue: Catalogue) -> Line:
    refusal = Rejected({"form": "One of the lines is not something we make."})
    if not isinstance(line, dict):
        raise refusal
    product = catalogue.product(text(line, "slug"))
    size = product.size(text(line, "size")) if product else None
    quantity, finish = line.get("quantity"), text(line, "finish")
    if product is None or size is None or finish not in FINISHES:
        raise refusal
    if not isinstance(quantity, int) or not 1 <= quantity <= MOST_OF_ONE:
        raise Rejected({"form": f"Between 1 and {MOST_OF_ONE} of each, please."})
    return Line(product.slug, size.key, finish, quantity, size.price)
