"""The long read: one chair from the tree to the table, in twelve chapters on one page."""

from aiohttp import web

from shop.markup import Html, join, render
from shop.pages import page
from shop.reading.library import Chapter, chapters, essay_html
from shop.reading.prose import WORDS_A_MINUTE


async def longread(request: web.Request) -> web.Response:
    words = sum(len(chapter.text.body.split()) for chapter in chapters())
    return page(
        request,
        "reading/longread",
        "One chair, start to end",
        styles=["reading/reading.css", "reading/longread.css"],
        scripts=["reading/longread.js"],
        minutes=round(words / WORDS_A_MINUTE),
        words=f"{round(words, -2):,}",
        contents=join(
            _part("reading/contents_entry", number, chapter)
            for number, chapter in enumerate(chapters(), 1)
        ),
        chapters=join(
            _part("reading/chapter", number, chapter, body=essay_html()[chapter.slug])
            for number, chapter in enumerate(chapters(), 1)
        ),
    )


def _part(template: str, number: int, chapter: Chapter, **values: object) -> Html:
    return render(template, number=number, slug=chapter.slug, title=chapter.title, **values)


ROUTES: list[web.AbstractRouteDef] = [web.get("/longread", longread)]
