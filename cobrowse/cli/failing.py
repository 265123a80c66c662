"""What is refused leaves as one line on standard error, with an exit code for scripts."""

import errno
from typing import Any, Final

import click

from cobrowse.config import ConfigError
from cobrowse.domain.errors import CobrowseError
from cobrowse.store.folder import FolderInUse
from cobrowse.store.migrate import DatabaseUnusable

_CANNOT_LISTEN: Final = {errno.EADDRINUSE, errno.EADDRNOTAVAIL, errno.EACCES}


class Unusable(click.ClickException):
    """The surroundings do not allow it: settings, a port, or somebody else on the folder."""

    exit_code = 2


class OneLine(click.Group):
    """A group whose commands raise what the rooms below raise."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (ConfigError, FolderInUse) as error:
            raise Unusable(str(error)) from error
        except (CobrowseError, DatabaseUnusable) as error:
            raise click.ClickException(str(error)) from error
        except OSError as error:
            if error.errno not in _CANNOT_LISTEN:
                raise
            where = f": {error.filename}" if error.filename else ""
            raise Unusable(f"{error.strerror}{where}") from error
