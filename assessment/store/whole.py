"""All that a store holds, home by home: to back it up, to put it back, to move it elsewhere."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar

from sqlalchemy import Connection, Engine, delete, insert, select

from assessment.store import rows
from assessment.store.database import ENTRIES, RECORDS
from assessment.store.home import Tables

T = TypeVar("T")

BATCH = 500  # homes that are read or written at once

Contents = Iterable[tuple[str, Tables]]


class Still:
    """A database as it stands at one moment, whatever is written meanwhile."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def homes(self) -> list[str]:
        """The names of all homes, in Python's order."""
        return sorted(self._connection.scalars(select(RECORDS.c.home).distinct()))

    def contents(self, homes: Iterable[str]) -> Iterator[tuple[str, Tables]]:
        """What these homes hold, in the order in which they are named."""
        for some in batches(homes):
            columns = (RECORDS.c.home, RECORDS.c.kind, RECORDS.c.id, RECORDS.c.body)
            asked = select(*columns).where(RECORDS.c.home.in_(some))
            found: dict[str, Tables] = {home: {} for home in some}
            for home, kind, id, body in sorted(tuple(r) for r in self._connection.execute(asked)):
                found[home].setdefault(kind, {})[id] = json.loads(body)
            yield from found.items()


@contextmanager
def still(engine: Engine) -> Iterator[Still]:
    """The database at this moment; whoever writes waits for nothing."""
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN")
        else:
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            _take_time(connection)
        yield Still(connection)


def add(engine: Engine, contents: Contents) -> None:
    """Keep homes that are not there yet, all of them or none."""
    with _at_length(engine) as connection:
        _insert(connection, contents)


def replace(engine: Engine, contents: Contents) -> None:
    """Keep these homes in place of all that was there, or change nothing."""
    with _at_length(engine) as connection:
        if connection.dialect.name != "sqlite":
            connection.exec_driver_sql("LOCK TABLE record, entry IN EXCLUSIVE MODE")
        connection.execute(delete(ENTRIES))
        connection.execute(delete(RECORDS))
        for some in batches(contents):
            _insert(connection, some)


def digest(contents: Contents) -> str:
    """One hash that stands for everything in these homes, whatever store they are read from."""
    seen = hashlib.sha256()
    for home, tables in contents:
        kept = {kind: docs for kind, docs in tables.items() if docs}
        seen.update(f"{home}\n{json.dumps(kept, sort_keys=True)}\n".encode())
    return seen.hexdigest()


def batches(things: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    """The things in lists of so many."""
    rest = iter(things)
    while some := list(islice(rest, size)):
        yield some


@contextmanager
def _at_length(engine: Engine) -> Iterator[Connection]:
    """A transaction that may take its time."""
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            _take_time(connection)
        yield connection
        connection.commit()


def _take_time(connection: Connection) -> None:
    """Let this transaction of PostgreSQL last as long as it takes."""
    connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
    connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")


def _insert(connection: Connection, contents: Contents) -> None:
    records, entries = [], []
    for home, tables in contents:
        for kind, docs in tables.items():
            for id, doc in docs.items():
                records.append(rows.row(home, kind, id, doc))
                entries += rows.entries(kind, id, doc)
    if records:
        connection.execute(insert(RECORDS), records)
    if entries:
        connection.execute(insert(ENTRIES), entries)
