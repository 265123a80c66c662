"""Insert, or else change what is there: in one statement, so that two who do it at once agree."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from cobrowse.store.models import Row


async def upsert(
    session: AsyncSession,
    row: type[Row],
    values: Mapping[str, object],
    *,
    key: Iterable[str],
    change: Iterable[str],
) -> None:
    """Write one row; where one with the same `key` is there, only its columns in `change`."""
    connection = await session.connection()
    await connection.execute(_statement(row, frozenset(key), frozenset(change)), dict(values))


@cache
def _statement(row: type[Row], key: frozenset[str], change: frozenset[str]) -> sqlite.Insert:
    """Made once: making it takes several times as long as carrying it out."""
    statement: sqlite.Insert = sqlite.insert(row.__table__)  # type: ignore[arg-type]  # a table
    changed: dict[str, Any] = {name: statement.excluded[name] for name in sorted(change)}
    return statement.on_conflict_do_update(index_elements=sorted(key), set_=changed)
