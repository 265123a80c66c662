"""The one thread that writes the journal: many entries, one commit.

A commit costs one `fsync` whatever its size, so entries gather for a few milliseconds first. The
window grows fourfold as groups get bigger: at a few entries per group it buys little and would only
delay acknowledgements; at hundreds it saves most of the commits.

    stored                 reported, in order
    refused by its data    the group is tried again entry by entry; what is refused alone as well
                           goes to the quarantine table and is reported as poisoned
    disk full, locked      nothing is reported; tried again, with bounded backoff, until it works
    anything else          the thread ends and says so: its owner must stop accepting. After a
                           failed `fsync` a second one may succeed though the data is lost

Between two groups the thread takes one step of a chore, if it has been given any: removing what has
been sealed, say. So no commit waits longer than one step.
"""

import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import structlog
from sqlalchemy import URL, Engine, create_engine
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    ProgrammingError,
)

from cobrowse.domain.entry import BatchEntry, Entry
from cobrowse.domain.errors import Busy
from cobrowse.store.journal_writing import set_aside, store
from cobrowse.store.same_file import SameFile
from cobrowse.store.sqlite import begin_with, fold, may_pass, on_connect

GROUP_BYTES: Final = 4 * 2**20
BUSY_GROUP: Final = 64
"""Entries in a group from which on the window is at its widest."""
WIDEST: Final = 4

LOCKED_MS: Final = 500
FIRST_RETRY_S: Final = 0.05
LAST_RETRY_S: Final = 1.0
LOOK_S: Final = 2.0
"""How often an idle committer looks whether the file is still there."""

FOLD_BYTES: Final = 4 * 2**20
"""The write-ahead log is folded back into the file about this often."""

STEP_BYTES: Final = 2**20
"""What one step of a chore writes to the log, about."""

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

Chore = Callable[[Engine], bool]
"""Takes one step; tells whether more are left."""

Done = Callable[[Exception | None], None]
"""Called in the committer's thread when a chore is done, or why it is not."""

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
        on_connect(self._engine, busy_ms=LOCKED_MS, folds=False)
        begin_with(self._engine, "BEGIN IMMEDIATE")
        self._path = path
        self._window_s = window_s
        self._report = report
        self._died = died
        self._queue: deque[Entry] = deque()
        self._chores: deque[tuple[Chore, Done]] = deque()
        self._unfolded = 0
        self._arrived = threading.Condition()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="journal-committer", daemon=True)
        self._give_up_at = 0.0
        self._ended = False
        self.healthy = True

    def start(self) -> None:
        """The file must be there."""
        self._file = SameFile(self._path)
        self._thread.start()

    def put(self, entry: Entry) -> None:
        with self._arrived:
            self._queue.append(entry)
            if len(self._queue) == 1:
                self._arrived.notify()

    def chore(self, chore: Chore, done: Done) -> None:
        """Take the steps of a chore, each between two commit groups. One that fails is not tried
        again."""
        with self._arrived:
            if not self._ended:
                self._chores.append((chore, done))
                self._arrived.notify()
                return
        done(Busy("the journal has stopped"))

    def close(self) -> None:
        """Commit what is queued, for at most `DRAIN_S`, and wait for the thread to end."""
        self._give_up_at = time.monotonic() + DRAIN_S
        with self._arrived:
            self._closing.set()
            self._arrived.notify()
        self._thread.join()

    def _run(self) -> None:
        why: BaseException | None = None
        try:
            self._work()
        except BaseException as error:
            why = error
            self.healthy = False
        finally:
            self._engine.dispose()
        with self._arrived:
            self._ended = True
        self._refuse_chores()
        if why is not None:
            self._died(why)

    def _work(self) -> None:
        last = 0
        while (group := self._next_group(last)) or not self._closing.is_set():
            if group:
                poisoned = self._commit(group)
                if poisoned is None:
                    return
                self._file.check()
                self._report(group, poisoned)
                last = len(group)
            else:
                self._file.check()
            self._step()
            self._fold()

    def _next_group(self, last: int) -> list[Entry]:
        """Wait for entries, then for more of them; return none when there is something else to
        do."""
        with self._arrived:
            self._arrived.wait_for(
                lambda: self._queue or self._chores or self._closing.is_set(), LOOK_S
            )
        if self._queue:
            busy = min(1.0, last / BUSY_GROUP)
            self._closing.wait(self._window_s * (1 + (WIDEST - 1) * busy))
        group: list[Entry] = []
        size = 0
        with self._arrived:
            while self._queue and size < GROUP_BYTES:
                group.append(self._queue.popleft())
                size += size_of(group[-1])
        self._unfolded += size
        return group

    def _step(self) -> None:
        """Take one step of the first chore, if there is one and it is not time to close."""
        if not self._chores or self._closing.is_set():
            return
        chore, done = self._chores[0]
        self._unfolded += STEP_BYTES
        outcome: Exception | None = None
        try:
            if chore(self._engine):
                return
        except Exception as error:
            # A chore that is at fault itself must not end the commits; a failing disk must.
            if isinstance(error, DBAPIError) and not isinstance(error, _REFUSED):
                if not may_pass(error.orig):
                    raise
                error = Busy("the journal cannot be written")
            outcome = error
        self._chores.popleft()
        done(outcome)

    def _refuse_chores(self) -> None:
        while self._chores:
            _, done = self._chores.popleft()
            done(Busy("the journal cannot be written"))

    def _fold(self) -> None:
        """Fold the log back now and then. SQLite would do it by itself and tell of no failure."""
        if self._unfolded < FOLD_BYTES:
            return
        self._unfolded = 0
        try:
            fold(self._engine)
        except sqlite3.Error as error:
            if not may_pass(error):
                raise

    def _commit(self, group: Sequence[Entry]) -> frozenset[int] | None:
        """Store a group, however long it takes. Returns the poisoned ones; `None` when given up."""
        pause = FIRST_RETRY_S
        while True:
            try:
                poisoned = self._store(group)
            except DBAPIError as error:
                if not may_pass(error.orig):
                    raise
                self._failed(error, len(group))
                self._refuse_chores()
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
                    why = getattr(error, "orig", None) or error
                    set_aside(connection, entry, f"{type(error).__name__}: {why}")
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
