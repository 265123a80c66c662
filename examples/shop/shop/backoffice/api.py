"""The back office over HTTP: signed JSON in, JSON out, every change done once.

A call with an idempotency key that has been seen gets the answer of the first time; nothing is
done again. So a caller may repeat whatever it had no answer to, and an overheard call is useless.
"""

import json
import re
import sqlite3
import time
from collections.abc import Awaitable, Callable

from aiohttp import web

from shop.backoffice import actions
from shop.backoffice.calls import Action, Answer, Call, Refused
from shop.backoffice.context import read_customer
from shop.backoffice.signing import KEY, Message, Unsigned
from shop.database import together
from shop.state import SHOP, Shop

MOST_KEPT = 5000

Handler = Callable[[web.Request], Awaitable[web.Response]]


def reading(action: Action) -> Handler:
    async def handler(request: web.Request) -> web.Response:
        try:
            message = await _signed(request)
            return web.json_response(action(_call(request, message)))
        except Refused as refused:
            return _refusal(refused)

    return handler


def changing(action: Action) -> Handler:
    async def handler(request: web.Request) -> web.Response:
        try:
            message = await _signed(request)
            call = _call(request, message)
            with together(call.shop.db):
                return web.json_response(_once(action, call, message))
        except Refused as refused:
            return _refusal(refused)

    return handler


async def _signed(request: web.Request) -> Message:
    """The call as its sender meant it. Without a secret there is no back office."""
    secret = request.app[SHOP].config.backoffice_secret
    if secret is None:
        raise web.HTTPNotFound
    key, body = request.headers.get(KEY, ""), await request.read()
    message = Message(request.method, request.raw_path, key, body)
    try:
        message.check(secret, request.headers)
    except Unsigned as error:
        raise Refused(error.code, "The call is not signed as it should be.", 401) from None
    return message


def _call(request: web.Request, message: Message) -> Call:
    try:
        told = json.loads(message.body or b"{}")
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise Refused("not_json", "The body is one JSON object.", 400)
    return Call(request.app[SHOP], request.match_info, told, str(request.url.origin()))


def _once(action: Action, call: Call, message: Message) -> Answer:
    if not re.fullmatch(r"[!-~]{1,100}", message.key):
        raise Refused("no_key", f"{KEY} is missing, or not 1 to 100 letters, digits and signs.")
    done = _done(call.shop, message.key)
    if done is None:
        by, answer = call.by, action(call)
        _keep(call.shop, message, by, answer)
        return answer
    if done["call"] != message.fingerprint:
        raise Refused("key_reused", "This key belongs to another call.", 409)
    first: Answer = json.loads(done["answer"])
    return first


def _done(shop: Shop, key: str) -> sqlite3.Row | None:
    found: sqlite3.Row | None = shop.db.execute(
        "SELECT call, answer FROM backoffice_actions WHERE key = ?", (key,)
    ).fetchone()
    return found


def _keep(shop: Shop, message: Message, by: str, answer: Answer) -> None:
    kept = shop.db.execute(
        "INSERT INTO backoffice_actions (key, call, by, at, answer) VALUES (?, ?, ?, ?, ?)",
        (message.key, message.fingerprint, by, int(time.time()), json.dumps(answer)),
    )
    oldest = (kept.lastrowid or 0) - MOST_KEPT
    shop.db.execute("DELETE FROM backoffice_actions WHERE id <= ?", (oldest,))


def _refusal(refused: Refused) -> web.Response:
    error = {"code": refused.code, "message": str(refused)}
    return web.json_response({"error": error}, status=refused.status)


CUSTOMER = "/api/backoffice/customers/{email}"
ORDER = "/api/backoffice/orders/{order}"
ROUTES: list[web.AbstractRouteDef] = [
    web.get(CUSTOMER, reading(read_customer)),
    web.post(f"{CUSTOMER}/unlock", changing(actions.unlock)),
    web.post(f"{CUSTOMER}/reset-password", changing(actions.reset_password)),
    web.post(f"{CUSTOMER}/credit", changing(actions.give_credit)),
    web.post(f"{CUSTOMER}/plan", changing(actions.change_plan)),
    web.post(f"{CUSTOMER}/plan/extend", changing(actions.extend_plan)),
    web.post(f"{CUSTOMER}/notes/{{about}}/restore", changing(actions.restore_note)),
    web.post(f"{ORDER}/resend-mail", changing(actions.resend_order_mail)),
    web.post(f"{ORDER}/refund", changing(actions.refund)),
]
