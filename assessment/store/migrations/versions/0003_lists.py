"""Lists are ordered and searched by the database: values as they were typed, and new indexes.

And a version of each record, by which whoever shows some of them sees that one has changed.
"""

import sqlalchemy as sa
from alembic import op

from assessment import client_records, desk_records, lead_records, post_records  # noqa: F401  # all kinds that have indexes
from assessment.records import Record
from assessment.store.rows import index_again

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the version, and write anew what the indexes say."""
    op.add_column("record", sa.Column("version", sa.BigInteger, nullable=False, server_default="0"))
    for kind in sorted(Record.kinds):
        index_again(op.get_bind(), kind)
