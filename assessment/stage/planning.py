"""The joint plan as the facilitator writes it: kept while it is typed, with both owners."""

import datetime
from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from assessment.errors import AssessmentError
from assessment.records import PlannedAction
from assessment.services import services
from assessment.stage.scene import Scene
from assessment.view.elements import el
from assessment.widgets import day_format, esc
from assessment.workshop import plan
from assessment.workshop.plan import TEXT_LIMIT, Agreed
from scoring.response import NAME_LIMIT

LIMITS = {"text": TEXT_LIMIT, "sales": NAME_LIMIT, "marketing": NAME_LIMIT, "done": TEXT_LIMIT}


def draw_plan(scene: Scene) -> None:
    """The actions, each to be changed or taken out; more from the advice or in own words."""
    for planned in scene.plan:
        _draw_action(scene, planned)
    _draw_slip(scene)
    _draw_more(scene)


def _draw_action(scene: Scene, planned: PlannedAction) -> None:
    """An action with its fields; what differs from what this session last saw of it is kept."""
    words, id = scene.words, planned.id
    seen: Agreed = st.session_state.setdefault(f"agreed_{id}", _agreed(planned))
    with st.container(key=f"typed_{id}", border=True):
        st.html(el("h2", scene.instrument.by_id[planned.sign].short))
        given: dict[str, Any] = {"text": _field(scene, seen, id, "text")}
        with st.container(key=f"owners_{id}", horizontal=True):
            given |= {side: _field(scene, seen, id, side) for side in ("sales", "marketing")}
            due = st.date_input(
                esc(words("stage.plan_due")), seen.due, key=f"due_{id}", format=day_format()
            )
            given["due"] = due if isinstance(due, datetime.date) else None
        given["done"] = _field(scene, seen, id, "done")
        with st.container(key=f"foot_{id}", horizontal=True):
            st.html(el("p", _keep(scene, id, seen, given), cls="small", role="status"))
            if st.button(esc(words("workshop.drop")), key=f"drop_{id}", type="tertiary"):
                _drop(scene, id)


def _field(scene: Scene, seen: Agreed, id: str, name: str) -> str:
    label = esc(scene.words(f"stage.plan_{'what' if name == 'text' else name}"))
    before: str = getattr(seen, name)
    key, limit = f"{name}_{id}", LIMITS[name]
    if name == "text":
        return st.text_area(label, before, max_chars=limit, key=key, height="content")
    return st.text_input(label, before, max_chars=limit, key=key)


def _keep(scene: Scene, id: str, seen: Agreed, given: dict[str, Any]) -> str:
    """Keep what was changed here, on top of what is kept now; what became of it, in words."""
    words = scene.words
    changed = {name: value for name, value in given.items() if value != getattr(seen, name)}
    if not given["text"].strip():
        return words("workshop.no_text")
    if changed:
        now = next((p for p in plan.agreed_on(services(), scene.room) if p.id == id), None)
        try:
            wish = (_agreed(now) if now else seen).model_copy(update=changed)
            plan.agree(services(), scene.room.id, wish, id)
        except AssessmentError:
            return words("workshop.not_saved")
        st.session_state[f"agreed_{id}"] = seen.model_copy(update=changed)
    return words("workshop.saved")


def _drop(scene: Scene, id: str) -> None:
    """Take an action out, and hold it in case that was a slip."""
    try:
        st.session_state[f"slip_{scene.room.id}"] = plan.drop(services(), scene.room.id, id)
    except AssessmentError:
        st.error(scene.words("workshop.not_done"))
        return
    st.rerun()


def _draw_slip(scene: Scene) -> None:
    """What was just taken out, to be put back."""
    key = f"slip_{scene.room.id}"
    taken: PlannedAction | None = st.session_state.get(key)
    if taken is None:
        return
    with st.container(key="slip", horizontal=True):
        st.html(el("p", scene.words("workshop.dropped", text=taken.text), role="status"))
        if st.button(esc(scene.words("workshop.put_back")), key="press_back"):
            plan.put_back(services(), taken)
            del st.session_state[key]
            st.rerun()


def _draw_more(scene: Scene) -> None:
    """More actions: from the advice on a sign, or in the room's own words."""
    words, room = scene.words, scene.room
    order = [*scene.widest, *(sign for sign in room.signs if sign not in scene.widest)]
    with st.container(key="more"):
        st.html(el("h2", words("workshop.more")))
        sign = st.selectbox(
            esc(words("workshop.more_sign")),
            order,
            format_func=lambda sign: scene.instrument.by_id[sign].short,
            key=f"more_{room.id}",
        )
        if sign not in order:
            return
        status = scene.card.sign(sign).status if scene.card and sign in scene.widest else "unknown"
        actions = getattr(scene.instrument.by_id[sign].actions, status)
        taken = {planned.action for planned in scene.plan}
        for action in actions:
            if action.id in taken:
                continue
            with st.container(key=f"advice_{action.id}", horizontal=True):
                st.html(el("p", action.text))
                if st.button(esc(words("workshop.take")), key=f"take_{action.id}"):
                    _add(scene, partial(plan.take, services(), room.id, action.id))
        with st.form(f"own_{room.id}", clear_on_submit=True, border=False):
            text = st.text_input(esc(words("workshop.own")), max_chars=TEXT_LIMIT)
            if st.form_submit_button(esc(words("workshop.add"))) and text.strip():
                _add(scene, partial(plan.agree, services(), room.id, Agreed(sign=sign, text=text)))


def _add(scene: Scene, work: Callable[[], object]) -> None:
    try:
        work()
    except AssessmentError:
        st.error(scene.words("workshop.not_done"))
        return
    st.rerun()


def _agreed(planned: PlannedAction) -> Agreed:
    return Agreed(**{name: getattr(planned, name) for name in Agreed.model_fields})
