"""Segments and style sheets, what was asked to be erased, when an asset was last used; each session
gets a decision of consent of its own."""

import sqlalchemy as sa
from alembic import op

revision = "main_0002"
down_revision = "main_0001"
branch_labels = None
depends_on = None

_ID = sa.String(32)
_MS = sa.BigInteger()
_HASH = sa.String(64)


_DECISIONS = """
INSERT INTO consents
    (site_id, visitor_id, session_id, mode, observe, record, review, at, wording)
SELECT c.site_id, c.visitor_id, s.id, c.mode, c.observe, c.record, c.review, c.at, c.wording
FROM sessions s JOIN consents c ON c.id = (
    SELECT MAX(before.id)
    FROM consents before JOIN sessions earlier ON earlier.id = before.session_id
    WHERE before.site_id = s.site_id AND before.visitor_id = s.visitor_id
        AND earlier.started_at <= s.started_at
)
WHERE NOT EXISTS (SELECT 1 FROM consents own WHERE own.session_id = s.id)
"""
# A session that repeated the decision of an earlier one had no row of its own.


def upgrade() -> None:
    _what_is_there()
    _recordings()
    _erasing()


def _what_is_there() -> None:
    op.execute(_DECISIONS)
    op.add_column("sessions", sa.Column("expired_at", _MS, nullable=True))
    op.create_index("ix_sessions_expired_at_ended_at", "sessions", ["expired_at", "ended_at"])
    op.add_column("assets", sa.Column("used_at", _MS, nullable=False, server_default="0"))
    op.execute("UPDATE assets SET used_at = kept_at")
    op.create_index("ix_assets_used_at", "assets", ["used_at"])
    op.create_index("ix_assets_sha256", "assets", ["sha256"])


def _recordings() -> None:
    op.create_table(
        "segments",
        sa.Column("session_id", _ID, nullable=False),
        sa.Column("page_id", _ID, nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("to_epoch", sa.BigInteger(), nullable=False),
        sa.Column("to_seq", sa.BigInteger(), nullable=False),
        sa.Column("checkpoint", sa.Boolean(), nullable=False),
        sa.Column("from_at", _MS, nullable=False),
        sa.Column("to_at", _MS, nullable=False),
        sa.Column("url", sa.String(2048), nullable=False),
        sa.Column("batches", sa.BigInteger(), nullable=False),
        sa.Column("records", sa.BigInteger(), nullable=False),
        sa.Column("raw_bytes", sa.BigInteger(), nullable=False),
        sa.Column("stored_bytes", sa.BigInteger(), nullable=False),
        sa.Column("content", _HASH, nullable=False),
        sa.Column("sheets", sa.JSON(), nullable=False),
        sa.Column("activity", sa.JSON(), nullable=False),
        sa.Column("moments", sa.JSON(), nullable=False),
        sa.Column("sealed_at", _MS, nullable=False),
        sa.PrimaryKeyConstraint("session_id", "page_id", "epoch", "seq", name="pk_segments"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name="fk_segments_session_id_sessions"
        ),
    )
    op.create_index("ix_segments_content", "segments", ["content"])
    op.create_index("ix_segments_sealed_at", "segments", ["sealed_at"])
    op.create_table(
        "sheets",
        sa.Column("site_id", _ID, nullable=False),
        sa.Column("sha256", _HASH, nullable=False),
        sa.Column("content", _HASH, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("used_at", _MS, nullable=False),
        sa.PrimaryKeyConstraint("site_id", "sha256", name="pk_sheets"),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_sheets_site_id_sites"),
    )
    op.create_index("ix_sheets_content", "sheets", ["content"])
    op.create_index("ix_sheets_used_at", "sheets", ["used_at"])


def _erasing() -> None:
    op.create_table(
        "named_sessions",
        sa.Column("session_id", _ID, nullable=False),
        sa.Column("customer_id", _ID, nullable=False),
        sa.PrimaryKeyConstraint("session_id", "customer_id", name="pk_named_sessions"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name="fk_named_sessions_session_id_sessions"
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name="fk_named_sessions_customer_id_customers"
        ),
    )
    op.create_index("ix_named_sessions_customer_id", "named_sessions", ["customer_id"])
    op.execute(
        "INSERT INTO named_sessions (session_id, customer_id)"
        " SELECT id, customer_id FROM sessions WHERE customer_id IS NOT NULL"
    )
    op.create_table(
        "tombstones",
        sa.Column("id", _ID, nullable=False),
        sa.Column("erased_at", _MS, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tombstones"),
    )
    op.create_index("ix_tombstones_erased_at", "tombstones", ["erased_at"])
    op.create_table(
        "erasures",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("site_id", _ID, nullable=False),
        sa.Column("subject", sa.String(512), nullable=False),
        sa.Column("asked_at", _MS, nullable=False),
        sa.Column("done_at", _MS, nullable=True),
        sa.Column("erased", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_erasures"),
    )
    op.create_index("ix_erasures_done_at", "erasures", ["done_at"])
