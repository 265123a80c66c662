"""The main database: two engines over one URL, and the unit of work on them.

SQLite has one writer. So writers queue for the one writing connection, in order and for a bounded
time, and begin with `BEGIN IMMEDIATE`: a transaction that first reads and then writes can then not
fail half-way because another one wrote in between. Readers have connections of their own, which
refuse to write and never wait for a writer (WAL).
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from sqlalchemy import URL, create_engine, make_url
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine

from cobrowse.domain.errors import Busy, Conflict
from cobrowse.store.migrate import upgrade
from cobrowse.store.sqlite import begin_with, fold, on_connect
from cobrowse.store.transaction import Transaction

READERS: Final = 4
WAIT_S: Final = 5.0
"""How long a unit of work waits for its turn before it is refused as `busy`."""


def sqlite_url(path: Path) -> str:
    """Return the URL of a SQLite file, for `Database` and `migrate.upgrade`."""
    return URL.create("sqlite+aiosqlite", database=str(path)).render_as_string()


class Database:
    """Open with `async with`; the schema is brought up to date on entering.

    What the database itself refuses leaves here in the words of the domain: `Conflict` for a broken
    unique or foreign key, `Busy` when it does not answer in time.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._writer: AsyncEngine | None = None
        self._reader: AsyncEngine | None = None

    async def __aenter__(self) -> Self:
        await upgrade(self._url, "main")
        self._writer = _engine(self._url, connections=1, begin="BEGIN IMMEDIATE", read_only=False)
        self._reader = _engine(self._url, connections=READERS, begin="BEGIN", read_only=True)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for engine in (self._reader, self._writer):
            if engine is not None:
                await engine.dispose()
        self._reader = self._writer = None

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[Transaction]:
        """One unit of work: committed at the end of the block, rolled back by any exception."""
        async with _unit(self._writer) as tx:
            yield tx

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator[Transaction]:
        """Ask several questions of one consistent state, without waiting for writers."""
        async with _unit(self._reader) as tx:
            yield tx

    async def empty_log(self) -> bool:
        """Leave nothing of what was removed in the write-ahead log; return whether that is so.
        Readers may hold it up for a moment."""
        url = make_url(self._url)
        return url.get_backend_name() != "sqlite" or await asyncio.to_thread(_empty_log, url)


def _empty_log(url: URL) -> bool:
    engine = create_engine(URL.create("sqlite", database=url.database))
    on_connect(engine)
    try:
        return fold(engine, empty=True)
    finally:
        engine.dispose()


@asynccontextmanager
async def _unit(engine: AsyncEngine | None) -> AsyncGenerator[Transaction]:
    if engine is None:
        raise RuntimeError("the database is not open")
    # What was read earlier in the unit must never hide what was written since.
    sessions = async_sessionmaker(
        engine,
        autoflush=False,
        expire_on_commit=False,
        execution_options={"populate_existing": True},
    )
    try:
        async with sessions.begin() as session:
            yield Transaction(session)
    except IntegrityError as error:
        raise Conflict("the database refuses this: it breaks a unique or foreign key") from error
    except (PoolTimeout, OperationalError) as error:
        raise Busy("the database does not answer") from error


def _engine(url: str, *, connections: int, begin: str, read_only: bool) -> AsyncEngine:
    engine = create_async_engine(
        make_url(url),
        pool_size=connections,
        max_overflow=0,
        pool_timeout=WAIT_S,
        hide_parameters=True,  # errors are logged, and parameters hold names and addresses
    )
    if engine.dialect.name == "sqlite":
        on_connect(engine.sync_engine, read_only=read_only)
        begin_with(engine.sync_engine, begin)
    return engine
