"""The audit log: who did what at the desk and when, one entry chained to the one before it.

No answers, comments, tokens, passwords or e-mail addresses stand in it: `about` holds the words of
this program, ids, and names of accounts.
"""

import datetime
import hashlib
import json
from collections.abc import Sequence

from assessment.desk_records import AuditEntry, Tombstone, What
from assessment.errors import NotSaved
from assessment.records import Record, new_id
from assessment.services import Services
from assessment.store import Transaction

START = "0" * 64  # what stands before the first entry
UNKNOWN = "an unknown name"
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
        earlier = _last(s) if not s.store.find(AuditEntry, home=home) else None

        def work(day: Transaction) -> AuditEntry:
            last = max(day.find(AuditEntry), key=lambda entry: entry.number, default=earlier)
            made = AuditEntry(
                home=home,
                id=new_id(),
                number=last.number + 1 if last else 1,
                time=time,
                what=what,
                who=who[:60],
                about=about[:400],
                before=last.sha256 if last else START,
                sha256=START,
            )
            made = made.changed(sha256=_sha256(made))
            day.put(made)
            return made

        return s.store.transact(home, work)


def entries(s: Services) -> tuple[AuditEntry, ...]:
    """The whole log, the first entry first."""
    return tuple(sorted(s.store.find(AuditEntry), key=lambda entry: entry.number))


def faults(found: Sequence[AuditEntry]) -> tuple[str, ...]:
    """What is wrong with a log, a sentence each; nothing where no entry was changed or taken out.

    Entries taken off the end leave no trace in it: compare the last hash with one kept elsewhere.
    """
    told = []
    before = found[0].before if found else START
    number = found[0].number if found else 1
    for entry in found:
        if entry.sha256 != _sha256(entry):
            told.append(f"Entry {entry.number} is not what was written.")
        if entry.number != number:
            told.append(f"Entry {number} is missing, or stands there twice.")
        elif entry.before != before:
            told.append(f"Entry {entry.number} does not follow from the one before it.")
        before, number = entry.sha256, entry.number + 1
    return tuple(told)


def mark(record: Record) -> str:
    """How the log names a record: by no id that would open anything."""
    return f"{record.kind} {Tombstone.id_of(record.home)[:12]}"


def forget(s: Services, before: datetime.date) -> int:
    """Erase the days of the log before that one; how many."""
    homes = sorted({entry.home for entry in s.store.find(AuditEntry)})
    old = [home for home in homes if home < f"{AuditEntry.homes}{before}"]
    for home in old:
        s.store.erase(home)
    return len(old)


def _last(s: Services) -> AuditEntry | None:
    """The last entry, of the latest day that has one."""
    days = s.store.values(AuditEntry, "home").values()
    found = s.store.find(AuditEntry, home=max(days)) if days else ()
    return max(found, key=lambda entry: entry.number, default=None)


def _sha256(entry: AuditEntry) -> str:
    said = entry.model_dump(mode="json", exclude={"sha256"})
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
