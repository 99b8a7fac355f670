"""What somebody agreed to: the wordings, the answer to a mail, and taking it back."""

import datetime
import hashlib

from assessment import auth
from assessment.lead_records import AddressLink, Lead, LeftBy, Purpose
from assessment.post import outbox
from assessment.post_records import Outgoing
from assessment.records import Assessment
from assessment.services import Services
from assessment.store import Transaction

WORDING = "1"  # the version of the consents' wordings, counted up whenever one changes
PURPOSES: tuple[Purpose, ...] = ("contact", "read")


def wording(s: Services, purpose: Purpose, language: str | None = None) -> str:
    """What stands beside the box of a purpose."""
    return s.texts(language)(f"consent.{purpose}")


def shown(s: Services, language: str | None = None) -> str:
    """The hash of all wordings as they are shown now, in hexadecimal."""
    return sha256("\n".join(wording(s, purpose, language) for purpose in PURPOSES))


def lead_of(s: Services, assessment: Assessment) -> Lead | None:
    """The lead that the holder of this assessment became last, for its holder alone."""
    left = s.store.get(LeftBy, assessment.id)
    return s.store.get(Lead, left.lead) if left else None


def confirm(s: Services, token: str, now: datetime.datetime | None = None) -> Lead | None:
    """The lead whose wish to be contacted a mail has confirmed; None for a dead link."""
    now = now or moment()
    link = _link(s, token, "confirm", now)
    if link is None:
        return None

    def work(home: Transaction) -> tuple[Lead | None, bool]:
        lead = home.get(Lead, link.home)
        if lead is None:
            return None, False
        before = lead.contactable
        consents = tuple(
            c.model_copy(update={"confirmed": minute(now)})
            if c.purpose == "contact" and c.confirm and not (c.confirmed or c.withdrawn)
            else c
            for c in lead.consents
        )
        made = lead.changed(consents=consents).kept()
        home.put(made)
        if made.contactable and not before:
            tell(s, home, made, "lead.created")
        return made, made.contactable

    lead, holds = s.store.transact(link.home, work)
    outbox.wake()
    return lead if holds else None


def withdraw(s: Services, token: str, now: datetime.datetime | None = None) -> Lead | None:
    """The lead that a link in a mail withdraws all consents of; None for a dead link."""
    now = now or moment()
    link = _link(s, token, "withdraw", now)
    return _withdrawn(s, link.home, PURPOSES, now) if link else None


def withdraw_from(
    s: Services,
    assessment: Assessment,
    purposes: tuple[Purpose, ...] = PURPOSES,
    now: datetime.datetime | None = None,
) -> Lead | None:
    """As `withdraw`, by whoever holds the private link, of every address that was left.

    For some purposes or for all; it gives the lead that was left last.
    """
    ids = {left.lead for left in s.store.find(LeftBy, home=assessment.id)}
    for id in sorted(ids):
        _withdrawn(s, id, purposes, now or moment())
    return lead_of(s, assessment)


def tell(s: Services, home: Transaction, lead: Lead, what: str) -> None:
    """Let the receiver know of a lead that has come into effect, or has changed."""
    event = outbox.event(s, lead.id, what, fields(lead))
    if event:
        home.put(event)


def fields(lead: Lead) -> dict[str, str]:
    """What a receiver is told of a lead: text by the names that the documents list."""
    told = {
        "id": lead.id,
        "email": lead.email,
        "name": lead.name or "",
        "organisation": lead.organisation or "",
        "role": lead.role or "",
        "size": lead.size or "",
        "language": lead.language,
        "created": lead.created.isoformat(),
        "contactable": "yes" if lead.contactable else "no",
    }
    return told | dict(lead.origin)


def _withdrawn(
    s: Services, id: str, purposes: tuple[Purpose, ...], now: datetime.datetime
) -> Lead | None:
    def work(home: Transaction) -> Lead | None:
        lead = home.get(Lead, id)
        if lead is None:
            return None
        consents = tuple(
            c.model_copy(update={"withdrawn": minute(now)})
            if c.purpose in purposes and c.withdrawn is None
            else c
            for c in lead.consents
        )
        made = lead.changed(
            consents=consents, assessment=None if "read" in purposes else lead.assessment
        ).kept()
        home.put(made)
        if consents != lead.consents:
            _take_back(s, home, made)
        return made

    found = s.store.transact(id, work)
    outbox.wake()
    return found


def _take_back(s: Services, home: Transaction, lead: Lead) -> None:
    """Let the receiver know, and send nothing any more that rests on a consent that is gone."""
    if not lead.contactable:
        for waiting in home.find(Outgoing):
            if waiting.name in ("confirm", "lead.created", "lead.updated"):
                home.delete(Outgoing, waiting.id)
    if any(consent.confirmed or not consent.confirm for consent in lead.consents):  # else untold
        contactable = "yes" if lead.contactable else "no"
        told = {"id": lead.id, "email": lead.email, "contactable": contactable}
        if event := outbox.event(s, lead.id, "lead.withdrawn", told):
            home.put(event)


def _link(s: Services, token: str, purpose: str, now: datetime.datetime) -> AddressLink | None:
    if not auth.is_token(token):
        return None
    found = s.store.find(AddressLink, sha256=auth.digest(token))
    living = (k for k in found if k.expires is None or k.expires >= now.date())
    return next((k for k in living if k.purpose == purpose), None)


def minute(time: datetime.datetime) -> datetime.datetime:
    """The time to the minute."""
    return time.replace(second=0, microsecond=0)


def today() -> datetime.date:
    """The day it is now, in UTC."""
    return moment().date()


def moment() -> datetime.datetime:
    """The time it is now, in UTC."""
    return datetime.datetime.now(datetime.UTC)


def sha256(text: str) -> str:
    """The SHA-256 of a text in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
