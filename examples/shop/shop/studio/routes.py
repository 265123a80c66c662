"""All addresses of the studio."""

from aiohttp import web

from shop.studio import (
    atlas,
    booking,
    dashboard,
    game,
    kanban,
    react,
    report,
    ticker,
    widget,
    wizard,
)

ROUTES: list[web.AbstractRouteDef] = [
    route
    for pages in (atlas, booking, dashboard, game, kanban, react, report, ticker, widget, wizard)
    for route in pages.ROUTES
]
