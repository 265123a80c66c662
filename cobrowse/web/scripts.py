"""The capture script: a loader under a fixed name, the rest named by the hash of its content."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from aiohttp import ETag, hdrs, web

from cobrowse.domain.errors import Busy, NotFound
from cobrowse.web.built import FOREVER, STATIC, BuiltFiles
from cobrowse.web.headers import SCRIPTS

PLACEHOLDER: Final = "__COBROWSE_CORE__"
"""What the loader holds where the address of the core goes."""

LOADER_MAX_AGE_S: Final = 300
"""A new release reaches every page within this."""

JAVASCRIPT: Final = "text/javascript"


@dataclass(frozen=True, slots=True)
class _Loader:
    stamp: int
    body: bytes
    etag: str


class CaptureScripts:
    """Serves `/capture.js` and `/capture/<name>-<hash>.js` out of the capture script's build."""

    def __init__(self, folder: Path = STATIC / "capture") -> None:
        self._folder = folder
        self._files = BuiltFiles(folder)
        self._loader: _Loader | None = None

    def register(self, app: web.Application) -> None:
        app.router.add_get("/capture.js", self.loader)
        app.router.add_get(r"/capture/{name:[a-z]+-[0-9a-f]{8,64}\.js}", self.hashed)

    async def loader(self, request: web.Request) -> web.StreamResponse:
        loader = self._current()
        response = web.Response(body=loader.body, content_type=JAVASCRIPT, charset="utf-8")
        if request.if_none_match and ETag(loader.etag) in request.if_none_match:
            response = web.Response(status=304)
        response.etag = loader.etag
        response.headers[hdrs.CACHE_CONTROL] = f"public, max-age={LOADER_MAX_AGE_S}"
        response.headers.update(SCRIPTS)
        return response

    async def hashed(self, request: web.Request) -> web.StreamResponse:
        path = self._files.find(request.match_info["name"])
        if path is None:
            raise NotFound("no such script in this build")
        response = web.FileResponse(path, headers=SCRIPTS)
        response.headers[hdrs.CACHE_CONTROL] = FOREVER
        response.content_type = JAVASCRIPT
        return response

    def _current(self) -> _Loader:
        """Return the loader of the latest build; the build writes its manifest last."""
        manifest = self._folder / "manifest.json"
        try:
            stamp = manifest.stat().st_mtime_ns
        except FileNotFoundError as error:
            raise Busy("the capture script is not built: run `make build`") from error
        if self._loader is None or self._loader.stamp != stamp:
            named = json.loads(manifest.read_bytes())
            text = (self._folder / named["loader"]).read_text(encoding="utf-8")
            body = text.replace(PLACEHOLDER, f"/capture/{named['core']}").encode()
            self._loader = _Loader(stamp, body, hashlib.sha256(body).hexdigest()[:32])
        return self._loader
