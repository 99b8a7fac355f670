"""A mail as it is written: plain words, and the scorecard where one goes with it."""

import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from assessment.brand import Brand
from assessment.brand.foot import IMPRINT
from assessment.post import links
from assessment.post.undelivered import Dropped
from assessment.post_records import Outgoing
from assessment.records import Assessment
from assessment.responses import response_of, scorecard_of
from assessment.services import Services
from assessment.texts import Texts
from scoring.scorecard import Scorecard


def written(s: Services, outgoing: Outgoing, sender: str, now: datetime.datetime) -> EmailMessage:
    """The mail, ready to be handed in; raises Dropped where it is not wanted any more."""
    words, scored = s.texts(outgoing.language), _scored(s, outgoing)
    given = links.filled(s, outgoing, now)
    letter = EmailMessage(SMTP)
    letter["From"] = Address(s.brand.name, addr_spec=sender)
    letter["To"] = Address(addr_spec=outgoing.email or "")
    letter["Subject"] = " ".join(words(f"mail.{outgoing.name}_subject", **given).split())
    letter["Date"] = format_datetime(now)
    letter["Message-ID"] = f"<{outgoing.id}@{sender.rpartition('@')[2]}>"
    letter["Auto-Submitted"] = "auto-generated"
    if s.brand.contact.email:
        letter["Reply-To"] = Address(addr_spec=s.brand.contact.email)
    parts = (words(f"mail.{outgoing.name}_body", **given), _call(s.brand, scored, words))
    text = [*filter(None, parts), foot(s, words, given.get("withdraw"))]
    letter.set_content("\n\n".join(text) + "\n", cte="quoted-printable")
    if scored:
        _attach(letter, s, scored, outgoing.language)
    letter["Content-Language"] = (
        words.language
    )  # at last: setting a content takes such headers away
    return letter


def foot(s: Services, words: Texts, withdraw: str | None) -> str:
    """From whom a mail is, whom one can turn to, and the way to take back what was agreed to."""
    brand, imprint = s.brand, s.brand.responsible.imprint
    controller = brand.responsible.controller
    if imprint and not imprint.startswith("https://"):
        imprint = f"{s.settings.public_url}{IMPRINT}"
    contact = (brand.contact.name, *(said for said, _ in brand.contact.ways()))
    known = ", ".join(said for said in contact if said)
    lines = [
        words("mail.foot"),
        words("foot.sample") if brand.sample else "",
        words("foot.controller", controller=" ".join(controller.split())) if controller else "",
        words("mail.foot_contact", contact=known) if known else "",
        f"{words('foot.imprint')}: {imprint}" if imprint else "",
        words("mail.foot_withdraw", withdraw=withdraw) if withdraw else "",
    ]
    return "-- \n" + "\n".join(line for line in lines if line)


class _Scored(NamedTuple):
    """An assessment and what it comes to."""

    assessment: Assessment
    card: Scorecard


def _scored(s: Services, outgoing: Outgoing) -> _Scored | None:
    """The scorecard that goes with a mail, if one does; raises Dropped where it is gone."""
    if outgoing.assessment is None:
        return None
    found = s.store.get(Assessment, outgoing.assessment)
    if found is None:
        raise Dropped
    return _Scored(found, scorecard_of(s, found))


def _call(brand: Brand, scored: _Scored | None, words: Texts) -> str:
    """What the brand asks a reader at this level to do next; nothing where it asks nothing."""
    level = scored.card.overall.level if scored else None
    call = brand.call(level, words.language) if level else None
    if call is None:
        return ""
    link = call.link or ""
    to = urlsplit(link).path if link.startswith("mailto:") else link
    said = (words("call.title"), call.text, f"{call.label}: {to}" if to else "")
    return "\n".join(filter(None, said))


def _attach(letter: EmailMessage, s: Services, scored: _Scored, language: str) -> None:
    """Put the scorecard as it is now into the letter, without what people wrote to it."""
    from assessment.export import file_name
    from assessment.report import render_pdf

    assessment = scored.assessment
    pdf = render_pdf(
        scored.card,
        s.instrument_of(assessment.instrument.sha256, language),
        s.texts(language),
        s.brand,
        response=response_of(assessment),
        organisation=assessment.organisation,
        date=assessment.updated,
        with_comments=False,
    )
    name = file_name(s.brand.slug, "pdf", assessment.updated)
    letter.add_attachment(pdf, maintype="application", subtype="pdf", filename=name)
