"""Erasing: what was asked to be forgotten, and what that came to."""

import hashlib
from dataclasses import dataclass, field, fields
from enum import StrEnum

from cobrowse.domain.ids import SiteId


class ErasureKind(StrEnum):
    """Whose recordings are erased: those of one session, of one browser, of one person."""

    SESSION = "session"
    VISITOR = "visitor"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class Erased:
    """How much was removed."""

    sessions: int = 0
    pages: int = 0
    batches: int = 0
    segments: int = 0
    sheets: int = 0
    visitors: int = 0
    customers: int = 0

    def __add__(self, other: "Erased") -> "Erased":
        return Erased(
            *(getattr(self, each.name) + getattr(other, each.name) for each in fields(self))
        )


@dataclass(frozen=True, slots=True)
class Erasure:
    """One wish: everything up to `asked_at` (server clock, ms) of a subject. It is remembered for
    ever, to be carried out again on a restored backup; so a customer is named by a hash alone.

    `id` is 0 until it has been written down, `site_id` is empty for a session.
    """

    kind: ErasureKind
    site_id: SiteId
    subject: str
    asked_at: int
    done_at: int | None = None
    erased: Erased = field(default_factory=Erased)
    id: int = 0


def hashed_subject(site: SiteId, subject: str) -> str:
    """How an erasure names a customer whom the site calls `subject`."""
    return hashlib.sha256(f"{site} {subject}".encode()).hexdigest()
