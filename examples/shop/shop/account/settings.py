"""Settings. Each is kept the moment it is chosen."""

from aiohttp import web

from shop.account.frame import account_page
from shop.account.preferences import (
    DARK_WHEN,
    LANGUAGES,
    LETTERS,
    THEMES,
    ZONES,
    Preferences,
    choose,
)
from shop.faults import FAULT
from shop.forms import body_of, text
from shop.markup import Html, join, render, when
from shop.state import SHOP

LETTER_WORDS = {
    "letter-pieces": "When something new leaves the workshop, four times a year",
    "letter-workshop": "Long letters about wood, glaze and the people behind them",
    "letter-seconds": "Pieces with a small flaw at a smaller price",
    "letter-mending": "When we come to your city with glue and patience",
}


async def settings(request: web.Request) -> web.Response:
    shop = request.app[SHOP]
    chosen = Preferences.of(shop.db, shop.shoppers.of(request).owner)
    return account_page(
        request,
        "settings",
        "Settings",
        scripts=["settings.js", "loop.js"] if request[FAULT] == "loop" else ["settings.js"],
        languages=_options(LANGUAGES, chosen["language"]),
        zones=_options(ZONES, chosen["zone"]),
        letters=join(
            render(
                "account/letter",
                key=key,
                name=name,
                words=LETTER_WORDS[key],
                checked=when(chosen[key] == "on", " checked"),
            )
            for key, name in LETTERS.items()
        ),
        themes=join(
            render(
                "account/theme",
                key=key,
                name=name,
                media=DARK_WHEN[key],
                checked=when(chosen["theme"] == key, " checked"),
            )
            for key, name in THEMES.items()
        ),
    )


async def change(request: web.Request) -> web.Response:
    """`{name, value}` -> `{name, value}`, or 400 if there is no such thing to choose."""
    shop, body = request.app[SHOP], await body_of(request)
    shopper = shop.shoppers.of(request)
    name, value = text(body, "name"), text(body, "value")
    if not choose(shop.db, shopper.owner, name, value):
        raise web.HTTPBadRequest
    response = web.json_response({"name": name, "value": value})
    shop.shoppers.remember(request, response, shopper)
    return response


def _options(choices: dict[str, str], chosen: str) -> Html:
    return join(
        render("option", key=key, name=name, selected=when(key == chosen, " selected"))
        for key, name in choices.items()
    )


ROUTES: list[web.AbstractRouteDef] = [
    web.get("/settings", settings),
    web.post("/api/settings", change),
]
