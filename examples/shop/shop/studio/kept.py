"""Small things that the studio keeps for one person: a board, a plan, a best score.

Signed in they follow the customer; before that they belong to the browser.
"""

import json
import time

from aiohttp import web

from shop.state import SHOP

MOST_ROWS = 4000


def kept(request: web.Request, drawer: str) -> object:
    """What is in the drawer, as JSON had it; None if it is empty."""
    shop = request.app[SHOP]
    row = shop.db.execute(
        "SELECT body FROM studio_kept WHERE owner = ? AND drawer = ?",
        (shop.shoppers.of(request).owner, drawer),
    ).fetchone()
    return None if row is None else json.loads(row["body"])


def keep(request: web.Request, drawer: str, body: object) -> web.Response:
    """Put it in, in place of what was there; the oldest of all make room. Answers `{}`."""
    shop = request.app[SHOP]
    shopper = shop.shoppers.of(request)
    shop.db.execute(
        "INSERT OR REPLACE INTO studio_kept (owner, drawer, body, kept_at) VALUES (?, ?, ?, ?)",
        (shopper.owner, drawer, json.dumps(body), time.time()),
    )
    shop.db.execute(
        "DELETE FROM studio_kept WHERE kept_at <= "
        "(SELECT kept_at FROM studio_kept ORDER BY kept_at DESC LIMIT 1 OFFSET ?)",
        (MOST_ROWS,),
    )
    response = web.json_response({})
    shop.shoppers.remember(request, response, shopper)
    return response
