"""Sites, agents and their sign-ins; visitors, customers, sessions, pages, consents; kept assets."""

import sqlalchemy as sa
from alembic import op

revision = "main_0001"
down_revision = None
branch_labels = None
depends_on = None

_ID = sa.String(32)
_NAME = sa.String(512)
_URL = sa.String(2048)
_WORD = sa.String(32)
_MS = sa.BigInteger()


def upgrade() -> None:
    _staff_and_sites()
    _who_visits()
    _what_is_visited()


def _staff_and_sites() -> None:
    op.create_table(
        "agents",
        sa.Column("id", _ID, nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("name", _NAME, nullable=False),
        sa.Column("role", _WORD, nullable=False),
        sa.Column("password_hash", sa.String(255), nullable=False),
        sa.Column("created_at", _MS, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_agents"),
        sa.UniqueConstraint("email", name="uq_agents_email"),
    )
    op.create_table(
        "sign_ins",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("agent_id", _ID, nullable=False),
        sa.Column("created_at", _MS, nullable=False),
        sa.Column("last_used_at", _MS, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sign_ins"),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name="fk_sign_ins_agent_id_agents", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_sign_ins_agent_id", "sign_ins", ["agent_id"])
    op.create_index("ix_sign_ins_last_used_at", "sign_ins", ["last_used_at"])
    op.create_table(
        "sites",
        sa.Column("id", _ID, nullable=False),
        sa.Column("key", sa.String(48), nullable=False),
        sa.Column("name", _NAME, nullable=False),
        sa.Column("origins", sa.JSON(), nullable=False),
        sa.Column("asset_origins", sa.JSON(), nullable=False),
        sa.Column("secret", sa.String(128), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("created_at", _MS, nullable=False),
        sa.Column("removed_at", _MS, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_sites"),
        sa.UniqueConstraint("key", name="uq_sites_key"),
    )
    versions = op.create_table(
        "versions",
        sa.Column("name", _WORD, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_versions"),
    )
    op.bulk_insert(versions, [{"name": "sites", "number": 0}])


def _who_visits() -> None:
    op.create_table(
        "customers",
        sa.Column("id", _ID, nullable=False),
        sa.Column("site_id", _ID, nullable=False),
        sa.Column("subject", _NAME, nullable=False),
        sa.Column("name", _NAME, nullable=False),
        sa.Column("tier", _NAME, nullable=False),
        sa.Column("first_seen_at", _MS, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_customers"),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_customers_site_id_sites"),
    )
    op.create_index(
        "ix_customers_site_id_subject", "customers", ["site_id", "subject"], unique=True
    )
    op.create_table(
        "visitors",
        sa.Column("site_id", _ID, nullable=False),
        sa.Column("id", _ID, nullable=False),
        sa.Column("first_seen_at", _MS, nullable=False),
        sa.Column("last_seen_at", _MS, nullable=False),
        sa.PrimaryKeyConstraint("site_id", "id", name="pk_visitors"),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_visitors_site_id_sites"),
    )


def _what_is_visited() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", _ID, nullable=False),
        sa.Column("site_id", _ID, nullable=False),
        sa.Column("visitor_id", _ID, nullable=False),
        sa.Column("customer_id", _ID, nullable=True),
        sa.Column("started_at", _MS, nullable=False),
        sa.Column("last_seen_at", _MS, nullable=False),
        sa.Column("last_activity_at", _MS, nullable=False),
        sa.Column("ended_at", _MS, nullable=True),
        sa.Column("end_reason", _WORD, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
        sa.ForeignKeyConstraint(
            ["site_id", "visitor_id"],
            ["visitors.site_id", "visitors.id"],
            name="fk_sessions_site_id_visitor_id_visitors",
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name="fk_sessions_customer_id_customers"
        ),
    )
    op.create_index(
        "ix_sessions_site_id_visitor_id_started_at",
        "sessions",
        ["site_id", "visitor_id", "started_at"],
    )
    op.create_index("ix_sessions_started_at_id", "sessions", ["started_at", "id"])
    op.create_index("ix_sessions_ended_at", "sessions", ["ended_at"])
    op.create_table(
        "pages",
        sa.Column("id", _ID, nullable=False),
        sa.Column("session_id", _ID, nullable=False),
        sa.Column("url", _URL, nullable=False),
        sa.Column("title", _NAME, nullable=False),
        sa.Column("opened_at", _MS, nullable=False),
        sa.Column("last_activity_at", _MS, nullable=False),
        sa.Column("offset_ms", _MS, nullable=False),
        sa.Column("width", sa.BigInteger(), nullable=False),
        sa.Column("height", sa.BigInteger(), nullable=False),
        sa.Column("visible", sa.Boolean(), nullable=False),
        sa.Column("focused", sa.Boolean(), nullable=False),
        sa.Column("connected", sa.Boolean(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("left_at", _MS, nullable=True),
        sa.Column("doing", _WORD, nullable=False),
        sa.Column("doing_at", _MS, nullable=False),
        sa.PrimaryKeyConstraint("id", "session_id", name="pk_pages"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name="fk_pages_session_id_sessions"
        ),
    )
    op.create_index("ix_pages_session_id_opened_at", "pages", ["session_id", "opened_at"])
    op.create_table(
        "consents",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("site_id", _ID, nullable=False),
        sa.Column("visitor_id", _ID, nullable=False),
        sa.Column("session_id", _ID, nullable=False),
        sa.Column("mode", _WORD, nullable=False),
        sa.Column("observe", sa.Boolean(), nullable=False),
        sa.Column("record", sa.Boolean(), nullable=False),
        sa.Column("review", sa.Boolean(), nullable=False),
        sa.Column("at", _MS, nullable=False),
        sa.Column("wording", _NAME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_consents"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name="fk_consents_session_id_sessions"
        ),
    )
    op.create_index(
        "ix_consents_site_id_visitor_id_id", "consents", ["site_id", "visitor_id", "id"]
    )
    op.create_index("ix_consents_session_id", "consents", ["session_id"])
    op.create_table(
        "assets",
        sa.Column("site_id", _ID, nullable=False),
        sa.Column("url", _URL, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content_type", sa.String(255), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("kept_at", _MS, nullable=False),
        sa.PrimaryKeyConstraint("site_id", "url", name="pk_assets"),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_assets_site_id_sites"),
    )
