"""Alembic at work. Imported only for a schema that is not the newest: a service that starts again
after a crash should not first import what it has no use for (a tenth of its way to the first
acknowledgement).
"""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

MIGRATIONS: Final = Path(__file__).parent / "migrations"


def bring_up_to_date(connection: Connection, branch: str, version: str = "head") -> None:
    """Run the migrations up to `version` that a branch lacks, in the connection's transaction."""
    config = Config()
    for option, value in (
        ("path_separator", "newline"),
        ("script_location", str(MIGRATIONS)),
        ("version_locations", str(MIGRATIONS / branch)),
    ):
        config.set_main_option(option, value.replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, version)
