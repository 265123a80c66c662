"""The addresses of this room."""

from aiohttp import web

from shop.reading import contact, essay, films, gallery, help, journal, search

ROUTES: list[web.AbstractRouteDef] = [
    *search.ROUTES,
    *help.ROUTES,
    *contact.ROUTES,
    *journal.ROUTES,
    *essay.ROUTES,
    *gallery.ROUTES,
    *films.ROUTES,
]
