"""The page on which a customer writes to the workshop about an order, and what its script asks."""

import asyncio

from aiohttp import web

from shop.account.clock import day, moment
from shop.account.frame import account_page
from shop.account.notes import GENERAL, MOST_CHARACTERS, Note, Notes
from shop.account.preferences import Preferences
from shop.faults import FAULT
from shop.forms import Rejected, body_of, rejected, text
from shop.markup import Html, join, render, when
from shop.shoppers import Shopper
from shop.state import SHOP, Shop

HANG_S = 60


async def editor(request: web.Request) -> web.Response:
    shop = request.app[SHOP]
    shopper = shop.shoppers.of(request)
    subjects = _subjects(shop, shopper)
    about = request.query.get("order", next(iter(subjects)))
    if about not in subjects:
        raise web.HTTPNotFound
    notes = Notes(shop.db, shopper.owner).versions(about)
    return account_page(
        request,
        "editor",
        "Notes for the workshop",
        scripts=["editor.js"],
        about=about,
        subjects=join(
            render("option", key=key, name=name, selected=when(key == about, " selected"))
            for key, name in subjects.items()
        ),
        html=notes[0].html if notes else Html(""),
        versions=_versions(shop, shopper, notes),
        none_hidden=when(notes, " hidden"),
    )


async def save(request: web.Request) -> web.Response:
    """`{about, html, attempt}` -> `{version, html: the list of versions}`, or 422 `{errors}`.

    `attempt` counts what this document has asked to have saved, from 1.
    """
    body, fault = await body_of(request), request[FAULT]
    if fault == "spinner":
        await asyncio.sleep(HANG_S)
        raise web.HTTPGatewayTimeout
    if fault == "flaky-once" and body.get("attempt") == 1:
        raise web.HTTPInternalServerError
    shop = request.app[SHOP]
    shopper = shop.shoppers.of(request)
    about, dirty = text(body, "about"), body.get("html")
    if about not in _subjects(shop, shopper) or not isinstance(dirty, str):
        raise web.HTTPBadRequest
    if len(dirty) > MOST_CHARACTERS:
        return rejected(Rejected({"form": "This note is too long. Please shorten it a little."}))
    notes = Notes(shop.db, shopper.owner)
    note = notes.save(about, dirty)
    response = web.json_response(
        {"version": note.version, "html": _versions(shop, shopper, notes.versions(about))}
    )
    shop.shoppers.remember(request, response, shopper)
    return response


async def version(request: web.Request) -> web.Response:
    """`{html}` of one version."""
    shop, asked = request.app[SHOP], request.match_info
    notes = Notes(shop.db, shop.shoppers.of(request).owner)
    note = notes.version(asked["about"], int(asked["version"]))
    if note is None:
        raise web.HTTPNotFound
    return web.json_response({"html": note.html})


def _subjects(shop: Shop, shopper: Shopper) -> dict[str, str]:
    """What can be written about: the customer's orders, newest first, and anything else."""
    orders = shop.orders.of(shopper.customer.email) if shopper.customer else []
    named = {order.id: f"Order {order.id}, {day(order.placed)}" for order in orders}
    return {**named, GENERAL: "Something else"}


def _versions(shop: Shop, shopper: Shopper, notes: list[Note]) -> Html:
    zone = Preferences.of(shop.db, shopper.owner)["zone"]
    return join(
        render(
            "account/note_version",
            version=note.version,
            saved=moment(note.saved_at, zone),
            words=f"{note.words} {'word' if note.words == 1 else 'words'}",
        )
        for note in notes
    )


ROUTES: list[web.AbstractRouteDef] = [
    web.get("/editor", editor),
    web.post("/api/notes", save),
    web.get(r"/api/notes/{about}/{version:\d{1,9}}", version),
]
