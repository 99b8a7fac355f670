"""Leaving an address: a scorecard is mailed, a lead is kept, as far as it was asked for."""

import datetime

from assessment import typed
from assessment.allowance import Allowance
from assessment.desk import door
from assessment.errors import Refused
from assessment.lead_records import Consent, Lead, LeftBy, Size
from assessment.post import can_mail, outbox
from assessment.post_records import LinkPurpose, Outgoing
from assessment.prospects import consents
from assessment.prospects.consents import PURPOSES, WORDING, lead_of, minute, shown, wording
from assessment.records import Assessment, new_id
from assessment.services import Services
from assessment.store import Transaction
from scoring.values import Frozen

mails = Allowance({"address": (3, 3600.0), "assessment": (5, 3600.0), "all": (200, 3600.0)})
forms = Allowance({"assessment": (20, 3600.0)})


class Wish(Frozen):
    """What somebody asks for under a scorecard, as it was typed."""

    email: str
    name: str = ""
    organisation: str = ""
    role: str = ""
    size: Size | None = None
    mail: bool = False  # the scorecard, to that address
    contact: bool = False
    read: bool = False
    shown: str = ""  # the hash of the wordings that stood beside the boxes


class Left(Frozen):
    """What came of a wish."""

    mailed: bool
    confirm: bool  # a mail waits to be confirmed
    lead: Lead | None


def leave(
    s: Services, assessment: Assessment, wish: Wish, now: datetime.datetime | None = None
) -> Left:
    """Keep what somebody asks for, and send it. Raises Refused and NotSaved.

    Who only wants the scorecard mailed leaves nothing but the mail, which is deleted once it is
    sent; everybody else becomes a lead.
    """
    now = now or consents.moment()
    email = typed.email(wish.email)
    if not forms.take({"assessment": assessment.id}):
        raise Refused("The form was sent too often. Try again in an hour.", "later")
    sends = can_mail(s.settings) and (wish.mail or wish.contact)
    if sends and not mails.take({"address": _inbox(email), "assessment": assessment.id, "all": ""}):
        raise Refused("Too many mails were asked for. Try again in an hour.", "later")
    if not (wish.contact or wish.read or s.settings.gate == "form"):
        if not wish.mail:
            raise Refused("Nothing was asked for. Tick what you would like.", "nothing")
        _mail_scorecard(s, assessment, email)
        return Left(mailed=can_mail(s.settings), confirm=False, lead=None)
    lead = _lead(s, assessment, wish, email, now)
    made = _kept(s, assessment, lead, mail=wish.mail and sends)
    confirm = sends and wish.contact and not made.contactable
    return Left(mailed=wish.mail and sends, confirm=confirm, lead=made)


def offered(s: Services) -> bool:
    """Whether the form is shown at all: where mail can be sent, or others than oneself come by."""
    return can_mail(s.settings) or s.settings.gate == "form" or door.needed(s.settings)


def passed(s: Services, assessment: Assessment) -> bool:
    """Whether the PDF may be had: always, or where a gate is set after an address was left.

    A consultant who answers for a client meets no gate.
    """
    if s.settings.gate == "open" or assessment.interviewed:
        return True
    return bool(s.store.find(LeftBy, home=assessment.id))


def _lead(
    s: Services, assessment: Assessment, wish: Wish, email: str, now: datetime.datetime
) -> Lead:
    """The lead of this assessment with what was wished added, not kept yet."""
    found = lead_of(s, assessment)
    before = found if found and found.email == email else None
    id = before.id if before else new_id()
    agreed = before.consents if before else ()
    return Lead(
        home=id,
        id=id,
        email=email,
        name=typed.name(wish.name),
        organisation=typed.name(wish.organisation) or assessment.organisation,
        role=typed.name(wish.role),
        size=wish.size,
        language=s.texts().language,
        created=before.created if before else minute(now),
        origin=assessment.origin,
        consents=(*agreed, *_new(agreed, _consents(s, wish, now))),
        assessment=assessment.id if wish.read or (before and before.assessment) else None,
        status=before.status if before else "new",
        notes=before.notes if before else "",
    ).kept()


def _new(agreed: tuple[Consent, ...], asked: tuple[Consent, ...]) -> tuple[Consent, ...]:
    """What was asked for and does not stand there already, in the same words."""
    living = {(c.purpose, c.sha256) for c in agreed if c.withdrawn is None}
    return tuple(c for c in asked if (c.purpose, c.sha256) not in living)


def _consents(s: Services, wish: Wish, now: datetime.datetime) -> tuple[Consent, ...]:
    asked = [purpose for purpose in PURPOSES if getattr(wish, purpose) is True]
    if asked and wish.shown != shown(s):
        raise Refused("The wording has changed. Read it again.", "wording")
    return tuple(
        Consent(
            purpose=purpose,
            wording=wording(s, purpose),
            language=s.texts().language,
            version=WORDING,
            sha256=consents.sha256(wording(s, purpose)),
            given=minute(now),
            confirm=purpose == "contact" and can_mail(s.settings),
        )
        for purpose in asked
    )


def _kept(s: Services, assessment: Assessment, lead: Lead, *, mail: bool) -> Lead:
    """Keep a lead with all that is to be sent because of it, then tell its assessment."""
    waits = any(c.purpose == "contact" and not c.holds and not c.withdrawn for c in lead.consents)

    def work(home: Transaction) -> None:
        known = home.get(Lead, lead.id) is not None
        home.put(lead)
        if mail:
            home.put(_scorecard(s, lead.id, lead.email, assessment, ("withdraw",)))
        if waits and can_mail(s.settings):
            both: tuple[LinkPurpose, ...] = ("confirm", "withdraw")
            home.put(outbox.mail(s, lead.id, "confirm", lead.email, lead.language, links=both))
        else:
            consents.tell(s, home, lead, "lead.updated" if known else "lead.created")

    # First the name, so that no lead is ever kept which its assessment could not take back.
    s.store.transact(assessment.id, lambda beside: _name(beside, assessment.id, lead.id))
    s.store.transact(lead.id, work)
    outbox.wake()
    return lead


def _inbox(email: str) -> str:
    """The address without what many servers take for a label: any number of those reach one."""
    local, _, domain = email.rpartition("@")
    return f"{local.partition('+')[0] or local}@{domain}"


def _name(beside: Transaction, assessment: str, lead: str) -> None:
    """Name the lead beside its assessment, and keep the one that another address made before."""
    before = beside.get(LeftBy, assessment)
    if before and before.lead != lead:
        beside.put(before.changed(id=before.lead))
    beside.put(LeftBy(home=assessment, id=assessment, lead=lead))


def _mail_scorecard(s: Services, assessment: Assessment, email: str) -> None:
    if not can_mail(s.settings):
        raise Refused("This site sends no mail. Download the PDF.", "no_mail")
    made = _scorecard(s, None, email, assessment)
    s.store.transact(made.home, lambda kept: kept.put(made))
    outbox.wake()


def _scorecard(
    s: Services,
    home: str | None,
    email: str,
    assessment: Assessment,
    links: tuple[LinkPurpose, ...] = (),
) -> Outgoing:
    language = s.texts().language
    return outbox.mail(s, home, "scorecard", email, language, links=links, assessment=assessment.id)
