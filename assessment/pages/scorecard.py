"""Scorecard: the finding first, then the signs, what to do, and how every number came about."""

from functools import partial

import streamlit as st

from assessment import prospects, responses, session, widgets
from assessment.errors import AssessmentError
from assessment.lead_forms import gate_form, lead_form
from assessment.post import can_mail
from assessment.records import Assessment
from assessment.services import Services, services
from assessment.spoken import spoken
from assessment.view import (
    Reading,
    draw_call,
    draw_data,
    draw_finding,
    draw_report,
    draw_run,
    draw_signs,
    draw_spoken,
    lead,
)


def widen(assessment_id: str) -> None:
    """Let the check flow into the full assessment, and go on answering."""
    try:
        responses.widen(services(), assessment_id)
    except AssessmentError:
        st.error(words("scorecard.not_kept"))
    else:
        st.switch_page("pages/answer.py", query_params={"a": assessment_id})


def draw_contact(assessment: Assessment) -> None:
    """Have it mailed, be contacted; behind a gate this stands before the PDF.

    Nobody consents for somebody else, so an interview has none of it.
    """
    s = services()
    if not prospects.offered(s) or assessment.interviewed:
        return
    gate = not prospects.passed(s, assessment)
    lead(words("lead.gate_title" if gate else "lead.title"), words(contact_lead(s, gate=gate)))
    wordings = {purpose: prospects.wording(s, purpose) for purpose in prospects.PURPOSES}
    form = gate_form if gate else partial(lead_form, mail=can_mail(s.settings))
    st.html(form(words, assessment, wordings, prospects.shown(s)))


def contact_lead(s: Services, *, gate: bool) -> str:
    """The key of the sentence above the form."""
    if gate:
        return "lead.gate_lead"
    return "lead.mail_lead" if can_mail(s.settings) else "lead.contact_lead"


words = session.texts()
with (
    widgets.frame("scorecard.title", interview=session.interview(session.assessment())),
    st.container(key="paper"),
):
    assessment = session.require_assessment()
    instrument = session.instrument(assessment)
    card = responses.scorecard_of(services(), assessment)
    reading = Reading(card, instrument, words, mine=assessment.id)

    draw_run(reading, assessment.response())
    draw_finding(reading, session.palette())
    said = spoken(services(), assessment.id)
    draw_spoken(reading, said)
    if prospects.passed(services(), assessment):
        draw_report(reading, f"a={assessment.id}")
    else:
        draw_contact(assessment)

    still_open = sum(sign.open for sign in card.signs)
    if reading.check:
        full, check = (responses.minutes(instrument, scope) for scope in ("full", "check"))
        minutes = words.number(max(1, full - check))
        lead(words("scorecard.widen_title"), words("scorecard.widen_lead", minutes=minutes))
        if st.button(words("scorecard.widen"), type="primary", key="widen"):
            widen(assessment.id)
    elif still_open:
        key = "scorecard.open_lead_one" if still_open == 1 else "scorecard.open_lead"
        lead(None, words(key, count=words.number(still_open)))
        widgets.link("review", words("scorecard.answer_open"))

    draw_signs(reading, session.palette(), assessment.comments, spoken=said)

    draw_call(reading, services().brand)
    if prospects.passed(services(), assessment):
        draw_contact(assessment)
    lead(None, words("scorecard.keep_lead"))
    widgets.link("keep", words("scorecard.to_keep"))
    lead(None, words("colleagues.lead"))
    widgets.link("colleagues", words("colleagues.title"))
    draw_data(reading, f"a={assessment.id}")
