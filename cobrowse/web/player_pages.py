"""The player: the page that rebuilds a recorded page, on an origin of its own without cookies."""

from html import escape
from typing import Final

from aiohttp import hdrs, web

from cobrowse.domain.errors import NotFound
from cobrowse.web.built import ASK_FIRST, STATIC, BuiltFiles, not_built, send

PAGE: Final = "player.html"
HEAD: Final = "<head>"


class PlayerPages:
    """Serves `agent_ui`'s player, and tells it which origin may speak to it."""

    def __init__(self, console_origin: str, files: BuiltFiles | None = None) -> None:
        self._files = files or BuiltFiles(STATIC / "player")
        self._meta = f'<meta name="cobrowse-console-origin" content="{escape(console_origin)}">'

    def register(self, app: web.Application) -> None:
        app.router.add_get("/player/", self.page)
        app.router.add_get("/player/{name:.+}", self.file)

    async def page(self, _request: web.Request) -> web.StreamResponse:
        built = self._files.find(PAGE)
        if built is None:
            return not_built()
        text = built.read_text(encoding="utf-8").replace(HEAD, HEAD + self._meta, 1)
        headers = {hdrs.CACHE_CONTROL: ASK_FIRST}
        return web.Response(text=text, content_type="text/html", headers=headers)

    async def file(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        path = self._files.find(name)
        if path is None or name == PAGE:
            raise NotFound("no such file in this build")
        return send(path, hashed=name.startswith("assets/"))
