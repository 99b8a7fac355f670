"""Start: what this is, how long it takes, who sees the answers; then begin, or go on."""

import streamlit as st

from assessment import prospects
from assessment.forms import begin_form, held, notes, title
from assessment.services import services
from assessment.session import instrument, own_assessments, texts
from assessment.widgets import esc, frame, inert, link

words = texts()

with frame("start.title"):
    st.html(title(words))
    kept = own_assessments()
    if kept:
        st.html(f"<h2>{inert(words('start.continue'))}</h2>")
        for assessment in kept:
            with st.container(key=f"held_{assessment.id}", border=True, horizontal=True):
                st.html(held(words, instrument(assessment), assessment))
                link("answer", words("start.go_on"), a=assessment.id)
    s = services()
    asks, controller = prospects.offered(s), s.brand.responsible.controller
    st.html(notes(words, s.settings.retention_months, asks=asks, controller=controller))
    if kept:
        st.html(f"<h2>{inert(words('start.another'))}</h2>")
    st.html(begin_form(words, instrument()))
    st.html('<script src="./assets/source.js"></script>', unsafe_allow_javascript=True)
    with st.container(key="to_room"):
        link("workshops", esc(words("start.room")))
