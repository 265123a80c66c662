"""The first steps to an order, judged on the server. A message belongs to the field it names."""

import re

from shop.accounts import Address
from shop.delivery import DELIVERIES, Delivery
from shop.forms import Form, Rejected, text

COUNTRIES = {
    "AT": "Austria",
    "BE": "Belgium",
    "CZ": "Czechia",
    "DE": "Germany",
    "FR": "France",
    "IE": "Ireland",
    "IT": "Italy",
    "NL": "Netherlands",
    "PT": "Portugal",
    "ES": "Spain",
}
POSTAL_CODES = {
    "AT": r"\d{4}",
    "BE": r"\d{4}",
    "CZ": r"\d{3} ?\d{2}",
    "DE": r"\d{5}",
    "FR": r"\d{5}",
    "IE": r"[A-Z0-9]{3} ?[A-Z0-9]{4}",
    "IT": r"\d{5}",
    "NL": r"\d{4} ?[A-Z]{2}",
    "PT": r"\d{4}-\d{3}",
    "ES": r"\d{5}",
}
REQUIRED = {
    "given-name": "Please enter a first name.",
    "family-name": "Please enter a last name.",
    "street-address": "Please enter a street and number.",
    "postal-code": "Please enter a postal code.",
    "city": "Please enter a city.",
    "country": "Please choose a country.",
}


def read_address(form: Form) -> Address:
    values = {name: text(form, name) for name in (*REQUIRED, "tel")}
    errors = {name: message for name, message in REQUIRED.items() if not values[name]}
    country, code = values["country"], values["postal-code"].upper()
    if country and country not in COUNTRIES:
        errors["country"] = "We do not deliver there yet."
    elif country and code and not re.fullmatch(POSTAL_CODES[country], code):
        errors["postal-code"] = f"This is not a postal code in {COUNTRIES[country]}."
    if values["tel"] and not re.fullmatch(r"\+?[\d ()/-]{6,20}", values["tel"]):
        errors["tel"] = "Please use digits, for example +49 40 5550 184."
    if errors:
        raise Rejected(errors)
    return Address(
        given_name=values["given-name"],
        family_name=values["family-name"],
        street_address=values["street-address"],
        postal_code=code,
        city=values["city"],
        country=country,
        tel=values["tel"],
    )


def read_delivery(form: Form) -> Delivery:
    delivery = DELIVERIES.get(text(form, "delivery"))
    if delivery is None:
        raise Rejected({"delivery": "Please choose how we should deliver."})
    return delivery
