"""What the front ends' builds leave in `cobrowse/static`, found by name, never by path."""

import re
from pathlib import Path
from typing import Final

from aiohttp import hdrs, web

STATIC: Final = Path(__file__).resolve().parents[1] / "static"

FOREVER: Final = "public, max-age=31536000, immutable"
"""For files whose name holds the hash of their content."""

ASK_FIRST: Final = "no-cache"

_PART: Final = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")

NOT_BUILT: Final = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Not built</title>
<h1>The console is not built yet</h1>
<p>Run <code>make build</code> in the checkout, or <code>make run</code>, which does it; then reload
this page.</p>
"""


class BuiltFiles:
    """A folder of built files. A request names them by plain parts, so none can lead out of it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, name: str) -> Path | None:
        parts = name.split("/")
        if not all(_PART.fullmatch(part) for part in parts):
            return None
        path = self._folder.joinpath(*parts)
        return path if path.is_file() else None


def send(path: Path, *, hashed: bool) -> web.FileResponse:
    """Answer with a file, which may be kept for ever if its name is the hash of its content."""
    return web.FileResponse(path, headers={hdrs.CACHE_CONTROL: FOREVER if hashed else ASK_FIRST})


def not_built() -> web.Response:
    return web.Response(status=503, text=NOT_BUILT, content_type="text/html")
