"""Everything moved from one store to another, and proven to be the same there."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, Protocol

from assessment.errors import StoreError
from assessment.store.draft import Draft
from assessment.store.folder import Folder
from assessment.store.home import Changes, Tables
from assessment.store.port import Moment, Standing, Transaction
from assessment.store.sql import SqlStore
from assessment.store.tiny import TinyStore
from assessment.store.whole import batches, digest


class Moved(NamedTuple):
    """What a move came to."""

    homes: int
    before: int  # of these there already, from a move that was stopped
    digest: str  # of all that is kept, the same in both stores


class Place(Standing, Protocol):
    """A store that can be read as it stands, and that takes what another holds."""

    def add(self, contents: Iterable[tuple[str, Tables]]) -> None:
        """Keep homes that are not there yet."""


def move(source: str | Path, target: str | Path) -> Moved:
    """Copy everything from one store to another; done again, it goes on where it was stopped.

    Nobody else may have either of them open. What is there already has to be the same, for nothing
    is ever overwritten. Raises StoreError; the source is only read.
    """
    with _opened(source, new=False) as old, _opened(target, new=True) as fresh:
        with old.still() as here, fresh.still() as there:
            missing, known = _compared(here, there)
        with old.still() as here:
            for some in batches(missing):
                fresh.add(here.contents(some))
        with old.still() as here, fresh.still() as there:
            proof = digest(here.contents(here.homes()))
            if proof != digest(there.contents(there.homes())):
                raise StoreError("The stores differ: one was changed meanwhile. Start again.")
    return Moved(len(missing) + known, known, proof)


def _compared(here: Moment, there: Moment) -> tuple[list[str], int]:
    """The homes that are missing there, and how many are there already; raises StoreError."""
    homes, known = here.homes(), there.homes()
    if strangers := set(known) - set(homes):
        raise StoreError(
            f"Nothing was moved: {len(strangers)} homes there do not come from here. "
            "Name a place that is empty."
        )
    for some in batches(known):
        for (home, old), (_, new) in zip(here.contents(some), there.contents(some), strict=True):
            if old != new:
                raise StoreError(
                    f"Nothing was moved: the home {home} has been changed in one of the two "
                    "places. Name a place that is empty."
                )
    return sorted(set(homes) - set(known)), len(known)


@contextmanager
def _opened(place: str | Path, *, new: bool) -> Iterator[Place]:
    if "://" in str(place):
        store = SqlStore(str(place), reads_only=not new)
        try:
            store.refuse_others()
            yield store
        finally:
            store.close()
        return
    folder = Folder(place)
    if not new:
        folder.check()
    kept = TinyStore(folder)
    try:
        yield _FolderPlace(kept)
    finally:
        kept.close()


class _FolderPlace:
    """A data folder that this process alone has open: it stands still by itself."""

    def __init__(self, store: TinyStore) -> None:
        self._store = store

    @contextmanager
    def still(self) -> Iterator[Moment]:
        yield self

    def homes(self) -> list[str]:
        return sorted(self._store.folder.homes())

    def contents(self, homes: Iterable[str]) -> Iterator[tuple[str, Tables]]:
        for home in homes:
            yield home, self._store.content(home)

    def add(self, contents: Iterable[tuple[str, Tables]]) -> None:
        for home, tables in contents:
            docs = {(kind, id): doc for kind, of in tables.items() for id, doc in of.items()}
            self._store.transact(home, lambda tx, docs=docs: _take(tx, docs))  # type: ignore[misc]


def _take(tx: Transaction, docs: Changes) -> None:
    """Keep documents as they are, also of kinds that this program does not know."""
    if isinstance(tx, Draft):
        tx.changes.update(docs)
