"""A copy of everything that is kept, taken while the service runs.

The journal is copied first, the main database next, the objects last. Sealing goes the other way:
objects, then rows of the index, then away with the journal's. So whatever happens meanwhile, the
copy is a state that a crash could have left, and a starting server goes on from it.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cobrowse.domain.errors import Invalid
from cobrowse.store.manifest import Manifest, file_hash
from cobrowse.store.objects import Kind, Objects

ATTEMPTS: Final = 4
"""Objects may be removed between the copy of their rows and their own. Then the rows are copied
again, which no longer name them."""

_NAMED: Final[dict[Kind, tuple[str, str]]] = {
    "segment": ("segments", "content"),
    "sheet": ("sheets", "content"),
    "asset": ("assets", "sha256"),
}
"""Which table and column name the objects of each kind."""

_COUNTED: Final = {
    "main": ("sites", "agents", "sessions", "pages", "segments", "sheets", "assets", "erasures"),
    "journal": ("batches", "gaps"),
}


@dataclass(frozen=True, slots=True)
class Files:
    """Where one installation keeps what it keeps."""

    main: Path
    journal: Path
    objects: Path


async def back_up(source: Files, target: Files, *, release: str, now_ms: int) -> Manifest:
    """Copy everything from where it is used to an empty place, and return what the copy holds.

    Raises `Invalid` when there is nothing to copy or it is no database.
    """
    for file in (source.journal, source.main):
        reading(file).close()
    kept, copied = Objects.in_directory(source.objects), Objects.in_directory(target.objects)
    done: set[tuple[Kind, str]] = set()
    missing: set[tuple[Kind, str]] = set()
    for _ in range(ATTEMPTS):
        _copy_database(source.journal, target.journal)
        _copy_database(source.main, target.main)
        before, missing = missing, set()
        for kind, sha256 in named_objects(target.main):
            if (kind, sha256) not in done:
                content = await content_of(kept, kind, sha256)
                if content is None:
                    missing.add((kind, sha256))
                else:
                    await copied.put(kind, sha256, content)
                    done.add((kind, sha256))
        if missing <= before:  # none, or damage that a fresh copy of the rows still names
            break
    for kind, sha256 in done.difference(named_objects(target.main)):
        await copied.delete(kind, sha256)
    return _describe(target, missing, release=release, now_ms=now_ms)


def named_objects(main: Path) -> Iterator[tuple[Kind, str]]:
    """Every object that the rows of a main database name, each once."""
    with closing(reading(main)) as connection:
        tables = _tables(connection)
        for kind, (table, column) in _NAMED.items():
            if table in tables:
                question = f"SELECT DISTINCT {column} FROM {table}"
                for (sha256,) in connection.execute(question):
                    yield kind, sha256


async def content_of(objects: Objects, kind: Kind, name: str) -> bytes | None:
    """Return what a row names; `None` when it is missing, damaged, or the row has no hash there."""
    try:
        return await objects.get(kind, name)
    except ValueError:
        return None


def reading(file: Path) -> sqlite3.Connection:
    """Open a database that is there, to read. Raises `Invalid` when it is not."""
    if not file.is_file():
        raise Invalid(f"there is no {file}")
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=5)


def _copy_database(source: Path, target: Path) -> None:
    """Copy one state of a database as a single file, without keeping its writers waiting."""
    target.unlink(missing_ok=True)
    try:
        with closing(reading(source)) as read, closing(sqlite3.connect(target)) as written:
            # In one step: between two, a writer would have the copy begin again, for ever.
            read.backup(written, pages=-1)
            # Without a write-ahead log beside it, the file is the database.
            written.execute("PRAGMA journal_mode = DELETE").close()
    except sqlite3.Error as error:
        raise Invalid(f"{source} cannot be copied: {error}") from error


def _describe(
    target: Files, missing: set[tuple[Kind, str]], *, release: str, now_ms: int
) -> Manifest:
    rows: dict[str, int] = {}
    schemas: dict[str, str] = {}
    for branch, file in (("main", target.main), ("journal", target.journal)):
        with closing(reading(file)) as connection:
            (version,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            schemas[branch] = version
            for table in _COUNTED[branch]:
                if table in _tables(connection):
                    question = f"SELECT count(*) FROM {table}"
                    (rows[table],) = connection.execute(question).fetchone()
    objects: dict[str, int] = dict.fromkeys(_NAMED, 0)
    for kind, _ in named_objects(target.main):
        objects[kind] += 1
    for kind, _ in missing:
        objects[kind] -= 1
    return Manifest(
        release=release,
        made_at=now_ms,
        files={file.name: file_hash(file) for file in (target.main, target.journal)},
        schemas=schemas,
        rows=rows,
        objects=objects,
        bytes=sum(each.stat().st_size for each in target.objects.rglob("*") if each.is_file())
        + target.main.stat().st_size
        + target.journal.stat().st_size,
        missing=tuple(sorted(f"{kind}/{sha256}" for kind, sha256 in missing)),
    )


def _tables(connection: sqlite3.Connection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
