"""Events on their way: to each address in order, again and again until it says it has them.

One task per address, so that one that does not answer holds up nobody else. An event is given up
after ten tries, an hour and a quarter; the address gets it at least once, and can tell a repeat
by its `id`, which is also the idempotency key.
"""

import asyncio
import json
import logging
import sqlite3
import time
from collections.abc import AsyncIterator
from http import HTTPStatus

import aiohttp
from aiohttp import web
from yarl import URL

from shop.backoffice.signing import Message
from shop.state import SHOP, Shop

log = logging.getLogger(__name__)

FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 1800.0
WAIT_GROWS = 3
MOST_TRIES = 10
ANSWER_WITHIN = aiohttp.ClientTimeout(total=5)


async def delivering(app: web.Application) -> AsyncIterator[None]:
    """For `app.cleanup_ctx`: the tasks run as long as the shop does."""
    shop, secret = app[SHOP], app[SHOP].config.backoffice_secret or ""
    async with aiohttp.ClientSession(timeout=ANSWER_WITHIN) as session:
        tasks = [
            asyncio.create_task(_deliver(shop, session, secret, url), name=f"webhooks to {url}")
            for url in shop.config.webhooks
        ]
        yield
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _deliver(shop: Shop, session: aiohttp.ClientSession, secret: str, url: str) -> None:
    news = shop.events.news[url]
    while True:
        news.clear()
        first = shop.db.execute(
            "SELECT id, body, tries, due FROM webhooks WHERE url = ? ORDER BY id LIMIT 1", (url,)
        ).fetchone()
        if first is None:
            await news.wait()
            continue
        await asyncio.sleep(max(0.0, first["due"] - time.time()))
        if await _post(session, secret, url, first["body"]):
            shop.db.execute("DELETE FROM webhooks WHERE id = ?", (first["id"],))
        else:
            _try_later(shop.db, url, first)


async def _post(session: aiohttp.ClientSession, secret: str, url: str, body: str) -> bool:
    sent = body.encode()
    key = json.loads(body)["id"]
    headers = Message("POST", URL(url).raw_path_qs, key, sent).headers(secret)
    headers["Content-Type"] = "application/json"
    try:
        async with session.post(url, data=sent, headers=headers, allow_redirects=False) as answer:
            return answer.status < HTTPStatus.MULTIPLE_CHOICES
    except (aiohttp.ClientError, TimeoutError):
        return False


def _try_later(db: sqlite3.Connection, url: str, event: sqlite3.Row) -> None:
    tries = event["tries"] + 1
    if tries >= MOST_TRIES:
        log.warning("given up after %d tries: an event for %s", tries, URL(url).origin())
        db.execute("DELETE FROM webhooks WHERE id = ?", (event["id"],))
        return
    wait = min(FIRST_WAIT_S * WAIT_GROWS ** event["tries"], LONGEST_WAIT_S)
    db.execute(
        "UPDATE webhooks SET tries = ?, due = ? WHERE id = ?",
        (tries, time.time() + wait, event["id"]),
    )
