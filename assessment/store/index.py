"""The index: where each record is and what its declared indexes say. Held in memory."""

import threading
from collections import defaultdict
from collections.abc import Mapping, Sequence

from assessment.records import Record
from assessment.store.draft import indexed, several
from assessment.store.home import Changes, Doc, Tables


class Index:
    """Built from the homes when a store opens; from then on told of every change."""

    def __init__(self) -> None:
        self._fields = {name: kind.indexes for name, kind in Record.kinds.items()}
        self._home: dict[str, dict[str, str]] = defaultdict(dict)  # kind -> id -> home
        self._having: dict[tuple[str, str, str], set[str]] = {}  # kind, field, value -> ids
        self._values: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)  # by id
        self._of_home: dict[str, set[tuple[str, str]]] = {}
        self._turns: dict[tuple[str, str, str], int] = {}  # of what somebody asked the version of
        self._lock = threading.Lock()

    def home(self, kind: str, id: str) -> str | None:
        """The home that has the record, or None."""
        with self._lock:
            return self._home[kind].get(id)

    def find(
        self, kind: type[Record], equal: Mapping[str, str | Sequence[str]]
    ) -> list[tuple[str, str]]:
        """Id and home of the records whose indexes have these values, by id."""
        self._check(kind)
        with self._lock:
            homes = self._home[kind.kind]
            ids = set(homes) if not equal else None
            for field, value in equal.items():
                sets = (self._having.get((kind.kind, field, v), ()) for v in several(value))
                having = set[str]().union(*sets)
                ids = having if ids is None else ids & having
            return sorted((id, homes[id]) for id in ids or ())

    def values(self, kind: type[Record], field: str) -> dict[str, str]:
        """The value of an index for each record of a kind that has one, by id."""
        self._check(kind)
        with self._lock:
            return dict(self._values[kind.kind, field])

    def count(self, kind: type[Record], field: str, value: str) -> int:
        """How many records have this value."""
        with self._lock:
            return len(self._having.get((kind.kind, field, value), ()))

    def version(self, kind: type[Record], field: str, value: str) -> int:
        """How often one of the records with this value has changed since this was asked first."""
        with self._lock:
            return self._turns.setdefault((kind.kind, field, value), 0)

    def replace(self, home: str, tables: Tables) -> None:
        """Learn a home anew: it holds these tables and nothing else."""
        with self._lock:
            gone: Changes = dict.fromkeys(self._of_home.get(home, ()))
            docs: Changes = {(kind, id): tables[kind][id] for kind in tables for id in tables[kind]}
            self._update(home, gone | docs)

    def update(self, home: str, changes: Changes) -> None:
        """Learn what has changed in a home."""
        with self._lock:
            self._update(home, changes)

    def _update(self, home: str, changes: Changes) -> None:
        for key, doc in changes.items():
            self._remove(home, *key)
            if doc is not None:
                self._add(home, *key, doc)

    def _check(self, kind: type[Record]) -> None:
        if self._fields.get(kind.kind) != kind.indexes:
            raise ValueError(f"{kind.__name__} was not defined yet when the store was opened")

    def _add(self, home: str, kind: str, id: str, doc: Doc) -> None:
        self._home[kind][id] = home
        self._of_home.setdefault(home, set()).add((kind, id))
        for field, value in indexed(kind, doc).items() if self._fields.get(kind) else ():
            self._values[kind, field][id] = value
            self._having.setdefault((kind, field, value), set()).add(id)
            self._turn(kind, field, value)

    def _remove(self, home: str, kind: str, id: str) -> None:
        if self._home[kind].get(id) != home:
            return
        del self._home[kind][id]
        for field in self._fields.get(kind, ()):
            value = self._values[kind, field].pop(id, None)
            if value is None:
                continue
            self._turn(kind, field, value)
            ids = self._having[kind, field, value]
            ids.discard(id)
            if not ids:
                del self._having[kind, field, value]
        keys = self._of_home[home]
        keys.discard((kind, id))
        if not keys:
            del self._of_home[home]

    def _turn(self, *key: str) -> None:
        if key in self._turns:
            self._turns[key] += 1
