"""The object store: bytes under the name of their own hash, in a local directory or by URL.

Names say what the content is, so an object is written once, never changed, and checked whenever it
is read. The local store writes to a temporary name and renames; we add the `fsync`s it leaves out.
"""

import asyncio
import hashlib
import os
import re
from pathlib import Path
from typing import Final, Literal, Self

import obstore
import structlog
from obstore.store import LocalStore, ObjectStore

from cobrowse.domain.errors import TooLarge

Kind = Literal["asset"]

MOST_BYTES: Final = 64 * 2**20

_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_log = structlog.get_logger()


class Objects:
    def __init__(self, store: ObjectStore, root: Path | None) -> None:
        """`root` is where a local store keeps its files; other stores are durable by themselves."""
        self._store = store
        self._root = root

    @classmethod
    def in_directory(cls, root: Path) -> Self:
        """Keep objects as files below `root`, which is made if it is missing."""
        return cls(LocalStore(root, mkdir=True), root)

    async def put(self, kind: Kind, sha256: str, content: bytes) -> None:
        """Keep `content`, whose hash the caller has; when this returns it is durable.

        Raises `TooLarge`, and `ValueError` when the hash is not that of the content.
        """
        if len(content) > MOST_BYTES:
            raise TooLarge("too large to keep")
        if hashlib.sha256(content).hexdigest() != sha256:
            raise ValueError("the hash is not that of the content")
        name = _name(kind, sha256)
        await obstore.put_async(self._store, name, content)
        if self._root is not None:
            await asyncio.to_thread(_sync, self._root / name, self._root)

    async def get(self, kind: Kind, sha256: str) -> bytes | None:
        """Return the content, or `None` when it is not kept or no longer what its name says."""
        try:
            found = await obstore.get_async(self._store, _name(kind, sha256))
        except FileNotFoundError:
            return None
        content = bytes(await found.bytes_async())
        if hashlib.sha256(content).hexdigest() != sha256:
            _log.error("object_damaged", kind=kind, sha256=sha256, size=len(content))
            return None
        return content


def _name(kind: Kind, sha256: str) -> str:
    if not _SHA256.fullmatch(sha256):
        raise ValueError("not a SHA-256")
    return f"{kind}/{sha256[:2]}/{sha256}"


def _sync(file: Path, root: Path) -> None:
    """Force a new file, and the directory entries that lead to it, on to the disk."""
    for path in (file, *file.parents):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        if path == root:
            return
