"""The shop, which is an example and no part of the service: found on the disk, and made a customer
of ours."""

import importlib
import sys
from pathlib import Path
from typing import Any, Final

import click
from aiohttp import web

from cobrowse.config import Server
from cobrowse.domain.site import Site

SHOP_NAME: Final = "Solvane"


def shop_port(server: Server) -> int:
    """Return the port after that of the replay origin."""
    return server.replay_port + 1


def shop_origin(server: Server) -> str:
    return f"http://127.0.0.1:{shop_port(server)}"


def open_shop(server: Server, site: Site) -> web.Application:
    """Return the shop with our tag on its pages. Raises `ClickException` where it is not to be
    found."""
    package = Path(__file__).parent.parent
    homes = (package / "demo_shop", package.parent / "examples" / "shop")
    home = next((home for home in homes if (home / "shop").is_dir()), None)
    if home is None:
        raise click.ClickException("the demo shop is not installed; run from a checkout or a wheel")
    sys.path.insert(0, str(home))
    settings: Any = importlib.import_module("shop.config")
    shop: Any = importlib.import_module("shop.app")
    made: web.Application = shop.create_app(
        settings.ShopConfig(
            capture_origin=server.public_origin,
            site_key=site.key,
            consent="notice",
            identity_secret=site.secret,
        )
    )
    return made
