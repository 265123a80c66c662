"""The two web applications: console and capture on one origin, the replay origin on another."""

from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web

from cobrowse.web import headers
from cobrowse.web.api import ROUTES
from cobrowse.web.assets import KeptAssets
from cobrowse.web.capture import CaptureGateway
from cobrowse.web.console import ConsoleGateway
from cobrowse.web.console_pages import ConsolePages
from cobrowse.web.health import Health
from cobrowse.web.keys import ORIGINS, Origins
from cobrowse.web.middleware import add_headers, identify, require_host, translate
from cobrowse.web.openapi import describe
from cobrowse.web.parcels import Parcels
from cobrowse.web.player_pages import PlayerPages
from cobrowse.web.routes import register
from cobrowse.web.scripts import CaptureScripts
from cobrowse.wire.json import encode_json

OPENAPI: Final = "/api/v1/openapi.json"

OURS: Final = ("/api/", "/console")
"""Where the console's cookie means something."""


def build_service(
    origins: Origins,
    *,
    capture: CaptureGateway,
    console: ConsoleGateway,
    parcels: Parcels,
    scripts: CaptureScripts,
    pages: ConsolePages,
    health: Health,
) -> web.Application:
    """Return the application of the console's and the capture script's origin.

    The caller sets the remaining keys of `web.keys`, which the handlers of `/api/v1` reach for.
    """
    app = web.Application(
        middlewares=[identify, translate, require_host(urlsplit(origins.console).netloc, OURS)]
    )
    app[ORIGINS] = origins
    app.on_response_prepare.append(add_headers(_by_path(origins)))
    for path, gateway in (("/capture/socket", capture), ("/console/socket", console)):
        app.router.add_get(path, gateway.handle)
        app.router.add_get(f"{path}/", gateway.handle)  # socket.io-client ends its path so
    parcels.register(app)
    scripts.register(app)
    health.register(app)
    register(app, ROUTES)
    app.router.add_get(OPENAPI, _openapi)
    pages.register(app)
    return app


def build_replay(origins: Origins, *, player: PlayerPages, assets: KeptAssets) -> web.Application:
    """Return the application of the replay origin: no cookies, no data, nothing but files."""
    app = web.Application(
        middlewares=[identify, translate, require_host(urlsplit(origins.replay).netloc, ("/",))]
    )
    by_player = headers.player(origins.console, origins.replay)

    def choose(path: str) -> Mapping[str, str]:
        return headers.ASSETS if path.startswith("/assets/") else by_player

    app.on_response_prepare.append(add_headers(choose))
    player.register(app)
    assets.register(app)
    return app


def _by_path(origins: Origins) -> Callable[[str], Mapping[str, str]]:
    tls = headers.LEFT_TO_TLS if origins.secure else {}
    of_console = {**headers.console(origins.console, origins.replay), **tls}
    of_data = {**headers.api(), **tls}
    return lambda path: of_console if path.startswith("/console") else of_data


async def _openapi(_request: web.Request) -> web.StreamResponse:
    return web.Response(body=encode_json(describe(ROUTES)), content_type="application/json")
