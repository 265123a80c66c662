"""The tables of the journal's own file.

A page id is made for one document and never reused, so (page, epoch, seq) already tells the
batches of all sessions apart; the session is carried beside it. Payloads come last in their rows:
SQLite then reads the header columns without walking through the payload.
"""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    text,
)

from cobrowse.store.columns import ID, WORD, metadata

METADATA: Final = metadata()

IS_CHECKPOINT: Final = text("batches.checkpoint = 1 AND batches.part = 0")
"""SQLite uses a partial index only for a question that repeats its condition word for word."""

batches: Final = Table(
    "batches",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("page_id", ID, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("session_id", ID, nullable=False),
    Column("t0", BigInteger, nullable=False),
    Column("t1", BigInteger, nullable=False),
    Column("count", Integer, nullable=False),
    Column("checkpoint", Boolean, nullable=False),
    Column("part", Integer, nullable=False),
    Column("parts", Integer, nullable=False),
    Column("crc", BigInteger, nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Column("facts", LargeBinary, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    UniqueConstraint("page_id", "epoch", "seq"),
)
Index(None, batches.c.session_id, batches.c.page_id)
Index(
    "ix_batches_checkpoints",
    batches.c.page_id,
    batches.c.epoch,
    batches.c.seq,
    sqlite_where=text("checkpoint = 1 AND part = 0"),
)

gaps: Final = Table(
    "gaps",
    METADATA,
    Column("page_id", ID, primary_key=True),
    Column("epoch", Integer, primary_key=True),
    Column("from_seq", Integer, primary_key=True),
    Column("to_seq", Integer, nullable=False),
    Column("session_id", ID, nullable=False),
    Column("reason", WORD, nullable=False),
    Column("recorded_at", BigInteger, nullable=False),
)

Index(None, gaps.c.session_id, gaps.c.page_id)

sealed: Final = Table(
    "sealed",
    METADATA,
    Column("page_id", ID, primary_key=True),
    Column("epoch", Integer, primary_key=True),
    Column("next_seq", Integer, nullable=False),
    Column("sealed_at", BigInteger, nullable=False),
)
"""Up to where an epoch has left the journal for a segment: without it, a page that comes back would
have its old numbers taken for new ones."""
Index(None, sealed.c.sealed_at)

quarantine: Final = Table(
    "quarantine",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("entry", String(255), nullable=False),
    Column("why", String(255), nullable=False),
    Column("quarantined_at", BigInteger, nullable=False),
    Column("size", Integer, nullable=False),
    Column("payload", LargeBinary, nullable=False),
)
