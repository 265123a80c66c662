"""`cobrowse erase`: forget a session, a browser or a person for good."""

import asyncio
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Final

import click

from cobrowse.cli import options
from cobrowse.config import Server
from cobrowse.domain.clock import SystemClock
from cobrowse.domain.erasure import Erasure, ErasureKind
from cobrowse.domain.errors import Busy
from cobrowse.flow.erasing import ask, erase_again
from cobrowse.store.database import Database, sqlite_url
from cobrowse.store.folder import FolderInUse, held
from cobrowse.store.journal import Journal
from cobrowse.store.objects import Objects

LONGEST_S: Final = 120.0
"""How long a running service is waited for."""

ASK_AGAIN_S: Final = 0.2


@click.command()
@click.option("--session", help="Id of a session to erase.")
@click.option("--customer", help="A customer, as the site's backend names them.")
@click.option("--visitor", help="Id of a browser.")
@click.option("--site", default="", help="Key of the customer's or visitor's site.")
@click.option("--yes", is_flag=True, help="Do not ask whether it is meant.")
@options.data
@options.as_json
@click.pass_context
def erase(
    context: click.Context,
    *,
    session: str | None,
    customer: str | None,
    visitor: str | None,
    site: str,
    yes: bool,
    data: Path | None,
    as_json: bool,
) -> None:
    """Erase everything that was recorded of a session, a customer or a visitor, for good.

    With a service running on the folder, the service does it.
    """
    kind, subject = _whom(session, customer, visitor)
    if (kind is ErasureKind.SESSION) == bool(site):
        raise click.UsageError("--site goes with --customer and --visitor, and only with them")
    server = options.settings(context, {"server.data": data}).config.server
    if not server.database_file.exists():
        raise click.ClickException(f"nothing is kept in {server.data}")
    if not yes:
        _make_sure(kind)
    done = asyncio.run(_erase(server, kind, subject, site))
    counts = asdict(done.erased)
    if as_json:
        options.print_json({"erasure": done.id, "erased": counts})
        return
    removed = ", ".join(f"{number:,} {name}" for name, number in counts.items() if number)
    click.echo(f"Erased: {removed or 'nothing was left'}.")


def _whom(
    session: str | None, customer: str | None, visitor: str | None
) -> tuple[ErasureKind, str]:
    named = [
        (kind, subject)
        for kind, subject in (
            (ErasureKind.SESSION, session),
            (ErasureKind.CUSTOMER, customer),
            (ErasureKind.VISITOR, visitor),
        )
        if subject
    ]
    if len(named) != 1:
        raise click.UsageError("name one of --session, --customer and --visitor")
    return named[0]


def _make_sure(kind: ErasureKind) -> None:
    if not sys.stdin.isatty():
        raise click.UsageError("nobody is there to be asked: say --yes")
    click.confirm(f"Erase this {kind} for good?", abort=True)


async def _erase(server: Server, kind: ErasureKind, subject: str, site: str) -> Erasure:
    clock = SystemClock()
    async with Database(sqlite_url(server.database_file)) as database:
        wish = await ask(database, clock, kind, subject, site)
        try:
            with held(server.data):
                async with Journal(server.journal_file) as journal:
                    objects = Objects.in_directory(server.objects_folder)
                    await erase_again(database, journal, objects, clock)
        except FolderInUse:
            return await _wait_for(database, wish)
        return await _state_of(database, wish)


async def _wait_for(database: Database, wish: Erasure) -> Erasure:
    """Wait until the process that holds the folder has carried out a wish."""
    for _ in range(round(LONGEST_S / ASK_AGAIN_S)):
        await asyncio.sleep(ASK_AGAIN_S)
        state = await _state_of(database, wish)
        if state.done_at is not None:
            return state
    raise Busy("the running service has not done it yet; it will, or its next start")


async def _state_of(database: Database, wish: Erasure) -> Erasure:
    async with database.reading() as tx:
        state = await tx.erasures.by_id(wish.id)
    assert state is not None, "wishes are kept for ever"
    return state
