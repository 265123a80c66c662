"""Puts the shop together: state, routes, protection."""

from collections.abc import AsyncIterator

from aiohttp import web

from shop import assets, browse, cart_pages, checkout_pages, code_pages, former, membership
from shop.account import routes as account
from shop.backoffice import api, webhooks
from shop.config import ShopConfig
from shop.faults import switching
from shop.pages import designed_errors
from shop.reading import routes as reading
from shop.security import protecting, same_site_only
from shop.state import SHOP, Shop
from shop.studio import routes as studio


async def closing(app: web.Application) -> AsyncIterator[None]:
    yield
    app[SHOP].db.close()


def create_app(config: ShopConfig) -> web.Application:
    app = web.Application(
        middlewares=[protecting(config), switching, designed_errors, same_site_only],
        client_max_size=64 * 1024,
    )
    app[SHOP] = Shop.open(config)
    app.cleanup_ctx.extend((closing, webhooks.delivering))
    for room in (
        browse,
        cart_pages,
        checkout_pages,
        membership,
        code_pages,
        former,
        studio,
        account,
        reading,
        api,
        assets,
    ):
        app.add_routes(room.ROUTES)
    return app
