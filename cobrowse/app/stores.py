"""What stays: the databases and the object store."""

from contextlib import AsyncExitStack
from dataclasses import dataclass

from cobrowse.config import Config
from cobrowse.store.database import Database, sqlite_url
from cobrowse.store.folder import held
from cobrowse.store.journal import Journal
from cobrowse.store.objects import Objects


@dataclass(frozen=True, slots=True)
class Stores:
    """What stays."""

    database: Database
    journal: Journal
    objects: Objects


async def open_stores(config: Config, parts: AsyncExitStack) -> Stores:
    server = config.server
    server.data.mkdir(parents=True, exist_ok=True)
    parts.enter_context(held(server.data))
    return Stores(
        database=await parts.enter_async_context(Database(sqlite_url(server.database_file))),
        journal=await parts.enter_async_context(
            Journal(server.journal_file, window_s=config.journal.window_ms / 1_000)
        ),
        objects=Objects.in_directory(server.objects_folder),
    )
