"""Method: how the scores are made, the sources of every figure, privacy, the fonts."""

import streamlit as st

from assessment import session, widgets
from assessment.services import services
from assessment.view import STYLE
from assessment.view.method import how, levels, licences, limits, privacy, sources

words = session.texts()
with widgets.frame("method.title"), st.container(key="paper"):
    instrument = session.instrument()
    st.html(STYLE)
    st.html(how(words, instrument))
    st.html(levels(words, instrument))
    st.html(limits(words))
    st.html(sources(words, instrument))
    st.html(privacy(words, services().settings.retention_months))
    widgets.link("keep", words("method.to_keep"))
    st.html(licences(words, services().theme))
