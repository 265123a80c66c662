"""The page of the address book, and what its script asks."""

from dataclasses import asdict

from aiohttp import web

from shop.account.address_book import FIRST, AddressBook
from shop.account.frame import account_page
from shop.account.people import customer_of_script, signed_in
from shop.accounts import Address, Customer
from shop.checkout import COUNTRIES, read_address
from shop.checkout_pages import address_block
from shop.faults import FAULT
from shop.forms import Rejected, body_of, rejected
from shop.markup import Html, join, render, when
from shop.shoppers import Shopper
from shop.state import SHOP


async def addresses(request: web.Request) -> web.Response:
    return account_page(
        request,
        "addresses",
        "Your addresses",
        scripts=["addresses.js"],
        addresses=_cards(_book(request, signed_in(request))),
        fields=render(
            "address_fields",
            **dict.fromkeys(Address.__dataclass_fields__, ""),
            countries=join(
                render("option", key=key, name=name, selected="") for key, name in COUNTRIES.items()
            ),
        ),
    )


async def one(request: web.Request) -> web.Response:
    """An address by the names of its fields, for the form. It is not in the page, where it would
    stand as plain text for whoever watches."""
    address = _book(request, customer_of_script(request)).all().get(_number(request))
    if address is None:
        raise web.HTTPNotFound
    fields = {name.replace("_", "-"): value for name, value in asdict(address).items()}
    return web.json_response(fields, headers={"Cache-Control": "no-store"})


async def save(request: web.Request) -> web.Response:
    """Fields of an address, to add one or, with a number, to change one -> `{html}`, or 422."""
    shop, body = request.app[SHOP], await body_of(request)
    if request[FAULT] == "lost-session":
        gone = web.json_response({"error": {"status": 401}}, status=401)
        shop.shoppers.renew(request, gone, Shopper(cart=shop.shoppers.of(request).cart))
        return gone
    book = _book(request, customer_of_script(request))
    try:
        address = read_address(body)
        if "number" in request.match_info:
            book.change(_number(request), address)
        else:
            book.add(address)
    except Rejected as error:
        return rejected(error)
    return web.json_response({"html": _cards(book)})


async def remove(request: web.Request) -> web.Response:
    book = _book(request, customer_of_script(request))
    book.remove(_number(request))
    return web.json_response({"html": _cards(book)})


async def make_first(request: web.Request) -> web.Response:
    book = _book(request, customer_of_script(request))
    book.make_first(_number(request))
    return web.json_response({"html": _cards(book)})


def _book(request: web.Request, customer: Customer) -> AddressBook:
    shop = request.app[SHOP]
    return AddressBook(shop.db, shop.customers, customer)


def _number(request: web.Request) -> int:
    return int(request.match_info["number"])


def _cards(book: AddressBook) -> Html:
    return join(
        render(
            "account/address_card",
            number=number,
            place=position,
            name="Offered first" if number == FIRST else f"Address {position}",
            address=address_block(address),
            tel=address.tel,
            first_hidden=when(number == FIRST, " hidden"),
        )
        for position, (number, address) in enumerate(book.all().items(), 1)
    )


NUMBER = r"{number:\d{1,9}}"

ROUTES: list[web.AbstractRouteDef] = [
    web.get("/account/addresses", addresses),
    web.post("/api/addresses", save),
    web.get(f"/api/addresses/{NUMBER}", one),
    web.post(f"/api/addresses/{NUMBER}", save),
    web.delete(f"/api/addresses/{NUMBER}", remove),
    web.post(f"/api/addresses/{NUMBER}/first", make_first),
]
