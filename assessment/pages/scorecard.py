"""Scorecard: the finding first, then the signs, what to do, and how every number came about."""

import streamlit as st

from assessment import responses, session, widgets
from assessment.errors import AssessmentError
from assessment.services import services
from assessment.view import (
    Reading,
    draw_data,
    draw_finding,
    draw_report,
    draw_run,
    draw_signs,
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


words = session.texts()
with widgets.frame("scorecard.title"), st.container(key="paper"):
    assessment = session.require_assessment()
    instrument = session.instrument(assessment)
    card = responses.scorecard_of(services(), assessment)
    reading = Reading(card, instrument, words, mine=assessment.id)

    draw_run(reading, assessment.response())
    draw_finding(reading, session.palette())
    draw_report(reading, f"a={assessment.id}")

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

    draw_signs(reading, session.palette(), assessment.comments)

    lead(None, words("scorecard.keep_lead"))
    widgets.link("keep", words("scorecard.to_keep"))
    lead(None, words("colleagues.lead"))
    widgets.link("colleagues", words("colleagues.title"))
    draw_data(reading, f"a={assessment.id}")
