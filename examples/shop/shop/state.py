"""Everything one running shop holds; handlers reach it by `request.app[SHOP]`."""

from dataclasses import dataclass

from aiohttp import web

from shop.accounts import Customers
from shop.catalogue import Catalogue
from shop.config import ShopConfig
from shop.orders import PAST, Orders
from shop.shoppers import Shoppers


@dataclass(frozen=True)
class Shop:
    config: ShopConfig
    catalogue: Catalogue
    customers: Customers
    shoppers: Shoppers
    orders: Orders

    @classmethod
    def open(cls, config: ShopConfig) -> "Shop":
        shop = cls(config, Catalogue.load(), Customers(), Shoppers(), Orders())
        for customer in shop.customers:
            for days_ago, bought in PAST[customer.email]:
                shop.orders.add_past(shop.catalogue, customer, days_ago, bought)
        return shop


SHOP = web.AppKey("shop", Shop)
