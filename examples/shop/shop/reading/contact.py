"""Writing to us: a form, a ticket with a number, and the letters a person has written before."""

import re

from aiohttp import web

from shop.forms import Form, Rejected, body_of, rejected, text
from shop.markup import Html, join, render, when
from shop.pages import page
from shop.reading.tickets import TOPICS, Letter, Ticket, TooMany, open_ticket, tickets_of
from shop.state import SHOP

MOST_SHOWN = 5
MOST_CHARACTERS = 4000
SHORTEST = 10
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
ORDER = re.compile(r"[A-Za-z0-9-]{4,24}")


async def contact(request: web.Request) -> web.Response:
    shop = request.app[SHOP]
    shopper = shop.shoppers.of(request)
    customer = shopper.customer
    earlier = tickets_of(shop.db, shopper.owner, MOST_SHOWN)
    chosen = request.query.get("topic", "")
    return page(
        request,
        "reading/contact",
        "Write to us",
        styles=["reading/reading.css", "reading/contact.css"],
        scripts=["reading/contact.js"],
        name=customer.name if customer else "",
        email=customer.email if customer else "",
        order=request.query.get("order", "")[:24],
        most=MOST_CHARACTERS,
        topics=join(
            render("option", key=key, name=name, selected=when(key == chosen, " selected"))
            for key, name in TOPICS.items()
        ),
        earlier=join(_earlier(ticket) for ticket in earlier),
        earlier_hidden=when(not earlier, " hidden"),
    )


async def write(request: web.Request) -> web.Response:
    """A letter as JSON -> `{number, reply_to}`, or 422 `{errors}` by field name."""
    shop, body = request.app[SHOP], await body_of(request)
    shopper = shop.shoppers.of(request)
    try:
        letter = _letter(body)
        number = open_ticket(shop.db, shopper.owner, letter)
    except Rejected as error:
        return rejected(error)
    except TooMany:
        return rejected(Rejected({"form": "That is a lot for one day. Please call us instead."}))
    shop.events.tell(
        "ticket.opened", {"ticket": number, "topic": letter.topic, "customer": letter.email}
    )
    response = web.json_response({"number": number, "reply_to": letter.email})
    shop.shoppers.remember(request, response, shopper)
    return response


def _letter(form: Form) -> Letter:
    letter = Letter(
        text(form, "name"),
        text(form, "email"),
        text(form, "topic"),
        text(form, "order").lstrip("#"),
        text(form, "message", MOST_CHARACTERS),
    )
    errors = {}
    if not letter.name:
        errors["name"] = "Please tell us your name."
    if not EMAIL.fullmatch(letter.email):
        errors["email"] = "That does not look like an e-mail address."
    if letter.topic not in TOPICS:
        errors["topic"] = "Please choose what it is about."
    if letter.order and not ORDER.fullmatch(letter.order):
        errors["order"] = "An order number has letters, digits and hyphens only."
    if len(letter.message) < SHORTEST:
        errors["message"] = "Please write a sentence or two."
    if errors:
        raise Rejected(errors)
    return letter


def _earlier(ticket: Ticket) -> Html:
    return render(
        "reading/ticket",
        number=ticket.number,
        topic=TOPICS[ticket.topic],
        opened=f"{ticket.opened_at:%-d %B %Y}",
    )


ROUTES: list[web.AbstractRouteDef] = [
    web.get("/contact", contact),
    web.post("/api/tickets", write),
]
