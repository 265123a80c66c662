"""Insert, or else change what is there: in one statement, so that two who do it at once agree."""

from collections.abc import Collection, Mapping

from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from cobrowse.store.models import Row


async def upsert(
    session: AsyncSession,
    row: type[Row],
    values: Mapping[str, object],
    *,
    key: Collection[str],
    change: Collection[str],
) -> None:
    """Write one row; where one with the same `key` is there, only its columns in `change`."""
    statement = sqlite.insert(row).values(dict(values))
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=list(key), set_={name: statement.excluded[name] for name in change}
        )
    )
