"""Members of staff. A password hash is asked for by name and never part of an `Agent`."""

from typing import Final

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from cobrowse.domain.agent import Agent
from cobrowse.domain.ids import AgentId
from cobrowse.store.models import AgentRow

MOST: Final = 10_000


class Agents:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def by_id(self, agent: AgentId) -> Agent | None:
        row = await self._session.get(AgentRow, agent)
        return _agent(row) if row else None

    async def by_email(self, email: str) -> Agent | None:
        """`email` is compared in lower case, as it is kept."""
        row = await self._session.scalar(select(AgentRow).where(AgentRow.email == email.lower()))
        return _agent(row) if row else None

    async def password_hash_of(self, agent: AgentId) -> str | None:
        return await self._session.scalar(
            select(AgentRow.password_hash).where(AgentRow.id == agent)
        )

    async def all(self) -> list[Agent]:
        """Everybody, by e-mail."""
        rows = await self._session.scalars(select(AgentRow).order_by(AgentRow.email).limit(MOST))
        return [_agent(row) for row in rows]

    async def add(self, agent: Agent, password_hash: str) -> None:
        """Raises `Conflict` when the e-mail is taken."""
        await self._session.execute(
            insert(AgentRow).values(
                id=agent.id,
                email=agent.email.lower(),
                name=agent.name,
                role=agent.role,
                password_hash=password_hash,
                created_at=agent.created_at,
            )
        )


def _agent(row: AgentRow) -> Agent:
    return Agent(
        id=row.id, email=row.email, name=row.name, role=row.role, created_at=row.created_at
    )
