"""What visitors agreed to, one row per decision."""

from dataclasses import replace

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from cobrowse.domain.consent import Consent
from cobrowse.domain.ids import SessionId
from cobrowse.domain.session import Session
from cobrowse.store.models import ConsentRow


class Consents:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def record(self, session: Session, consent: Consent) -> None:
        """Add a decision of a session. Repeating its latest one, as each page of a visit does, adds
        nothing."""
        latest = await self.of_session(session.id)
        if latest is not None and replace(latest, at=consent.at) == consent:
            return
        await self._session.execute(
            insert(ConsentRow).values(
                site_id=session.site_id,
                visitor_id=session.visitor_id,
                session_id=session.id,
                mode=consent.mode,
                observe=consent.observe,
                record=consent.record,
                review=consent.review,
                at=consent.at,
                wording=consent.wording,
            )
        )

    async def of_session(self, session: SessionId) -> Consent | None:
        """The decision that counts for a session: its latest."""
        row = await self._session.scalar(
            select(ConsentRow)
            .where(ConsentRow.session_id == session)
            .order_by(ConsentRow.id.desc())
            .limit(1)
        )
        if row is None:
            return None
        return Consent(
            mode=row.mode,
            observe=row.observe,
            record=row.record,
            review=row.review,
            at=row.at,
            wording=row.wording,
        )
