"""Records as rows: what a home holds, and what has changed of it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update
from sqlalchemy.sql import ColumnElement, Select

from assessment.records import Record
from assessment.store.database import ENTRIES, RECORDS
from assessment.store.home import Changes, Doc, Tables
from assessment.store.port import START

AT_ONCE = 2000  # records that are indexed again at once

# Questions that are asked all day are put into words once.
BODY = select(RECORDS.c.body).where(
    RECORDS.c.kind == bindparam("of_kind"), RECORDS.c.id == bindparam("of_id")
)
OWNER = select(RECORDS.c.home).where(
    RECORDS.c.kind == bindparam("of_kind"), RECORDS.c.id == bindparam("of_id")
)
OF_HOME = select(RECORDS.c.kind, RECORDS.c.id, RECORDS.c.body).where(
    RECORDS.c.home == bindparam("of_home")
)


def tables(connection: Connection, home: str) -> Tables:
    """All that a home holds."""
    found: Tables = {}
    for kind, id, body in connection.execute(OF_HOME, {"of_home": home}):
        found.setdefault(kind, {})[id] = json.loads(body)
    return found


def owner(connection: Connection, mine: Tables, key: tuple[str, str]) -> str | None:
    """The home that has the record of this kind and id, which is asked of those that are mine."""
    kind, id = key
    if id in mine.get(kind, {}):
        return None
    return connection.scalar(OWNER, {"of_kind": kind, "of_id": id})


def keep(connection: Connection, home: str, before: Tables, changes: Changes) -> None:
    """Write what has changed, and what the indexes say of it where that has changed, too."""
    for (kind, id), doc in changes.items():
        old = before.get(kind, {}).get(id)
        here = (RECORDS.c.kind == kind, RECORDS.c.id == id)
        if doc is None:
            connection.execute(delete(RECORDS).where(*here))
        elif old is None:
            connection.execute(insert(RECORDS), row(home, kind, id, doc))
        else:
            connection.execute(update(RECORDS).where(*here).values(body=json.dumps(doc)))
        _index(connection, kind, id, _indexed(kind, old), doc)


def row(home: str, kind: str, id: str, doc: Doc) -> dict[str, str]:
    """A document as a row."""
    return {"kind": kind, "id": id, "home": home, "body": json.dumps(doc)}


def entries(kind: str, id: str, doc: Doc | None) -> list[dict[str, str]]:
    """What the declared indexes say of a document, as rows."""
    return [
        {"kind": kind, "id": id, "field": field, "start": _start(value), "value": value}
        for field, value in _indexed(kind, doc).items()
    ]


def having(kind: type[Record], field: str, values: Sequence[str]) -> Select[tuple[str]]:
    """The ids of the records whose index has one of these values."""
    written = [json.dumps(value) for value in values]
    starts = [_start(value) for value in written]
    here = (ENTRIES.c.start.in_(starts), ENTRIES.c.value.in_(written))
    return select(ENTRIES.c.id).where(*of_index(kind, field), *here)


def said(kind: type[Record], field: str, holding: Sequence[str]) -> Select[tuple[str, str]]:
    """The ids of the records of a kind, and what an index says of them where it holds all this."""
    texts = (ENTRIES.c.value.contains(json.dumps(t)[1:-1], autoescape=True) for t in holding)
    return select(ENTRIES.c.id, ENTRIES.c.value).where(*of_index(kind, field), *texts)


def counted(kind: type[Record], field: str) -> Select[Any]:
    """Of how many records of a kind an index says something."""
    return select(func.count()).select_from(ENTRIES).where(*of_index(kind, field))


def highest(kind: type[Record], field: str, count: int, first: int) -> Select[tuple[str, str]]:
    """Ids and bodies of records by what an index says of them, the highest first."""
    here = select(ENTRIES.c.id, ENTRIES.c.start).where(*of_index(kind, field))
    here = here.order_by(ENTRIES.c.start.desc(), ENTRIES.c.id.desc()).limit(count).offset(first)
    found = here.subquery()
    its = (RECORDS.c.kind == kind.kind) & (RECORDS.c.id == found.c.id)
    rows = select(RECORDS.c.id, RECORDS.c.body).select_from(found.join(RECORDS, its))
    return rows.order_by(found.c.start.desc(), found.c.id.desc())


def lower(kind: type[Record], field: str, value: str) -> Select[tuple[str]]:
    """The homes of the records of which an index says less."""
    less = ENTRIES.c.start < _start(json.dumps(value))
    here = select(ENTRIES.c.id).where(*of_index(kind, field), less)
    return (
        select(RECORDS.c.home).where(RECORDS.c.kind == kind.kind, RECORDS.c.id.in_(here)).distinct()
    )


def of_index(kind: type[Record], field: str) -> tuple[ColumnElement[bool], ...]:
    """What an index says of a kind."""
    return ENTRIES.c.kind == kind.kind, ENTRIES.c.field == field


def index_again(connection: Connection, kind: str) -> None:
    """Write anew what the indexes say of all records of a kind: a step's work, where one is new."""
    connection.execute(delete(ENTRIES).where(ENTRIES.c.kind == kind))
    asked = select(RECORDS.c.id, RECORDS.c.body).where(RECORDS.c.kind == kind)
    last = ""
    while some := connection.execute(
        asked.where(RECORDS.c.id > last).order_by(RECORDS.c.id).limit(AT_ONCE)
    ).all():
        made = [row for id, body in some for row in entries(kind, id, json.loads(body))]
        if made:
            connection.execute(insert(ENTRIES), made)
        last = some[-1][0]


def _start(written: str) -> str:
    """The beginning of a value as JSON writes it, by which the database looks and orders."""
    return written[1:-1][:START]


def _index(
    connection: Connection, kind: str, id: str, old: Mapping[str, str], doc: Doc | None
) -> None:
    if old == _indexed(kind, doc):
        return
    if old:
        connection.execute(delete(ENTRIES).where(ENTRIES.c.kind == kind, ENTRIES.c.id == id))
    if new := entries(kind, id, doc):
        connection.execute(insert(ENTRIES), new)


def _indexed(kind: str, doc: Doc | None) -> dict[str, str]:
    """The indexed fields of a document, written as JSON; PostgreSQL's texts hold no NUL."""
    fields = Record.kinds[kind].indexes if doc and kind in Record.kinds else ()
    return {field: json.dumps(doc[field]) for field in fields if doc and doc.get(field) is not None}
