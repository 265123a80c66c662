"""The report of the past year: a long page that is reckoned when it is asked for."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from aiohttp import web

from shop.faults import FAULT
from shop.markup import Html, euros, join, render
from shop.pages import page
from shop.studio import trade
from shop.studio.workshops import WORKSHOPS

# What `?fault=` makes of it; a minute is longer than anybody waits.
DELAYS_S = {"slow": 5.0, "hang": 60.0}
QUARTERS = ("Winter", "Spring", "Summer", "Autumn")
BAR = 300  # units of the drawing


async def report(request: web.Request) -> web.Response:
    await asyncio.sleep(DELAYS_S.get(request[FAULT], 0))
    year = datetime.now(UTC).year - 1
    return page(
        request,
        "studio/report",
        f"The year {year}",
        styles=["studio/studio.css", "studio/report.css"],
        year=year,
        before=year - 1,
        **_values(year),
    )


@lru_cache(maxsize=2)
def _values(year: int) -> dict[str, Any]:
    some, before = _year(year), _year(year - 1)
    counts, earlier = trade.pieces(some), trade.pieces(before)
    whole, whole_before = trade.turnover(some), trade.turnover(before)
    months = [trade.turnover(day for day in some if day.date.month == n) for n in range(1, 13)]
    best = max(range(12), key=lambda n: months[n])
    returned = sum(day.returned for day in some)
    every = sum(counts.values())
    return {
        "turnover": _whole_euros(whole),
        "growth": _change(whole, whole_before),
        "pieces": f"{every:,}",
        "returned_share": f"{100 * returned / every:.1f}",
        "best_month": f"{date(year, best + 1, 1):%B}",
        "best_turnover": _whole_euros(months[best]),
        "quarters": join(_quarter(name, n, months, whole) for n, name in enumerate(QUARTERS)),
        "collections": join(
            render(
                "studio/report_collection",
                name=trade.CATEGORIES[key][0],
                pieces=f"{count:,}",
                before=f"{earlier[key]:,}",
                change=_change(count, earlier[key]),
            )
            for key, count in counts.items()
        ),
        "countries": join(
            _bar(name, cents, max(trade.by_country(some).values()))
            for name, cents in trade.by_country(some).items()
        ),
        "mended": f"{round(every * 0.043):,}",
        "people": sum(workshop.people for workshop in WORKSHOPS.values()),
    }


def _quarter(name: str, number: int, months: list[int], whole: int) -> Html:
    cents = months[number * 3 : number * 3 + 3]
    return render(
        "studio/report_quarter",
        name=name,
        first=_whole_euros(cents[0]),
        second=_whole_euros(cents[1]),
        third=_whole_euros(cents[2]),
        sum=_whole_euros(sum(cents)),
        share=round(100 * sum(cents) / whole),
    )


def _bar(name: str, cents: int, most: int) -> Html:
    return render(
        "studio/report_bar",
        name=name,
        turnover=_whole_euros(cents),
        width=round(BAR * cents / most),
        whole=BAR,
    )


def _year(year: int) -> list[trade.Day]:
    return trade.days(date(year, 1, 1), date(year + 1, 1, 1) - timedelta(1))


def _whole_euros(cents: int) -> str:
    return euros(round(cents, -2))


def _change(now: int, before: int) -> str:
    change = round(100 * (now - before) / before)
    return f"{'+' if change >= 0 else '−'}{abs(change)} %"  # noqa: RUF001


ROUTES: list[web.AbstractRouteDef] = [web.get("/report", report)]
