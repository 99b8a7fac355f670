"""The room as its facilitator sees it: what the projector shows, and the controls beside it."""

import streamlit as st

from assessment import session, stage
from assessment.charts.room_marks import Look
from assessment.services import services
from assessment.stage import controls, planning
from assessment.stage.draw import PULSE, draw, draw_counts, through_silence
from assessment.stage.keys import keys
from assessment.stage.scene import pulse, scene
from assessment.stage.takeaway import draw_takeaway
from assessment.widgets import frame
from assessment.workshop.kept import words_of


@st.fragment(run_every=PULSE)
def live() -> None:
    """The counts, and a look whether anything else has changed: then all is drawn anew."""
    with through_silence(now_shown.words):
        room = session.workshop()
        if room is None or pulse(services(), room) != drawn:
            st.rerun()
        draw_counts(now_shown, ask=True)


words = session.texts()
found = session.workshop()
if found is None:
    with frame("workshop.run", page="workshop"):
        session.nothing_here("link.no_workshop")
now_shown = scene(services(), found, words_of(services(), found), session.reached())
drawn = pulse(services(), found)
asked = now_shown.asked
items = "-items" if found.stage.items else ""
where = f"{now_shown.view}-{found.stage.sign}-{asked and asked.state}{items}"
with frame("workshop.run", where, page="workshop"):
    st.html(stage.style())
    with st.container(key="console"):
        with st.container(key="stage"):
            draw(now_shown, Look(session.palette()), apart=True)
            live()
            if now_shown.view == "plan":
                planning.draw_plan(now_shown)
        with st.container(key="controls"):
            controls.refused(words)
            controls.draw_timer(now_shown)
            controls.draw_next(now_shown)
            controls.draw_beside(now_shown)
            controls.draw_check(now_shown)
            controls.draw_paper(now_shown)
            controls.draw_places(now_shown)
            controls.draw_comments(now_shown)
            controls.draw_door(now_shown)
            controls.draw_end(now_shown)
            draw_takeaway(now_shown)
            controls.draw_screen(now_shown)
            keys(words)
