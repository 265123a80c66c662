"""Batches, gaps, and what could not be stored."""

import sqlalchemy as sa
from alembic import op

revision = "journal_0001"
down_revision = None
branch_labels = None
depends_on = None

_ID = sa.String(32)
_MS = sa.BigInteger()


def upgrade() -> None:
    op.create_table(
        "batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", _ID, nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("session_id", _ID, nullable=False),
        sa.Column("t0", _MS, nullable=False),
        sa.Column("t1", _MS, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("checkpoint", sa.Boolean(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("crc", sa.BigInteger(), nullable=False),
        sa.Column("received_at", _MS, nullable=False),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_batches"),
        sa.UniqueConstraint("page_id", "epoch", "seq", name="uq_batches_page_id_epoch_seq"),
    )
    op.create_index("ix_batches_session_id_page_id", "batches", ["session_id", "page_id"])
    op.create_index(
        "ix_batches_checkpoints",
        "batches",
        ["page_id", "epoch", "seq"],
        sqlite_where=sa.text("checkpoint = 1 AND part = 0"),
    )
    op.create_table(
        "gaps",
        sa.Column("page_id", _ID, nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("from_seq", sa.Integer(), nullable=False),
        sa.Column("to_seq", sa.Integer(), nullable=False),
        sa.Column("session_id", _ID, nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("recorded_at", _MS, nullable=False),
        sa.PrimaryKeyConstraint("page_id", "epoch", "from_seq", name="pk_gaps"),
    )
    op.create_table(
        "quarantine",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry", sa.String(255), nullable=False),
        sa.Column("why", sa.String(255), nullable=False),
        sa.Column("quarantined_at", _MS, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_quarantine"),
    )
