"""One write to a database that may go away at any moment: done once, or known not to be done."""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from assessment.errors import NotSaved
from assessment.store import rows
from assessment.store.database import passing, pauses, said
from assessment.store.draft import Draft
from assessment.store.home import Changes, Tables

T = TypeVar("T")

LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:home, 0))")


class Write(Generic[T]):
    """A transaction that alone changes a home, tried again where that cannot do it twice.

    Where the connection is lost during the commit, what is kept tells what came of it.
    """

    def __init__(self, engine: Engine, where: str, home: str, work: Callable[[Draft], T]) -> None:
        self._engine = engine
        self._where = where
        self._home = home
        self._work = work
        self._doubtful: tuple[Tables, Changes, T] | None = None  # a commit that nobody answered

    def done(self) -> T:
        """What the work returned, durable. Raises NotSaved, and ValueError for an id taken."""
        for pause in (*pauses(), None):
            try:
                return self._try()
            except IntegrityError:
                raise ValueError("a record's id is taken in another home") from None
            except SQLAlchemyError as error:
                if pause is None or not passing(error):
                    raise NotSaved(self._where, said(error)) from None
            time.sleep(pause)
        raise AssertionError("a write is done, or it fails")

    def _try(self) -> T:
        with self._engine.connect() as connection:
            tables = self._begun(connection)
            if self._doubtful:
                before, changes, value = self._doubtful
                if _are(tables, changes):
                    return value
                if tables != before:
                    raise NotSaved(self._where, "the connection was lost while it was saved")
            draft = Draft(self._home, tables, {}, lambda *key: rows.owner(connection, tables, key))
            value = self._work(draft)
            rows.keep(connection, self._home, tables, draft.changes)
            self._doubtful = tables, draft.changes, value
            connection.commit()
        return value

    def _begun(self, connection: Connection) -> Tables:
        """What the home holds, and nobody else changes until the end of the transaction."""
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.execute(LOCK, {"home": self._home})
        return rows.tables(connection, self._home)


def _are(tables: Tables, changes: Changes) -> bool:
    return all(tables.get(kind, {}).get(id) == doc for (kind, id), doc in changes.items())
