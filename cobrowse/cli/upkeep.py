"""`cobrowse migrate` and `cobrowse doctor`: is this installation fit to run, and how?"""

import asyncio
import shutil
from pathlib import Path
from typing import Any

import click

from cobrowse import __version__
from cobrowse.cli import options
from cobrowse.config import Config, Loaded, settings
from cobrowse.store.database import sqlite_url
from cobrowse.store.migrate import Branch, SchemaState, needed, state_of, upgrade


def _databases(config: Config) -> dict[Branch, Path]:
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
            for branch, file in _databases(config).items()
        }

    states = asyncio.run(work())
    if as_json:
        options.print_json({branch: state._asdict() for branch, state in states.items()})
        return
    for branch, state in states.items():
        was = "" if state.found == state.needed else f", was {state.found or 'empty'}"
        click.echo(f"{branch}: {state.needed}{was}")


@click.command()
@options.data
@options.as_json
@click.pass_context
def doctor(context: click.Context, data: Path | None, as_json: bool) -> None:
    """Show the settings in force and where each came from, the databases and the disk."""
    loaded = options.settings(context, {"server.data": data})
    report = _report(loaded)
    if as_json:
        options.print_json(report)
        return
    click.echo(f"cobrowse {report['version']}\n\nSettings")
    for key, setting in report["settings"].items():
        click.echo(f"  {key:<28} {setting['value']!s:<32} {setting['source']}")
    click.echo("\nDatabases")
    for branch, state in report["databases"].items():
        click.echo(f"  {branch:<28} {state['found'] or 'none yet':<32} needs {state['needed']}")
    click.echo(f"\nDisk\n  {report['data']:<28} {report['free_bytes'] // 2**20:,} MiB free")


def _report(loaded: Loaded) -> dict[str, Any]:
    config, folder = loaded.config, loaded.config.server.data
    nearest = next(
        path for path in (folder.absolute(), *folder.absolute().parents) if path.exists()
    )
    return {
        "version": __version__,
        "settings": {
            setting.key: {
                "value": _value(config, setting.key),
                "source": loaded.sources.get(setting.key, "default"),
            }
            for setting in settings()
        },
        "databases": {
            branch: _state(branch, file)._asdict() for branch, file in _databases(config).items()
        },
        "data": str(folder.absolute()),
        "free_bytes": shutil.disk_usage(nearest).free,
    }


def _state(branch: Branch, file: Path) -> SchemaState:
    """Looking must not create: a file that is not there has no version."""
    if file.exists():
        return asyncio.run(state_of(sqlite_url(file), branch))
    return SchemaState(None, needed(branch))


def _value(config: Config, key: str) -> object:
    section, name = key.split(".")
    value = getattr(getattr(config, section), name)
    return str(value) if isinstance(value, Path) else value
