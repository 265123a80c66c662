"""What visitors agreed to, one row per decision."""

from dataclasses import replace

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from cobrowse.domain.consent import Consent
from cobrowse.domain.ids import SiteId, VisitorId
from cobrowse.domain.session import Session
from cobrowse.store.models import ConsentRow


class Consents:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def record(self, session: Session, consent: Consent) -> None:
        """Add a decision. Repeating the latest one, as each page of a visit does, adds nothing."""
        latest = await self.latest(session.site_id, session.visitor_id)
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

    async def latest(self, site: SiteId, visitor: VisitorId) -> Consent | None:
        row = await self._session.scalar(
            select(ConsentRow)
            .where(ConsentRow.site_id == site, ConsentRow.visitor_id == visitor)
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
