"""The database that a SQL store rests on: its tables, its connections, what goes wrong there."""

import asyncio
import time
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    Index,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError, SQLAlchemyError

from assessment.errors import StoreError

KEY_LENGTH = 80
STATEMENT_SECONDS = 5
POOL = 10  # connections kept; as many again in a crowd
IDLE = 1.0  # seconds after which a connection is asked before it is lent
PAUSES = (0.1, 0.2, 0.4)  # seconds before the second, third and fourth try
ENCODINGS = ("UTF8", "SQL_ASCII")  # the latter keeps what it is given, which is UTF-8
AGAIN = ("40001", "40P01")  # two transactions stood in each other's way, and one had to go

_KEY = String(KEY_LENGTH).with_variant(postgresql.VARCHAR(KEY_LENGTH, collation="C"), "postgresql")
_TEXT = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")

SCHEMA = MetaData()
RECORDS = Table(
    "record",
    SCHEMA,
    Column("kind", String(40), primary_key=True),
    Column("id", _KEY, primary_key=True),
    Column("home", _KEY, nullable=False, index=True),
    Column("body", Text, nullable=False),  # JSON in ASCII: PostgreSQL keeps no NUL
    Column("version", BigInteger, nullable=False, server_default="0"),  # another at every change
)
ENTRIES = Table(  # what the declared indexes say
    "entry",
    SCHEMA,
    Column("kind", String(40), primary_key=True),
    Column("id", _KEY, primary_key=True),
    Column("field", String(40), primary_key=True),
    Column("start", _TEXT, nullable=False),  # of the value
    Column("value", Text, nullable=False),
    Index("entry_start", "kind", "field", "start", "id"),
)


class Unreachable(StoreError):
    """The database does not answer; nothing is known to be changed."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(
            f"{where} does not answer: {reason}. What was kept before is not lost. "
            "Once it answers, try again."
        )


def address(url: str) -> URL:
    """The address of a database; raises StoreError without repeating it, for it may be secret."""
    try:
        found = make_url(url)
    except (ArgumentError, ValueError):  # the latter for a port that is no number
        raise StoreError("That is no address of a database.") from None
    if found.drivername not in ("postgresql+psycopg", "sqlite"):
        raise StoreError(
            "The address of a database begins with postgresql+psycopg:// or sqlite:///, such as "
            "postgresql+psycopg://seven:password@127.0.0.1/seven."
        )
    if found.drivername == "sqlite" and (not found.database or found.database == ":memory:"):
        raise StoreError("The address of a database with SQLite names a file: sqlite:///data.db.")
    if "@" in (found.host or ""):
        raise StoreError("In the address of a database an @ in a name or password is written %40.")
    return found


def named(url: URL) -> str:
    """The database in words, which hold neither user nor password."""
    if url.get_backend_name() == "sqlite":
        return f"The database {url.database}"
    return f"The database {url.database or url.username} on {url.host or 'this machine'}"


def bare(url: URL) -> str:
    """The address of the database without user, password and options."""
    return f"{url.get_backend_name()}://{url.host or ''}/{url.database or ''}"


def said(error: SQLAlchemyError) -> str:
    """What the driver says, on one line, without the statement and its values."""
    told = str(error.orig) if isinstance(error, DBAPIError) else type(error).__name__
    return " ".join(told.split())[:200].rstrip(".")


def passing(error: SQLAlchemyError) -> bool:
    """Whether the same may succeed in a moment: a lost connection, or two in each other's way."""
    if not isinstance(error, DBAPIError):
        return False
    state = getattr(error.orig, "sqlstate", None) or ""
    # class 57P: the server is going down or coming up; class 08: the connection broke
    return (
        error.connection_invalidated
        or state in AGAIN
        or state.startswith(("57P", "08"))
        or (state == "" and type(error.orig).__name__ == "OperationalError" and _refused(error))
    )


def pauses() -> tuple[float, ...]:
    """How long to wait before each further try; none where that would hold up an event loop."""
    return () if asyncio._get_running_loop() else PAUSES


def unusable(where: str, error: SQLAlchemyError) -> StoreError:
    """Why a store cannot be opened there."""
    if passing(error):
        return Unreachable(where, said(error))
    return StoreError(
        f"{where} cannot be used: {said(error)}. Mend that, or name another in DATABASE_URL."
    )


def check_encoding(connection: Connection, where: str) -> None:
    """Raises StoreError where names in some scripts could not be kept."""
    if connection.dialect.name == "sqlite":
        return
    found = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if found not in ENCODINGS:
        raise StoreError(
            f"{where} cannot keep every script: its encoding is {found}. "
            "Make one with createdb -E UTF8 -T template0, and move there by a backup."
        )


def _refused(error: DBAPIError) -> bool:
    told = str(error.orig)
    return "connection" in told and "authentication" not in told


def engine(url: URL, name: str, *, reads: bool = False) -> Engine:
    """Connections to the database, none of them open yet, which it knows by this name.

    Those that only read need no transaction, and so no word to the database but the question.
    """
    given: dict[str, Any] = {
        "hide_parameters": True,
        "pool_size": POOL,
        "max_overflow": POOL,
        "pool_timeout": STATEMENT_SECONDS,
    }
    if url.get_backend_name() == "sqlite":
        made = create_engine(url, connect_args={"timeout": STATEMENT_SECONDS}, **given)
        event.listen(made, "connect", _set_up_sqlite)
        return made
    if reads:
        given |= {"isolation_level": "AUTOCOMMIT", "skip_autocommit_rollback": True}
    limit = STATEMENT_SECONDS * 1000
    options = f"-c statement_timeout={limit} -c idle_in_transaction_session_timeout={limit}"
    said = {
        "options": options,
        "connect_timeout": STATEMENT_SECONDS,
        "tcp_user_timeout": limit,
        "application_name": name,
        "client_encoding": "utf8",
    }
    arguments = {key: value for key, value in said.items() if key not in url.query}
    made = create_engine(url, connect_args=arguments, **given)
    _ping_the_idle(made)
    return made


def _ping_the_idle(made: Engine) -> None:
    """Ask a connection whether it is alive before it is lent, unless it has just been used."""

    def lent(connection: Any, about: Any, _: object) -> None:
        if time.monotonic() - about.info.get("used", -IDLE) < IDLE:
            return
        try:
            made.dialect.do_ping(connection)
        except made.dialect.loaded_dbapi.Error as fault:
            raise DisconnectionError from fault

    def returned(_: Any, about: Any) -> None:
        about.info["used"] = time.monotonic()

    event.listen(made, "checkout", lent)
    event.listen(made, "checkin", returned)


def _set_up_sqlite(connection: Any, _: object) -> None:
    """Durable at every commit, and readers who wait for no writer."""
    connection.isolation_level = None  # a transaction begins where we say so, and nowhere else
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
