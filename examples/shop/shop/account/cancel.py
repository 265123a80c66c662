"""The membership: what it gives, giving it up, and thinking again. No tricks on the way out."""

from aiohttp import web

from shop.account.cancellations import REASONS, Cancellation, Cancellations
from shop.account.clock import day
from shop.account.frame import account_page
from shop.account.people import signed_in
from shop.accounts import PLANS
from shop.forms import text
from shop.markup import euros, join, render, when
from shop.state import SHOP

MOST_WORDS = 1000
CIRCLE = PLANS["circle"]


async def membership(request: web.Request) -> web.Response:
    return _membership(request)


async def change(request: web.Request) -> web.Response:
    """Fields `do` (`cancel`, `keep` or `join`), `reason`, `words`."""
    shop, customer, form = request.app[SHOP], signed_in(request), await request.post()
    cancellations = Cancellations(shop.db)
    match text(form, "do"):
        case "cancel" if customer.plan:
            reason = text(form, "reason")
            if reason not in REASONS:
                return _membership(request, error="Please choose what fits best.")
            words = text(form, "words", MOST_WORDS)
            cancellations.cancel(customer.email, Cancellation(reason, words))
        case "keep":
            cancellations.take_back(customer.email)
        case "join" if customer.plan is None:
            shop.customers.change_plan(customer.email, CIRCLE)
        case _:
            raise web.HTTPBadRequest
    raise web.HTTPSeeOther("/account/cancel")


def _membership(request: web.Request, *, error: str = "") -> web.Response:
    shop, customer = request.app[SHOP], signed_in(request)
    plan, until = customer.plan, customer.plan_until
    cancelled = Cancellations(shop.db).of(customer.email) if plan else None
    return account_page(
        request,
        "cancel",
        "Membership",
        status=422 if error else 200,
        plan=(plan or CIRCLE).name,
        promises=join(
            render("account/promise", promise=promise.strip().capitalize())
            for promise in (plan or CIRCLE).promise.split(",")
        ),
        price=euros((plan or CIRCLE).price),
        until=day(until) if until else "",
        member_hidden=when(plan is None or cancelled, " hidden"),
        cancelled_hidden=when(cancelled is None, " hidden"),
        stranger_hidden=when(plan, " hidden"),
        error=error,
        error_hidden=when(not error, " hidden"),
        reasons=join(
            render("account/reason", key=key, words=words) for key, words in REASONS.items()
        ),
    )


ROUTES: list[web.AbstractRouteDef] = [
    web.get("/account/cancel", membership),
    web.post("/account/cancel", change),
]
