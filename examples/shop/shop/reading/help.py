"""The help centre: answers by topic, and whether they helped."""

from aiohttp import web

from shop.forms import body_of, text
from shop.markup import Html, join, render
from shop.pages import page
from shop.reading import helpfulness
from shop.reading.library import TOPICS, Article, articles
from shop.reading.search_box import SCRIPT, STYLE, search_box
from shop.security import NONCE
from shop.state import SHOP

MOST_RELATED = 4
MOST_WORDS = 1000


async def centre(request: web.Request) -> web.Response:
    return page(
        request,
        "reading/help",
        "Help",
        styles=["reading/reading.css", "reading/help.css", STYLE],
        scripts=[SCRIPT],
        box=search_box(request, "help", "Search the answers"),
        topics=join(_topic(key) for key in TOPICS),
    )


async def article(request: web.Request) -> web.Response:
    shown = _asked_for(request)
    return page(
        request,
        "reading/article",
        shown.title,
        styles=["reading/reading.css", "reading/help.css"],
        scripts=["reading/helpful.js"],
        slug=shown.slug,
        title=shown.title,
        topic=TOPICS[shown.topic][0],
        topic_key=shown.topic,
        summary=shown.summary,
        updated=shown.updated,
        body=shown.text.html,
        related=join(
            render("reading/article_link", slug=other.slug, title=other.title)
            for other in _related(shown)
        ),
    )


async def helpful(request: web.Request) -> web.Response:
    """`{helped, words?}` -> `{thanks}`: one answer of a person per article, the latest counts."""
    shown, shop, body = _asked_for(request), request.app[SHOP], await body_of(request)
    helped = body.get("helped")
    if not isinstance(helped, bool):
        raise web.HTTPBadRequest
    shopper = shop.shoppers.of(request)
    helpfulness.keep(shop.db, shopper.owner, shown.slug, helped, text(body, "words", MOST_WORDS))
    response = web.json_response({"thanks": "Good to know. Thank you."})
    shop.shoppers.remember(request, response, shopper)
    return response


async def delivery_times(request: web.Request) -> web.Response:
    """A document for a frame: it carries no tag, since the page around it is captured with it."""
    return web.Response(
        text=render("reading/delivery_times", nonce=request[NONCE]), content_type="text/html"
    )


def _asked_for(request: web.Request) -> Article:
    shown = articles().get(request.match_info["article"])
    if shown is None:
        raise web.HTTPNotFound
    return shown


def _topic(key: str) -> Html:
    name, line = TOPICS[key]
    return render(
        "reading/topic",
        key=key,
        name=name,
        line=line,
        articles=join(
            render("reading/article_link", slug=each.slug, title=each.title)
            for each in articles().values()
            if each.topic == key
        ),
    )


def _related(shown: Article) -> list[Article]:
    others = [other for other in articles().values() if other is not shown]
    others.sort(key=lambda other: other.topic != shown.topic)
    return others[:MOST_RELATED]


ROUTES: list[web.AbstractRouteDef] = [
    web.get("/help", centre),
    web.get("/help/delivery-times", delivery_times),
    web.get("/help/{article}", article),
    web.post("/api/help/{article}/helpful", helpful),
]
