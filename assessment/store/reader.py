"""Reading a data folder that another process may be writing: no lock, since files are replaced."""

import datetime
import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from heapq import nlargest, nsmallest

from assessment.errors import Damaged, NotSaved
from assessment.records import Record
from assessment.store.draft import check_indexes, matches, record
from assessment.store.folder import Folder, check_key
from assessment.store.home import Damage, Doc, HomeFile, Tables
from assessment.store.index import Index
from assessment.store.port import START, R, T, Transaction, Version
from assessment.store.queues import Queues

log = logging.getLogger("sevensigns.store")

Stamp = tuple[int, int, int]  # inode, time of change and size of a home's file


class FolderReader:
    """A `Store` for reading only; it sees every write that was durable when it is asked."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self._index = Index()
        self._queues = Queues()
        self._stamps: dict[str, Stamp] = {}
        self._damage: dict[str, tuple[Damage, ...]] = {}

    @property
    def damaged(self) -> tuple[Damage, ...]:
        """The files found broken since the store opened, and what stands in for each."""
        return tuple(damage for found in list(self._damage.values()) for damage in found)

    def get(self, kind: type[R], id: str) -> R | None:
        """The record as last kept, or None. Raises Damaged where its home cannot be read."""
        check_key(id)
        self._before_reading()
        return self._kept(kind, id)

    def _kept(self, kind: type[R], id: str) -> R | None:
        home = self._index.home(kind.kind, id) or self._broken_home(kind, id)
        if home is None:
            return None
        doc = self._tables(home).get(kind.kind, {}).get(id)
        return None if doc is None else self._record(kind, id, doc)

    def find(self, kind: type[R], **equal: str | Sequence[str]) -> tuple[R, ...]:
        """The records of a kind whose indexes have these values, by id; without values all."""
        check_indexes(kind, equal)
        self._before_reading()
        found = self._index.find(kind, equal)
        docs = ((id, self._tables(home).get(kind.kind, {}).get(id)) for id, home in found)
        return tuple(
            self._record(kind, id, doc)
            for id, doc in docs
            if doc is not None and matches(kind, doc, equal)
        )

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
        """As `Store.page`."""
        found = self._having(kind, self._values(kind, index, holding), equal)
        least = nsmallest if lowest else nlargest
        ordered = least(first + count, ((value[:START], id) for id, value in found.items()))
        read = (self._kept(kind, id) for _, id in ordered[first:])
        return tuple(one for one in read if one)

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
        found = len(self._having(kind, self._values(kind, index, holding), equal))
        return found if most is None else min(found, most)

    def each(self, kind: type[R], index: str) -> Iterator[R]:
        """As `Store.each`."""
        found = self._values(kind, index)
        for _, id in sorted((value[:START], id) for id, value in found.items()):
            if one := self._kept(kind, id):
                yield one

    def tally(self, kind: type[Record], index: str, values: Sequence[str]) -> dict[str, int]:
        """As `Store.tally`."""
        check_indexes(kind, [index])
        self._before_reading()
        found = {value: self._index.count(kind, index, value) for value in values}
        return {value: count for value, count in found.items() if count}

    def below(
        self, kind: type[Record], index: str, value: str, **equal: str | Sequence[str]
    ) -> tuple[str, ...]:
        """As `Store.below`."""
        found = self._having(kind, self._values(kind, index), equal)
        return self._homes(kind, (id for id, said in found.items() if said < value))

    def lost(self, kind: type[Record], index: str, of: type[Record]) -> tuple[str, ...]:
        """As `Store.lost`; what is in a damaged home is there, for a backup may bring it back."""
        found = self._values(kind, index)
        named = set(found.values())
        gone = {n for n in named if not (self._index.home(of.kind, n) or self._broken_home(of, n))}
        return self._homes(kind, (id for id, said in found.items() if said in gone))

    def version(self, kind: type[Record], index: str, value: str) -> Version:
        """As `Store.version`: known without looking at any record."""
        check_indexes(kind, [index])
        self._before_reading()
        return self._index.count(kind, index, value), self._index.version(kind, index, value)

    def _values(
        self, kind: type[Record], index: str, holding: Sequence[str] = ()
    ) -> dict[str, str]:
        """What an index says of each record of a kind, where it holds each of these texts."""
        check_indexes(kind, [index])
        self._before_reading()
        found = self._index.values(kind, index)
        if not holding:
            return found
        return {id: value for id, value in found.items() if all(text in value for text in holding)}

    def _having(
        self, kind: type[Record], found: dict[str, str], equal: Mapping[str, str | Sequence[str]]
    ) -> dict[str, str]:
        """Of what an index says, what it says of those whose other indexes have these values."""
        if not equal:
            return found
        check_indexes(kind, equal)
        ids = (id for id, _ in self._index.find(kind, equal))
        return {id: found[id] for id in ids if id in found}

    def _homes(self, kind: type[Record], ids: Iterable[str]) -> tuple[str, ...]:
        homes = (self._index.home(kind.kind, id) for id in ids)
        return tuple(sorted({home for home in homes if home}))

    def transact(self, home: str, work: Callable[[Transaction], T]) -> T:  # noqa: ARG002
        """Raises NotSaved: this store only reads."""
        raise NotSaved(self.folder.path, "it was opened for reading only")

    def erase(self, home: str) -> None:
        """Raises NotSaved: this store only reads."""
        self.transact(home, lambda _: None)

    def alone(self, name: str, patience: float = 0.0) -> AbstractContextManager[bool]:
        """As `Store.alone`; one process serves a folder, so it is enough to be alone in it."""
        return self._queues.turn(name, patience)

    def broken(self, before: datetime.date) -> tuple[str, ...]:
        """As `Store.broken`; what was put back meanwhile is not among them."""
        self._before_reading()
        return tuple(home for home in sorted(self._damage) if self._is_broken(home, before))

    def close(self) -> None:
        """Nothing is held."""

    def _record(self, kind: type[R], id: str, doc: Doc) -> R:  # noqa: ARG002
        """The record that a document of this kind and id stands for."""
        return record(kind, doc)

    def _is_broken(self, home: str, before: datetime.date) -> bool:
        file = HomeFile(self.folder.file(home))
        try:
            file.read()
        except Damaged:
            return file.last_written() < before
        return False

    def _before_reading(self) -> None:
        """Learn what has changed on the disk since the last look."""
        seen = {home: self._stamp(home) for home in self.folder.homes()}
        for home in {*self._stamps, *seen}:
            if self._stamps.get(home) != seen.get(home):
                self._learn(home)
        self._stamps = seen

    def _stamp(self, home: str) -> Stamp:
        try:
            stat = os.lstat(self.folder.file(home))  # ten thousand of them at a time
        except FileNotFoundError:
            return 0, 0, 0
        return stat.st_ino, stat.st_mtime_ns, stat.st_size

    def _learn(self, home: str) -> None:
        """Load a home for its index; a broken one is noted, and the others still serve."""
        try:
            self._load(home)
        except Damaged:
            self._index.replace(home, {})

    def _load(self, home: str) -> HomeFile:
        file = HomeFile(self.folder.file(home))
        try:
            file.read()
        finally:
            self._note(home, file.damage)
        self._index.replace(home, file.tables)
        return file

    def _note(self, home: str, damage: tuple[Damage, ...]) -> None:
        for found in damage:
            used = found.used or "nothing, for no older generation is sound"
            log.error("damaged file: %s %s; used instead: %s", found.path, found.reason, used)
            self._damage[home] = damage

    def _tables(self, home: str) -> Tables:
        return self._load(home).tables

    def _broken_home(self, kind: type[Record], id: str) -> str | None:
        """The home found damaged in which the record must be: it may not pass for never kept."""
        home = kind.home_of(id)
        return home if home in self._damage else None
