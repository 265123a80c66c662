"""All rooms of the account."""

from aiohttp import web

from shop.account import addresses, cancel, editor, invoices, orders, overview, settings, upload

ROUTES: list[web.AbstractRouteDef] = [
    *overview.ROUTES,
    *orders.ROUTES,
    *invoices.ROUTES,
    *addresses.ROUTES,
    *cancel.ROUTES,
    *settings.ROUTES,
    *editor.ROUTES,
    *upload.ROUTES,
]
