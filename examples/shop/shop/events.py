"""What happens in the shop and others want to hear of, put in line for each of their addresses.

`events.tell("order.placed", {...})` only writes a row; `backoffice/webhooks.py` delivers it.
"""

import asyncio
import json
import secrets
import sqlite3
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

MOST_WAITING = 1000


class Events:
    def __init__(
        self, db: sqlite3.Connection, urls: Sequence[str], most: int = MOST_WAITING
    ) -> None:
        self._db = db
        self._most = most
        self.news = {url: asyncio.Event() for url in urls}

    def tell(self, name: str, data: Mapping[str, object]) -> None:
        """`data` is JSON. An address that never answers loses the oldest when its line is long."""
        body = json.dumps(
            {
                "id": f"evt_{secrets.token_hex(12)}",
                "event": name,
                "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
                "data": data,
            },
            ensure_ascii=False,
        )
        for url, news in self.news.items():
            self._db.execute(
                "INSERT INTO webhooks (url, body, due) VALUES (?, ?, ?)", (url, body, time.time())
            )
            self._db.execute(
                "DELETE FROM webhooks WHERE id IN (SELECT id FROM webhooks WHERE url = ?"
                " ORDER BY id DESC LIMIT -1 OFFSET ?)",
                (url, self._most),
            )
            news.set()
