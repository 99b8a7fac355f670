"""The port: what every store promises, whatever keeps the records."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol, TypeVar, runtime_checkable

from assessment.records import Record
from assessment.store.home import Tables

R = TypeVar("R", bound=Record)
T = TypeVar("T")

START = 100  # characters of an indexed value that records are ordered by
AT_ONCE = 500  # records that are read at once of very many
COUNTED = 1000  # records, by which a list is counted further as one turns its pages

Version = tuple[int, int]  # the same as long as nothing has changed; more it does not say


def counted_to(first: int) -> int:
    """As far as a list is counted on its page that begins there, from 0; then it has more."""
    return (first // COUNTED + 1) * COUNTED + 1


class Transaction(Protocol):
    """One home, as it stands within a transaction."""

    def get(self, kind: type[R], id: str) -> R | None:
        """The record of that kind and id in this home, what was put here included."""

    def find(self, kind: type[R], **equal: str) -> tuple[R, ...]:
        """As `Store.find`, within this home, what was put here included."""

    def put(self, record: Record) -> None:
        """Keep the record in place of the one with its kind and id.

        Raises ValueError where its home is another, or its id is taken in another home.
        """

    def delete(self, kind: type[Record], id: str) -> None:
        """Keep the record no longer; one that is not there is no mistake."""


@runtime_checkable
class Freezing(Protocol):
    """A store that can stand still for a moment, for a backup."""

    def freeze(self, name: str) -> tuple[Path, tuple[str, ...]]:
        """All homes as they stand at this moment, in a folder of that name for who asks.

        And the homes of which nothing sound is left. Raises NotSaved.
        """


class Moment(Protocol):
    """All that a store holds, as it stands at one moment."""

    def homes(self) -> list[str]:
        """The names of all homes, in Python's order."""

    def contents(self, homes: Iterable[str]) -> Iterator[tuple[str, Tables]]:
        """What these homes hold, in the order in which they are named."""


@runtime_checkable
class Standing(Protocol):
    """A store that can be read as it stands at one moment, while others write."""

    def still(self) -> AbstractContextManager[Moment]:
        """All that is kept as it stands at this moment."""


class Store(Protocol):
    """Records by kind and id, found by declared indexes, changed in transactions of one home."""

    def get(self, kind: type[R], id: str) -> R | None:
        """The record as last kept, or None. Raises Damaged where its home cannot be read."""

    def find(self, kind: type[R], **equal: str | Sequence[str]) -> tuple[R, ...]:
        """The records of a kind whose indexes have these values, by id; without values all.

        Of several values one has to be the record's. Raises ValueError for
        a field that is no declared index of the kind.
        """

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
        """So many records by what an index says of them, the highest first; none but these is read.

        The first hundred characters decide, then the ids. Only those of which it says something
        that holds each of these texts, and whose other indexes have these values. Raises
        ValueError as `find` does.
        """

    def count(
        self,
        kind: type[Record],
        index: str,
        most: int | None = None,
        *,
        holding: Sequence[str] = (),
        **equal: str | Sequence[str],
    ) -> int:
        """How many records all pages have together, or so many at most: none are counted beyond.

        Raises ValueError as `find` does.
        """

    def each(self, kind: type[R], index: str) -> Iterator[R]:
        """All records of a kind by what an index says of them, the lowest first, read in pieces.

        What is put, deleted or changed meanwhile may be there or not. Raises ValueError as `find`.
        """

    def tally(self, kind: type[Record], index: str, values: Sequence[str]) -> dict[str, int]:
        """How many records of a kind have each of these values, where there are any.

        Raises ValueError as `find` does.
        """

    def below(
        self, kind: type[Record], index: str, value: str, **equal: str | Sequence[str]
    ) -> tuple[str, ...]:
        """The homes of the records of which a declared index says less, compared as texts.

        Only of those whose other indexes have these values. Raises ValueError as `find` does.
        """

    def lost(self, kind: type[Record], index: str, of: type[Record]) -> tuple[str, ...]:
        """The homes of the records that name in an index another one, which is not there.

        Raises ValueError as `find` does.
        """

    def version(self, kind: type[Record], index: str, value: str) -> Version:
        """What is another as soon as a record with this value was put, deleted or added.

        Cheap to ask, in every process. Raises ValueError as `find` does.
        """

    def transact(self, home: str, work: Callable[[Transaction], T]) -> T:
        """What `work` returns, after all that it put and deleted is durable, or none of it is.

        `work` may be run again and in another thread, so it does nothing but read, put and delete.
        What it raises undoes the transaction and reaches the caller. Raises NotSaved.
        """

    def erase(self, home: str) -> None:
        """Remove everything of a home, older generations included. Raises NotSaved."""

    def alone(self, name: str, patience: float = 0.0) -> AbstractContextManager[bool]:
        """Whether nobody else is within this of that name, after so many seconds at most.

        Nobody in any process that may write here; it ends with the block, or with the process.
        """

    def broken(self, before: datetime.date) -> tuple[str, ...]:
        """The homes with nothing sound left in them and nothing written since before that day."""

    def close(self) -> None:
        """Let go of what the store holds; what was acknowledged stays."""
