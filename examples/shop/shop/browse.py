"""Looking around: home, the list with its filters, one product."""

from aiohttp import web

from shop.cart import MOST_OF_ONE
from shop.catalogue import Catalogue, Filters, Product
from shop.faults import FAULT
from shop.markup import Html, euros, join, render, when
from shop.pages import card, page
from shop.state import SHOP

SORT_NAMES = {
    "featured": "Featured",
    "price-up": "Price, low to high",
    "price-down": "Price, high to low",
    "rating": "Best rated",
}


async def home(request: web.Request) -> web.Response:
    shop = request.app[SHOP]
    featured = shop.catalogue.products[:4]
    return page(
        request,
        "home",
        "Furniture, light and table",
        featured=join(card(product, shop) for product in featured),
    )


async def listing(request: web.Request) -> web.Response:
    shop = request.app[SHOP]
    filters = Filters.from_query(request.query)
    found = shop.catalogue.find(filters)
    heading = _heading(shop.catalogue, filters)
    return page(
        request,
        "listing",
        heading,
        section=_section(filters),
        heading=heading,
        count=_count(found),
        controls=_controls(shop.catalogue, filters),
        cards=join(card(product, shop) for product in found),
        nothing_hidden=when(found, " hidden"),
        offer=render("offer") if request[FAULT] == "modal" else Html(""),
    )


async def search(request: web.Request) -> web.Response:
    """The same list for the page script: `{heading, section, count, items: [{slug, html}]}`."""
    shop = request.app[SHOP]
    filters = Filters.from_query(request.query)
    found = shop.catalogue.find(filters)
    return web.json_response(
        {
            "heading": _heading(shop.catalogue, filters),
            "section": _section(filters),
            "count": _count(found),
            "items": [{"slug": product.slug, "html": card(product, shop)} for product in found],
        }
    )


async def product(request: web.Request) -> web.Response:
    shop = request.app[SHOP]
    chosen = shop.catalogue.product(request.match_info["slug"])
    if chosen is None:
        raise web.HTTPNotFound
    return page(
        request,
        "product",
        f"{chosen.name}, {chosen.kind.lower()}",
        section=chosen.category,
        slug=chosen.slug,
        name=chosen.name,
        kind=chosen.kind,
        category=chosen.category,
        category_name=shop.catalogue.categories[chosen.category],
        line=chosen.line,
        story=chosen.story,
        made_of=chosen.made_of,
        made_in=chosen.made_in,
        care=chosen.care,
        colour=chosen.colour,
        colour_name=chosen.colour_name,
        price=euros(chosen.price),
        several=when(len(chosen.sizes) > 1, "from "),
        rating=chosen.rating,
        reviews=chosen.reviews,
        first=chosen.picture(1),
        first_alt=chosen.views[0],
        thumbnails=join(_thumbnail(chosen, number) for number in range(1, len(chosen.views) + 1)),
        most=MOST_OF_ONE,
        sizes=join(_size(chosen, index) for index in range(len(chosen.sizes))),
        beside=join(card(other, shop) for other in shop.catalogue.beside(chosen, 4)),
    )


def _section(filters: Filters) -> str:
    if not filters.categories:
        return "all"
    return next(iter(filters.categories)) if len(filters.categories) == 1 else ""


def _heading(catalogue: Catalogue, filters: Filters) -> str:
    return catalogue.categories.get(_section(filters), "Everything we make")


def _count(found: list[Product]) -> str:
    return "1 piece" if len(found) == 1 else f"{len(found)} pieces"


def _controls(catalogue: Catalogue, filters: Filters) -> Html:
    def boxes(template: str, field: str, choices: dict[str, str], ticked: frozenset[str]) -> Html:
        return join(
            render(
                template, field=field, key=key, name=name, checked=when(key in ticked, " checked")
            )
            for key, name in choices.items()
        )

    dearest = catalogue.dearest
    up_to = min(filters.up_to or dearest, dearest)
    return render(
        "filters",
        categories=boxes("filter_box", "category", dict(catalogue.categories), filters.categories),
        sizes=boxes("filter_size", "size", dict(catalogue.sizes), filters.sizes),
        colours=boxes("filter_colour", "colour", dict(catalogue.colours), filters.colours),
        dearest=dearest,
        up_to=up_to,
        up_to_shown=f"{up_to:,}",
        sorts=join(
            render("option", key=key, name=name, selected=when(key == filters.sort, " selected"))
            for key, name in SORT_NAMES.items()
        ),
    )


def _thumbnail(chosen: Product, number: int) -> Html:
    return render(
        "thumbnail",
        picture=chosen.picture(number),
        alt=chosen.views[number - 1],
        number=number,
        current=when(number == 1, ' aria-current="true"'),
    )


def _size(chosen: Product, index: int) -> Html:
    size = chosen.sizes[index]
    return render(
        "size",
        key=size.key,
        label=size.label,
        measure=size.measure,
        price=euros(size.price),
        sold_out=when(not size.in_stock, " disabled"),
        note="" if size.in_stock else "sold out",
    )


ROUTES: list[web.AbstractRouteDef] = [
    web.get("/", home),
    web.get("/products", listing),
    web.get("/api/products", search),
    web.get("/products/{slug}", product),
]
