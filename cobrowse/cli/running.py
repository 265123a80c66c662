"""`cobrowse serve` and `cobrowse demo`: run until SIGTERM or Ctrl-C."""

import tempfile
from contextlib import ExitStack
from pathlib import Path

import click
import uvloop

from cobrowse import demo as demonstration
from cobrowse import process
from cobrowse.cli import options


@click.command()
@options.host
@options.port
@options.data
@click.pass_context
def serve(context: click.Context, host: str | None, port: int | None, data: Path | None) -> None:
    """Run the service."""
    flags = {"server.host": host, "server.port": port, "server.data": data}
    config = options.settings(context, flags).config
    options.make_private(config.server.data)
    uvloop.run(process.serve(config))


@click.command()
@options.host
@options.port
@options.data
@options.as_json
@click.pass_context
def demo(
    context: click.Context, host: str | None, port: int | None, data: Path | None, as_json: bool
) -> None:
    """Run the service with a shop, its customers and people to sign in as.

    Without --data everything is kept in a folder that is removed at the end.
    """
    with ExitStack() as at_end:
        folder = data or at_end.enter_context(tempfile.TemporaryDirectory(prefix="cobrowse-demo-"))
        flags = {
            "server.host": host,
            "server.port": port,
            "server.data": folder,
            # The shop's pictures are on this very machine.
            "assets.allow_private": True,
        }
        config = options.settings(context, flags).config
        options.make_private(config.server.data)
        uvloop.run(demonstration.run(config, as_json=as_json))
