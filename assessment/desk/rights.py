"""What is stored about a person: found, handed out and erased, as they wish or on request by mail.

Everything in the home of an assessment belongs to it. A record that lies elsewhere belongs to it by
an index `assessment` that holds its id, or as a lead that a record beside it names in `lead`; and
to whoever has an e-mail address by an index `email`. Whoever adds such a record has nothing else to
do to have it shown, handed out and erased.
"""

import datetime
from collections.abc import Iterable, Iterator, Sequence

from assessment import typed
from assessment.desk import audit
from assessment.desk.door import Actor, for_actor
from assessment.desk_records import Tombstone
from assessment.records import Assessment, Ballot, Record, Seat, Workshop
from assessment.services import Services, erase_for_good
from assessment.store import Transaction

BY_LINK = Actor("whoever has the private link")


def stored(s: Services, assessment: Assessment) -> tuple[Record, ...]:
    """Every record that belongs to an assessment, itself first."""
    own = _all_in(s, assessment.home)
    first = sorted(own, key=lambda record: not isinstance(record, Assessment))
    return _once([*first, *_belonging(s, assessment), *_at_own_tables(s, assessment)])


def stored_of(s: Services, email: str) -> tuple[Record, ...]:
    """Every record that belongs to whoever has this e-mail address."""
    found: list[Record] = []
    for record in _having(s, "email", typed.email(email)):
        found += _all_in(s, record.home) if _whole(record) else [record]
        if assessment := _assessment_of(s, record):
            found += stored(s, assessment)
    return _once(found)


@for_actor
def file_of(s: Services, actor: Actor, email: str, kind: str, day: datetime.date) -> bytes:
    """What is stored by an address, as JSON or CSV. Raises NotSaved where it cannot be logged."""
    from assessment.export import stored_csv, stored_json

    found = stored_of(s, email)
    for record in _having(s, "email", typed.email(email)):
        audit.note(s, "exported", actor.name, audit.mark(record))
    source = next((r.instrument.sha256 for r in found if isinstance(r, Assessment)), None)
    instrument = s.instrument_of(source) if source else s.instrument()
    if kind == "csv":
        return stored_csv(found, instrument).encode()
    return stored_json(found, instrument, day).encode()


def erase(s: Services, assessment: Assessment, actor: Actor = BY_LINK) -> None:
    """Erase all that belongs to an assessment; no restore brings it back. Raises NotSaved."""
    for record in _at_own_tables(s, assessment):
        erase_for_good(s, record.home)
    for record in _belonging(s, assessment):
        _erase(s, record)
    erase_for_good(s, assessment.home)
    audit.note(s, "erased", actor.name, audit.mark(assessment))


@for_actor
def erase_of(s: Services, actor: Actor, email: str) -> int:
    """Erase all that belongs to whoever has this address; how many records. Raises NotSaved."""
    found = stored_of(s, email)
    for record in found:
        if isinstance(record, Assessment):
            erase(s, record, actor)
    for record in _having(s, "email", typed.email(email)):
        _erase(s, record)
        audit.note(s, "erased", actor.name, audit.mark(record))
    return len(found)


def honour(s: Services) -> int:
    """After a restore, erase what belongs to an assessment that was erased; how many records."""
    buried = {stone.id for stone in s.store.each(Tombstone, "home")}
    left = [
        record
        for kind in _kinds("assessment")
        for record in s.store.each(kind, "assessment")
        if Tombstone.id_of(str(getattr(record, "assessment", None))) in buried
    ]
    for record in left:
        _erase(s, record)
    return len(left)


def _belonging(s: Services, assessment: Assessment) -> Sequence[Record]:
    """What lies elsewhere: by an index, or named beside the assessment."""
    found: list[Record] = []
    for record in (*_having(s, "assessment", assessment.id), *_leads(s, assessment)):
        found += _all_in(s, record.home) if _whole(record) else [record]
    return _once(found)


def _leads(s: Services, assessment: Assessment) -> Iterator[Record]:
    """The leads that records beside the assessment name in a field `lead`."""
    kind = Record.kinds.get("lead")
    if kind is None:
        return
    named = (getattr(record, "lead", None) for record in _all_in(s, assessment.home))
    found = (s.store.get(kind, id) for id in named if isinstance(id, str))
    yield from (lead for lead in found if lead)


def _at_own_tables(s: Services, assessment: Assessment) -> Iterable[Record]:
    """The seats and answers of whoever asked colleagues, at the tables they asked them to."""
    for room in s.store.find(Workshop, asked_by=assessment.id):
        own = room.invited[:1]
        for ballot in s.store.find(Ballot, workshop=room.id):
            if (ballot.name,) == own:
                yield ballot
                seats = s.store.find(Seat, workshop=room.id)
                yield from (seat for seat in seats if seat.ballot == ballot.id)


def _assessment_of(s: Services, record: Record) -> Assessment | None:
    id = getattr(record, "assessment", None)
    return s.store.get(Assessment, id) if isinstance(id, str) else None


def _having(s: Services, index: str, value: str) -> list[Record]:
    return [record for kind in _kinds(index) for record in s.store.find(kind, **{index: value})]


def _kinds(index: str) -> list[type[Record]]:
    return [kind for _, kind in sorted(Record.kinds.items()) if index in kind.indexes]


def _all_in(s: Services, home: str) -> list[Record]:
    def work(kept: Transaction) -> list[Record]:
        return [r for _, kind in sorted(Record.kinds.items()) for r in kept.find(kind)]

    return s.store.transact(home, work)


def _whole(record: Record) -> bool:
    """Whether all in the record's home belongs to the same person."""
    return record.home == record.id


def _erase(s: Services, record: Record) -> None:
    if _whole(record):
        erase_for_good(s, record.home)
    else:
        s.store.transact(record.home, lambda home: home.delete(type(record), record.id))


def _once(found: Iterable[Record]) -> tuple[Record, ...]:
    return tuple({(record.kind, record.id): record for record in found}.values())
