"""What the facilitator takes home: the report, its tables, the plan, and an earlier workshop."""

from functools import partial

import streamlit as st

from assessment import session
from assessment.errors import AssessmentError
from assessment.records import Workshop
from assessment.services import services
from assessment.stage.controls import LEFT
from assessment.stage.scene import Scene
from assessment.texts import Texts
from assessment.view.elements import Html, el
from assessment.widgets import esc
from assessment.workshop.report import compare_with, earlier_ones

NONE = ""  # no workshop to compare with
VIEWS = ("overview", "plan", "end")
REPORTS = ("workshop.pdf", "workshop.xlsx", "workshop.csv", "workshop.json")
PICTURES = ("workshop/chart/gaps.png", "workshop/chart/heat.png")
PLANS = ("workshop-plan.csv", "workshop-plan.ics")


def draw_takeaway(scene: Scene) -> None:
    """The files to take home, from routes that check who asks."""
    words, room = scene.words, scene.room
    if scene.card is None or scene.view not in VIEWS:
        return
    with st.container(key="takeaway"):
        st.html(el("h2", words("takeaway.title")))
        files = (*REPORTS, *PICTURES, *(PLANS if scene.plan else ()))
        st.html(_row(words, room, files))
        _draw_earlier(words, room)


def _row(words: Texts, room: Workshop, files: tuple[str, ...]) -> Html:
    links = (el("a", words(f"takeaway.{file}"), href=f"./{file}?w={room.id}") for file in files)
    return el("nav", *links, cls="takeaway", aria_label=words("takeaway.title"))


def _draw_earlier(words: Texts, room: Workshop) -> None:
    """The earlier workshop to compare with, where this browser runs one."""
    s, browser = services(), session.browser()
    named = {
        other.id: words(
            "takeaway.earlier", title=other.title, date=words.date(other.ended or other.updated)
        )
        for other in earlier_ones(s, browser, room)
    }
    if not named:
        return
    options, kept = [NONE, *named], room.earlier if room.earlier in named else NONE
    chosen = st.selectbox(
        esc(words("takeaway.compare")),
        options,
        index=options.index(kept or NONE),
        format_func=lambda other: named.get(other, words("takeaway.compare_none")),
        key=f"earlier_{room.id}",
    )
    if chosen in options and chosen != kept:
        _keep(partial(compare_with, s, browser, room.id, chosen or None))


def _keep(choose: "partial[Workshop]") -> None:
    try:
        choose()
    except AssessmentError:
        st.session_state[LEFT] = True
    st.rerun()
