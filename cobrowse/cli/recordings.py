"""`cobrowse export`: a recorded session as a file."""

import asyncio
import sys
from collections.abc import AsyncGenerator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from typing import BinaryIO

import click

from cobrowse.cli import options
from cobrowse.config import Config
from cobrowse.domain.clock import SystemClock
from cobrowse.domain.errors import Invalid
from cobrowse.domain.ids import SessionId, is_id, new_id
from cobrowse.flow.live import LiveSessions
from cobrowse.flow.recording.export import Exports, Format
from cobrowse.flow.recording.reading import Recordings
from cobrowse.flow.sessions import SessionQuestions
from cobrowse.flow.sites import Sites
from cobrowse.store.database import Database, sqlite_url
from cobrowse.store.journal import Journal
from cobrowse.store.objects import Objects


@click.command()
@click.argument("session")
@click.option(
    "--format",
    "form",
    type=click.Choice(["rrweb", "json"]),
    default="rrweb",
    show_default=True,
    help="Every record, or the index alone.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write; standard output without it.",
)
@options.data
@click.pass_context
def export(
    context: click.Context, session: str, form: Format, out: Path | None, data: Path | None
) -> None:
    """Write a recorded SESSION as one JSON document, also while the service runs."""
    config = options.settings(context, {"server.data": data}).config
    if not is_id(session):
        raise Invalid("this is not the id of a session")
    if not config.server.database_file.exists():
        raise Invalid(f"nothing is kept in {config.server.data}")
    if out is None:
        asyncio.run(_write(config, SessionId(session), form, sys.stdout.buffer))
        return
    partial = out.with_name(f".{out.name}.{new_id()}")
    try:
        with partial.open("xb") as file:
            asyncio.run(_write(config, SessionId(session), form, file))
        partial.rename(out)
    finally:
        partial.unlink(missing_ok=True)


async def _write(config: Config, session: SessionId, form: Format, file: BinaryIO) -> None:
    async with (
        _exports(config) as exports,
        aclosing(exports.pieces(session, form, see_live=True)) as pieces,
    ):
        async for piece in pieces:
            file.write(piece)
    file.write(b"\n")
    file.flush()


@asynccontextmanager
async def _exports(config: Config) -> AsyncGenerator[Exports]:
    """Open what is kept to read it, beside a service or without one."""
    clock = SystemClock()
    async with (
        Database(sqlite_url(config.server.database_file)) as database,
        Journal(config.server.journal_file) as journal,
    ):
        sites = Sites(database)
        await sites.refresh()
        live = LiveSessions(clock, lost_ms=0)
        yield Exports(
            Recordings(
                database=database,
                journal=journal,
                objects=Objects.in_directory(config.server.objects_folder),
                questions=SessionQuestions(database, live, sites, clock),
                live=live,
                clock=clock,
            )
        )
