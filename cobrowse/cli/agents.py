"""`cobrowse agent`: members of staff."""

import asyncio
import sys
from pathlib import Path

import click

from cobrowse.cli import options
from cobrowse.domain.agent import Agent, Role
from cobrowse.domain.clock import SystemClock
from cobrowse.flow import administration
from cobrowse.store.database import Database, sqlite_url
from cobrowse.web.auth.passwords import Argon2Passwords


@click.group()
def agent() -> None:
    """Add and list the people who may sign in to the console."""


@agent.command()
@click.option("--email", required=True, help="Address they sign in with.")
@click.option("--name", required=True, help="Name that colleagues and customers see.")
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    default=Role.ACCOUNT_MANAGER.value,
    show_default=True,
    help="What they are here for.",
)
@options.data
@options.as_json
@click.pass_context
def add(
    context: click.Context, *, email: str, name: str, role: str, data: Path | None, as_json: bool
) -> None:
    """Add somebody. The password is asked for, or read from standard input."""
    config = options.settings(context, {"server.data": data}).config
    password = _password()
    options.make_private(config.server.data)

    async def work() -> Agent:
        passwords = Argon2Passwords()
        try:
            async with Database(sqlite_url(config.server.database_file)) as database:
                return await administration.add_agent(
                    database,
                    passwords,
                    SystemClock(),
                    email=email,
                    name=name,
                    role=Role(role),
                    password=password,
                )
        finally:
            passwords.close()

    added = asyncio.run(work())
    if as_json:
        options.print_json(_shown(added))
    else:
        click.echo(f"{added.name} can sign in as {added.email}.")


@agent.command(name="list")
@options.data
@options.as_json
@click.pass_context
def listing(context: click.Context, data: Path | None, as_json: bool) -> None:
    """List everybody who may sign in."""
    config = options.settings(context, {"server.data": data}).config
    options.make_private(config.server.data)

    async def work() -> list[Agent]:
        async with (
            Database(sqlite_url(config.server.database_file)) as database,
            database.reading() as tx,
        ):
            return await tx.agents.all()

    people = asyncio.run(work())
    if as_json:
        options.print_json([_shown(person) for person in people])
        return
    for person in people:
        click.echo(f"{person.email:<32} {person.role:<16} {person.name}")


def _shown(person: Agent) -> dict[str, str]:
    return {"id": person.id, "email": person.email, "name": person.name, "role": person.role.value}


def _password() -> str:
    if sys.stdin.isatty():
        asked: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        return asked
    return sys.stdin.readline().rstrip("\r\n")
