"""The leads of an installation, as the desk works with them."""

import datetime
import re
from collections.abc import Iterator
from typing import Any, NamedTuple, get_args

from assessment import responses, typed
from assessment.desk import audit
from assessment.desk.door import Actor, for_actor
from assessment.errors import Refused
from assessment.lead_records import CONFIRM_DAYS, NOTES_LIMIT, YES, Lead, Status
from assessment.records import KEY, SECOND, Assessment
from assessment.services import Services, erase_for_good
from assessment.store import Transaction, counted_to
from scoring.scorecard import Scorecard
from scoring.values import Frozen

PAGE = 25  # leads on a page


class Filter(Frozen):
    """Which leads are wanted; nothing said, all of them."""

    text: str = ""  # words, each of which stands somewhere in the address, name and so on
    status: Status | None = None
    contactable: bool = False
    readable: bool = False


class Found(NamedTuple):
    """A page of leads, the newest first, and how many fit, as far as they are counted."""

    leads: tuple[Lead, ...]
    fitting: int


@for_actor
def search(s: Services, _: Actor, wanted: Filter, page: int = 0) -> Found:
    """The page of the leads that fit, from 0; it reads none but those on it."""
    words = wanted.text.casefold().split()
    ticked = {
        "status": wanted.status,
        "may_contact": YES if wanted.contactable else None,
        "may_read": YES if wanted.readable else None,
    }
    equal: dict[str, Any] = {index: value for index, value in ticked.items() if value}
    first = page * PAGE
    found = s.store.page(Lead, "line", PAGE, first, holding=words, **equal)
    return Found(found, s.store.count(Lead, "line", counted_to(first), holding=words, **equal))


@for_actor
def every(s: Services, actor: Actor) -> Iterator[Lead]:
    """All leads, the oldest first, to take away, read in pieces; the log says that it was done."""
    audit.note(s, "exported", actor.name, f"all leads: {s.store.count(Lead, 'created')}")
    return s.store.each(Lead, "created")


@for_actor
def opened(s: Services, _: Actor, id: str) -> Lead | None:
    """The lead with this id, or None, also for what cannot be an id."""
    return s.store.get(Lead, id) if re.fullmatch(KEY, id) else None


@for_actor
def readable(s: Services, _: Actor, lead: Lead) -> Assessment | None:
    """The assessment behind a lead, as long as its holder lets the consultant read the scorecard.

    Comments are no part of that, and are left out.
    """
    if lead.assessment is None or not lead.holds("read"):
        return None
    found = responses.load(s, lead.assessment)
    return found.changed(comments={}) if found else None


@for_actor
def scorecard(s: Services, actor: Actor, lead: Lead) -> Scorecard | None:
    """The scorecard behind a lead, where it may be read."""
    found = readable(s, actor, lead)
    return responses.scorecard_of(s, found) if found else None


def need(card: Scorecard | None) -> float | None:
    """How low a scorecard is: the points missing to 100, or None without an overall score."""
    return None if card is None or card.overall.score is None else 100 - card.overall.score


@for_actor
def note(s: Services, _: Actor, id: str, status: Status, notes: str) -> Lead:
    """Keep where things stand with a lead, and notes on it. Raises Refused and NotSaved."""
    clean = typed.comment(notes, NOTES_LIMIT)
    if status not in get_args(Status):
        raise Refused("A lead has one of the statuses that the desk offers.")

    def work(home: Transaction) -> Lead:
        lead = home.get(Lead, id)
        if lead is None:
            raise Refused("This lead is not there any more.")
        made = lead.changed(status=status, notes=clean).kept()
        home.put(made)
        return made

    return s.store.transact(id, work)


@for_actor
def erase(s: Services, actor: Actor, id: str) -> None:
    """Erase a lead with all that waits to be sent to it. Raises Refused and NotSaved."""
    if opened(s, actor, id) is None:  # an id of something else would erase that
        raise Refused("This lead is not there any more.")
    erase_for_good(s, id)
    audit.note(s, "erased", actor.name, f"lead {id}")


def purge(s: Services, now: datetime.datetime) -> int:
    """Erase the leads that never confirmed, and those past the time they are kept; how many."""
    unconfirmed = now - datetime.timedelta(days=CONFIRM_DAYS)
    old = now - datetime.timedelta(days=s.settings.lead_retention_months * 365.25 / 12)
    gone = {
        *s.store.below(Lead, "created", f"{old:{SECOND}}"),
        *s.store.below(Lead, "waiting", f"{unconfirmed:{SECOND}}"),
    }
    for home in sorted(gone):
        s.store.erase(home)
    return len(gone)
