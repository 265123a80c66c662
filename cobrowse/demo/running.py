"""`cobrowse demo`: everything at once, until it is told to stop."""

import json
from contextlib import AsyncExitStack
from datetime import datetime

import click

from cobrowse import process
from cobrowse.config import Config, Server
from cobrowse.demo.crowd import Crowd, Shop
from cobrowse.demo.history import Wish, make_history
from cobrowse.demo.people import PASSWORD, PEOPLE, WITH_ACCOUNTS
from cobrowse.demo.shop import SHOP_NAME, open_shop, shop_origin, shop_port
from cobrowse.domain.clock import SystemClock
from cobrowse.domain.site import Site
from cobrowse.flow.administration import add_agent, add_site
from cobrowse.store.database import Database, sqlite_url
from cobrowse.web.auth.passwords import Argon2Passwords


async def run(
    config: Config, *, as_json: bool, visitors: int, history: Wish | None, seed: int
) -> None:
    """Serve until told to stop, with so many simulated visitors, after the past that is wished for.
    Started again on the same data, it finds what it made before."""
    server = config.server
    site = await _prepare(server)
    now = datetime.now().astimezone()
    if history is not None and not await make_history(config, site, history, now):
        return
    shop = Shop(server.public_origin, shop_origin(server), site)
    crowd = Crowd(visitors, seed, shop, SystemClock())
    async with AsyncExitStack() as at_end:

        async def announce() -> None:
            click.echo(json.dumps(_facts(server, site)) if as_json else _welcome(server))
            if visitors:
                await at_end.enter_async_context(crowd.present())

        await process.serve(
            config,
            extra_sites=[(open_shop(server, site), server.host, shop_port(server))],
            ready=announce,
        )


async def _prepare(server: Server) -> Site:
    """Add the people and the site that are not there yet."""
    clock = SystemClock()
    passwords = Argon2Passwords()
    origin = shop_origin(server)
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
                if site.name == SHOP_NAME and site.origins == (origin,):
                    return site
            return await add_site(database, clock, name=SHOP_NAME, origins=[origin])
    finally:
        passwords.close()


def _facts(server: Server, site: Site) -> dict[str, object]:
    return {
        "console": server.public_origin,
        "replay": server.replay_origin,
        "shop": shop_origin(server),
        "site_key": site.key,
        "people": [
            {**person._asdict(), "role": person.role.value, "password": PASSWORD}
            for person in PEOPLE
        ],
        "customers": [{"email": customer.email} for customer in WITH_ACCOUNTS],
    }


def _welcome(server: Server) -> str:
    people = "\n".join(
        f"    {person.email:<22} {person.role.replace('_', ' ')}" for person in PEOPLE
    )
    customers = "\n".join(f"    {customer.email}" for customer in WITH_ACCOUNTS)
    return f"""
  The demo is running. Open the shop in one window and the console in another.

    Shop      {shop_origin(server)}
    Console   {server.public_origin}/console

  Sign in to the console as
{people}
  and to the shop as
{customers}
  with the password {PASSWORD}

  Data is in {server.data}. Ctrl-C ends the demo.
"""
