"""Puts the shop together: state, routes, protection."""

from aiohttp import web

from shop import assets, browse, cart_pages, checkout_pages, membership
from shop.config import ShopConfig
from shop.pages import designed_errors
from shop.security import protecting, same_site_only
from shop.state import SHOP, Shop


def create_app(config: ShopConfig) -> web.Application:
    app = web.Application(
        middlewares=[protecting(config), designed_errors, same_site_only], client_max_size=64 * 1024
    )
    app[SHOP] = Shop.open(config)
    for room in (browse, cart_pages, checkout_pages, membership, assets):
        app.add_routes(room.ROUTES)
    return app
