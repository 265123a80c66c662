"""`python -m shop --port 8310`: the shop on its own, to look at."""

import argparse

from aiohttp import web

from shop.app import create_app
from shop.config import ShopConfig


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m shop", description=__doc__)
    arguments.add_argument("--host", default="127.0.0.1")
    arguments.add_argument("--port", type=int, default=8310)
    arguments.add_argument("--capture-origin", help="where capture.js comes from")
    arguments.add_argument("--site-key", help="the public key of this site")
    arguments.add_argument("--consent", choices=("notice", "required"), default="notice")
    arguments.add_argument(
        "--identity-secret", help="signs identity tokens for signed-in customers"
    )
    chosen = arguments.parse_args()
    config = ShopConfig(
        capture_origin=chosen.capture_origin,
        site_key=chosen.site_key,
        consent=chosen.consent,
        identity_secret=chosen.identity_secret,
    )
    web.run_app(create_app(config), host=chosen.host, port=chosen.port)


if __name__ == "__main__":
    main()
