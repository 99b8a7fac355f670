"""The schema of a database: made where there is none, known where it is another, and brought on."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from assessment.errors import NewerSchema, OlderSchema, StoreError
from assessment.store.database import address, check_encoding, named, unusable
from assessment.store.database import engine as engine_of

HEAD = 4  # the schema that this program works with
VERSIONS = "alembic_version"
STEPS = Path(__file__).parent / "migrations"
LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('schema', 1))")


def be_current(engine: Engine, where: str, *, may_create: bool) -> None:
    """See that the database has this program's schema; an empty one is given it.

    Raises NewerSchema, OlderSchema and StoreError.
    """
    with engine.connect() as connection:
        found = revision(connection, where)
    if found == 0 and may_create:
        upgrade(engine, where)
    elif found == 0:
        raise StoreError(f"{where} holds nothing yet.")
    elif found < HEAD:
        raise OlderSchema(where, found, HEAD)
    elif found > HEAD:
        raise NewerSchema(where, found, HEAD)


def upgraded(url: str) -> tuple[int, int]:
    """What the schema of this database was, and what it is now that it was brought on.

    Raises NewerSchema and StoreError.
    """
    found = address(url)
    where, connections = named(found), engine_of(found, "seven signs upgrade")
    try:
        return upgrade(connections, where)
    except SQLAlchemyError as error:
        raise unusable(where, error) from None
    finally:
        connections.dispose()


def upgrade(engine: Engine, where: str, to: int = HEAD) -> tuple[int, int]:
    """Bring the schema on to this program's, all of it or nothing; what it was, and what it is.

    Raises NewerSchema and StoreError.
    """
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            connection.execute(LOCK)  # several processes may start at once
        found = revision(connection, where)
        if found > HEAD:
            raise NewerSchema(where, found, HEAD)
        if found < to:
            _run(connection, to)
            connection.commit()
        return found, max(found, to)


def revision(connection: Connection, where: str) -> int:
    """The number of its schema, 0 for an empty database; raises StoreError for one of others."""
    check_encoding(connection, where)
    names = set(inspect(connection).get_table_names())
    if VERSIONS in names:
        numbers = connection.execute(text("SELECT version_num FROM alembic_version")).scalars()
        found = list(numbers)
        if len(found) == 1 and found[0].isdigit() and int(found[0]):
            return int(found[0])
    if names & {VERSIONS, "record", "entry"}:
        raise StoreError(f"{where} holds other things; an empty or new one is needed.")
    return 0


def _run(connection: Connection, to: int) -> None:
    """The steps that are missing; alembic is imported only where there are some."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(STEPS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, f"{to:04}")
