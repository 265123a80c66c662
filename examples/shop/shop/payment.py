"""How an order is paid: by card or from a bank account. Only the last four digits are kept."""

import re
from datetime import date

from shop.forms import Form, Rejected, text
from shop.orders import Payment

# The number payment providers keep for trying out a refusal.
REFUSED_CARD = "4000000000000002"
CARD_DECLINED = "Your bank declined this card. Please try another one."

# Length of an account number by country (the IBAN registry of SWIFT), where we deliver.
IBAN_LENGTHS = {
    "AT": 20,
    "BE": 16,
    "CZ": 24,
    "DE": 22,
    "ES": 24,
    "FR": 27,
    "IE": 22,
    "IT": 27,
    "NL": 18,
    "PT": 25,
}


class Declined(Rejected):
    """The bank says no, to something that is spelled right."""

    def __init__(self) -> None:
        super().__init__({"cc-number": CARD_DECLINED})


def read_payment(form: Form, today: date, *, bank_declines: bool = False) -> Payment:
    """`Rejected` if something is spelled wrong, `Declined` if the bank of a card will not pay."""
    if text(form, "pay-by") == "iban":
        return Payment("iban", _read_iban(form))
    ending = _read_card(form, today)
    if bank_declines:
        raise Declined
    return Payment("card", ending)


def _read_iban(form: Form) -> str:
    iban = re.sub(r"\s", "", text(form, "iban")).upper()
    errors: dict[str, str] = {}
    if not text(form, "account-holder"):
        errors["account-holder"] = "Please enter the name of the account holder."
    if not iban:
        errors["iban"] = "Please enter an IBAN."
    elif iban[:2] not in IBAN_LENGTHS:
        errors["iban"] = "An IBAN begins with its country, for example DE or FR."
    elif len(iban) != IBAN_LENGTHS[iban[:2]]:
        errors["iban"] = f"An IBAN of this country has {IBAN_LENGTHS[iban[:2]]} characters."
    elif not _iban_adds_up(iban):
        errors["iban"] = "There is a typing error in this IBAN: its check digits do not fit."
    if errors:
        raise Rejected(errors)
    return iban[-4:]


def _iban_adds_up(iban: str) -> bool:
    """ISO 13616: country and check digits go to the end, letters become 10 to 35, and the number
    leaves 1 when divided by 97."""
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]+", iban, re.ASCII):
        return False
    return int("".join(str(int(letter, 36)) for letter in iban[4:] + iban[:4])) % 97 == 1


def _read_card(form: Form, today: date) -> str:
    number = re.sub(r"[ -]", "", text(form, "cc-number"))
    errors: dict[str, str] = {}
    if not text(form, "cc-name"):
        errors["cc-name"] = "Please enter the name on the card."
    if not re.fullmatch(r"\d{12,19}", number, re.ASCII) or not _luhn(number):
        errors["cc-number"] = "This card number is not complete or has a typing error."
    if not _still_valid(text(form, "cc-exp"), today):
        errors["cc-exp"] = "Please enter a month that has not passed, as MM/YY."
    if not re.fullmatch(r"\d{3,4}", text(form, "cc-csc")):
        errors["cc-csc"] = "Three or four digits."
    if errors:
        raise Rejected(errors)
    if number == REFUSED_CARD:
        raise Declined
    return number[-4:]


def _luhn(number: str) -> bool:
    """The check digit of ISO/IEC 7812: catches any single wrong digit and most swapped ones."""
    digits = [int(digit) for digit in reversed(number)]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _still_valid(expiry: str, today: date) -> bool:
    match = re.fullmatch(r"(0[1-9]|1[0-2]) ?/ ?(\d{2})", expiry)
    return match is not None and (2000 + int(match[2]), int(match[1])) >= (today.year, today.month)
