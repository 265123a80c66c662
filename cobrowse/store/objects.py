"""The object store: bytes under the name of their own hash, in a local directory or by URL.

Names say what the content is, so an object is written once, never changed, and checked whenever it
is read. The local store writes to a temporary name and renames; we add the `fsync`s it leaves out.

The store is asked in threads of ours, not by its own `..._async` functions: their threads call into
Python, and a process that ends just then is aborted instead of ending with its exit code.
"""

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final, Literal, Self, get_args

import obstore
import structlog
from obstore.store import LocalStore, ObjectStore

from cobrowse.domain.errors import TooLarge
from cobrowse.store.durable import sync

Kind = Literal["asset", "segment", "sheet"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

MOST_BYTES: Final = 64 * 2**20

UNDER_WAY_MS: Final = 3600 * 1000
"""An object is put before the row that names it; one this old waits for none."""

_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_log = structlog.get_logger()


class Objects:
    def __init__(self, store: ObjectStore, root: Path | None) -> None:
        """`root` is where a local store keeps its files; other stores are durable by themselves."""
        self._store = store
        self._root = root
        # Who puts what is about to be swept must not find it there and then lose it.
        self._turn = asyncio.Lock()

    @classmethod
    def in_directory(cls, root: Path) -> Self:
        """Keep objects as files below `root`, which is made if it is missing."""
        return cls(LocalStore(root, mkdir=True), root)

    async def put(self, kind: Kind, sha256: str, content: bytes) -> None:
        """Keep `content`, whose hash the caller has; when this returns it is durable, and as old as
        if it had not been there before.

        Raises `TooLarge`, and `ValueError` when the hash is not that of the content.
        """
        if len(content) > MOST_BYTES:
            raise TooLarge("too large to keep")
        if hashlib.sha256(content).hexdigest() != sha256:
            raise ValueError("the hash is not that of the content")
        name = _name(kind, sha256)
        async with self._turn:
            await asyncio.to_thread(obstore.put, self._store, name, content)
            await self._sync(name)

    async def get(self, kind: Kind, sha256: str) -> bytes | None:
        """Return the content, or `None` when it is not kept or no longer what its name says."""
        return await asyncio.to_thread(self._get, kind, sha256)

    def _get(self, kind: Kind, sha256: str) -> bytes | None:
        try:
            content = bytes(obstore.get(self._store, _name(kind, sha256)).bytes())
        except FileNotFoundError:
            return None
        if hashlib.sha256(content).hexdigest() != sha256:
            _log.error("object_damaged", kind=kind, sha256=sha256, size=len(content))
            return None
        return content

    async def delete(self, kind: Kind, sha256: str, *, before: int | None = None) -> bool:
        """Keep it no longer; return whether it was kept. One that was put at `before` (ms) or later
        stays."""
        name = _name(kind, sha256)
        async with self._turn:
            try:
                if before is not None and await self._put_at(name) >= before:
                    return False
                await asyncio.to_thread(obstore.delete, self._store, name)
            except FileNotFoundError:
                return False
            await self._sync(name)
        return True

    async def names(self, kind: Kind, *, before: int | None = None) -> AsyncIterator[str]:
        """Hashes of all that is kept, or of what was put before a time (ms), in no order.

        What a crash left under a temporary name is none of it.
        """
        listed = obstore.list(self._store, prefix=kind)
        while found := await asyncio.to_thread(next, listed, None):
            for each in found:
                sha256 = each["path"].rpartition("/")[2]
                put_at = each["last_modified"].timestamp() * 1_000
                if _SHA256.fullmatch(sha256) and (before is None or put_at < before):
                    yield sha256

    async def _put_at(self, name: str) -> float:
        found = await asyncio.to_thread(obstore.head, self._store, name)
        return found["last_modified"].timestamp() * 1_000

    async def _sync(self, name: str) -> None:
        if self._root is not None:
            await asyncio.to_thread(_sync, self._root / name, self._root)


def _name(kind: Kind, sha256: str) -> str:
    if not _SHA256.fullmatch(sha256):
        raise ValueError("not a SHA-256")
    return f"{kind}/{sha256[:2]}/{sha256}"


def _sync(file: Path, root: Path) -> None:
    """Force a file that is new or gone, and the directory entries that lead to it, on to the
    disk."""
    for path in (file, *file.parents):
        if path != file or path.exists():
            sync(path)
        if path == root:
            return
