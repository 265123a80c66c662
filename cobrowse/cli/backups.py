"""`cobrowse backup` and `cobrowse restore`: everything that is kept, as one folder."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import click

from cobrowse import __version__
from cobrowse.cli import options
from cobrowse.config import Server
from cobrowse.domain.clock import SystemClock
from cobrowse.domain.erasure import Erasure
from cobrowse.flow.erasing import erase_again
from cobrowse.store import manifest
from cobrowse.store.backup import Files, back_up
from cobrowse.store.database import Database, sqlite_url
from cobrowse.store.durable import appearing
from cobrowse.store.folder import held
from cobrowse.store.journal import Journal
from cobrowse.store.manifest import Manifest
from cobrowse.store.objects import Objects
from cobrowse.store.restore import make_ready, replacing, wishes_of

_ANY_FOLDER = click.Path(file_okay=False, path_type=Path)
_OLD_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.argument("destination", type=_ANY_FOLDER)
@options.data
@options.as_json
@click.pass_context
def backup(context: click.Context, destination: Path, data: Path | None, as_json: bool) -> None:
    """Copy everything that is kept into a new folder DESTINATION, also while the service runs."""
    config = options.settings(context, {"server.data": data}).config
    with appearing(destination) as folder:
        made = asyncio.run(
            back_up(
                _files(config.server),
                _files(Server(data=folder)),
                release=__version__,
                now_ms=SystemClock().now_ms(),
            )
        )
        manifest.write(folder, made)
    if as_json:
        options.print_json(manifest.plain(made))
        return
    click.echo(f"{destination}: {_counted(made)}, {made.bytes:,} bytes.")
    _tell_missing(made)


@click.command()
@click.argument("source", metavar="BACKUP", type=_OLD_FOLDER)
@click.option("--replace", is_flag=True, help="Put it in the place of what the folder holds.")
@options.data
@options.as_json
@click.pass_context
def restore(
    context: click.Context, source: Path, replace: bool, data: Path | None, as_json: bool
) -> None:
    """Put a BACKUP into the data folder, which no service may be using.

    What was asked to be erased, before or since, is erased again.
    """
    config = options.settings(context, {"server.data": data}).config
    kept = manifest.read(source)
    manifest.check_files(source, kept)
    folder = config.server.data
    options.make_private(folder)
    with held(folder):
        with replacing(folder, replace=replace) as coming:
            wishes = wishes_of(folder, config.server.database_file.name)
            asyncio.run(
                make_ready(_files(Server(data=source)), _files(Server(data=coming)), kept, wishes)
            )
        erased = asyncio.run(_erase_again(config.server))
    if as_json:
        options.print_json(
            {
                **manifest.plain(kept),
                "erased_again": len(erased),
                "erasures_carried_over": wishes.readable,
            }
        )
        return
    click.echo(f"{folder}: {_counted(kept)}, as they were {_when(kept.made_at)}.")
    if erased:
        click.echo(f"{len(erased)} wishes to be erased were carried out again.")
    if not wishes.readable:
        click.echo(
            "What was erased since the backup could not be read from what was replaced:"
            " erase it again by hand.",
            err=True,
        )
    _tell_missing(kept)


async def _erase_again(server: Server) -> list[Erasure]:
    async with (
        Database(sqlite_url(server.database_file)) as database,
        Journal(server.journal_file) as journal,
    ):
        objects = Objects.in_directory(server.objects_folder)
        return await erase_again(database, journal, objects, SystemClock())


def _files(server: Server) -> Files:
    return Files(server.database_file, server.journal_file, server.objects_folder)


def _counted(kept: Manifest) -> str:
    rows = kept.rows
    return (
        f"{rows['sessions']:,} sessions, {rows.get('segments', 0):,} segments,"
        f" {rows['batches']:,} batches in the journal, {sum(kept.objects.values()):,} objects"
    )


def _when(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1_000, UTC).isoformat(sep=" ", timespec="seconds")


def _tell_missing(kept: Manifest) -> None:
    if kept.missing:
        click.echo(
            f"{len(kept.missing)} objects could not be read when it was made; its manifest names"
            " them.",
            err=True,
        )
