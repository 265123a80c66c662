"""Signed-in browsers, known by the hash of their cookie."""

from sqlalchemy import delete, insert, or_, update
from sqlalchemy.ext.asyncio import AsyncSession

from cobrowse.domain.agent import SignIn
from cobrowse.store.models import SignInRow


class SignIns:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def by_token_hash(self, token_hash: str) -> SignIn | None:
        """Old ones are found too: whether a sign-in still holds is for its reader to decide."""
        row = await self._session.get(SignInRow, token_hash)
        if row is None:
            return None
        return SignIn(
            token_hash=row.token_hash,
            agent_id=row.agent_id,
            created_at=row.created_at,
            last_used_at=row.last_used_at,
        )

    async def add(self, sign_in: SignIn) -> None:
        await self._session.execute(
            insert(SignInRow).values(
                token_hash=sign_in.token_hash,
                agent_id=sign_in.agent_id,
                created_at=sign_in.created_at,
                last_used_at=sign_in.last_used_at,
            )
        )

    async def touch(self, token_hash: str, at: int) -> None:
        """Note that it was used. Does nothing when it is gone."""
        await self._session.execute(
            update(SignInRow).where(SignInRow.token_hash == token_hash).values(last_used_at=at)
        )

    async def remove(self, token_hash: str) -> None:
        await self._session.execute(delete(SignInRow).where(SignInRow.token_hash == token_hash))

    async def purge_before(self, *, last_used_at: int, created_at: int) -> None:
        """Forget those last used, or made, before these times."""
        await self._session.execute(
            delete(SignInRow).where(
                or_(SignInRow.last_used_at < last_used_at, SignInRow.created_at < created_at)
            )
        )
