"""Up to where each epoch has left the journal for a segment; gaps by their session."""

import sqlalchemy as sa
from alembic import op

revision = "journal_0002"
down_revision = "journal_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sealed",
        sa.Column("page_id", sa.String(32), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("next_seq", sa.Integer(), nullable=False),
        sa.Column("sealed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("page_id", "epoch", name="pk_sealed"),
    )
    op.create_index("ix_sealed_sealed_at", "sealed", ["sealed_at"])
    op.create_index("ix_gaps_session_id_page_id", "gaps", ["session_id", "page_id"])
