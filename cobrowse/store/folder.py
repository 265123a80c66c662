"""The data folder: one process at a time, and how much room its disk has left.

Two services on one folder would each acknowledge what the other does not know of. SQLite lets both
in, so who serves, restores or erases holds a lock of its own first. The kernel drops it with the
process, however that ends.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

LOCK: Final = "lock"
"""The file whose lock it is. It stays, empty: removing it would let two in."""

LOOKED_AT_S: Final = 0.05
"""Who looks whether the lock is held has it for a moment."""


class FolderInUse(Exception):
    """Another process works on this folder."""


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Be the only one at work on a folder, which must be there. Raises `FolderInUse`."""
    handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        for pause in (LOOKED_AT_S, None):
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if pause is None:
                    raise FolderInUse(f"{folder} is in use by another process") from error
                time.sleep(pause)
        yield
    finally:
        os.close(handle)


def is_held(folder: Path) -> bool:
    """Tell whether a process is at work on a folder. Changes nothing."""
    try:
        handle = os.open(folder / LOCK, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def free_bytes(folder: Path) -> int:
    """How much can still be written to the disk of a folder, by who is not its administrator."""
    disk = os.statvfs(folder)
    return disk.f_bavail * disk.f_frsize
