"""Doing something alone in all processes that share a database; it ends with its holder."""

import contextlib
import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

LOOKS = 0.02  # seconds between two looks whether one is alone

TRY = text("SELECT pg_try_advisory_lock(hashtextextended(:name, 2))")
OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
    "AND application_name LIKE 'seven signs%' AND application_name <> :name"
)
LEAVE = text("SELECT pg_advisory_unlock(hashtextextended(:name, 2))")


class Presence:
    """That this process has the database open, so that another can tell."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._name = name  # under which PostgreSQL knows its connections
        self._file: int | None = None
        if engine.dialect.name == "sqlite":
            self._file = os.open(f"{engine.url.database}-open.lock", os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(self._file, fcntl.LOCK_SH)

    def others(self) -> bool:
        """Whether another process has it open as well."""
        if self._file is None:
            with self._engine.connect() as connection:
                return bool(connection.scalar(OTHERS, {"name": self._name}))
        mine = _locked(self._file)
        fcntl.flock(self._file, fcntl.LOCK_SH)
        return not mine

    def end(self) -> None:
        """It has it open no longer."""
        if self._file is not None:
            os.close(self._file)


@contextmanager
def alone(engine: Engine, name: str, patience: float) -> Iterator[bool]:
    """Whether nobody else is within this of that name, after so many seconds at most."""
    kind = _in_postgresql if engine.dialect.name == "postgresql" else _beside_a_file
    with kind(engine, name, time.monotonic() + patience) as mine:
        yield mine


@contextmanager
def _in_postgresql(engine: Engine, name: str, until: float) -> Iterator[bool]:
    autocommit = engine.execution_options(isolation_level="AUTOCOMMIT")
    with autocommit.connect() as connection:
        mine = _within(until, lambda: bool(connection.scalar(TRY, {"name": name})))
        try:
            yield mine
        finally:
            try:
                if mine:
                    connection.execute(LEAVE, {"name": name})
            except SQLAlchemyError:
                connection.invalidate()  # the lock ends with the connection


@contextmanager
def _beside_a_file(engine: Engine, name: str, until: float) -> Iterator[bool]:
    path = Path(f"{engine.url.database}-{name}.lock")
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield _within(until, lambda: _locked(file))
    finally:
        os.close(file)


def _locked(file: int) -> bool:
    with contextlib.suppress(BlockingIOError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def _within(until: float, attempt: Callable[[], bool]) -> bool:
    while not attempt():
        if time.monotonic() >= until:
            return False
        time.sleep(LOOKS)
    return True
