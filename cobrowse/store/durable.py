"""Folders that appear whole and durable, or not at all."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cobrowse.domain.errors import Conflict
from cobrowse.domain.ids import new_id


@contextmanager
def appearing(folder: Path) -> Iterator[Path]:
    """Fill a new folder under a temporary name; it gets its own once everything in it is durable.

    Raises `Conflict` when something of that name is there.
    """
    if folder.exists():
        raise Conflict(f"{folder} is there already")
    partial = folder.absolute().with_name(f".{folder.name}.{new_id()}")
    partial.mkdir(mode=0o700, parents=True)
    try:
        yield partial
        sync_all(partial)
        partial.rename(folder)
        sync(folder.absolute().parent)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def sync_all(folder: Path) -> None:
    """Force a folder and everything below it on to the disk."""
    for within, _, files in os.walk(folder):
        for file in files:
            sync(Path(within, file))
        sync(Path(within))


def sync(path: Path) -> None:
    """Force a file, or the names that a folder holds, on to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
