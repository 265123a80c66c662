"""A visit to a workshop: the calendar, the hours of a day, the confirmation."""

from datetime import UTC, date, datetime, timedelta

from aiohttp import web

from shop.forms import Rejected, body_of, rejected
from shop.markup import join, render, when
from shop.pages import page
from shop.state import SHOP
from shop.studio.visits import (
    AHEAD_DAYS,
    CLOSED_WEEKDAYS,
    call_off,
    free_hours,
    keep_visit,
    read_day,
    read_visit,
    visit_of,
)
from shop.studio.workshops import WORKSHOPS


async def booking(request: web.Request) -> web.Response:
    customer = request.app[SHOP].shoppers.of(request).customer
    asked = request.query.get("workshop", "")
    chosen = asked if asked in WORKSHOPS else next(iter(WORKSHOPS))
    today = _today()
    return page(
        request,
        "studio/booking",
        "Visit a workshop",
        styles=["studio/studio.css", "studio/booking.css"],
        scripts=["studio/booking.js"],
        workshops=join(
            render(
                "option",
                key=workshop.key,
                name=f"{workshop.place} · {workshop.craft.lower()}",
                selected=when(workshop.key == chosen, " selected"),
            )
            for workshop in WORKSHOPS.values()
        ),
        today=today.isoformat(),
        last=(today + timedelta(AHEAD_DAYS)).isoformat(),
        closed=" ".join(map(str, CLOSED_WEEKDAYS)),
        name=customer.name if customer else "",
        email=customer.email if customer else "",
        called_off_hidden=when("called-off" not in request.query, " hidden"),
    )


async def hours(request: web.Request) -> web.Response:
    """`{hours: ["09:30", …]}` that are free on `?workshop=&date=`."""
    workshop, day = request.query.get("workshop", ""), read_day(request.query.get("date", ""))
    if workshop not in WORKSHOPS or day is None:
        raise web.HTTPNotFound
    return web.json_response(
        {"hours": free_hours(request.app[SHOP].db, workshop, day, _today())},
        headers={"Cache-Control": "no-store"},
    )


async def book(request: web.Request) -> web.Response:
    shop = request.app[SHOP]
    shopper = shop.shoppers.of(request)
    try:
        visit = read_visit(await body_of(request))
        keep_visit(shop.db, shopper.owner, visit, _today())
    except Rejected as error:
        return rejected(error)
    response = web.json_response({"next": f"/booking/{visit.code}"}, status=201)
    shop.shoppers.remember(request, response, shopper)
    return response


async def booked(request: web.Request) -> web.Response:
    shop = request.app[SHOP]
    visit = visit_of(shop.db, shop.shoppers.of(request).owner, request.match_info["code"])
    if visit is None:
        raise web.HTTPNotFound
    workshop = WORKSHOPS[visit.workshop]
    return page(
        request,
        "studio/booked",
        "Your visit is booked",
        styles=["studio/studio.css", "studio/booking.css"],
        code=visit.code,
        place=workshop.place,
        country=workshop.country,
        craft=workshop.craft.lower(),
        key=workshop.key,
        words=workshop.words,
        day=f"{visit.day:%A, %-d %B %Y}",
        hour=visit.hour,
        name=visit.name,
        email=visit.email,
        people="Just you" if visit.people == 1 else f"{visit.people} people",
        note=visit.note,
        note_hidden=when(not visit.note, " hidden"),
    )


async def cancel(request: web.Request) -> web.Response:
    shop = request.app[SHOP]
    if not call_off(shop.db, shop.shoppers.of(request).owner, request.match_info["code"]):
        raise web.HTTPNotFound
    raise web.HTTPSeeOther("/booking?called-off")


def _today() -> date:
    return datetime.now(UTC).date()


ROUTES: list[web.AbstractRouteDef] = [
    web.get("/booking", booking),
    web.get("/api/booking/hours", hours),
    web.post("/api/booking", book),
    web.get("/booking/{code}", booked),
    web.post("/booking/{code}/cancel", cancel),
]
