"""Everything there is to read, loaded once: help articles, journal, the essay on one chair."""

from dataclasses import dataclass
from functools import cache

from shop.markup import Html
from shop.reading.prose import Text, read_texts

TOPICS = {
    "delivery": ("Delivery", "When it comes, who carries it, what happens to the boxes."),
    "returns": ("Returns and repairs", "Thirty days at home, and all the years after."),
    "care": ("Care", "Oil, wool, stone and glaze, and what each forgives."),
    "paying": ("Orders and paying", "Changing an order, invoices, deposits, cards."),
    "account": ("Your account", "Signing in, your data, the person who looks after you."),
}


@dataclass(frozen=True)
class Article:
    """An answer in the help centre. `updated` is a date in words."""

    slug: str
    topic: str
    title: str
    summary: str
    updated: str
    keywords: str
    text: Text


@dataclass(frozen=True)
class Post:
    """A piece in the journal; `picture` is a file below `static/`."""

    slug: str
    title: str
    summary: str
    written: str
    writer: str
    about: str
    picture: str
    alt: str
    text: Text


@dataclass(frozen=True)
class Chapter:
    slug: str
    title: str
    text: Text


@cache
def articles() -> dict[str, Article]:
    """By slug, topic after topic."""
    known = [_article(text) for text in read_texts("help")]
    known.sort(key=lambda article: list(TOPICS).index(article.topic))
    return {article.slug: article for article in known}


@cache
def posts() -> dict[str, Post]:
    """By slug, the newest first: their files are numbered as they were written."""
    return {text.slug: _post(text) for text in reversed(read_texts("journal"))}


@cache
def chapters() -> tuple[Chapter, ...]:
    return tuple(Chapter(text.slug, text.head["title"], text) for text in read_texts("essay"))


@cache
def essay_html() -> dict[str, Html]:
    """The chapters as they are read, by slug: long enough to be worth keeping."""
    return {chapter.slug: chapter.text.html for chapter in chapters()}


def _article(text: Text) -> Article:
    head = text.head
    return Article(
        text.slug,
        head["topic"],
        head["title"],
        head["summary"],
        head["updated"],
        head.get("keywords", ""),
        text,
    )


def _post(text: Text) -> Post:
    head = text.head
    return Post(
        text.slug,
        head["title"],
        head["summary"],
        head["written"],
        head["writer"],
        head["about"],
        head["picture"],
        head["alt"],
        text,
    )
