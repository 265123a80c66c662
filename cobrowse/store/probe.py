"""Whether a SQLite file can be written at this moment: shown by writing to it, not guessed."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

EVERY_S: Final = 5.0
"""An answer holds for this long, however often it is asked for."""

WITHIN_S: Final = 1.0
LOCKED_MS: Final = 800


class WriteProbe:
    """Asks by a commit that changes nothing, on a connection of its own: whatever keeps the
    service's own writes from the disk keeps this one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._asked: asyncio.Task[bool] | None = None
        self._asked_at = 0.0

    async def passes(self) -> bool:
        """Return whether a write went through, within `WITHIN_S`. One that hangs is not repeated;
        as long as it hangs the answer is no."""
        now = asyncio.get_running_loop().time()
        if self._asked is None or (self._asked.done() and now - self._asked_at >= EVERY_S):
            self._asked_at = now
            self._asked = asyncio.create_task(asyncio.to_thread(_writes, self._path))
        await asyncio.wait({self._asked}, timeout=WITHIN_S)
        return self._asked.done() and self._asked.result()


def _writes(path: Path) -> bool:
    try:
        # `rw`: a file that is gone must not be made anew.
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True)) as connection:
            connection.isolation_level = None
            connection.execute(f"PRAGMA busy_timeout = {LOCKED_MS}")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA wal_autocheckpoint = 0")  # that is for the owner
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            connection.execute(f"PRAGMA user_version = {version}")
    except sqlite3.Error:
        return False
    return True
