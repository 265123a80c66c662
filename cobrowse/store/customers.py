"""Customers, as the backends of their sites name them."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cobrowse.domain.ids import CustomerId, SessionId, SiteId
from cobrowse.domain.visitor import Customer
from cobrowse.store.models import CustomerRow, NamedSessionRow
from cobrowse.store.upsert import upsert

AT_ONCE: Final = 500


class Customers:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def by_subject(self, site: SiteId, subject: str) -> Customer | None:
        row = await self._session.scalar(
            select(CustomerRow).where(CustomerRow.site_id == site, CustomerRow.subject == subject)
        )
        return _customer(row) if row else None

    async def by_ids(self, ids: Collection[CustomerId]) -> dict[CustomerId, Customer]:
        """Look up at most 500 customers; those that do not exist are left out."""
        if len(ids) > AT_ONCE:
            raise ValueError(f"at most {AT_ONCE} customers at once")
        rows = await self._session.scalars(select(CustomerRow).where(CustomerRow.id.in_(ids)))
        return {row.id: _customer(row) for row in rows}

    async def upsert(self, customer: Customer) -> Customer:
        """Write the name and tier of this subject; a known one keeps its id and first sight."""
        await upsert(
            self._session,
            CustomerRow,
            {
                "id": customer.id,
                "site_id": customer.site_id,
                "subject": customer.subject,
                "name": customer.name,
                "tier": customer.tier,
                "first_seen_at": customer.first_seen_at,
            },
            key=("site_id", "subject"),
            change=("name", "tier"),
        )
        kept = await self.by_subject(customer.site_id, customer.subject)
        assert kept is not None
        return kept

    async def seen_in(self, session: SessionId, customer: CustomerId) -> None:
        """Note that a session is of a customer, whoever it turns out to be later. Raises `Conflict`
        when one of them was never put."""
        key = {"session_id": session, "customer_id": customer}
        await upsert(self._session, NamedSessionRow, key, key=key, change=key)


def _customer(row: CustomerRow) -> Customer:
    return Customer(
        id=row.id,
        site_id=row.site_id,
        subject=row.subject,
        name=row.name,
        tier=row.tier,
        first_seen_at=row.first_seen_at,
    )
