"""What a prospect does: has the scorecard mailed, agrees to be contacted, confirms, withdraws."""

import datetime
import hashlib

from assessment import auth, typed
from assessment.allowance import Allowance
from assessment.desk import door
from assessment.errors import Refused
from assessment.lead_records import CONFIRM_DAYS, AddressLink, Consent, Lead, LeftBy, Purpose, Size
from assessment.post import can_mail, outbox
from assessment.post_records import Outgoing
from assessment.records import Assessment, new_id
from assessment.services import Services
from assessment.store import Transaction
from scoring.instrument import Frozen

WORDING = "1"  # the version of the consents' wordings, counted up whenever one changes
PURPOSES: tuple[Purpose, ...] = ("contact", "read")

mails = Allowance({"address": (3, 3600.0), "assessment": (5, 3600.0), "all": (200, 3600.0)})


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


def wording(s: Services, purpose: Purpose, language: str | None = None) -> str:
    """What stands beside the box of a purpose."""
    return s.texts(language)(f"consent.{purpose}")


def shown(s: Services, language: str | None = None) -> str:
    """The hash of all wordings as they are shown now, in hexadecimal."""
    return _sha256("\n".join(wording(s, purpose, language) for purpose in PURPOSES))


def leave(
    s: Services, assessment: Assessment, wish: Wish, now: datetime.datetime | None = None
) -> Left:
    """Keep what somebody asks for, and send it. Raises Refused and NotSaved.

    Who only wants the scorecard mailed leaves nothing but the mail, which is deleted once it is
    sent; everybody else becomes a lead.
    """
    now = now or _now()
    email = typed.email(wish.email)
    sends = can_mail(s.settings) and (wish.mail or wish.contact)
    if sends and not mails.take({"address": email, "assessment": assessment.id, "all": ""}):
        raise Refused("Too many mails were asked for. Try again in an hour.", "later")
    if not (wish.contact or wish.read or s.settings.gate == "form"):
        if not wish.mail:
            raise Refused("Nothing was asked for. Tick what you would like.", "nothing")
        _mail_scorecard(s, assessment, email)
        return Left(mailed=can_mail(s.settings), confirm=False, lead=None)
    lead = _lead(s, assessment, wish, email, now)
    made = _kept(s, assessment, lead, mail=wish.mail and sends, now=now)
    confirm = sends and wish.contact and not made.contactable
    return Left(mailed=wish.mail and sends, confirm=confirm, lead=made)


def offered(s: Services) -> bool:
    """Whether the form is shown at all: where mail can be sent, or others than oneself come by."""
    return can_mail(s.settings) or s.settings.gate == "form" or door.needed(s.settings)


def passed(s: Services, assessment: Assessment) -> bool:
    """Whether the PDF may be had: always, or where a gate is set after an address was left."""
    return s.settings.gate == "open" or bool(s.store.find(LeftBy, home=assessment.id))


def lead_of(s: Services, assessment: Assessment) -> Lead | None:
    """The lead that the holder of this assessment became, for its holder alone."""
    left = s.store.find(LeftBy, home=assessment.id)
    return s.store.get(Lead, left[-1].lead) if left else None


def confirm(s: Services, token: str, now: datetime.datetime | None = None) -> Lead | None:
    """The lead whose wish to be contacted a mail has confirmed; None for a dead link."""
    now = now or _now()
    link = _link(s, token, "confirm", now)
    if link is None:
        return None

    def work(home: Transaction) -> tuple[Lead | None, bool]:
        lead = home.get(Lead, link.home)
        if lead is None:
            return None, False
        before = lead.contactable
        consents = tuple(
            c.model_copy(update={"confirmed": _minute(now)})
            if c.purpose == "contact" and c.confirm and not (c.confirmed or c.withdrawn)
            else c
            for c in lead.consents
        )
        made = lead.changed(consents=consents).kept()
        home.put(made)
        if made.contactable and not before:
            _tell(s, home, made, "lead.created")
        return made, made.contactable

    lead, holds = s.store.transact(link.home, work)
    outbox.wake()
    return lead if holds else None


def withdraw(s: Services, token: str, now: datetime.datetime | None = None) -> Lead | None:
    """The lead that a link in a mail withdraws all consents of; None for a dead link."""
    now = now or _now()
    link = _link(s, token, "withdraw", now)
    return _withdrawn(s, link.home, PURPOSES, now) if link else None


def withdraw_from(
    s: Services,
    assessment: Assessment,
    purposes: tuple[Purpose, ...] = PURPOSES,
    now: datetime.datetime | None = None,
) -> Lead | None:
    """As `withdraw`, by whoever holds the private link, for some purposes or for all."""
    lead = lead_of(s, assessment)
    return _withdrawn(s, lead.id, purposes, now or _now()) if lead else None


def _lead(
    s: Services, assessment: Assessment, wish: Wish, email: str, now: datetime.datetime
) -> Lead:
    """The lead of this assessment with what was wished added, not kept yet."""
    found = lead_of(s, assessment)
    before = found if found and found.email == email else None
    id = before.id if before else new_id()
    consents = before.consents if before else ()
    return Lead(
        home=id,
        id=id,
        email=email,
        name=typed.name(wish.name),
        organisation=typed.name(wish.organisation) or assessment.organisation,
        role=typed.name(wish.role),
        size=wish.size,
        language=s.texts().language,
        created=before.created if before else _minute(now),
        origin=assessment.origin,
        consents=(*consents, *_consents(s, wish, now)),
        assessment=assessment.id if wish.read or (before and before.assessment) else None,
        status=before.status if before else "new",
        notes=before.notes if before else "",
    ).kept()


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
            sha256=_sha256(wording(s, purpose)),
            given=_minute(now),
            confirm=purpose == "contact" and can_mail(s.settings),
        )
        for purpose in asked
    )


def _kept(
    s: Services, assessment: Assessment, lead: Lead, *, mail: bool, now: datetime.datetime
) -> Lead:
    """Keep a lead with all that is to be sent because of it, then tell its assessment."""
    withdraws, confirms = auth.new_token(), auth.new_token()
    waits = any(c.purpose == "contact" and not c.holds and not c.withdrawn for c in lead.consents)

    def work(home: Transaction) -> None:
        known = home.get(Lead, lead.id) is not None
        home.put(lead)
        home.put(_address_link(lead, withdraws, "withdraw", now))
        payload = {"withdraw": _address(s, "w", withdraws)}
        if mail:
            home.put(_scorecard(s, lead.id, lead.email, assessment, payload))
        if waits and can_mail(s.settings):
            home.put(_address_link(lead, confirms, "confirm", now))
            payload = payload | {"confirm": _address(s, "c", confirms)}
            home.put(outbox.mail(s, lead.id, "confirm", lead.email, lead.language, payload=payload))
        else:
            _tell(s, home, lead, "lead.updated" if known else "lead.created")

    s.store.transact(lead.id, work)
    outbox.wake()
    left = LeftBy(home=assessment.id, id=assessment.id, lead=lead.id)
    s.store.transact(assessment.id, lambda home: home.put(left))
    return lead


def _tell(s: Services, home: Transaction, lead: Lead, what: str) -> None:
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
            c.model_copy(update={"withdrawn": _minute(now)})
            if c.purpose in purposes and c.withdrawn is None
            else c
            for c in lead.consents
        )
        made = lead.changed(
            consents=consents, assessment=None if "read" in purposes else lead.assessment
        ).kept()
        home.put(made)
        if consents != lead.consents:
            event = outbox.event(s, id, "lead.withdrawn", {"id": id, "email": lead.email})
            if event:
                home.put(event)
        return made

    found = s.store.transact(id, work)
    outbox.wake()
    return found


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
    payload: dict[str, str] | None = None,
) -> Outgoing:
    language = s.texts().language
    return outbox.mail(
        s, home, "scorecard", email, language, payload=payload, assessment=assessment.id
    )


def _address_link(lead: Lead, token: str, purpose: str, now: datetime.datetime) -> AddressLink:
    until = (now + datetime.timedelta(days=CONFIRM_DAYS)).date()
    return AddressLink.model_validate(
        {
            "home": lead.id,
            "id": new_id(),
            "sha256": auth.digest(token),
            "purpose": purpose,
            "expires": until if purpose == "confirm" else None,
        }
    )


def _link(s: Services, token: str, purpose: str, now: datetime.datetime) -> AddressLink | None:
    if not auth.is_token(token):
        return None
    found = s.store.find(AddressLink, sha256=auth.digest(token))
    living = (k for k in found if k.expires is None or k.expires >= now.date())
    return next((k for k in living if k.purpose == purpose), None)


def _address(s: Services, page: str, token: str) -> str:
    return f"{s.settings.public_url}/{page}#{token}"


def _minute(time: datetime.datetime) -> datetime.datetime:
    return time.replace(second=0, microsecond=0)


def today() -> datetime.date:
    """The day it is now, in UTC."""
    return _now().date()


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
