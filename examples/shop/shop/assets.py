"""Style sheet, page scripts and pictures from `static/`; two typefaces from where npm put them."""

from pathlib import Path

from aiohttp import web

STATIC = Path(__file__).parent / "static"
MODULES = Path(__file__).parents[1] / "node_modules" / "@fontsource-variable"
FONTS = {
    "newsreader.woff2": MODULES / "newsreader/files/newsreader-latin-opsz-normal.woff2",
    "newsreader-italic.woff2": MODULES / "newsreader/files/newsreader-latin-opsz-italic.woff2",
    "instrument-sans.woff2": MODULES
    / "instrument-sans/files/instrument-sans-latin-wght-normal.woff2",
}


async def font(request: web.Request) -> web.StreamResponse:
    """Only the files listed; an installed wheel carries them in `static/fonts` instead."""
    name = request.match_info["name"]
    if name not in FONTS:
        raise web.HTTPNotFound
    for path in (FONTS[name], STATIC / "fonts" / name):
        if path.is_file():
            return web.FileResponse(
                path, headers={"Content-Type": "font/woff2", "Cache-Control": "max-age=86400"}
            )
    raise web.HTTPNotFound


ROUTES: list[web.AbstractRouteDef] = [
    web.get("/fonts/{name}", font),
    web.static("/static", STATIC),
]
