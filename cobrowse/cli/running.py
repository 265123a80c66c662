"""`cobrowse serve` and `cobrowse demo`: run until SIGTERM or Ctrl-C."""

import tempfile
from contextlib import ExitStack
from pathlib import Path

import click
import uvloop

from cobrowse import process
from cobrowse.cli import options
from cobrowse.demo.crowd import GONE_S, MOST_VISITORS
from cobrowse.demo.history import MOST_DAYS, MOST_PER_DAY, PER_DAY, Wish
from cobrowse.demo.running import run


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
@click.option(
    "--visitors",
    type=click.IntRange(0, MOST_VISITORS),
    default=0,
    help="Simulated visitors in the shop at any time.",
)
@click.option(
    "--history",
    type=click.IntRange(1, MOST_DAYS),
    help="Past sessions of so many days, made before the service starts.",
)
@click.option(
    "--sessions-per-day",
    type=click.IntRange(1, MOST_PER_DAY),
    default=PER_DAY,
    help="About how many of them on each day.",
)
@click.option("--seed", type=int, default=1, help="Decides who they are and what they do.")
@options.as_json
@click.pass_context
def demo(
    context: click.Context,
    *,
    host: str | None,
    port: int | None,
    data: Path | None,
    visitors: int,
    history: int | None,
    sessions_per_day: int,
    seed: int,
    as_json: bool,
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
            "session.idle_end_s": GONE_S if visitors else None,
        }
        config = options.settings(context, flags).config
        options.make_private(config.server.data)
        wish = Wish(history, sessions_per_day, seed) if history else None
        uvloop.run(run(config, as_json=as_json, visitors=visitors, history=wish, seed=seed))
