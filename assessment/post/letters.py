"""A mail as it is written: plain words, and the scorecard where one goes with it."""

import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from assessment.post.undelivered import Dropped
from assessment.post_records import Outgoing
from assessment.records import Assessment
from assessment.responses import response_of, scorecard_of
from assessment.services import Services


def written(s: Services, outgoing: Outgoing, sender: str, now: datetime.datetime) -> EmailMessage:
    """The mail, ready to be handed in; raises Dropped where its scorecard is gone."""
    words = s.texts(outgoing.language)
    letter = EmailMessage(SMTP)
    letter["From"] = Address(words("app.name"), addr_spec=sender)
    letter["To"] = Address(addr_spec=outgoing.email or "")
    letter["Subject"] = " ".join(words(f"mail.{outgoing.name}_subject", **outgoing.payload).split())
    letter["Date"] = format_datetime(now)
    letter["Message-ID"] = f"<{outgoing.id}@{sender.rpartition('@')[2]}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter["Content-Language"] = words.language
    letter.set_content(text(s, outgoing), cte="quoted-printable")
    if outgoing.assessment:
        _attach(letter, s, _kept(s, outgoing.assessment), outgoing.language)
    return letter


def text(s: Services, outgoing: Outgoing) -> str:
    """The words of a mail: what it is about, and from whom it is."""
    words, given = s.texts(outgoing.language), outgoing.payload
    parts = [words(f"mail.{outgoing.name}_body", **given), words("mail.foot")]
    if "withdraw" in given:
        parts.append(words("mail.foot_withdraw", withdraw=given["withdraw"]))
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _kept(s: Services, id: str) -> Assessment:
    found = s.store.get(Assessment, id)
    if found is None:
        raise Dropped
    return found


def _attach(letter: EmailMessage, s: Services, assessment: Assessment, language: str) -> None:
    """Put the scorecard as it is now into the letter, without what people wrote to it."""
    from assessment.export import file_name
    from assessment.report import render_pdf

    pdf = render_pdf(
        scorecard_of(s, assessment),
        s.instrument_of(assessment.instrument.sha256, language),
        s.texts(language),
        s.theme,
        response=response_of(assessment),
        organisation=assessment.organisation,
        date=assessment.updated,
        with_comments=False,
    )
    name = file_name("pdf", assessment.updated)
    letter.add_attachment(pdf, maintype="application", subtype="pdf", filename=name)
