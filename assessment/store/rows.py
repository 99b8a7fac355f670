"""Records as rows: what a home holds, and what has changed of it."""

import json
from collections.abc import Mapping

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.sql import ColumnElement, Select

from assessment.records import Record
from assessment.store.database import ENTRIES, RECORDS, START
from assessment.store.home import Changes, Doc, Tables

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
        {"kind": kind, "id": id, "field": field, "start": value[1 : START + 1], "value": value}
        for field, value in _indexed(kind, doc).items()
    ]


def having(kind: type[Record], field: str, value: str) -> Select[tuple[str]]:
    """The ids of the records whose index has this value."""
    return select(ENTRIES.c.id).where(*_is(kind, field, json.dumps(value)))


def _is(kind: type[Record], field: str, written: str) -> tuple[ColumnElement[bool], ...]:
    return (
        ENTRIES.c.kind == kind.kind,
        ENTRIES.c.field == field,
        ENTRIES.c.start == written[1 : START + 1],
        ENTRIES.c.value == written,
    )


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
