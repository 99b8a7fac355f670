"""A workshop's records: found, and changed one after the other."""

import datetime
from collections.abc import Callable, Sequence
from typing import Any

from assessment.errors import Refused
from assessment.records import Ballot, Round, Seat, Workshop
from assessment.services import Services
from assessment.store import Transaction
from assessment.texts import Texts, spoken, visitor
from scoring.instrument import Instrument, Item

GONE = "This workshop is not there any more."
MOST_BEFORE = 20  # slips that can be undone

Change = Callable[[Workshop, Transaction], dict[str, Any]]


def workshop(s: Services, id: str) -> Workshop:
    """The workshop as last kept; raises Refused where there is none."""
    found = s.store.get(Workshop, id)
    if found is None:
        raise Refused(GONE)
    return found


def changed(s: Services, id: str, change: Change) -> Workshop:
    """The workshop with the fields that `change` gives replaced, and one version on.

    Raises Refused and NotSaved.
    """

    def work(home: Transaction) -> Workshop:
        now = home.get(Workshop, id)
        if now is None:
            raise Refused(GONE)
        fields = change(now, home)
        after = now.changed(**{"version": now.version + 1, "updated": today(), **fields})
        home.put(after)
        return after

    return s.store.transact(id, work)


def staged(now: Workshop, **fields: Any) -> dict[str, Any]:
    """The fields of a workshop that goes on to another stage, and remembers this one."""
    stage = now.stage.model_copy(update={"items": False} | fields)
    if stage == now.stage:
        return {}
    return {"stage": stage, "before": (*now.before, now.stage)[-MOST_BEFORE:]}


def instrument_of(s: Services, room: Workshop) -> Instrument:
    """The instrument that the workshop asks, in the language of whoever sees it."""
    return s.instrument_of(room.instrument.sha256, language_of(room))


def asked_of(s: Services, room: Workshop) -> Instrument:
    """The instrument that the workshop asks, for who reads none of its texts."""
    return s.instrument_of(room.instrument.sha256, _own_language(room))


def words_of(s: Services, room: Workshop) -> Texts:
    """The app's own words in the language of whoever sees the workshop."""
    return s.texts(language_of(room))


def language_of(room: Workshop) -> str | None:
    """The language of whoever is answered now, or else the one the workshop was prepared in."""
    return visitor.language() or _own_language(room)


def rounds(s: Services, room: Workshop) -> tuple[Round, ...]:
    """The workshop's rounds, in the order they were opened."""
    return tuple(sorted(s.store.find(Round, home=room.id), key=lambda r: r.number))


def round_of(s: Services, room: Workshop) -> Round | None:
    """The round that is asked now, or was last."""
    return s.store.get(Round, room.stage.round) if room.stage.round else None


def seats(s: Services, room: Workshop) -> tuple[Seat, ...]:
    """The seats that are taken."""
    return s.store.find(Seat, workshop=room.id)


def ballots(s: Services, room: Workshop) -> tuple[Ballot, ...]:
    """What everybody in the workshop answered."""
    return s.store.find(Ballot, workshop=room.id)


def items_of(instrument: Instrument, room: Workshop, signs: Sequence[str]) -> tuple[Item, ...]:
    """The items that the workshop asks of these signs."""
    asked = [instrument.by_id[sign] for sign in signs if sign in instrument.by_id]
    if room.scope == "check":
        return tuple(sign.key_item for sign in asked)
    return tuple(item for sign in asked for item in sign.items)


def today() -> datetime.date:
    """The day, in UTC."""
    return now().date()


def now() -> datetime.datetime:
    """The moment, in UTC, to the second."""
    return datetime.datetime.now(datetime.UTC).replace(microsecond=0)


def _own_language(room: Workshop) -> str | None:
    return room.language if spoken(room.language) else None
