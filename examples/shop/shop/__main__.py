"""`python -m shop --port 8310`: the shop on its own, to look at."""

import argparse
from pathlib import Path

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
    arguments.add_argument("--database", type=Path, help="file to keep everything in")
    arguments.add_argument(
        "--backoffice-secret", help="opens the back office to those who sign with it"
    )
    arguments.add_argument(
        "--webhook",
        action="append",
        default=[],
        metavar="URL",
        help="send events there; may repeat",
    )
    chosen = arguments.parse_args()
    if chosen.webhook and not chosen.backoffice_secret:
        arguments.error("--webhook needs --backoffice-secret, which signs what is sent")
    config = ShopConfig(
        capture_origin=chosen.capture_origin,
        site_key=chosen.site_key,
        consent=chosen.consent,
        identity_secret=chosen.identity_secret,
        database=chosen.database,
        backoffice_secret=chosen.backoffice_secret,
        webhooks=tuple(chosen.webhook),
    )
    # Whoever waits for a page that hangs on purpose does not hold up the end.
    web.run_app(create_app(config), host=chosen.host, port=chosen.port, shutdown_timeout=2)


if __name__ == "__main__":
    main()
