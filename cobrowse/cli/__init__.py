"""The command line. Each command does one thing, says what it did, and fails in one line.

Exit codes: 0 done, 1 refused, 2 wrong usage, settings that cannot be used, or a port in use.
"""

from pathlib import Path

import click

from cobrowse import __version__
from cobrowse.cli.agents import agent
from cobrowse.cli.backups import backup, restore
from cobrowse.cli.doctor import doctor
from cobrowse.cli.erasing import erase
from cobrowse.cli.failing import OneLine
from cobrowse.cli.recordings import export
from cobrowse.cli.running import demo, serve
from cobrowse.cli.sites import site
from cobrowse.cli.upkeep import migrate


@click.group(cls=OneLine, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Settings file to read instead of cobrowse.toml.",
)
@click.version_option(__version__, prog_name="cobrowse")
@click.pass_context
def main(context: click.Context, config: Path | None) -> None:
    """See live what a customer does on your site, and step in to put it right."""
    context.obj = config


for command in (serve, demo, migrate, agent, site, export, backup, restore, erase, doctor):
    main.add_command(command)
