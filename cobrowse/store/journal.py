"""The durable log of batches not yet sealed: a SQLite file of its own.

The event loop appends and never waits; one thread commits (`committer.py`); each finished group
wakes the loop once, which then tells the listener, in order. An entry is told as committed only
after its commit, so whoever acknowledges from the listener acknowledges what is durable.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Concatenate, Final, ParamSpec, Self, TypeVar

import structlog
from sqlalchemy import URL, Connection, Engine, create_engine

from cobrowse.domain.entry import BatchEntry, Entry, GapEntry, Outline
from cobrowse.domain.errors import Busy
from cobrowse.domain.ids import PageId, SessionId
from cobrowse.domain.segment import Place
from cobrowse.store import journal_forgetting, journal_reading
from cobrowse.store.committer import Chore, Committer, size_of
from cobrowse.store.database import sqlite_url
from cobrowse.store.journal_writing import set_aside
from cobrowse.store.migrate import upgrade
from cobrowse.store.sqlite import begin_with, fold, on_connect

READERS: Final = 4

_log = structlog.get_logger()

P = ParamSpec("P")
T = TypeVar("T")


def _ignore(_: object) -> None:
    """Stands in until somebody listens."""


class Journal:
    """Open with `async with`, then `listen`, then `append`. To be used from one event loop."""

    def __init__(
        self, path: Path, *, window_s: float = 0.005, queue_bytes: int = 64 * 2**20
    ) -> None:
        """`window_s`: how long entries gather for one commit; it grows fourfold under load."""
        self._path = path
        self._queue_bytes = queue_bytes
        self._committer = Committer(path, window_s, self._on_finished, self._on_died)
        self._committed: Callable[[Sequence[Entry]], None] = _ignore
        self._poisoned: Callable[[Entry], None] = _ignore
        self._fatal: Callable[[BaseException], None] = _ignore
        self._appended = 0
        self._finished = 0
        self._waiting: deque[tuple[int, asyncio.Future[None]]] = deque()
        self._stopped = False
        self.taking_out = asyncio.Lock()
        """Held by who takes something out for good, from reading it to its last trace: one at a
        time, so that nobody seals what another one erases."""
        self.pending = 0
        """Bytes that are appended and not yet committed."""

    async def __aenter__(self) -> Self:
        await upgrade(sqlite_url(self._path), "journal")
        self._loop = asyncio.get_running_loop()
        self._reader = _reading_engine(self._path)
        self._threads = ThreadPoolExecutor(READERS, thread_name_prefix="journal-reader")
        self._committer.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Commit what is queued, tell the listener of it, and close the file."""
        await self._loop.run_in_executor(self._threads, self._committer.close)
        self._stop()
        self._threads.shutdown()
        self._reader.dispose()

    def listen(
        self,
        committed: Callable[[Sequence[Entry]], None],
        poisoned: Callable[[Entry], None],
        fatal: Callable[[BaseException], None] = _ignore,
    ) -> None:
        """Say who is told, on the event loop and in the order of appending.

        An entry that was stored before is told as committed again. A poisoned one could not be
        stored and never will be. After `fatal` nothing more is committed: stop accepting.
        """
        self._committed = committed
        self._poisoned = poisoned
        self._fatal = fatal

    def append(self, entry: Entry) -> None:
        """Queue an entry for the next commit. Raises `Busy` when too much is waiting."""
        size = size_of(entry)
        if self._stopped or self.pending + size > self._queue_bytes:
            raise Busy("the journal takes no more for now")
        self.pending += size
        self._appended += 1
        self._committer.put(entry)

    async def settled(self) -> None:
        """Wait until everything appended so far is committed or poisoned."""
        if self._finished >= self._appended:
            return
        if self._stopped:
            raise Busy("the journal has stopped")
        waiter = self._loop.create_future()
        self._waiting.append((self._appended, waiter))
        await waiter

    @property
    def healthy(self) -> bool:
        """False from a commit that failed until one that works."""
        return self._committer.healthy

    async def next_seqs(self, page: PageId) -> dict[int, int]:
        """For each of the page's latest epochs: the first number neither stored nor in a gap."""
        return await self._ask(journal_reading.next_seqs, page)

    async def latest_checkpoint(self, session: SessionId, page: PageId) -> tuple[int, int] | None:
        """(epoch, seq) where the page's latest checkpoint in this session begins of which every
        part is stored."""
        return await self._ask(journal_reading.latest_checkpoint, session, page)

    async def entries_from(
        self, session: SessionId, page: PageId, epoch: int, seq: int, *, max_bytes: int
    ) -> list[Entry]:
        """Batches and gaps of a page in this session, at or behind this place, in order.

        Ends once their payloads reach `max_bytes`: ask again from behind the last one, until
        nothing comes.
        """
        return await self._ask(
            journal_reading.entries_from, session, page, epoch, seq, max_bytes=max_bytes
        )

    async def outline(
        self, session: SessionId, page: PageId, epoch: int, seq: int
    ) -> list[Outline | GapEntry]:
        """The same without payloads, at most 5,000 at once."""
        return await self._ask(journal_reading.outline, session, page, epoch, seq)

    async def unsealed(
        self, after: tuple[SessionId, PageId] | None, limit: int
    ) -> list[tuple[SessionId, PageId]]:
        """Up to `limit` pages of sessions that the journal has anything of, behind `after`, in the
        order of their ids."""
        return await self._ask(journal_reading.unsealed, after, limit)

    async def forget(
        self, page: PageId, stored: Collection[Place], lost: Collection[Place], at: int
    ) -> None:
        """Remove these batches of a page, and the gaps that begin at these places, in slices that
        hold up no commit; returns when all are gone.

        Where the page's numbers have come to is remembered. Raises `Busy` when the journal cannot
        be written or stops: then some are gone, and it can be asked again.
        """
        await self._slices(journal_forgetting.of_page(page, stored, lost, at))

    async def forget_session(self, session: SessionId, at: int) -> int:
        """Remove everything of a session in the same way; return how many entries that were."""
        return await self._slices(journal_forgetting.of_session(session, at))

    async def forget_marks(self, before: int) -> None:
        """Remember no longer where the numbers of pages had come to that were removed before a
        time."""
        await self._slices(journal_forgetting.of_marks(before))

    async def quarantine(self, entry: BatchEntry, why: str) -> None:
        """Keep a copy of a batch whose content cannot be read, for a person to look at."""

        def keep(connection: Connection) -> int:
            set_aside(connection, entry, why)
            return 0

        await self._slices(keep)

    async def empty_log(self) -> bool:
        """Leave nothing of what was removed in the write-ahead log; return whether that is so.
        Readers may hold it up for a moment."""
        emptied: list[bool] = []

        def empty(engine: Engine) -> bool:
            emptied.append(fold(engine, empty=True))
            return False

        await self._chore(empty)
        return emptied == [True]

    async def _slices(self, remove: journal_forgetting.Slice) -> int:
        removed = 0

        def step(engine: Engine) -> bool:
            nonlocal removed
            with engine.begin() as connection:
                some = remove(connection)
            removed += some
            return some > 0

        await self._chore(step)
        return removed

    async def _chore(self, chore: Chore) -> None:
        if self._stopped:
            raise Busy("the journal has stopped")
        finished = self._loop.create_future()

        def done(error: Exception | None) -> None:
            self._loop.call_soon_threadsafe(_finish, finished, error)

        self._committer.chore(chore, done)
        await finished

    async def _ask(
        self,
        question: Callable[Concatenate[Connection, P], T],
        *arguments: P.args,
        **named: P.kwargs,
    ) -> T:
        def ask() -> T:
            with self._reader.begin() as connection:
                return question(connection, *arguments, **named)

        return await self._loop.run_in_executor(self._threads, ask)

    def _on_finished(self, group: Sequence[Entry], poisoned: frozenset[int]) -> None:
        self._loop.call_soon_threadsafe(self._tell, group, poisoned)

    def _on_died(self, error: BaseException) -> None:
        self._loop.call_soon_threadsafe(self._die, error)

    def _tell(self, group: Sequence[Entry], poisoned: frozenset[int]) -> None:
        self.pending -= sum(size_of(entry) for entry in group)
        self._finished += len(group)
        try:
            start = 0
            for index in sorted(poisoned):
                if start < index:
                    self._committed(group[start:index])
                self._poisoned(group[index])
                start = index + 1
            if start < len(group):
                self._committed(group[start:])
        finally:
            while self._waiting and self._waiting[0][0] <= self._finished:
                _, waiter = self._waiting.popleft()
                if not waiter.done():
                    waiter.set_result(None)

    def _die(self, error: BaseException) -> None:
        _log.critical("journal_stopped", exc_info=error)
        self._stop()
        self._fatal(error)

    def _stop(self) -> None:
        self._stopped = True
        while self._waiting:
            _, waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_exception(Busy("the journal has stopped"))


def _finish(future: asyncio.Future[None], error: Exception | None) -> None:
    if future.done():
        return
    if error is None:
        future.set_result(None)
    else:
        future.set_exception(error)


def _reading_engine(path: Path) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        pool_size=READERS,
        max_overflow=0,
        hide_parameters=True,
    )
    on_connect(engine, read_only=True)
    begin_with(engine, "BEGIN")
    return engine
