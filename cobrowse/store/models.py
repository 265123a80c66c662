"""The tables of the main database. Times are ms since the Unix epoch, server clock."""

from sqlalchemy import JSON, BigInteger, ForeignKey, ForeignKeyConstraint, Index, Integer, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from cobrowse.domain.agent import Role
from cobrowse.domain.consent import ConsentMode
from cobrowse.domain.erasure import ErasureKind
from cobrowse.domain.ids import (
    AgentId,
    CustomerId,
    PageId,
    SessionId,
    SiteId,
    SiteKey,
    VisitorId,
)
from cobrowse.domain.segment import Moment, Span
from cobrowse.domain.session import Doing
from cobrowse.domain.site import PrivacyRules
from cobrowse.store.columns import (
    ID,
    NAME,
    URL,
    WORD,
    Moments,
    Rules,
    Spans,
    Texts,
    by_value,
    metadata,
)


class Row(DeclarativeBase):
    """Rows never leave the store: repositories turn them into values of the domain."""

    metadata = metadata()
    type_annotation_map = {  # noqa: RUF012 - read by SQLAlchemy when a subclass is made
        int: BigInteger(),
        SiteId: ID,
        SiteKey: String(48),
        VisitorId: ID,
        CustomerId: ID,
        SessionId: ID,
        PageId: ID,
        AgentId: ID,
        Role: by_value(Role),
        ConsentMode: by_value(ConsentMode),
        Doing: by_value(Doing),
        ErasureKind: by_value(ErasureKind),
        tuple[str, ...]: Texts(),
        PrivacyRules: Rules(),
        tuple[Span, ...]: Spans(),
        tuple[Moment, ...]: Moments(),
    }


class SiteRow(Row):
    """A removed site keeps its row: sessions that were recorded on it still need its name."""

    __tablename__ = "sites"

    id: Mapped[SiteId] = mapped_column(primary_key=True)
    key: Mapped[SiteKey] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(NAME)
    origins: Mapped[tuple[str, ...]]
    asset_origins: Mapped[tuple[str, ...]]
    secret: Mapped[str] = mapped_column(String(128))
    rules: Mapped[PrivacyRules]
    created_at: Mapped[int]
    removed_at: Mapped[int | None]


class VersionRow(Row):
    """One row per set of things that servers keep a copy of; rises with each change to it."""

    __tablename__ = "versions"

    name: Mapped[str] = mapped_column(WORD, primary_key=True)
    number: Mapped[int]


class AgentRow(Row):
    __tablename__ = "agents"

    id: Mapped[AgentId] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(NAME)
    role: Mapped[Role]
    password_hash: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[int]


class SignInRow(Row):
    __tablename__ = "sign_ins"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    agent_id: Mapped[AgentId] = mapped_column(ForeignKey("agents.id", ondelete="CASCADE"))
    created_at: Mapped[int]
    last_used_at: Mapped[int]

    __table_args__ = (Index(None, "agent_id"), Index(None, "last_used_at"))


class CustomerRow(Row):
    __tablename__ = "customers"

    id: Mapped[CustomerId] = mapped_column(primary_key=True)
    site_id: Mapped[SiteId] = mapped_column(ForeignKey("sites.id"))
    subject: Mapped[str] = mapped_column(NAME)
    name: Mapped[str] = mapped_column(NAME)
    tier: Mapped[str] = mapped_column(NAME)
    first_seen_at: Mapped[int]

    __table_args__ = (Index(None, "site_id", "subject", unique=True),)


class VisitorRow(Row):
    """Keyed by site too: the id is made in the browser, and one site must not speak for another."""

    __tablename__ = "visitors"

    site_id: Mapped[SiteId] = mapped_column(ForeignKey("sites.id"), primary_key=True)
    id: Mapped[VisitorId] = mapped_column(primary_key=True)
    first_seen_at: Mapped[int]
    last_seen_at: Mapped[int]


class SessionRow(Row):
    __tablename__ = "sessions"

    id: Mapped[SessionId] = mapped_column(primary_key=True)
    site_id: Mapped[SiteId]
    visitor_id: Mapped[VisitorId]
    customer_id: Mapped[CustomerId | None] = mapped_column(ForeignKey("customers.id"))
    started_at: Mapped[int]
    last_seen_at: Mapped[int]
    last_activity_at: Mapped[int]
    ended_at: Mapped[int | None]
    end_reason: Mapped[str] = mapped_column(WORD)
    expired_at: Mapped[int | None]
    """When its recording was removed for its age or for room."""

    __table_args__ = (
        ForeignKeyConstraint(["site_id", "visitor_id"], ["visitors.site_id", "visitors.id"]),
        Index(None, "site_id", "visitor_id", "started_at"),
        Index(None, "started_at", "id"),
        Index(None, "ended_at"),
        Index(None, "expired_at", "ended_at"),
    )


class PageRow(Row):
    __tablename__ = "pages"

    id: Mapped[PageId] = mapped_column(primary_key=True)
    session_id: Mapped[SessionId] = mapped_column(ForeignKey("sessions.id"), primary_key=True)
    url: Mapped[str] = mapped_column(URL)
    title: Mapped[str] = mapped_column(NAME)
    opened_at: Mapped[int]
    last_activity_at: Mapped[int]
    offset_ms: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    visible: Mapped[bool]
    focused: Mapped[bool]
    connected: Mapped[bool]
    paused: Mapped[bool]
    left_at: Mapped[int | None]
    doing: Mapped[Doing]
    doing_at: Mapped[int]

    __table_args__ = (Index(None, "session_id", "opened_at"),)


class ConsentRow(Row):
    """Only ever added to: what was agreed, when, and to which wording, is the proof of it."""

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=True
    )
    site_id: Mapped[SiteId]
    visitor_id: Mapped[VisitorId]
    session_id: Mapped[SessionId] = mapped_column(ForeignKey("sessions.id"))
    mode: Mapped[ConsentMode]
    observe: Mapped[bool]
    record: Mapped[bool]
    review: Mapped[bool]
    at: Mapped[int]
    wording: Mapped[str] = mapped_column(NAME)

    __table_args__ = (Index(None, "site_id", "visitor_id", "id"), Index(None, "session_id"))


class AssetRow(Row):
    __tablename__ = "assets"

    site_id: Mapped[SiteId] = mapped_column(ForeignKey("sites.id"), primary_key=True)
    url: Mapped[str] = mapped_column(URL, primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    content_type: Mapped[str] = mapped_column(String(255))
    size: Mapped[int]
    kept_at: Mapped[int]
    used_at: Mapped[int]
    """When a page last showed it, to within half a day."""

    __table_args__ = (Index(None, "used_at"), Index(None, "sha256"))


class SegmentRow(Row):
    """The index of recordings. A row is there only when its content is in the object store."""

    __tablename__ = "segments"

    session_id: Mapped[SessionId] = mapped_column(ForeignKey("sessions.id"), primary_key=True)
    page_id: Mapped[PageId] = mapped_column(primary_key=True)
    epoch: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    to_epoch: Mapped[int]
    to_seq: Mapped[int]
    checkpoint: Mapped[bool]
    from_at: Mapped[int]
    to_at: Mapped[int]
    url: Mapped[str] = mapped_column(URL)
    batches: Mapped[int]
    records: Mapped[int]
    raw_bytes: Mapped[int]
    stored_bytes: Mapped[int]
    content: Mapped[str] = mapped_column(String(64))
    sheets: Mapped[tuple[str, ...]]
    activity: Mapped[tuple[Span, ...]]
    moments: Mapped[tuple[Moment, ...]]
    sealed_at: Mapped[int]

    __table_args__ = (Index(None, "content"), Index(None, "sealed_at"))


class SheetRow(Row):
    """Style sheets, each text once per site."""

    __tablename__ = "sheets"

    site_id: Mapped[SiteId] = mapped_column(ForeignKey("sites.id"), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    used_at: Mapped[int]

    __table_args__ = (Index(None, "content"), Index(None, "used_at"))


class ErasureRow(Row):
    """What was asked to be erased. Kept for ever: it is carried out again on a restored backup.

    `subject` is the id of a session or visitor, or the hash of a customer's; the site is empty for
    a session. `erased` is how much of each kind was removed.
    """

    __tablename__ = "erasures"

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=True
    )
    kind: Mapped[ErasureKind]
    site_id: Mapped[SiteId]
    subject: Mapped[str] = mapped_column(NAME)
    asked_at: Mapped[int]
    done_at: Mapped[int | None]
    erased: Mapped[dict[str, int] | None] = mapped_column(JSON)

    __table_args__ = (Index(None, "done_at"),)


class TombstoneRow(Row):
    """Ids of erased sessions and pages: whatever still comes of them is refused."""

    __tablename__ = "tombstones"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    erased_at: Mapped[int]

    __table_args__ = (Index(None, "erased_at"),)


class NamedSessionRow(Row):
    """Every customer that a session was ever seen to be: a session says only who it is now, and who
    signs out is still to be found."""

    __tablename__ = "named_sessions"

    session_id: Mapped[SessionId] = mapped_column(ForeignKey("sessions.id"), primary_key=True)
    customer_id: Mapped[CustomerId] = mapped_column(ForeignKey("customers.id"), primary_key=True)

    __table_args__ = (Index(None, "customer_id"),)
