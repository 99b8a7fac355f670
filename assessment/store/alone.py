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
LEAVE = text("SELECT pg_advisory_unlock(hashtextextended(:name, 2))")


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
