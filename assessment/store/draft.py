"""A transaction at work: what it reads, puts and deletes, over tables that stay as they are."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from pydantic import ValidationError

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
        found = (doc for doc in docs if doc is not None and matches(kind, doc, equal))
        return tuple(record(kind, doc) for doc in found)

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


def matches(kind: type[Record], doc: Doc, equal: Mapping[str, str | Sequence[str]]) -> bool:
    """Whether a document's indexes have these values, or one of several."""
    if not equal:
        return True
    said = indexed(kind.kind, doc)
    return all(said.get(field) in several(value) for field, value in equal.items())


def indexed(kind: str, doc: Doc | None) -> dict[str, str]:
    """What the declared indexes say of a document, where they say something."""
    of = Record.kinds.get(kind)
    if doc is None or of is None:
        return {}
    said = {field: doc.get(field) for field in of.indexes if field not in of.worked_out}
    if of.worked_out:
        said |= _worked_out(of, doc)
    return {field: as_text(value) for field, value in said.items() if value is not None}


def as_text(value: str | int) -> str:
    """A value as an index says it: numbers in the order of texts."""
    return value if isinstance(value, str) else f"{value:012}"


def several(value: str | Sequence[str]) -> Sequence[str]:
    """The values that are looked for, where one may stand for itself."""
    return (value,) if isinstance(value, str) else value


def _worked_out(of: type[Record], doc: Doc) -> dict[str, str | None]:
    """What the indexes say that are no fields; nothing of what is no record any more."""
    try:
        made = record(of, doc)
    except ValidationError:
        return {}
    return {name: getattr(made, name) for name in of.worked_out}


def check_indexes(kind: type[Record], equal: Iterable[str]) -> None:
    """Raises ValueError for a field that is no declared index of the kind."""
    for field in equal:
        if field not in kind.indexes:
            known = ", ".join(kind.indexes) or "none"
            raise ValueError(f"{kind.__name__} has no index {field!r}; it has: {known}")
