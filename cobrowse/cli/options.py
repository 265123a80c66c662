"""Options that several commands take, and the settings they lead to."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import click

from cobrowse import logs
from cobrowse.config import Loaded, load

data: Final = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the databases and kept files.",
)
host: Final = click.option("--host", help="Address to listen on.")
port: Final = click.option(
    "--port", type=int, help="Port of the console; the replay origin is next."
)
as_json: Final = click.option("--json", "as_json", is_flag=True, help="Print JSON, for scripts.")


def settings(context: click.Context, flags: Mapping[str, object]) -> Loaded:
    """Read the settings, with what this command was told above all else, and send the log where
    they say: standard output is for results. Raises `ConfigError`."""
    loaded = load(flags, os.environ, context.find_root().obj)
    logs.set_up(loaded.config.log)
    return loaded


def make_private(folder: Path) -> None:
    """Make the data folder. What it will hold is nobody else's to read."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def print_json(value: Any) -> None:
    click.echo(json.dumps(value))
