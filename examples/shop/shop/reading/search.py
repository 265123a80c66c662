"""Search: the page of results, and suggestions while somebody types."""

from itertools import groupby
from urllib.parse import urlencode

from aiohttp import web

from shop.faults import FAULT
from shop.markup import Html, join, render, when
from shop.pages import page
from shop.reading.finding import KINDS, index, marked, snippet
from shop.reading.library import articles
from shop.reading.matching import MOST_CHARACTERS, Entry, Found
from shop.reading.search_box import SCRIPT, STYLE, search_box

MOST_SUGGESTIONS, MOST_OF_A_KIND = 8, 4
MOST_SHOWN = 12  # of each kind: nobody reads further, the best are first
TO_TRY = ("armchair", "warm light", "delivery times", "oak", "repair")
FIRST_AID = ("where-is-my-order", "send-it-back", "reach-a-person")


async def search(request: web.Request) -> web.Response:
    asked = request.query.get("q", "").strip()[:MOST_CHARACTERS]
    found = _find(request, asked)
    return page(
        request,
        "reading/search",
        f"Search: {asked}" if asked else "Search",
        styles=["reading/reading.css", STYLE],
        scripts=[SCRIPT],
        box=search_box(request, "page", "Search Solvane", asked),
        outcome=_outcome(asked, found),
    )


async def suggestions(request: web.Request) -> web.Response:
    """`{count, html}`: options of a list box, in groups. What was typed so far is in `q`."""
    found = _find(request, request.query.get("q", ""))
    shown = [entry for _, entries in _by_kind(found) for entry in entries[:MOST_OF_A_KIND]][
        :MOST_SUGGESTIONS
    ]
    groups = groupby(shown, key=lambda entry: entry.kind)
    return web.json_response(
        {
            "count": len(shown),
            "html": join(
                render(
                    "reading/suggestion_group",
                    name=KINDS[kind],
                    options=join(_suggestion(entry, found.terms) for entry in entries),
                )
                for kind, entries in groups
            ),
        }
    )


def _find(request: web.Request, asked: str) -> Found:
    return Found() if request[FAULT] == "empty" else index().find(asked)


def _by_kind(found: Found) -> list[tuple[str, list[Entry]]]:
    """Sections in the order of the best entry of each."""
    sections: dict[str, list[Entry]] = {}
    for entry in found.entries:
        sections.setdefault(entry.kind, []).append(entry)
    return list(sections.items())


def _outcome(asked: str, found: Found) -> Html:
    if not asked:
        return render("reading/search_start", tries=_tries())
    if not found.entries:
        known = articles()
        return render(
            "reading/search_nothing",
            asked=asked,
            tries=_tries(),
            articles=join(
                render("reading/article_link", slug=slug, title=known[slug].title)
                for slug in FIRST_AID
            ),
        )
    return render(
        "reading/search_found",
        asked=asked,
        count="1 result" if len(found.entries) == 1 else f"{len(found.entries)} results",
        meant=found.meant,
        meant_hidden=when(not found.meant, " hidden"),
        sections=join(
            render(
                "reading/search_section",
                kind=kind,
                name=KINDS[kind],
                results=join(_result(entry, found.terms) for entry in entries[:MOST_SHOWN]),
            )
            for kind, entries in _by_kind(found)
        ),
    )


def _tries() -> Html:
    return join(
        render("reading/search_try", address=f"/search?{urlencode({'q': words})}", words=words)
        for words in TO_TRY
    )


def _result(entry: Entry, terms: frozenset[str]) -> Html:
    return render(
        "reading/result",
        address=entry.address,
        title=marked(entry.title, terms),
        words=marked(snippet(entry, terms), terms),
        picture=_picture(entry),
    )


def _suggestion(entry: Entry, terms: frozenset[str]) -> Html:
    return render(
        "reading/suggestion",
        address=entry.address,
        title=marked(entry.title, terms),
        summary=entry.summary,
        picture=_picture(entry),
    )


def _picture(entry: Entry) -> Html:
    return render("reading/result_picture", file=entry.picture) if entry.picture else Html("")


ROUTES: list[web.AbstractRouteDef] = [
    web.get("/search", search),
    web.get("/api/search/suggestions", suggestions),
]
