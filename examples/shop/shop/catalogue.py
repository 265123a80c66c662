"""What is for sale, and how a list of it is narrowed down."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

RANGE = Path(__file__).with_name("catalogue.toml")
PRICE_DIGITS = 6
SORTS = ("featured", "price-up", "price-down", "rating")


@dataclass(frozen=True)
class Size:
    """One size a product comes in; `price` is in euro cents."""

    key: str
    label: str
    measure: str
    price: int
    in_stock: bool = True


@dataclass(frozen=True)
class Product:
    slug: str
    name: str
    kind: str
    category: str
    colour: str
    colour_name: str
    line: str
    story: str
    made_of: str
    made_in: str
    care: str
    rating: float
    reviews: int
    views: tuple[str, ...]
    sizes: tuple[Size, ...]

    @property
    def price(self) -> int:
        """The lowest price, the one a list shows."""
        return min(size.price for size in self.sizes)

    def size(self, key: str) -> Size | None:
        return next((size for size in self.sizes if size.key == key), None)

    def picture(self, number: int) -> str:
        return f"/static/pictures/{self.slug}-{number}.webp"


class Query(Protocol):
    """A parsed query string: the same name may come more than once."""

    def getall(self, key: str, default: list[str], /) -> list[str]: ...

    def get(self, key: str, default: str, /) -> str: ...


@dataclass(frozen=True)
class Filters:
    """What a shopper has ticked. Empty means: do not narrow by this. `up_to` is in whole euros."""

    categories: frozenset[str] = frozenset()
    sizes: frozenset[str] = frozenset()
    colours: frozenset[str] = frozenset()
    up_to: int | None = None
    sort: str = "featured"

    @classmethod
    def from_query(cls, query: Query) -> "Filters":
        """Unknown values narrow to nothing; a price or order that makes no sense is left out."""
        up_to, sort = query.get("up_to", ""), query.get("sort", "")
        return cls(
            categories=frozenset(query.getall("category", [])),
            sizes=frozenset(query.getall("size", [])),
            colours=frozenset(query.getall("colour", [])),
            up_to=int(up_to)
            if up_to.isascii() and up_to.isdigit() and len(up_to) <= PRICE_DIGITS
            else None,
            sort=sort if sort in SORTS else "featured",
        )

    def admits(self, product: Product) -> bool:
        return (
            (not self.categories or product.category in self.categories)
            and (not self.colours or product.colour in self.colours)
            and any(
                (not self.sizes or size.key in self.sizes)
                and (self.up_to is None or size.price <= self.up_to * 100)
                for size in product.sizes
            )
        )


@dataclass(frozen=True)
class Catalogue:
    products: tuple[Product, ...]
    categories: Mapping[str, str]
    colours: Mapping[str, str]
    sizes: Mapping[str, str]

    @classmethod
    def load(cls) -> "Catalogue":
        with RANGE.open("rb") as file:
            shelf = tomllib.load(file)
        products = tuple(
            Product(
                **{key: value for key, value in entry.items() if key not in ("sizes", "views")},
                views=tuple(entry["views"]),
                sizes=tuple(Size(**size) for size in entry["sizes"]),
            )
            for entry in shelf["product"]
        )
        return cls(products, shelf["categories"], shelf["colours"], shelf["sizes"])

    @cached_property
    def _by_slug(self) -> dict[str, Product]:
        return {product.slug: product for product in self.products}

    @property
    def dearest(self) -> int:
        """The highest price on a list, in whole euros: the right end of the price slider."""
        return max(product.price for product in self.products) // 100

    def product(self, slug: str) -> Product | None:
        return self._by_slug.get(slug)

    def find(self, filters: Filters) -> list[Product]:
        found = [product for product in self.products if filters.admits(product)]
        if filters.sort == "rating":
            found.sort(key=lambda product: -product.rating)
        elif filters.sort != "featured":
            found.sort(key=lambda product: product.price, reverse=filters.sort == "price-down")
        return found

    def beside(self, product: Product, count: int) -> list[Product]:
        """Others to look at: the same category first."""
        others = [other for other in self.products if other is not product]
        others.sort(key=lambda other: other.category != product.category)
        return others[:count]
