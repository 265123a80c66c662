"""Remember what a step was made from, so that it is repeated only when that has changed.

A stamp is a small file holding a hash of everything a step reads and everything it made. Content
decides, not times: a fresh clone, a branch change and back, or a file touched cost nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

IGNORED = {"node_modules", "__pycache__"}


def digest(paths: Iterable[Path], *facts: str) -> str:
    """Hash files, whole folders, and other facts a step depends on (a version, a path)."""
    total = hashlib.sha256("\0".join(facts).encode())
    for path in paths:
        for file in sorted(_files(path)):
            total.update(f"\0{file}\0".encode())
            total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        for inner in path.iterdir():
            if inner.name not in IGNORED:
                yield from _files(inner)
    elif path.is_file():
        yield path


class Stamp:
    """One step's memory: `fresh` before it, `press` after it."""

    def __init__(
        self,
        file: Path,
        *,
        made_from: Iterable[Path] = (),
        facts: Iterable[str] = (),
        makes: Iterable[Path] = (),
    ) -> None:
        self._file = file
        self._inputs = digest(made_from, *facts)
        self._outputs = list(makes)

    def fresh(self) -> bool:
        """Whether the step's result is there, unchanged, and made from what is there now."""
        return self._file.is_file() and self._file.read_text() == self._content()

    def press(self) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.write_text(self._content())

    def _content(self) -> str:
        return f"{self._inputs}\n{digest(self._outputs)}\n"
