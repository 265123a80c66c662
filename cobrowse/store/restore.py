"""Putting a backup in the place of what is kept.

Everything is made ready and checked beside what is there, inside the same folder, which may be a
mount point; only then it is exchanged, by renames. What was asked to be erased stays erased: the
wishes known to the replaced folder are carried into the restored one, and all of them are open
again.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cobrowse.domain.errors import Conflict, Invalid
from cobrowse.store.backup import Files, content_of, named_objects, reading
from cobrowse.store.database import sqlite_url
from cobrowse.store.durable import sync, sync_all
from cobrowse.store.folder import LOCK
from cobrowse.store.manifest import Manifest
from cobrowse.store.migrate import upgrade
from cobrowse.store.objects import Objects

COMING: Final = ".restoring"
GOING: Final = ".replaced"

_CARRIED: Final = {"erasures": "kind, site_id, subject, asked_at", "tombstones": "id, erased_at"}
"""Tables and columns that hold what was asked to be erased, and what of it is refused since."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was asked to be erased: rows by table. `readable` is false when the replaced database
    could not be asked."""

    rows: dict[str, set[tuple[str | int, ...]]] = field(default_factory=dict)
    readable: bool = True


async def make_ready(backup: Files, target: Files, manifest: Manifest, wishes: Wishes) -> None:
    """Copy a backup to where it will be exchanged from, checked, and up to date for this release.

    Raises `Invalid` for one that is not whole, `SchemaTooNew` for one of a later release.
    """
    for source, copy in ((backup.main, target.main), (backup.journal, target.journal)):
        shutil.copyfile(source, copy)
    await upgrade(sqlite_url(target.main), "main")
    await upgrade(sqlite_url(target.journal), "journal")
    kept, copied = Objects.in_directory(backup.objects), Objects.in_directory(target.objects)
    for kind, sha256 in named_objects(backup.main):
        content = await content_of(kept, kind, sha256)
        if content is not None:
            await copied.put(kind, sha256, content)
        elif f"{kind}/{sha256}" not in manifest.missing:
            raise Invalid(f"{kind}/{sha256} is damaged or missing: the backup is not whole")
    with closing(sqlite3.connect(target.main)) as connection, connection:
        for table, rows in wishes.rows.items():
            known = _rows(connection, table)
            marks = ", ".join("?" for _ in _CARRIED[table].split(","))
            connection.executemany(
                f"INSERT INTO {table} ({_CARRIED[table]}) VALUES ({marks})", rows - known
            )
        connection.execute("UPDATE erasures SET done_at = NULL")


def wishes_of(folder: Path, main: str) -> Wishes:
    """Read what was asked to be erased from what is about to be replaced. An exchange that broke
    off has left that aside."""
    rows: dict[str, set[tuple[str | int, ...]]] = {table: set() for table in _CARRIED}
    readable = True
    for file in (folder / main, folder / GOING / main):
        if file.exists():
            try:
                with closing(reading(file)) as connection:
                    for table in _CARRIED:
                        rows[table] |= _rows(connection, table)
            except sqlite3.Error:
                readable = False
    return Wishes(rows, readable)


@contextmanager
def replacing(folder: Path, *, replace: bool) -> Iterator[Path]:
    """Make the new content of a folder ready in the empty place that is given; at the end of the
    block it is exchanged for what is there, which is removed. If the block fails, nothing changes.

    Raises `Conflict` when there is something that may not be replaced.
    """
    there = [each.name for each in folder.iterdir() if each.name not in {LOCK, COMING}]
    if there and not replace:
        raise Conflict(f"{folder} is not empty: --replace puts the backup in its place")
    coming = folder / COMING
    shutil.rmtree(coming, ignore_errors=True)
    coming.mkdir(mode=0o700)
    try:
        yield coming
        _exchange(folder, coming)
    finally:
        shutil.rmtree(coming, ignore_errors=True)


def _exchange(folder: Path, coming: Path) -> None:
    going = folder / GOING
    sync_all(coming)
    shutil.rmtree(going, ignore_errors=True)
    going.mkdir(mode=0o700)
    for each in list(folder.iterdir()):
        if each.name not in {LOCK, COMING, GOING}:
            each.rename(going / each.name)
    for each in list(coming.iterdir()):
        each.rename(folder / each.name)
    coming.rmdir()
    sync(folder)
    shutil.rmtree(going)
    sync(folder)


def _rows(connection: sqlite3.Connection, table: str) -> set[tuple[str | int, ...]]:
    """What a table holds; nothing where an older release has not made it yet."""
    known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    if known is None:
        return set()
    return set(connection.execute(f"SELECT {_CARRIED[table]} FROM {table}"))
