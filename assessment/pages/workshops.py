"""Workshops: those that this browser may run, and a new one."""

from collections.abc import Sequence

import streamlit as st

from assessment import session
from assessment.desk.workshops import at_desk
from assessment.errors import AssessmentError
from assessment.forms import (
    convene_form,
    dissolve_form,
    held_room,
    rehearse_form,
    style,
    try_forms,
)
from assessment.records import Workshop
from assessment.rehearsal.run import goes_on
from assessment.services import services
from assessment.widgets import esc, frame, inert, link, told_apart
from assessment.workshop.kept import seats
from assessment.workshop.prepare import duplicate

words = session.texts()


def alike(rooms: Sequence[Workshop]) -> list[str]:
    """What tells each apart from those that read the same; nothing where none does."""
    return told_apart([held_room(words, room, len(seats(services(), room))) for room in rooms])


def draw(room: Workshop, beside: str) -> None:
    """A workshop: what it is, the way in, a copy of it, and its end."""
    s = services()
    with st.container(key=f"room_{room.id}"):
        with st.container(key=f"held_{room.id}", horizontal=True):
            st.html(held_room(words, room, len(seats(s, room)), beside))
            page = "prepare" if room.phase == "preparing" else "workshop"
            link(page, esc(words(f"workshop.go_{room.phase}")), w=room.id)
        with st.container(key=f"beside_{room.id}", horizontal=True):
            if st.button(esc(words("workshop.copy")), key=f"copy_{room.id}", type="tertiary"):
                copy(room)
            if room.nature != "sample" and room.phase != "ended" and not goes_on(room.id):
                st.html(rehearse_form(words, room))
            st.html(dissolve_form(words, room))


def copy(room: Workshop) -> None:
    """Prepare another workshop like this one, and go there."""
    browser = session.browser()
    try:
        made = duplicate(services(), browser, room.id) if browser else None
    except AssessmentError:
        made = None
    if made is None:
        st.error(words("workshop.not_done"))
        return
    st.switch_page("pages/prepare.py", query_params={"w": made.id})


with frame("workshop.list", page="workshops"):
    st.html(
        f"{style()}<h1 class='first'>{inert(words('workshop.list_title'))}</h1>"
        f'<p class="lead">{inert(words("workshop.list_lead"))}</p>'
    )
    actor = session.actor()
    kept = at_desk(services(), actor, session.browser()) if actor else session.workshops()
    for each, beside in zip(kept, alike(kept), strict=True):
        draw(each, beside)
    if actor is None:
        session.login_first(words("door.to_convene"))
    st.html(
        f"<h2 class='section'>{inert(words('workshop.new' if kept else 'workshop.first'))}</h2>"
    )
    st.html(convene_form(words))
    st.html(f"<h2 class='section'>{inert(words('workshop.try'))}</h2>{try_forms(words)}")
