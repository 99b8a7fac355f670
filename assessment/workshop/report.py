"""What a workshop came to, read from what was revealed of it; and the earlier one beside it."""

import datetime
import re
from collections.abc import Iterable
from typing import Any

from assessment import auth
from assessment.errors import Refused
from assessment.records import KEY, Person, Publication, Said, Workshop
from assessment.services import Services
from assessment.spoken import spoken
from assessment.store import Transaction
from assessment.workshop import reveal
from assessment.workshop.kept import changed, rounds, workshop
from assessment.workshop.plan import agreed_on
from assessment.workshop_report import Compared, WorkshopReport
from scoring.progress import compared
from scoring.room import RoomScorecard


def report_of(s: Services, room: Workshop) -> WorkshopReport | None:
    """What may be shown of the workshop so far; None before the first reveal."""
    card = reveal.card(s, room)
    if card is None:
        return None
    shown = reveal.revealed(s, room)
    votes = {asked.id for asked in rounds(s, room) if asked.purpose == "vote"}
    return WorkshopReport(
        title=room.title,
        organisation=room.organisation,
        date=_day(room),
        nature=room.nature,
        mode=room.mode,
        floors=room.floors,
        heads=room.heads,
        final=room.phase == "ended",
        card=card,
        shifts=tuple(shift for publication in shown for shift in publication.shifts),
        comments=_said(p for p in shown if p.round not in votes),
        dissent=_said(p for p in shown if p.round in votes),
        people=_people(shown),
        plan=agreed_on(s, room),
        compared=_compared(s, room, card),
        commentary=spoken(s, room.id),
    )


def kept_workshop(s: Services, id: str) -> Workshop | None:
    """The workshop of that id, however it was typed; None where there is none."""
    return s.store.get(Workshop, id) if re.fullmatch(KEY, id) else None


def earlier_ones(s: Services, browser: str | None, room: Workshop) -> tuple[Workshop, ...]:
    """The browser's own earlier workshops of the same organisation, the latest first."""
    own = _organisation(room)
    if not own:
        return ()
    found = [
        other
        for other in auth.workshops(s, browser)
        if other.id != room.id
        and _organisation(other) == own
        and other.nature == room.nature
        and (_day(other), other.created) <= (_day(room), room.created)
        and reveal.card(s, other) is not None
    ]
    return tuple(sorted(found, key=_day, reverse=True))


def compare_with(s: Services, browser: str | None, id: str, earlier: str | None) -> Workshop:
    """Compare the workshop with an earlier one, or with none. Raises Refused and NotSaved."""
    if earlier and earlier not in {w.id for w in earlier_ones(s, browser, workshop(s, id))}:
        raise Refused("Choose one of your earlier workshops of the same organisation.")

    def work(_: Workshop, __: Transaction) -> dict[str, Any]:
        return {"earlier": earlier}

    return changed(s, id, work)


def _compared(s: Services, room: Workshop, card: RoomScorecard) -> Compared | None:
    """The earlier workshop that was chosen, if it is still there and shows anything."""
    earlier = s.store.get(Workshop, room.earlier) if room.earlier else None
    before = reveal.card(s, earlier) if earlier else None
    if earlier is None or before is None:
        return None
    changes = compared(before, card)
    return Compared(title=earlier.title, date=_day(earlier), changes=changes)


def _day(room: Workshop) -> datetime.date:
    """The day of the workshop: that of its end, or as long as it goes on that of the last step."""
    return room.ended.date() if room.ended else room.updated


def _organisation(room: Workshop) -> str:
    return " ".join((room.organisation or "").casefold().split())


def _said(publications: Iterable[Publication]) -> tuple[Said, ...]:
    """The comments on each sign as published last, without those that were hidden anywhere."""
    latest: dict[str, list[Said]] = {}
    hidden: set[tuple[str, str]] = set()
    for publication in publications:
        hidden |= {(said.sign, said.text) for said in publication.comments if said.hidden}
        for sign in dict.fromkeys(said.sign for said in publication.comments):
            latest[sign] = [said for said in publication.comments if said.sign == sign]
    return tuple(
        said for sign in latest for said in latest[sign] if (sign, said.text) not in hidden
    )


def _people(publications: Iterable[Publication]) -> tuple[Person, ...]:
    """Everybody once, with all their marks; a later reveal renews an earlier one's."""
    found: dict[str, Person] = {}
    for person in (person for publication in publications for person in publication.people):
        before = found.get(person.ballot, person)
        found[person.ballot] = person.model_copy(
            update={"scores": {**before.scores, **person.scores}}
        )
    return tuple(found.values())
