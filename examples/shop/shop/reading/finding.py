"""What can be found in the shop, and how what was found is shown: marked words, a line of text."""

import re
from functools import cache
from html import escape

from shop.catalogue import Catalogue
from shop.markup import Html
from shop.reading.films import FILMS
from shop.reading.library import articles, chapters, posts
from shop.reading.matching import WORD, Entry, Index, term_of

KINDS = {
    "product": "Products",
    "help": "Help",
    "journal": "Journal",
    "essay": "One chair, start to end",
    "film": "Films",
}
SNIPPET_CHARACTERS = 190


@cache
def index() -> Index:
    """Made at the first question and kept: nothing in it changes."""
    return Index([*_products(), *_help(), *_journal(), *_essay(), *_films()])


def marked(text: str, terms: frozenset[str]) -> Html:
    """`text` with the words that fitted in `<mark>`."""
    parts, end = [], 0
    for found in WORD.finditer(text):
        if term_of(found[0]) not in terms:
            continue
        parts.append(escape(text[end : found.start()]))
        parts.append(f"<mark>{escape(found[0])}</mark>")
        end = found.end()
    return Html("".join([*parts, escape(text[end:])]))


def snippet(entry: Entry, terms: frozenset[str]) -> str:
    """The summary, unless a sentence of the body says more of what was asked for."""

    def hits(sentence: str) -> int:
        return len({term_of(word) for word in WORD.findall(sentence)} & terms)

    sentences = [entry.summary, *re.split(r"(?<=[.!?]) ", entry.body)]
    best = max(sentences, key=hits)  # the first of the best: the summary, when all are alike
    if len(best) <= SNIPPET_CHARACTERS:
        return best
    return best[:SNIPPET_CHARACTERS].rsplit(" ", 1)[0] + " …"


def _products() -> list[Entry]:
    return [
        Entry(
            "product",
            product.name,
            f"/products/{product.slug}",
            f"{product.kind}, {product.colour_name.lower()}",
            keywords=f"{product.category} {product.colour} {product.kind}",
            body=f"{product.line} {product.story} {product.made_of}. {product.made_in}.",
            picture=product.picture(1),
        )
        for product in Catalogue.load().products
    ]


def _help() -> list[Entry]:
    return [
        Entry(
            "help",
            article.title,
            f"/help/{article.slug}",
            article.summary,
            keywords=article.keywords,
            body=article.text.plain,
        )
        for article in articles().values()
    ]


def _journal() -> list[Entry]:
    return [
        Entry(
            "journal",
            post.title,
            f"/blog/{post.slug}",
            post.summary,
            keywords=f"{post.about} {post.writer}",
            body=post.text.plain,
            picture=f"/static/{post.picture}",
        )
        for post in posts().values()
    ]


def _essay() -> list[Entry]:
    return [
        Entry(
            "essay",
            chapter.title,
            f"/longread#{chapter.slug}",
            chapter.text.head["summary"],
            body=chapter.text.plain,
        )
        for chapter in chapters()
    ]


def _films() -> list[Entry]:
    return [
        Entry("film", film.title, film.address, film.summary, keywords="film video watch")
        for film in FILMS
    ]
