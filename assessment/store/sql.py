"""The SQL store: the same records in PostgreSQL, for several processes, or in one SQLite file.

Nothing of the data is remembered from one question to the next: another process may have changed
it. What a record's text was made into is used again only for the same text.
"""

import datetime
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from assessment.errors import NotSaved, StoreError
from assessment.records import Record
from assessment.store import questions, rows, whole
from assessment.store.alone import Presence, alone
from assessment.store.database import (
    STATEMENT_SECONDS,
    Unreachable,
    address,
    engine,
    named,
    passing,
    pauses,
    said,
    unusable,
)
from assessment.store.draft import Draft, check_indexes, record
from assessment.store.folder import check_key
from assessment.store.made import Made
from assessment.store.port import AT_ONCE, R, T, Transaction, Version
from assessment.store.queues import Queues, Users
from assessment.store.schema import be_current
from assessment.store.writing import Write


class SqlStore:
    """The `Store` of any number of processes, over a database that orders what they do.

    Raises StoreError where the database cannot be used, and NewerSchema.
    """

    def __init__(self, url: str, *, reads_only: bool = False) -> None:
        self._url = address(url)
        self.where = named(self._url)
        self._reads_only = reads_only
        name = f"seven signs {secrets.token_hex(4)}"
        self._engine = engine(self._url, name)
        self._sqlite = self._engine.dialect.name == "sqlite"
        self._reads = engine(self._url, name, reads=True)
        self._users = Users()
        self._queues = Queues()
        self._made = Made()
        self._here = threading.local()
        try:
            be_current(self._engine, self.where, may_create=not reads_only)
        except SQLAlchemyError as error:
            self._dispose()
            raise unusable(self.where, error) from None
        except BaseException:
            self._dispose()
            raise
        self._presence = Presence(self._engine, name)

    def get(self, kind: type[R], id: str) -> R | None:
        """The record as last kept, or None."""
        check_key(id)
        found = self._answered(rows.BODY, {"of_kind": kind.kind, "of_id": id})
        if not found:
            self._made.drop(kind.kind, id)
            return None
        return self._made.record(kind, id, found[0][0])

    def find(self, kind: type[R], **equal: str | Sequence[str]) -> tuple[R, ...]:
        """The records of a kind whose indexes have these values, by id; without values all."""
        check_indexes(kind, equal)
        match [*equal.items()]:
            case [(index, str(value))]:
                its = questions.of_value(kind, index, value)
                answered = self._answered(questions.OF_VALUE, its)
            case _:
                answered = self._answered(questions.bodies(kind, equal))
        found = sorted(answered)  # in Python's order, not that of a database
        return tuple(self._made.record(kind, id, body) for id, body in found)

    def page(
        self,
        kind: type[R],
        index: str,
        count: int,
        first: int = 0,
        *,
        holding: Sequence[str] = (),
        lowest: bool = False,
        **equal: str | Sequence[str],
    ) -> tuple[R, ...]:
        """As `Store.page`; the database reads as much of its index as it needs."""
        check_indexes(kind, [index, *equal])
        asked = questions.page(
            kind, index, count, first, holding=holding, lowest=lowest, equal=equal
        )
        found = self._answered(asked)
        return tuple(self._made.record(kind, id, body) for id, body, _ in found)

    def count(
        self,
        kind: type[Record],
        index: str,
        most: int | None = None,
        *,
        holding: Sequence[str] = (),
        **equal: str | Sequence[str],
    ) -> int:
        """As `Store.count`."""
        check_indexes(kind, [index, *equal])
        ((every,),) = self._answered(questions.counted(kind, index, most, holding, equal))
        return int(every)

    def each(self, kind: type[R], index: str) -> Iterator[R]:
        """As `Store.each`."""
        check_indexes(kind, [index])
        after: tuple[str, str] | None = None
        while some := self._answered(questions.following(kind, index, AT_ONCE, after)):
            yield from (record(kind, json.loads(body)) for _, body, _ in some)
            after = some[-1][2], some[-1][0]

    def tally(self, kind: type[Record], index: str, values: Sequence[str]) -> dict[str, int]:
        """As `Store.tally`."""
        check_indexes(kind, [index])
        found = self._answered(questions.tally(kind, index, values))
        return {rows.read(value): count for value, count in found}

    def below(
        self, kind: type[Record], index: str, value: str, **equal: str | Sequence[str]
    ) -> tuple[str, ...]:
        """As `Store.below`."""
        check_indexes(kind, [index, *equal])
        return self._homes(questions.lower(kind, index, value, equal))

    def lost(self, kind: type[Record], index: str, of: type[Record]) -> tuple[str, ...]:
        """As `Store.lost`."""
        check_indexes(kind, [index])
        return self._homes(questions.lost(kind, index, of))

    def version(self, kind: type[Record], index: str, value: str) -> Version:
        """As `Store.version`."""
        check_indexes(kind, [index])
        its = questions.of_value(kind, index, value)
        ((count, versions),) = self._answered(questions.VERSION, its)
        return count, int(versions)

    def transact(self, home: str, work: Callable[[Transaction], T]) -> T:
        """What `work` returns, once all that it put and deleted is durable. Raises NotSaved."""

        def at_work(draft: Draft) -> T:
            self._here.at_work = True
            try:
                return work(draft)
            finally:
                self._here.at_work = False

        return self._written(home, at_work)

    def erase(self, home: str) -> None:
        """Remove everything of a home. Raises NotSaved."""

        def everything(draft: Draft) -> list[tuple[str, str]]:
            gone = [(kind, id) for kind, docs in draft.tables().items() for id in docs]
            draft.changes.update(dict.fromkeys(gone))
            return gone

        for kind, id in self._written(home, everything):
            self._made.drop(kind, id)

    @contextmanager
    def alone(self, name: str, patience: float = 0.0) -> Iterator[bool]:
        """As `Store.alone`, in all processes that share the database."""
        with self._users, self._queues.turn(f"alone {name}", patience) as mine:
            if not mine:
                yield False
                return
            try:
                held = alone(self._engine, check_key(name), patience)
                ours = held.__enter__()
            except SQLAlchemyError as error:
                raise Unreachable(self.where, said(error)) from None
            try:
                yield ours
            finally:
                held.__exit__(None, None, None)

    @contextmanager
    def still(self) -> Iterator[whole.Still]:
        """All that is kept as it stands at this moment; whoever writes waits for nothing."""
        with self._told(), whole.still(self._engine) as found:
            yield found

    def add(self, contents: whole.Contents) -> None:
        """Keep homes that are not there yet, all of them or none. Raises NotSaved."""
        with self._told():
            whole.add(self._engine, contents)

    def replace(self, contents: whole.Contents) -> None:
        """Keep these homes in place of all that was there, or change nothing. Raises NotSaved."""
        with self._told():
            whole.replace(self._engine, contents)

    def refuse_others(self) -> None:
        """Raises StoreError where another process has the database open."""
        with self._told():
            if self._presence.others():
                raise StoreError(f"{self.where} is in use. Stop the app in every process first.")

    def _homes(self, asked: Select[tuple[str]]) -> tuple[str, ...]:
        return tuple(sorted(home for (home,) in self._answered(asked)))

    def _dispose(self) -> None:
        for connections in (self._engine, self._reads):
            connections.dispose()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            with self._using():
                yield
        except IntegrityError:
            raise NotSaved(self.where, "some of it is there already, in another home") from None
        except SQLAlchemyError as error:
            raise NotSaved(self.where, said(error)) from None

    def broken(self, before: datetime.date) -> tuple[str, ...]:  # noqa: ARG002
        """No homes: a database that is damaged says so itself."""
        return ()

    def close(self) -> None:
        """Let those who read and write finish, then let go of the connections."""
        if self._users.close():
            self._dispose()
            self._presence.end()

    def _answered(
        self, asked: Select[Any], given: Mapping[str, str] | None = None
    ) -> list[tuple[Any, ...]]:
        """The rows of an answer; asked again where the connection was lost."""
        with self._using():
            for pause in (*pauses(), None):
                try:
                    with self._reads.connect() as connection:
                        return [tuple(row) for row in connection.execute(asked, given or {})]
                except SQLAlchemyError as error:
                    if pause is None or not passing(error):
                        raise Unreachable(self.where, said(error)) from None
                time.sleep(pause)
        raise AssertionError("a question is answered, or it fails")

    def _written(self, home: str, work: Callable[[Draft], T]) -> T:
        check_key(home)
        queue = "" if self._sqlite else home  # a file is written by one at a time
        with self._using():
            if self._reads_only:
                raise NotSaved(self.where, "it was opened for reading only")
            with self._queues.turn(queue, STATEMENT_SECONDS) as mine:
                if not mine:
                    raise NotSaved(self.where, "too many others are saving at this moment")
                return Write(self._engine, self.where, home, work).done()

    @contextmanager
    def _using(self) -> Iterator[None]:
        if getattr(self._here, "at_work", False):
            raise RuntimeError("a transaction reads and writes through what it is given")
        with self._users:
            yield
