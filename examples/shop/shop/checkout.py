"""The three steps to an order, judged on the server. A message belongs to the field it names."""

import re
from datetime import date

from shop.accounts import Address
from shop.forms import Form, Rejected, text
from shop.orders import DELIVERIES, Delivery

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
DECLINED = "4000000000000002"  # the number payment providers keep for trying out a refusal


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


def read_card(form: Form, today: date) -> str:
    """The last four digits of a card that could be charged; nothing else of it is kept."""
    number = re.sub(r"[ -]", "", text(form, "cc-number"))
    errors: dict[str, str] = {}
    if not text(form, "cc-name"):
        errors["cc-name"] = "Please enter the name on the card."
    if not re.fullmatch(r"\d{12,19}", number) or not _luhn(number):
        errors["cc-number"] = "This card number is not complete or has a typing error."
    elif number == DECLINED:
        errors["cc-number"] = "Your bank declined this card. Please try another one."
    if not _still_valid(text(form, "cc-exp"), today):
        errors["cc-exp"] = "Please enter a month that has not passed, as MM/YY."
    if not re.fullmatch(r"\d{3,4}", text(form, "cc-csc")):
        errors["cc-csc"] = "Three or four digits."
    if errors:
        raise Rejected(errors)
    return number[-4:]


def _luhn(number: str) -> bool:
    """The check digit of ISO/IEC 7812: catches any single wrong digit and most swapped ones."""
    digits = [int(digit) for digit in reversed(number)]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _still_valid(expiry: str, today: date) -> bool:
    match = re.fullmatch(r"(0[1-9]|1[0-2]) ?/ ?(\d{2})", expiry)
    return match is not None and (2000 + int(match[2]), int(match[1])) >= (today.year, today.month)
