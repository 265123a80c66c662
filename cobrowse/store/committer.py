"""The one thread that writes the journal: many entries, one commit.

A commit costs one `fsync` whatever its size, so entries gather for a few milliseconds first. The
window grows fourfold as groups get bigger: at a few entries per group it buys little and would only
delay acknowledgements; at hundreds it saves most of the commits.

    stored                 reported, in order
    refused by its data    the group is tried again entry by entry; what is refused alone as well
                           goes to the quarantine table and is reported as poisoned
    disk full, locked ...  nothing is reported; tried again, with bounded backoff, until it works
    anything else          the thread ends and says so: its owner must stop accepting
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import structlog
from sqlalchemy import URL, create_engine
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    ProgrammingError,
)

from cobrowse.domain.entry import BatchEntry, Entry
from cobrowse.store.journal_writing import set_aside, store
from cobrowse.store.sqlite import begin_with, on_connect

GROUP_BYTES: Final = 4 * 2**20
BUSY_GROUP: Final = 64
"""Entries in a group from which on the window is at its widest."""
WIDEST: Final = 4

LOCKED_MS: Final = 500
FIRST_RETRY_S: Final = 0.05
LAST_RETRY_S: Final = 1.0
DRAIN_S: Final = 4.0
"""How long closing goes on trying to commit what is queued. What is not was never acknowledged."""

_REFUSED: Final = (
    DataError,
    IntegrityError,
    InterfaceError,
    ProgrammingError,
    OverflowError,  # a number past 64 bits
    UnicodeError,  # a lone surrogate
)

Report = Callable[[Sequence[Entry], frozenset[int]], None]
"""Called in the committer's thread with a finished group, and which of its entries are poisoned."""

_log = structlog.get_logger()


def size_of(entry: Entry) -> int:
    """Bytes that an entry takes while it waits, as good as matters for a bound."""
    held = len(entry.payload) + len(entry.facts) if isinstance(entry, BatchEntry) else 0
    return held + 256


class Committer:
    """`put` from any thread; `report` and `died` are called in the committer's own."""

    def __init__(
        self,
        path: Path,
        window_s: float,
        report: Report,
        died: Callable[[BaseException], None],
    ) -> None:
        self._engine = create_engine(
            URL.create("sqlite", database=str(path)), pool_size=1, hide_parameters=True
        )
        on_connect(self._engine, busy_ms=LOCKED_MS)
        begin_with(self._engine, "BEGIN IMMEDIATE")
        self._window_s = window_s
        self._report = report
        self._died = died
        self._queue: deque[Entry] = deque()
        self._arrived = threading.Condition()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="journal-committer", daemon=True)
        self._give_up_at = 0.0
        self.healthy = True

    def start(self) -> None:
        self._thread.start()

    def put(self, entry: Entry) -> None:
        with self._arrived:
            self._queue.append(entry)
            if len(self._queue) == 1:
                self._arrived.notify()

    def close(self) -> None:
        """Commit what is queued, for at most `DRAIN_S`, and wait for the thread to end."""
        self._give_up_at = time.monotonic() + DRAIN_S
        with self._arrived:
            self._closing.set()
            self._arrived.notify()
        self._thread.join()

    def _run(self) -> None:
        try:
            last = 0
            while group := self._next_group(last):
                poisoned = self._commit(group)
                if poisoned is None:
                    break
                self._report(group, poisoned)
                last = len(group)
        except BaseException as error:
            self.healthy = False
            self._died(error)
        finally:
            self._engine.dispose()

    def _next_group(self, last: int) -> list[Entry]:
        """Wait for entries, then for more of them; return none when closing and all is done."""
        with self._arrived:
            self._arrived.wait_for(lambda: self._queue or self._closing.is_set())
        if self._queue:
            busy = min(1.0, last / BUSY_GROUP)
            self._closing.wait(self._window_s * (1 + (WIDEST - 1) * busy))
        group: list[Entry] = []
        size = 0
        with self._arrived:
            while self._queue and size < GROUP_BYTES:
                group.append(self._queue.popleft())
                size += size_of(group[-1])
        return group

    def _commit(self, group: Sequence[Entry]) -> frozenset[int] | None:
        """Store a group, however long it takes. Returns the poisoned ones; `None` when given up."""
        pause = FIRST_RETRY_S
        while True:
            try:
                poisoned = self._store(group)
            except DBAPIError as error:
                self._failed(error, len(group))
                if self._closing.is_set() and time.monotonic() >= self._give_up_at:
                    return None
                time.sleep(pause)
                pause = min(LAST_RETRY_S, pause * 2)
            else:
                self._succeeded()
                return poisoned

    def _store(self, group: Sequence[Entry]) -> frozenset[int]:
        try:
            with self._engine.begin() as connection:
                store(connection, group)
            return frozenset()
        except _REFUSED:
            return self._store_one_by_one(group)

    def _store_one_by_one(self, group: Sequence[Entry]) -> frozenset[int]:
        poisoned: set[int] = set()
        with self._engine.begin() as connection:
            for index, entry in enumerate(group):
                try:
                    with connection.begin_nested():
                        store(connection, [entry])
                except _REFUSED as error:
                    set_aside(connection, entry, error)
                    poisoned.add(index)
        return frozenset(poisoned)

    def _failed(self, error: DBAPIError, entries: int) -> None:
        if self.healthy:
            _log.error("journal_not_writable", why=str(error.orig), entries_waiting=entries)
        self.healthy = False

    def _succeeded(self) -> None:
        if not self.healthy:
            _log.info("journal_writable_again")
        self.healthy = True
