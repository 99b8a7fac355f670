"""Ask colleagues: from one person's assessment to an open table of a few, named ones."""

from collections.abc import Sequence

from assessment import auth, typed
from assessment.errors import Refused
from assessment.records import Assessment, Ballot, Seat, Workshop, new_id
from assessment.services import Services
from assessment.workshop import prepare
from assessment.workshop.kept import ballots, changed
from assessment.workshop.prepare import Preparation

MOST_INVITED = 5  # beside the one who asks


def ask(
    s: Services,
    browser: str,
    mine: Assessment,
    *,
    my_name: str,
    names: Sequence[str],
    title: str,
) -> Workshop:
    """An open table for these people, where the answers of the one who asks lie already.

    Everybody answers alone and consents alone; the same questions, at their own pace. Raises
    Refused and NotSaved.
    """
    everyone = _names(my_name, names)
    instrument = s.instrument_of(mine.instrument.sha256)
    groups = tuple(group.id for group in instrument.outline.groups)
    wish = Preparation(
        title=title,
        organisation=mine.organisation,
        groups=groups,
        scope=mine.scope,
        pace="free",
        mode="open",
        mirror=False,
    )
    room = prepare.begun(s, browser, wish)
    fields = {"invited": everyone, "asked_by": mine.id, "instrument": mine.instrument}
    changed(s, room.id, lambda *_: fields)
    room = prepare.open_door(s, room.id)
    _seat(s, browser, room, mine, everyone[0])
    return room


def asked_from(s: Services, mine: Assessment) -> tuple[Workshop, ...]:
    """The open tables that were asked from this assessment, the newest first."""
    found = s.store.find(Workshop, asked_by=mine.id)
    return tuple(sorted(found, key=lambda room: (room.created, room.id), reverse=True))


def still_free(s: Services, room: Workshop) -> tuple[str, ...]:
    """The invited who have not sat down yet; nobody where anybody may."""
    if not room.invited:
        return ()
    taken = {ballot.name for ballot in ballots(s, room)}
    return tuple(name for name in room.invited if name not in taken)


def _names(my_name: str, names: Sequence[str]) -> tuple[str, ...]:
    everyone = [typed.name(name) for name in (my_name, *names)]
    given = [name for name in everyone if name]
    if everyone[0] is None:
        raise Refused("Give the name your own answers shall appear with.")
    if len(given) == 1:
        raise Refused("Name at least one colleague.")
    if len(given) > 1 + MOST_INVITED:
        raise Refused(f"Ask at most {MOST_INVITED} colleagues; a workshop takes more.")
    if len({name.casefold() for name in given}) < len(given):
        raise Refused("Two of the names are the same. Add something that tells them apart.")
    return tuple(given)


def _seat(s: Services, browser: str, room: Workshop, mine: Assessment, name: str) -> None:
    """Lay the answers of the one who asks on the table, as they are now."""
    ballot_id, seat_id = new_id(), new_id()
    group = mine.group or room.groups[0]
    ballot = Ballot(
        home=ballot_id,
        id=ballot_id,
        workshop=room.id,
        group=group,
        name=name,
        answers=mine.answers,
        costs_most=mine.costs_most,
    )
    seat = Seat(home=seat_id, id=seat_id, workshop=room.id, ballot=ballot_id, group=group)
    s.store.transact(ballot_id, lambda home: home.put(ballot))
    s.store.transact(seat_id, lambda home: home.put(seat))
    auth.grant(s, browser, seat)
