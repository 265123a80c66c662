"""The box to search with, for any page: a form that works by itself, and suggests once alive."""

from aiohttp import web

from shop.faults import FAULT
from shop.markup import Html, render
from shop.reading.matching import MOST_CHARACTERS

STYLE, SCRIPT = "reading/search.css", "reading/search.js"


def search_box(request: web.Request, where: str, label: str, typed: str = "") -> Html:
    """`where` makes its ids, `label` its name: a page may have two. Its answer is a full load, so
    the fault of this document goes along in the form."""
    fault = request[FAULT]
    return render(
        "reading/search_box",
        where=where,
        label=label,
        typed=typed,
        most=MOST_CHARACTERS,
        carried=render("reading/search_fault", name=fault) if fault else Html(""),
    )
