"""What a backup says about itself: enough to know that it is whole before anything is replaced."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from cobrowse.domain.errors import Invalid

FORMAT: Final = "cobrowse-backup/1"
NAME: Final = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """`files` holds the SHA-256 of each database by its file name, `schemas` their versions, `rows`
    and `objects` counts, `missing` the objects that rows name and that could not be read when the
    backup was made."""

    release: str
    made_at: int
    files: dict[str, str]
    schemas: dict[str, str]
    rows: dict[str, int]
    objects: dict[str, int]
    bytes: int
    missing: tuple[str, ...]
    format: str = FORMAT


def plain(manifest: Manifest) -> dict[str, Any]:
    """Return it as plain values, as it is written."""
    return asdict(manifest)


def write(folder: Path, manifest: Manifest) -> None:
    (folder / NAME).write_text(f"{json.dumps(plain(manifest), indent=2)}\n")


def read(folder: Path) -> Manifest:
    """Raises `Invalid` for what is no backup, or one of a form that this release cannot read."""
    try:
        found: dict[str, Any] = json.loads((folder / NAME).read_text())
        manifest = Manifest(**{**found, "missing": tuple(found["missing"])})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Invalid(f"{folder} is no backup: its {NAME} cannot be read") from error
    if manifest.format != FORMAT:
        raise Invalid(f"{folder} is a backup of another form: {manifest.format}")
    return manifest


def check_files(folder: Path, manifest: Manifest) -> None:
    """Compare the databases with their hashes. Raises `Invalid` when they differ."""
    for name, sha256 in manifest.files.items():
        file = folder / name
        if Path(name).name != name or not file.is_file() or file_hash(file) != sha256:
            raise Invalid(f"{file} is not what {NAME} says: the backup is damaged")


def file_hash(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
