"""`cobrowse migrate`: the databases as this release needs them."""

import asyncio
from pathlib import Path

import click

from cobrowse.cli import options
from cobrowse.config import Config
from cobrowse.store.database import sqlite_url
from cobrowse.store.migrate import Branch, SchemaState, upgrade


def databases(config: Config) -> dict[Branch, Path]:
    return {"main": config.server.database_file, "journal": config.server.journal_file}


@click.command()
@options.data
@options.as_json
@click.pass_context
def migrate(context: click.Context, data: Path | None, as_json: bool) -> None:
    """Bring the databases up to date. `serve` does this by itself when it starts."""
    config = options.settings(context, {"server.data": data}).config
    options.make_private(config.server.data)

    async def work() -> dict[Branch, SchemaState]:
        return {
            branch: await upgrade(sqlite_url(file), branch)
            for branch, file in databases(config).items()
        }

    states = asyncio.run(work())
    if as_json:
        options.print_json({branch: state._asdict() for branch, state in states.items()})
        return
    for branch, state in states.items():
        was = "" if state.found == state.needed else f", was {state.found or 'empty'}"
        click.echo(f"{branch}: {state.needed}{was}")
