"""The journal: its front page, and one piece of it."""

from aiohttp import web

from shop.markup import Html, join, render
from shop.pages import page
from shop.reading.library import Post, posts
from shop.reading.prose import size_of

STYLES = ["reading/reading.css", "reading/journal.css"]


async def blog(request: web.Request) -> web.Response:
    newest, *others = posts().values()
    return page(
        request,
        "reading/journal",
        "Journal",
        styles=STYLES,
        lead=render("reading/lead_post", **_values(newest)),
        others=join(_teaser(post) for post in others),
    )


async def piece(request: web.Request) -> web.Response:
    shown = posts().get(request.match_info["slug"])
    if shown is None:
        raise web.HTTPNotFound
    others = [post for post in posts().values() if post is not shown]
    return page(
        request,
        "reading/piece",
        shown.title,
        styles=STYLES,
        piece=render("reading/piece_text", body=shown.text.html, **_values(shown)),
        others=join(_teaser(post) for post in others[:3]),
    )


def _teaser(post: Post) -> Html:
    return render("reading/teaser", **_values(post))


def _values(post: Post) -> dict[str, object]:
    width, height = size_of(post.picture)
    return {
        "slug": post.slug,
        "title": post.title,
        "summary": post.summary,
        "written": post.written,
        "writer": post.writer,
        "about": post.about,
        "minutes": post.text.minutes,
        "picture": post.picture,
        "alt": post.alt,
        "width": width,
        "height": height,
    }


ROUTES: list[web.AbstractRouteDef] = [
    web.get("/blog", blog),
    web.get("/blog/{slug}", piece),
]
