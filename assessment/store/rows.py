"""Records as rows: what a home holds, and what has changed of it."""

import json
import secrets
from collections.abc import Mapping

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from assessment.store.database import ENTRIES, RECORDS
from assessment.store.draft import indexed
from assessment.store.home import Changes, Doc, Tables
from assessment.store.port import START

AT_ONCE = 2000  # records that are indexed again at once
VERSION_BITS = 40  # random ones: no two processes have to agree on the next
HIDDEN = str.maketrans({"\x00": "\x1a0", "\x1a": "\x1a1"})  # PostgreSQL's texts hold no NUL

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
            new = {"body": json.dumps(doc), "version": secrets.randbits(VERSION_BITS)}
            connection.execute(update(RECORDS).where(*here).values(new))
        _index(connection, kind, id, indexed(kind, old), doc)


def row(home: str, kind: str, id: str, doc: Doc) -> dict[str, str | int]:
    """A document as a row."""
    version = secrets.randbits(VERSION_BITS)
    return {"kind": kind, "id": id, "home": home, "body": json.dumps(doc), "version": version}


def entries(kind: str, id: str, doc: Doc | None) -> list[dict[str, str]]:
    """What the declared indexes say of a document, as rows."""
    return [
        {"kind": kind, "id": id, "field": field, "start": start(value), "value": written(value)}
        for field, value in indexed(kind, doc).items()
    ]


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


def written(value: str) -> str:
    """A value of an index as it stands in the database."""
    return value.translate(HIDDEN)


def read(value: str) -> str:
    """A value of an index that stands so in the database."""
    return value.replace("\x1a0", "\x00").replace("\x1a1", "\x1a")


def start(value: str) -> str:
    """The beginning of a value, by which the database looks and orders."""
    return written(value)[:START]


def _index(
    connection: Connection, kind: str, id: str, old: Mapping[str, str], doc: Doc | None
) -> None:
    if old == indexed(kind, doc):
        return
    if old:
        connection.execute(delete(ENTRIES).where(ENTRIES.c.kind == kind, ENTRIES.c.id == id))
    if new := entries(kind, id, doc):
        connection.execute(insert(ENTRIES), new)
