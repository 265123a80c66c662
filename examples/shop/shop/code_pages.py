"""Signing in with a code by mail, and choosing a new password behind a link by mail."""

import asyncio

from aiohttp import web

from shop.codes import NEW_PASSWORD, SIGN_IN, TooSoon
from shop.faults import FAULT
from shop.forms import Rejected, body_of, rejected, text
from shop.mails import code_mail
from shop.markup import when
from shop.membership import LOCKED, MOST_NEXT, MOST_PASSWORD, let_in, way_back
from shop.pages import page
from shop.passwords import Password
from shop.state import SHOP

FEWEST_LETTERS = 10


async def code_page(request: web.Request) -> web.Response:
    after = text(request.query, "next", MOST_NEXT)
    return page(
        request, "sign_in_code", "Sign in with a code", scripts=["js/sign-in-code.js"], next=after
    )


async def send_code(request: web.Request) -> web.Response:
    """`{email}` -> `{next: "code", wait_s, mail}`: when another may be asked for, and, because
    this is a demonstration, what the mail says; `mail` is null if none has gone out."""
    shop, body = request.app[SHOP], await body_of(request)
    email = text(body, "email").lower()
    if "@" not in email.strip("@"):
        return rejected(Rejected({"email": "Please enter your e-mail address."}))
    if shop.locks.holds(email):
        return rejected(Rejected({"email": LOCKED}))
    try:
        code = shop.codes.make(email, SIGN_IN)
    except TooSoon as soon:
        return rejected(Rejected({"form": f"Please wait {soon.wait_s} s before you ask again."}))
    customer = shop.customers.get(email)
    arrives = customer is not None and request[FAULT] != "no-code"
    if customer and arrives:
        shop.outbox.put(code_mail(customer, code))
    return web.json_response(
        {"next": "code", "wait_s": SIGN_IN.cooldown_s, "mail": code if arrives else None}
    )


async def sign_in_with_code(request: web.Request) -> web.Response:
    """`{email, code, next}` -> `{next}`: where to go, signed in."""
    shop, body = request.app[SHOP], await body_of(request)
    email = text(body, "email").lower()
    if shop.locks.holds(email):
        return rejected(Rejected({"code": LOCKED}))
    fits = shop.codes.accept(email, SIGN_IN, "".join(text(body, "code").split()))
    customer = shop.customers.get(email)
    if not fits or customer is None:
        words = (
            "That was the fifth wrong code. Please ask for a new one."
            if shop.codes.spent(email, SIGN_IN)
            else "This is not the code we sent, or its ten minutes are over."
        )
        return rejected(Rejected({"code": words}))
    response = web.json_response({"next": way_back(text(body, "next", MOST_NEXT))})
    let_in(request, response, customer)
    return response


async def new_password_page(request: web.Request) -> web.Response:
    return _new_password(
        request, email=text(request.query, "email"), code=text(request.query, "code")
    )


async def choose_password(request: web.Request) -> web.Response:
    shop, form = request.app[SHOP], await request.post()
    email, code = text(form, "email").lower(), text(form, "code")
    password = text(form, "password", MOST_PASSWORD)
    if len(password) < FEWEST_LETTERS:
        words = f"Please choose at least {FEWEST_LETTERS} letters, digits or signs."
        return _new_password(request, email=email, code=code, error=words)
    if not shop.codes.accept(email, NEW_PASSWORD, code):
        words = "This link has been used or is more than an hour old. Please ask us for another."
        return _new_password(request, email=email, code=code, error=words)
    shop.customers.change_password(email, await asyncio.to_thread(Password.of, password))
    raise web.HTTPSeeOther("/sign-in?new-password")


def _new_password(request: web.Request, *, email: str, code: str, error: str = "") -> web.Response:
    return page(
        request,
        "new_password",
        "A new password",
        status=422 if error else 200,
        email=email,
        code=code,
        error=error,
        error_hidden=when(not error, " hidden"),
        invalid=when(error, ' aria-invalid="true"'),
    )


ROUTES: list[web.AbstractRouteDef] = [
    web.get("/sign-in/code", code_page),
    web.post("/api/sign-in/code", send_code),
    web.post("/api/sign-in", sign_in_with_code),
    web.get("/sign-in/new-password", new_password_page),
    web.post("/sign-in/new-password", choose_password),
]
