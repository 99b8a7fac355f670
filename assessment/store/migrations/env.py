"""What alembic runs: the steps that are missing, in the transaction of who asked for them."""

from alembic import context

from assessment.store.database import SCHEMA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SCHEMA,
    transactional_ddl=True,  # in SQLite, too: the transaction was begun before
)
context.run_migrations()
