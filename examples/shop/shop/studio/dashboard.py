"""What a dealer sees in the morning: turnover, pieces and countries of a period."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from aiohttp import web

from shop.pages import page
from shop.studio import trade

Span = tuple[date, date]  # both ends included


def _days(today: date) -> Span:
    return today - timedelta(30), today - timedelta(1)


def _weeks(today: date) -> Span:
    """Whole weeks, from a Monday to a Sunday."""
    last = today - timedelta(today.weekday() + 1)
    return last - timedelta(13 * 7 - 1), last


def _months(today: date) -> Span:
    """Whole months."""
    return today.replace(year=today.year - 1, day=1), today.replace(day=1) - timedelta(1)


# key: (name, from when to when, the name of the point on the line that a day belongs to)
PERIODS: dict[str, tuple[str, Callable[[date], Span], Callable[[date], str]]] = {
    "month": ("Last 30 days", _days, lambda day: f"{day:%-d %b}"),
    "quarter": ("Last 13 weeks", _weeks, lambda day: f"{day - timedelta(day.weekday()):%-d %b}"),
    "year": ("Last 12 months", _months, lambda day: f"{day:%b %Y}"),
}


async def dashboard(request: web.Request) -> web.Response:
    return page(
        request,
        "studio/dashboard",
        "Dashboard for dealers",
        styles=["studio/studio.css", "studio/dashboard.css"],
        scripts=["studio/dashboard.js"],
    )


async def figures(request: web.Request) -> web.Response:
    """`{heading, totals, before, line, bars, shares}` of `?period=`; money in euro cents.

    `line`, `bars` and `shares` are lists of `{name, value}`; `before` are the totals of the period
    before this one.
    """
    chosen = PERIODS.get(request.query.get("period", ""))
    if chosen is None:
        raise web.HTTPNotFound
    heading, span, point = chosen
    first, last = span(datetime.now(UTC).date())
    some = trade.days(first, last)
    line: dict[str, int] = {}
    for day in some:
        line[point(day.date)] = line.get(point(day.date), 0) + day.turnover
    names = {key: name for key, (name, _, _) in trade.CATEGORIES.items()}
    return web.json_response(
        {
            "heading": f"{heading}, to {last:%-d %B %Y}",
            "totals": _totals(some),
            "before": _totals(
                trade.days(first - (last - first) - timedelta(1), first - timedelta(1))
            ),
            "line": _pairs(line),
            "bars": _pairs({names[key]: count for key, count in trade.pieces(some).items()}),
            "shares": _pairs(trade.by_country(some)),
        },
        headers={"Cache-Control": "no-store"},
    )


def _totals(some: list[trade.Day]) -> dict[str, int]:
    count = sum(trade.pieces(some).values())
    return {
        "turnover": trade.turnover(some),
        "pieces": count,
        "each": trade.turnover(some) // max(count, 1),
        "returned": sum(day.returned for day in some),
    }


def _pairs(values: dict[str, int]) -> list[dict[str, object]]:
    return [{"name": name, "value": value} for name, value in values.items()]


ROUTES: list[web.AbstractRouteDef] = [
    web.get("/dashboard", dashboard),
    web.get("/api/dashboard", figures),
]
