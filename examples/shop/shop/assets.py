"""Style sheets, scripts and pictures from `static/`; fonts and React from where npm put them."""

from pathlib import Path

from aiohttp import web

STATIC = Path(__file__).parent / "static"
MODULES = Path(__file__).parents[1] / "node_modules"
FONTS = "@fontsource-variable"
# By address; `tools/hatch_build.py` packs them under the same names.
PACKAGED = {
    "fonts/newsreader.woff2": f"{FONTS}/newsreader/files/newsreader-latin-opsz-normal.woff2",
    "fonts/newsreader-italic.woff2": f"{FONTS}/newsreader/files/newsreader-latin-opsz-italic.woff2",
    "fonts/instrument-sans.woff2": (
        f"{FONTS}/instrument-sans/files/instrument-sans-latin-wght-normal.woff2"
    ),
    "vendor/react.js": "react/umd/react.production.min.js",
    "vendor/react-dom.js": "react-dom/umd/react-dom.production.min.js",
}
TYPES = {".woff2": "font/woff2", ".js": "text/javascript"}


async def packaged(request: web.Request) -> web.StreamResponse:
    """Only the files listed; an installed wheel carries them in `static/` instead."""
    name = request.match_info["name"]
    if name not in PACKAGED:
        raise web.HTTPNotFound
    for path in (MODULES / PACKAGED[name], STATIC / name):
        if path.is_file():
            headers = {"Content-Type": TYPES[path.suffix], "Cache-Control": "max-age=86400"}
            return web.FileResponse(path, headers=headers)
    raise web.HTTPNotFound


ROUTES: list[web.AbstractRouteDef] = [
    web.get("/{name:(?:fonts|vendor)/[^/]+}", packaged),
    web.static("/static", STATIC),
]
