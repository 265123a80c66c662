"""What visitors agreed to, one row per decision."""

from dataclasses import asdict, fields, replace
from typing import Final

from sqlalchemy import bindparam, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from cobrowse.domain.consent import Consent
from cobrowse.domain.ids import SessionId
from cobrowse.domain.session import Session
from cobrowse.store.models import ConsentRow

# Made once, for each arrival asks and most add.
_TABLE: Final = ConsentRow.__table__
_ADD: Final = insert(ConsentRow)
_LATEST: Final = (
    select(*(_TABLE.c[field.name] for field in fields(Consent)))
    .where(_TABLE.c.session_id == bindparam("session"))
    .order_by(_TABLE.c.id.desc())
    .limit(1)
)


class Consents:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def record(self, session: Session, consent: Consent) -> None:
        """Add a decision of a session. Repeating its latest one, as each page of a visit does, adds
        nothing."""
        latest = await self.of_session(session.id)
        if latest is not None and replace(latest, at=consent.at) == consent:
            return
        whose = {
            "site_id": session.site_id,
            "visitor_id": session.visitor_id,
            "session_id": session.id,
        }
        connection = await self._session.connection()
        await connection.execute(_ADD, whose | asdict(consent))

    async def of_session(self, session: SessionId) -> Consent | None:
        """The decision that counts for a session: its latest."""
        connection = await self._session.connection()
        row = (await connection.execute(_LATEST, {"session": session})).one_or_none()
        return None if row is None else Consent(**row._mapping)
