"""A store in memory, for tests that go through many workshops: kept as long as it is there."""

import datetime
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TypeVar

from assessment.records import Record

R = TypeVar("R", bound=Record)
T = TypeVar("T")


class MemoryStore:
    """A store, and every transaction of it; what a transaction raises undoes nothing."""

    def __init__(self) -> None:
        self._records: dict[type[Record], dict[str, Record]] = {}
        self._changes = 0

    def get(self, kind: type[R], id: str) -> R | None:
        """The record, or None."""
        found = self._records.get(kind, {}).get(id)
        return found if isinstance(found, kind) else None

    def find(self, kind: type[R], **equal: str) -> tuple[R, ...]:
        """The records of a kind that have these values, by id."""
        kept = sorted(self._records.get(kind, {}).items())
        return tuple(
            record
            for _, record in kept
            if isinstance(record, kind) and all(getattr(record, k) == v for k, v in equal.items())
        )

    def _values(self, kind: type[Record], index: str) -> dict[str, str]:
        """What an index says of each record of a kind."""
        kept = self._records.get(kind, {})
        found = {id: getattr(record, index) for id, record in kept.items()}
        return {id: value for id, value in found.items() if value is not None}

    def page(self, kind: type[R], index: str, count: int, first: int = 0) -> tuple[R, ...]:
        """So many records, the highest first."""
        kept = self._records.get(kind, {})
        found = [kept[id] for id in self._values(kind, index)]
        found.sort(key=lambda record: (getattr(record, index), record.id), reverse=True)
        return tuple(one for one in found[first : first + count] if isinstance(one, kind))

    def version(self, kind: type[Record], index: str, value: str) -> tuple[int, int]:
        """Another at every change of anything."""
        return len(self.find(kind, **{index: value})), self._changes

    def put(self, record: Record) -> None:
        """Keep the record in place of the one with its kind and id."""
        self._changes += 1
        self._records.setdefault(type(record), {})[record.id] = record

    def delete(self, kind: type[Record], id: str) -> None:
        """Keep the record no longer."""
        self._records.get(kind, {}).pop(id, None)

    def transact(self, _: str, work: Callable[["MemoryStore"], T]) -> T:
        """What the work returns."""
        return work(self)

    def erase(self, home: str) -> None:
        """Remove everything of a home."""
        for records in self._records.values():
            for id in [id for id, record in records.items() if record.home == home]:
                del records[id]

    def alone(self, _: str, __: float = 0.0) -> AbstractContextManager[bool]:
        """Nobody else is ever there."""
        return nullcontext(True)

    def broken(self, _: datetime.date) -> tuple[str, ...]:
        """No home can break here."""
        return ()

    def close(self) -> None:
        """Nothing is held open."""
