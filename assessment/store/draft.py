"""A transaction at work: what it reads, puts and deletes, over tables that stay as they are."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from assessment.records import Record
from assessment.store.home import Changes, Doc, Tables, staged
from assessment.store.port import R

Owner = Callable[[str, str], str | None]  # (kind, id) -> the home that has it


class Draft:
    """A `Transaction` that collects its changes; nothing is kept until somebody keeps them."""

    def __init__(self, home: str, tables: Tables, earlier: Changes, owner: Owner):
        self.home = home
        self.changes: Changes = {}
        self._tables = tables
        self._earlier = earlier  # of the transactions before this one in the same write
        self._owner = owner

    def tables(self) -> Tables:
        """All that it reads, its own changes left aside."""
        return staged(self._tables, self._earlier)

    def get(self, kind: type[R], id: str) -> R | None:
        """The record of that kind and id in this home, what was put here included."""
        doc = self._doc(kind.kind, id)
        return None if doc is None else record(kind, doc)

    def find(self, kind: type[R], **equal: str) -> tuple[R, ...]:
        """As `Store.find`, within this home, what was put here included."""
        check_indexes(kind, equal)
        touched = (id for of, id in (*self._earlier, *self.changes) if of == kind.kind)
        ids = sorted({*self._tables.get(kind.kind, ()), *touched})
        docs = (self._doc(kind.kind, id) for id in ids)
        return tuple(record(kind, doc) for doc in docs if doc is not None and matches(doc, equal))

    def put(self, record: Record) -> None:
        """Keep the record; raises ValueError where its home or its id is another's."""
        if record.home != self.home:
            raise ValueError(f"a record of home {record.home} cannot be put into {self.home}")
        if self._owner(record.kind, record.id) not in (None, self.home):
            raise ValueError(f"the {record.kind} {record.id} is taken in another home")
        doc = record.model_dump(mode="json", warnings="error")
        if doc != self._doc(record.kind, record.id):
            self.changes[record.kind, record.id] = doc

    def delete(self, kind: type[Record], id: str) -> None:
        """Keep the record no longer; one that is not there is no mistake."""
        if self._doc(kind.kind, id) is not None:
            self.changes[kind.kind, id] = None

    def _doc(self, kind: str, id: str) -> Doc | None:
        for layer in (self.changes, self._earlier):
            if (kind, id) in layer:
                return layer[kind, id]
        return self._tables.get(kind, {}).get(id)


def record(kind: type[R], doc: Doc) -> R:
    """The record that a kept document stands for."""
    return kind.model_validate(doc, strict=False)  # JSON knows no dates and no tuples


def matches(doc: Doc, equal: Mapping[str, str | Sequence[str]]) -> bool:
    """Whether a document's fields have these values, or one of several."""
    return all(doc.get(field) in several(value) for field, value in equal.items())


def several(value: str | Sequence[str]) -> Sequence[str]:
    """The values that are looked for, where one may stand for itself."""
    return (value,) if isinstance(value, str) else value


def check_indexes(kind: type[Record], equal: Iterable[str]) -> None:
    """Raises ValueError for a field that is no declared index of the kind."""
    for field in equal:
        if field not in kind.indexes:
            known = ", ".join(kind.indexes) or "none"
            raise ValueError(f"{kind.__name__} has no index {field!r}; it has: {known}")
