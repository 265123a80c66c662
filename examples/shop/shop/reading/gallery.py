"""The gallery: rooms of ours, one picture at a time."""

from aiohttp import web

from shop.catalogue import Catalogue
from shop.markup import Html, join, render, when
from shop.pages import page
from shop.reading.pictures import Picture, pictures
from shop.state import SHOP


async def gallery(request: web.Request) -> web.Response:
    catalogue = request.app[SHOP].catalogue
    return page(
        request,
        "reading/gallery",
        "Pictures",
        styles=["reading/reading.css", "reading/gallery.css"],
        scripts=["reading/gallery.js"],
        figure=render(
            "reading/gallery_figure", count=len(pictures()), **_values(catalogue, pictures()[0])
        ),
        dots=join(_dot(catalogue, number, picture) for number, picture in enumerate(pictures(), 1)),
    )


def _dot(catalogue: Catalogue, number: int, picture: Picture) -> Html:
    return render(
        "reading/gallery_dot",
        number=number,
        current=when(number == 1, ' aria-current="true"'),
        **_values(catalogue, picture),
    )


def _values(catalogue: Catalogue, picture: Picture) -> dict[str, object]:
    product = catalogue.product(picture.product)
    assert product is not None, f"{picture.file} shows what is not sold"
    return {
        "file": picture.file,
        "alt": picture.alt,
        "title": picture.title,
        "caption": picture.caption,
        "product": product.slug,
        "product_name": f"{product.name}, {product.kind.lower()}",
    }


ROUTES: list[web.AbstractRouteDef] = [web.get("/gallery", gallery)]
