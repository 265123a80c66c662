"""Everything one running shop holds; handlers reach it by `request.app[SHOP]`."""

import sqlite3
from dataclasses import dataclass

from aiohttp import web

from shop.accounts import Customers
from shop.catalogue import Catalogue
from shop.codes import Codes
from shop.config import ShopConfig
from shop.database import open_database, together
from shop.events import Events
from shop.invoices import Invoices
from shop.locks import Locks
from shop.orders import Orders
from shop.outbox import Outbox
from shop.past import make_past
from shop.shoppers import Shoppers


@dataclass(frozen=True)
class Shop:
    config: ShopConfig
    db: sqlite3.Connection
    catalogue: Catalogue
    customers: Customers
    shoppers: Shoppers
    orders: Orders
    invoices: Invoices
    locks: Locks
    codes: Codes
    outbox: Outbox
    events: Events

    @classmethod
    def open(cls, config: ShopConfig) -> "Shop":
        db = open_database(config.database)
        catalogue = Catalogue.load()
        customers = Customers(db)
        orders = Orders(db, catalogue)
        if not any(customers):
            with together(db):
                make_past(customers, orders, catalogue)
        return cls(
            config,
            db,
            catalogue,
            customers,
            Shoppers(customers),
            orders,
            Invoices(db, orders),
            Locks(db),
            Codes(db),
            Outbox(db),
            Events(db, config.webhooks),
        )


SHOP = web.AppKey("shop", Shop)
