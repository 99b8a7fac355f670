"""The audit log: who did what at the desk and when, one entry chained to the one before it.

No answers, comments, tokens, passwords or e-mail addresses stand in it: `about` holds the words of
this program, ids, and names of accounts.
"""

import datetime
import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from assessment.desk_records import AuditEntry, Tombstone, What
from assessment.errors import NotSaved
from assessment.records import Record, new_id
from assessment.services import Services
from assessment.store import Transaction, counted_to

START = "0" * 64  # what stands before the first entry
UNKNOWN = "an unknown name"
PAGE = 200  # entries on a page
PATIENCE = 5.0  # seconds to wait for those who are writing into it


def note(
    s: Services, what: What, who: str, about: str = "", now: datetime.datetime | None = None
) -> AuditEntry:
    """Add an entry at the end of the log, durable when this returns. Raises NotSaved."""
    with s.store.alone("audit", PATIENCE) as mine:
        if not mine:
            raise NotSaved("the audit log", "others write into it at this moment")
        time = (now or datetime.datetime.now(datetime.UTC)).replace(microsecond=0)
        home = f"{AuditEntry.homes}{time.date()}"
        earlier = last(s)
        until_now = (earlier,) if earlier else ()

        def work(day: Transaction) -> AuditEntry:
            every = (*day.find(AuditEntry), *until_now)
            before = max(every, key=lambda entry: entry.number, default=None)
            made = AuditEntry(
                home=home,
                id=new_id(),
                number=before.number + 1 if before else 1,
                time=time,
                what=what,
                who=who[:60],
                about=about[:400],
                before=before.sha256 if before else START,
                sha256=START,
            )
            made = made.changed(sha256=_sha256(made))
            day.put(made)
            return made

        return s.store.transact(home, work)


class Found(NamedTuple):
    """A page of the log, the newest entry first."""

    entries: tuple[AuditEntry, ...]
    fitting: int  # how many entries there are, as far as they are counted
    faults: tuple[str, ...]  # of the chain from the entry before them on


def page(s: Services, number: int = 0) -> Found:
    """The page of that number, from 0 for the newest entries; none but these is read."""
    first = number * PAGE
    found = s.store.page(AuditEntry, "number", PAGE + 1, first)
    every = s.store.count(AuditEntry, "number", counted_to(first))
    return Found(found[:PAGE], every, faults(reversed(found)))


def last(s: Services) -> AuditEntry | None:
    """The last entry."""
    return next(iter(s.store.page(AuditEntry, "number", 1)), None)


def entries(s: Services) -> Iterator[AuditEntry]:
    """The whole log, the first entry first, read in pieces."""
    return s.store.each(AuditEntry, "number")


def faults(found: Iterable[AuditEntry]) -> tuple[str, ...]:
    """What is wrong with a log, a sentence each; nothing where no entry was changed or taken out.

    Entries taken off the end leave no trace in it: compare the last hash with one kept elsewhere.
    """
    told = []
    before: AuditEntry | None = None
    for entry in found:
        if entry.sha256 != _sha256(entry):
            told.append(f"Entry {entry.number} is not what was written.")
        if before and entry.number != before.number + 1:
            told.append(f"Entry {before.number + 1} is missing, or stands there twice.")
        elif before and entry.before != before.sha256:
            told.append(f"Entry {entry.number} does not follow from the one before it.")
        before = entry
    return tuple(told)


def mark(record: Record) -> str:
    """How the log names a record: by no id that would open anything."""
    return f"{record.kind} {Tombstone.id_of(record.home)[:12]}"


def forget(s: Services, before: datetime.date) -> int:
    """Erase the days of the log before that one; how many."""
    old = s.store.below(AuditEntry, "home", f"{AuditEntry.homes}{before}")
    for home in old:
        s.store.erase(home)
    return len(old)


def _sha256(entry: AuditEntry) -> str:
    said = entry.model_dump(mode="json", exclude={"sha256"})
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
