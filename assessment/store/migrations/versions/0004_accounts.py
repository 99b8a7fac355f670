"""Accounts are found by their name, and logins by when they were last used."""

from alembic import op

from assessment import desk_records  # noqa: F401  # both kinds
from assessment.store.rows import index_again

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Write anew what the indexes say."""
    for kind in ("login", "user"):
        index_again(op.get_bind(), kind)
