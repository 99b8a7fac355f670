"""Records, and what their indexes say."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None

KEY = sa.String(80).with_variant(postgresql.VARCHAR(80, collation="C"), "postgresql")
START = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "record",
        sa.Column("kind", sa.String(40), primary_key=True),
        sa.Column("id", KEY, primary_key=True),
        sa.Column("home", KEY, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("ix_record_home", "record", ["home"])
    op.create_table(
        "entry",
        sa.Column("kind", sa.String(40), primary_key=True),
        sa.Column("id", KEY, primary_key=True),
        sa.Column("field", sa.String(40), primary_key=True),
        sa.Column("start", START, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_index("entry_start", "entry", ["kind", "field", "start", "id"])
