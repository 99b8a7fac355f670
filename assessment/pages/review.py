"""Review: what is open and the way there, the closing question, and on to the scorecard."""

import streamlit as st

from assessment import responses, session
from assessment.errors import AssessmentError
from assessment.records import Assessment
from assessment.screens import Screen, screens
from assessment.services import services
from assessment.widgets import esc, frame, inert, link
from scoring.instrument import Instrument, Sign

PAIR = 2


def draw_open(assessment: Assessment, walk: tuple[Screen, ...], signs: tuple[Sign, ...]) -> None:
    """What is open by sign, each leading there."""
    asked = {item.id: screen.id for screen in walk for item in screen.items}
    still = asked.keys() - assessment.answers.keys()
    unknown = sum(assessment.answers.get(item) == "dont_know" for item in asked)
    state = "done" if not still else "open_one" if len(still) == 1 else "open"
    numbers = {"open": words.number(len(still)), "asked": words.number(len(asked))}
    st.html(
        f"<h1>{inert(words('review.heading_open' if still else 'review.heading_done'))}</h1>"
        f'<p class="lead">{inert(words(f"review.lead_{state}", **numbers))}</p>'
    )
    if unknown:
        key = "review.dont_know_one" if unknown == 1 else "review.dont_know"
        said = words(key, count=words.number(unknown))
        st.html(f'<p class="small">{inert(said)}</p>')
    with st.container(key="open"):
        for sign in signs:
            mine = [item.id for item in sign.items if item.id in asked]
            draw_row(sign, asked[mine[0]], len(still.intersection(mine)))


def draw_row(sign: Sign, screen_id: str, still: int) -> None:
    """A sign: a link to its screen while something is open."""
    if still:
        label = words("review.row_open", name=sign.name, open=words.number(still))
        link("answer", esc(label), sign=screen_id)
    else:
        st.html(f'<p class="row">{inert(words("review.row_done", name=sign.name))}</p>')


def draw_costs(assessment: Assessment, instrument: Instrument) -> None:
    """The closing question; what differs from what this session last saw is kept."""
    st.html(f'<h2 class="section">{inert(instrument.outline.costs_most)}</h2>')
    say = st.container()
    seen = st.session_state.setdefault(f"costs_{assessment.id}", {"most": assessment.costs_most})
    limit = instrument.outline.costs_most_limit
    chosen = tick(assessment.id, instrument.signs, seen["most"], limit)
    full = "costs_full_two" if limit == PAIR else "costs_full"
    state = full if len(chosen) == limit else "costs_limit"
    said = words(f"review.{state}", limit=words.number(limit))
    if len(chosen) <= limit and chosen != seen["most"]:
        try:
            responses.costs_most(services(), assessment.id, chosen)
            seen["most"] = chosen
        except AssessmentError:
            say.error(words("answer.not_saved"))
    kept = words("review.saved") if chosen and chosen == seen["most"] else ""
    say.html(
        f'<p class="small">{inert(said)} <span class="saved" role="status">{inert(kept)}</span></p>'
    )


def tick(
    assessment_id: str, signs: tuple[Sign, ...], seen: tuple[str, ...], limit: int
) -> tuple[str, ...]:
    """The signs ticked; with as many as there may be, the others wait until one is taken back."""
    keys = {sign.id: f"cost_{assessment_id}_{sign.id}" for sign in signs}
    ticked = {id for id, key in keys.items() if st.session_state.get(key, id in seen) is True}
    with st.container(key="costs"):
        return tuple(
            sign.id
            for sign in signs
            if st.checkbox(
                esc(sign.symptom),
                value=sign.id in seen,
                key=keys[sign.id],
                disabled=len(ticked) >= limit and sign.id not in ticked,
                width="stretch",
            )
            is True
        )


words = session.texts()
with frame("review.title", interview=session.interview(session.assessment())):
    found = session.require_assessment()
    bank = session.instrument(found)
    draw_open(found, screens(bank, found.scope), bank.signs)
    draw_costs(found, bank)
    with st.container(key="onward", horizontal=True):
        with st.container(key="back"):
            link("answer", words("review.back"))
        with st.container(key="next"):
            link("scorecard", words("review.to_scorecard"))
