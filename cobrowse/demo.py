"""The demonstration: the service, a shop on another origin that uses it, and people to sign in as.

All of it is made up and has one password, so this is the only place that ever makes it.
"""

import importlib
import json
import sys
from pathlib import Path
from typing import Any, Final, NamedTuple

import click
from aiohttp import web

from cobrowse import process
from cobrowse.config import Config, Server
from cobrowse.domain.agent import Role
from cobrowse.domain.clock import SystemClock
from cobrowse.domain.site import Site
from cobrowse.flow.administration import add_agent, add_site
from cobrowse.store.database import Database, sqlite_url
from cobrowse.web.auth.passwords import Argon2Passwords

PASSWORD: Final = "demo-password"
SHOP_NAME: Final = "Solvane"


class Person(NamedTuple):
    email: str
    name: str
    role: Role


PEOPLE: Final = (
    Person("anna@example.test", "Anna Lindqvist", Role.ACCOUNT_MANAGER),
    Person("ben@example.test", "Ben Okafor", Role.ACCOUNT_MANAGER),
    Person("sue@example.test", "Sue Marchetti", Role.SUPERVISOR),
    Person("sam@example.test", "Sam Petrov", Role.SALES_REVIEWER),
    Person("ada@example.test", "Ada Brandt", Role.ADMINISTRATOR),
)
CUSTOMERS: Final = ("maria@shop.test", "omar@shop.test", "chen@shop.test", "lena@shop.test")


async def run(config: Config, *, as_json: bool) -> None:
    """Serve until told to stop. Started again on the same data, it finds what it made before."""
    shop_origin = f"http://127.0.0.1:{_shop_port(config.server)}"
    site = await _prepare(config.server, shop_origin)

    async def announce() -> None:
        if as_json:
            click.echo(json.dumps(_facts(config.server, shop_origin, site)))
        else:
            click.echo(_welcome(config.server, shop_origin))

    await process.serve(
        config,
        extra_sites=[(_shop(config.server, site), config.server.host, _shop_port(config.server))],
        ready=announce,
    )


def _shop_port(server: Server) -> int:
    return server.replay_port + 1


async def _prepare(server: Server, shop_origin: str) -> Site:
    """Add the people and the site that are not there yet."""
    clock = SystemClock()
    passwords = Argon2Passwords()
    try:
        async with Database(sqlite_url(server.database_file)) as database:
            async with database.reading() as tx:
                known = {agent.email for agent in await tx.agents.all()}
                sites = await tx.sites.all()
            for person in PEOPLE:
                if person.email not in known:
                    await add_agent(
                        database,
                        passwords,
                        clock,
                        email=person.email,
                        name=person.name,
                        role=person.role,
                        password=PASSWORD,
                    )
            for site in sites:
                if site.name == SHOP_NAME and site.origins == (shop_origin,):
                    return site
            return await add_site(database, clock, name=SHOP_NAME, origins=[shop_origin])
    finally:
        passwords.close()


def _shop(server: Server, site: Site) -> web.Application:
    """Find the shop, which is an example and no part of the service, and make it a customer."""
    package = Path(__file__).parent
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


def _facts(server: Server, shop_origin: str, site: Site) -> dict[str, object]:
    return {
        "console": server.public_origin,
        "replay": server.replay_origin,
        "shop": shop_origin,
        "site_key": site.key,
        "people": [
            {**person._asdict(), "role": person.role.value, "password": PASSWORD}
            for person in PEOPLE
        ],
        "customers": [{"email": email} for email in CUSTOMERS],
    }


def _welcome(server: Server, shop_origin: str) -> str:
    people = "\n".join(
        f"    {person.email:<22} {person.role.replace('_', ' ')}" for person in PEOPLE
    )
    customers = "\n".join(f"    {email}" for email in CUSTOMERS)
    return f"""
  The demo is running. Open the shop in one window and the console in another.

    Shop      {shop_origin}
    Console   {server.public_origin}/console

  Sign in to the console as
{people}
  and to the shop as
{customers}
  with the password {PASSWORD}

  Data is in {server.data}. Ctrl-C ends the demo.
"""
