"""What is asked of the rows of many records: the database answers it, by what its indexes say."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, func, select, tuple_
from sqlalchemy.sql import ColumnElement, Select

from assessment.records import Record
from assessment.store.database import ENTRIES, RECORDS
from assessment.store.draft import several
from assessment.store.rows import start, written

Equal = Mapping[str, str | Sequence[str]]
Pages = Select[tuple[str, str, str]]  # ids, bodies, and what records are ordered by

# Questions that are asked all day are put into words once: of the records that have one value.
_WITH = ENTRIES.join(RECORDS, (RECORDS.c.kind == ENTRIES.c.kind) & (RECORDS.c.id == ENTRIES.c.id))
_VALUE = (
    ENTRIES.c.kind == bindparam("of_kind"),
    ENTRIES.c.field == bindparam("of_field"),
    ENTRIES.c.start == bindparam("its_start"),
    ENTRIES.c.value == bindparam("its_value"),
)
OF_VALUE = select(RECORDS.c.id, RECORDS.c.body).select_from(_WITH).where(*_VALUE)
# How many there are, and the sum of their versions; no body is read.
VERSION = (
    select(func.count(), func.coalesce(func.sum(RECORDS.c.version), 0))
    .select_from(_WITH)
    .where(*_VALUE)
)


def of_value(kind: type[Record], field: str, value: str) -> dict[str, str]:
    """What these two questions are asked of."""
    of = {"of_kind": kind.kind, "of_field": field}
    return of | {"its_start": start(value), "its_value": written(value)}


def having(kind: type[Record], field: str, values: Sequence[str]) -> Select[tuple[str]]:
    """The ids of the records whose index has one of these values."""
    return select(ENTRIES.c.id).where(*_one_of(kind, field, values))


def bodies(kind: type[Record], equal: Equal) -> Select[tuple[str, str]]:
    """Ids and bodies of the records of a kind whose indexes have these values."""
    asked = select(RECORDS.c.id, RECORDS.c.body).where(RECORDS.c.kind == kind.kind)
    for field, value in equal.items():
        asked = asked.where(RECORDS.c.id.in_(having(kind, field, several(value))))
    return asked


def counted(
    kind: type[Record], field: str, most: int | None, holding: Sequence[str], equal: Equal
) -> Select[Any]:
    """Of how many of these records an index says something, or so many at most."""
    these = select(ENTRIES.c.id).where(*_narrowed(kind, field, holding, equal))
    return select(func.count()).select_from(these.limit(most).subquery())


def page(
    kind: type[Record],
    field: str,
    count: int,
    first: int,
    *,
    holding: Sequence[str],
    lowest: bool,
    equal: Equal,
) -> Pages:
    """So many of these records, the highest first or the lowest."""
    here = select(ENTRIES.c.id, ENTRIES.c.start).where(*_narrowed(kind, field, holding, equal))
    return _bodies(kind, here.limit(count).offset(first), lowest=lowest)


def following(kind: type[Record], field: str, count: int, after: tuple[str, str] | None) -> Pages:
    """So many records from the lowest on, or after the one with this start and id."""
    here = select(ENTRIES.c.id, ENTRIES.c.start).where(*_of_index(kind, field))
    if after:
        here = here.where(tuple_(ENTRIES.c.start, ENTRIES.c.id) > after)
    return _bodies(kind, here.limit(count), lowest=True)


def tally(kind: type[Record], field: str, values: Sequence[str]) -> Select[tuple[str, int]]:
    """How many records have each of these values."""
    asked = select(ENTRIES.c.value, func.count()).where(*_one_of(kind, field, values))
    return asked.group_by(ENTRIES.c.value)


def lower(kind: type[Record], field: str, value: str, equal: Equal) -> Select[tuple[str]]:
    """The homes of the records of which an index says less."""
    less = ENTRIES.c.start < start(value)
    return _homes(*_narrowed(kind, field, (), equal), less)


def lost(kind: type[Record], field: str, of: type[Record]) -> Select[tuple[str]]:
    """The homes of the records that name another one in an index, which is not there."""
    other = RECORDS.alias()
    there = select(other.c.id).where(other.c.kind == of.kind, other.c.id == ENTRIES.c.start)
    return _homes(*_of_index(kind, field), ~there.exists())


def _of_index(kind: type[Record], field: str) -> tuple[ColumnElement[bool], ...]:
    return ENTRIES.c.kind == kind.kind, ENTRIES.c.field == field


def _one_of(
    kind: type[Record], field: str, values: Sequence[str]
) -> tuple[ColumnElement[bool], ...]:
    starts, whole = [start(value) for value in values], [written(value) for value in values]
    return *_of_index(kind, field), ENTRIES.c.start.in_(starts), ENTRIES.c.value.in_(whole)


def _narrowed(
    kind: type[Record], field: str, holding: Sequence[str], equal: Equal
) -> tuple[ColumnElement[bool], ...]:
    """What an index says of those of which it holds all this, and whose others have these."""
    said = ENTRIES.c.value
    texts = [func.replace(said, written(text), "") != said for text in holding]  # LIKE has no case
    others = [ENTRIES.c.id.in_(having(kind, f, several(value))) for f, value in equal.items()]
    return *_of_index(kind, field), *texts, *others


def _bodies(kind: type[Record], here: Select[tuple[str, str]], *, lowest: bool) -> Pages:
    """The bodies of the records that an index names in this order, which decides on the rest."""

    def ordered(*columns: ColumnElement[str]) -> list[ColumnElement[str]]:
        return [column.asc() if lowest else column.desc() for column in columns]

    found = here.order_by(*ordered(ENTRIES.c.start, ENTRIES.c.id)).subquery()
    its = (RECORDS.c.kind == kind.kind) & (RECORDS.c.id == found.c.id)
    asked = select(RECORDS.c.id, RECORDS.c.body, found.c.start).select_from(
        found.join(RECORDS, its)
    )
    return asked.order_by(*ordered(found.c.start, found.c.id))


def _homes(*where: ColumnElement[bool]) -> Select[tuple[str]]:
    return select(RECORDS.c.home).select_from(_WITH).where(*where).distinct()
