"""The projector: what the room sees, without controls; it follows the facilitator by itself."""

import streamlit as st

from assessment import session, stage
from assessment.charts.room_marks import Look
from assessment.services import services
from assessment.stage.draw import PULSE, draw, draw_counts, through_silence
from assessment.stage.scene import pulse, scene
from assessment.widgets import bare
from assessment.workshop.kept import words_of

LARGER = 1.6  # than on a page: a projector is seen from the back row


@st.fragment(run_every=PULSE)
def live() -> None:
    """The counts, and a look whether anything else has changed: then all is drawn anew."""
    with through_silence(shown.words):
        room = session.workshop()
        if room is None or pulse(services(), room) != drawn:
            st.rerun()
        draw_counts(shown, ask=False)


found = session.workshop()
if found is None:
    with bare("workshop.screen"):
        session.nothing_here("link.no_workshop")
shown = scene(services(), found, words_of(services(), found), session.reached())
drawn = pulse(services(), found)
with bare("workshop.screen"):
    st.html(stage.style())
    with st.container(key="stage"):
        draw(shown, Look(session.palette(), LARGER), apart=False)
        live()
    st.html('<script src="./assets/screen.js"></script>', unsafe_allow_javascript=True)
