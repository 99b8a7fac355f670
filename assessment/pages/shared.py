"""Shared: the same scorecard for those who were given a link to it, to read and take along."""

import streamlit as st

from assessment import responses, session, widgets
from assessment.services import services
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
)

words = session.texts()
whose = session.client_of(st.query_params.get("s", ""))
page = "client" if whose else ""
with (
    widgets.frame("scorecard.shared_title", page=page, interview=whose),
    st.container(key="paper"),
):
    shared = session.require_shared()
    assessment = shared.assessment
    card = responses.scorecard_of(services(), assessment)
    reading = Reading(card, session.instrument(assessment), words, of="company")

    draw_run(reading, assessment.response())
    draw_finding(reading, session.palette())
    said = spoken(services(), assessment.id)
    draw_spoken(reading, said)
    draw_report(reading, f"s={assessment.id}")
    draw_signs(
        reading,
        session.palette(),
        assessment.comments if shared.with_comments else None,
        words("scorecard.shared_comment"),
        said,
    )
    draw_call(reading, services().brand)
    at_desk = session.at_desk(assessment.id) is not None
    st.text(words("scorecard.desk_note" if at_desk else "scorecard.shared_note"))
    draw_data(reading, f"s={assessment.id}")
