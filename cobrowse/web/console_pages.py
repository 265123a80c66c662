"""The console's application under `/console/`: its files, and its page for all else."""

from aiohttp import web

from cobrowse.domain.errors import NotFound
from cobrowse.web.built import STATIC, BuiltFiles, not_built, send

START = "/console/"


class ConsolePages:
    """Serves what `agent_ui` was built into."""

    def __init__(self, files: BuiltFiles | None = None) -> None:
        self._files = files or BuiltFiles(STATIC / "console")

    def register(self, app: web.Application) -> None:
        app.router.add_get("/", self.to_console)
        app.router.add_get("/console", self.to_console)
        app.router.add_get("/console/{name:.*}", self.serve)

    async def to_console(self, _request: web.Request) -> web.StreamResponse:
        raise web.HTTPFound(START)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        found = self._files.find(name) if name else None
        if found is not None and name != "index.html":
            return send(found, hashed=name.startswith("assets/"))
        if name.startswith("assets/"):
            raise NotFound("no such file in this build")  # a page in its place would hide the cause
        page = self._files.find("index.html")
        return send(page, hashed=False) if page is not None else not_built()
