"""The form under a scorecard: have it mailed, be contacted, let the consultant read it."""

import html
from collections.abc import Mapping

from assessment.forms import style
from assessment.lead_records import Consent, Lead, Purpose, Size
from assessment.records import Assessment
from assessment.texts import Texts
from scoring.response import NAME_LIMIT

SIZES: tuple[Size, ...] = ("1-9", "10-49", "50-249", "250-999", "1000+")


def lead_form(
    words: Texts, assessment: Assessment, wordings: Mapping[Purpose, str], shown: str, *, mail: bool
) -> str:
    """The form; only the address is required, and no box is ticked. `wordings` by purpose."""
    boxes = "".join(_box(name, wording) for name, wording in wordings.items())
    about = "".join(_field(words, name, fill) for name, fill in _ABOUT)
    more = (
        f"<details><summary>{_safe(words('lead.about'))}</summary>{about}{_sizes(words)}</details>"
    )
    asks = '<input type="hidden" name="mail" value="yes">' if mail else ""
    return (
        f'{style()}<form class="seven lead" method="post" action="/leave">'
        f'<input type="hidden" name="assessment" value="{_safe(assessment.id)}">'
        f'<input type="hidden" name="shown" value="{shown}">{asks}'
        f"{_email(words)}{boxes}{more}"
        f'<button type="submit">{_safe(words("lead.mail" if mail else "lead.send"))}</button>'
        "</form>"
    )


def gate_form(
    words: Texts, assessment: Assessment, wordings: Mapping[Purpose, str], shown: str
) -> str:
    """The form that stands before the PDF: a name and a work address; no box is ticked."""
    boxes = "".join(_box(name, wording) for name, wording in wordings.items())
    return (
        f'{style()}<form class="seven lead" method="post" action="/leave">'
        f'<input type="hidden" name="assessment" value="{_safe(assessment.id)}">'
        f'<input type="hidden" name="shown" value="{shown}">'
        f"{_field(words, *_PERSON, needed=True)}{_email(words, 'lead.work_email')}{boxes}"
        f'<button type="submit">{_safe(words("lead.to_pdf"))}</button>'
        "</form>"
    )


def consents(words: Texts, lead: Lead, assessment: Assessment) -> str:
    """What a person agreed to, with the times, and the one click that takes all of it back."""
    rows = "".join(
        f"<li><q>{_safe(consent.wording)}</q> <small>{_safe(state(words, consent))}</small></li>"
        for consent in lead.consents
    )
    listed = f"<ul class='consents'>{rows}</ul>" if rows else ""
    return (
        f"{style()}<p>{_safe(words('keep.contact_email', email=lead.email))}</p>{listed}"
        '<form class="seven" method="post" action="/withdraw">'
        f'<input type="hidden" name="assessment" value="{_safe(assessment.id)}">'
        f'<button type="submit" class="second">{_safe(words("keep.contact_withdraw"))}</button>'
        "</form>"
    )


def state(words: Texts, consent: Consent) -> str:
    """When a consent was given, confirmed and withdrawn, in words."""
    said = [words("consent.given", date=words.date(consent.given.date()))]
    if consent.confirmed:
        said.append(words("consent.confirmed", date=words.date(consent.confirmed.date())))
    elif consent.confirm and not consent.withdrawn:
        said.append(words("consent.waits"))
    if consent.withdrawn:
        said.append(words("consent.withdrawn", date=words.date(consent.withdrawn.date())))
    return " ".join(said)


# Streamlit's sanitiser takes away the names "name" and "role": they would hide a form's own.
_PERSON = ("person", "name")
_ABOUT = (_PERSON, ("organisation", "organization"), ("position", "organization-title"))


def _box(name: str, wording: str) -> str:
    """A box that is not ticked, and need not be."""
    return (
        f'<label class="confirm"><input type="checkbox" name="{name}" value="yes">'
        f"<span>{_safe(wording)}</span></label>"
    )


def _email(words: Texts, label: str = "lead.email") -> str:
    return (
        f'<label class="field"><span>{_safe(words(label))}</span>'
        '<input name="email" type="email" maxlength="254" autocomplete="email" required></label>'
    )


def _field(words: Texts, name: str, fill: str, *, needed: bool = False) -> str:
    required = " required" if needed else ""
    return (
        f'<label class="field"><span>{_safe(words(f"lead.{name}"))}</span>'
        f'<input name="{name}" maxlength="{NAME_LIMIT}" autocomplete="{fill}"{required}></label>'
    )


def _sizes(words: Texts) -> str:
    options = "".join(f'<option value="{size}">{size.replace("-", "–")}</option>' for size in SIZES)
    return (
        f'<label class="field"><span>{_safe(words("lead.size"))}</span><select name="size">'
        f'<option value="">{_safe(words("lead.size_open"))}</option>{options}</select></label>'
    )


def _safe(text: str) -> str:
    return html.escape(text)
