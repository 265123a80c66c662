"""Whether a file is still the one that was opened.

A database that is deleted or replaced under an open connection goes on taking commits, into a file
that nobody will ever find again. So those who acknowledge by it look at its name from time to time.
"""

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import structlog

LOOK_S: Final = 2.0

_log = structlog.get_logger()


class FileReplaced(Exception):
    """The file was deleted, moved, or replaced by another one, while it was open."""


class SameFile:
    def __init__(self, path: Path) -> None:
        """The file must be there."""
        self._path = path
        self._was = _identity(path)

    def check(self) -> None:
        """Raises `FileReplaced` when another file, or none, has its name now."""
        try:
            now = _identity(self._path)
        except FileNotFoundError:
            now = None
        if now != self._was:
            raise FileReplaced(f"{self._path.name} was deleted or replaced while it was open")


async def watch(paths: Iterable[Path]) -> None:
    """Look at files that are open until one of them is replaced; then raise `FileReplaced`."""
    files = [SameFile(path) for path in paths]
    while True:
        await asyncio.sleep(LOOK_S)
        try:
            for file in files:
                file.check()
        except FileReplaced as error:
            _log.critical("file_replaced", why=str(error))
            raise


def _identity(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino
