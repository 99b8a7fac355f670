"""Workshops: those that this browser may run, and a new one."""

from collections.abc import Sequence

import streamlit as st

from assessment import session
from assessment.desk.door import Actor
from assessment.desk.workshops import PAGE, Found, search, seated
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
from assessment.widgets import esc, frame, inert, link, span, told_apart, turned
from assessment.workshop.prepare import duplicate
from scoring.response import NAME_LIMIT

words = session.texts()


def found(actor: Actor) -> tuple[Workshop, ...]:
    """The workshops on the page that one has turned to, found by words where there are many."""
    s, browser = services(), session.browser()
    if (first := search(s, actor, browser)).fitting <= PAGE:
        return first.rooms
    text = st.text_input(esc(words("workshop.search")), max_chars=NAME_LIMIT, key="room_text")

    def find(page: int) -> Found:
        return search(s, actor, browser, text, page)

    at, here = turned(find, PAGE, "room_page")
    shown = span("widget.shown", at * PAGE, len(here.rooms), here.fitting)
    told = shown if here.fitting else words("workshop.none_found")
    st.html(f'<p class="quiet">{inert(told)}</p>')
    return here.rooms


def draw_all(rooms: Sequence[Workshop]) -> None:
    """Each with what tells it apart from those that read the same."""
    taken = seated(services(), rooms)
    alike = told_apart([held_room(words, room, taken[room.id]) for room in rooms])
    for room, beside in zip(rooms, alike, strict=True):
        draw(room, taken[room.id], beside)


def draw(room: Workshop, seats: int, beside: str) -> None:
    """A workshop: what it is, the way in, a copy of it, and its end."""
    with st.container(key=f"room_{room.id}"):
        with st.container(key=f"held_{room.id}", horizontal=True):
            st.html(held_room(words, room, seats, beside))
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
    kept = found(actor) if actor else session.workshops()
    draw_all(kept)
    if actor is None:
        session.login_first(words("door.to_convene"))
    st.html(
        f"<h2 class='section'>{inert(words('workshop.new' if kept else 'workshop.first'))}</h2>"
    )
    st.html(convene_form(words))
    st.html(f"<h2 class='section'>{inert(words('workshop.try'))}</h2>{try_forms(words)}")
