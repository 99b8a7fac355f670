"""The stage: what the room sees, drawn for the projector and beside the facilitator's controls."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import streamlit as st

from assessment.charts import answers
from assessment.charts import room as room_charts
from assessment.charts.drawing import Spec
from assessment.charts.room_marks import Look
from assessment.errors import StoreError
from assessment.records import Person
from assessment.services import services
from assessment.stage import items, lobby, revealed, tables
from assessment.stage.scene import Scene, mark
from assessment.texts import Texts
from assessment.view.elements import el
from assessment.workshop.kept import now
from assessment.workshop.progress import progress
from scoring.instrument import Sign

log = logging.getLogger("sevensigns")

PULSE = 0.8  # seconds between two looks for what has changed
COLUMN = 1010  # pixels; how wide the charts are at the projector's 1920


def draw(scene: Scene, look: Look, *, apart: bool) -> None:
    """What the room sees now, but for its counts; `apart` with tables to open, for one reader."""
    match scene.view:
        case "lobby":
            st.html(lobby.joining(scene))
        case "round":
            draw_round(scene)
        case "reveal" if scene.sign and scene.room.stage.items:
            draw_items(scene, scene.sign, apart=apart)
        case "reveal" if scene.sign:
            draw_sign(scene, scene.sign, look, apart=apart)
        case "overview":
            draw_overview(scene, look, apart=apart)
        case "plan":
            st.html(revealed.plan_heading(scene))
            if not apart:
                st.html(revealed.plan(scene))
        case _:
            draw_end(scene, look, apart=apart)


def draw_counts(scene: Scene, *, ask: bool) -> None:
    """What changes by the second: who is here, how many have answered."""
    asked, s = scene.asked, services()
    if scene.view == "lobby" and scene.room.phase == "open":
        early = asked if scene.room.pace == "free" else None
        how_far = progress(s, scene.room, early)
        st.html(lobby.seats(scene, how_far, ask=ask))
        if early and early.state == "open":
            st.html(lobby.answered(scene, early, how_far, now()))
    elif scene.view == "round" and asked:
        st.html(lobby.answered(scene, asked, progress(s, scene.room, asked), now()))


@contextmanager
def through_silence(words: Texts) -> Iterator[None]:
    """While the store is silent a screen says so, and goes on by itself with its next look."""
    try:
        yield
    except StoreError as error:
        log.warning("A screen could not look: %s", error)
        st.warning(words("stage.silent"))


def draw_round(scene: Scene) -> None:
    """What is asked now; nothing of the answers."""
    asked, words = scene.asked, scene.words
    if asked is None:
        return
    again = asked.purpose == "vote"
    sign = scene.instrument.by_id[asked.signs[0]] if len(asked.signs) == 1 else None
    st.html(
        el(
            "header",
            el(
                "p",
                mark(scene),
                words("stage.again") if again else scene.room.title,
                cls="eyebrow",
            ),
            el("h1", sign.name if sign else words("stage.all_signs")),
            el("p", sign.key_item.text, cls="lead") if again and sign else None,
            cls="finding",
        )
    )


def draw_sign(scene: Scene, sign: Sign, look: Look, *, apart: bool) -> None:
    """A revealed sign: the groups, their answers or how a second vote moved them, what to ask."""
    st.html(revealed.finding(scene, sign))
    with st.container(key="reveal"):
        with st.container(key="reveal_charts"):
            _charts(scene, sign, look, apart=apart)
        with st.container(key="reveal_words"):
            parts = (revealed.questions, revealed.mirror, revealed.comments)
            for part in filter(None, (draw_part(scene, sign) for draw_part in parts)):
                st.html(part)


def draw_items(scene: Scene, sign: Sign, *, apart: bool) -> None:
    """All questions of a revealed sign, as far as their answers are shown."""
    st.html(revealed.finding(scene, sign))
    said = scene.said
    if said is None or not items.further(said, sign):
        _hidden(scene, scene.room.groups)
        return
    shown = items.in_order(said, sign)
    st.html(items.bars(said, sign, services().theme))
    known = {group for item in shown for group in answers.distributed(said, item)}
    _hidden(scene, [group for group in said.groups if group not in known])
    if apart:
        st.html(tables.items(said, shown))


def draw_overview(scene: Scene, look: Look, *, apart: bool) -> None:
    """The signs by their gap, and which to talk about first."""
    st.html(revealed.overview_heading(scene))
    said, people = scene.said, _people(scene)
    with st.container(key="reveal"):
        with st.container(key="reveal_charts"):
            if people and said:
                st.html(revealed.legend(scene, scene.words("stage.points_people")))
                chart("spread", room_charts.spread(said, people, look), look)
                if apart:
                    st.html(tables.spread(said, people))
            elif said and revealed.shows(scene, *said.card.asked):
                st.html(revealed.legend(scene, scene.words("stage.points")))
                chart("gaps", room_charts.gaps(said, look), look)
                if apart:
                    st.html(tables.gaps(said))
            else:
                _hidden(scene, scene.room.groups)
        with st.container(key="reveal_words"):
            for part in filter(None, (revealed.widest(scene), revealed.costs(scene))):
                st.html(part)


def draw_end(scene: Scene, look: Look, *, apart: bool) -> None:
    """What the workshop came to: the table of all signs and groups, and the plan."""
    said = scene.said
    st.html(revealed.plan_heading(scene, "stage.end"))
    if said:
        st.html(el("p", f"{said.verdict()} {said.made_of()}", cls="verdict"))
    with st.container(key="reveal"):
        with st.container(key="reveal_charts"):
            if said:
                chart("heat", answers.heat(said, look), look)
                if apart:
                    st.html(tables.heat(said))
        with st.container(key="reveal_words"):
            st.html(revealed.agreed(scene))
            st.html(el("p", scene.words("stage.thanks"), cls="lead"))


def chart(name: str, spec: Spec, look: Look) -> None:
    """A chart, drawn from its specification: as wide as its place, or as the projector has it."""
    key = f"chart_{name}"
    if look.scale == 1:
        st.vega_lite_chart(spec, theme=None, width="stretch", key=key)
    else:  # what is drawn smaller by the page's script cannot be measured
        st.vega_lite_chart(spec | {"width": COLUMN}, theme=None, width="content", key=key)


def _charts(scene: Scene, sign: Sign, look: Look, *, apart: bool) -> None:
    said, people, shifts = scene.said, _people(scene), scene.shifts(sign)
    if said is None or not (people or revealed.shows(scene, sign.id)):
        _hidden(scene, scene.room.groups)
        return
    if people:
        st.html(revealed.legend(scene, ""))
        chart("people", room_charts.people(said, sign.id, people, look), look)
    else:
        chart("sign", room_charts.sign(said, sign.id, look), look)
    if apart:
        own = tables.people(said, sign.id, people) if people else tables.sign(said, sign.id)
        st.html(own)
    item = sign.key_item
    if shifts:
        st.html(el("h2", scene.words("stage.votes")))
        st.html(el("p", item.text, cls="small"))
        moved = [shift for shift in shifts if None not in said.moved(shift)]
        if moved:
            chart("votes", answers.votes(said, moved, look), look)
        _hidden(scene, [shift.group for shift in shifts if shift not in moved])
        if apart:
            st.html(tables.moves(said, shifts))
    elif not people and any(line.item == item.id for line in said.card.distributions):
        shown = answers.distributed(said, item.id)
        st.html(el("h2", item.text))
        if shown:
            chart("distribution", answers.distribution(said, item.id, look), look)
            st.html(revealed.options(services().theme, item))
        _hidden(scene, [group for group in said.groups if group not in shown])
        if apart:
            st.html(tables.shares(said, item.id))


def _hidden(scene: Scene, groups: Sequence[str]) -> None:
    """The groups of which too few have answered, in one line."""
    if groups:
        names = ", ".join(map(scene.group, groups))
        text = scene.words("stage.group_said", group=names, score=scene.words("stage.hidden"))
        st.html(el("p", text, cls="small"))


def _people(scene: Scene) -> Sequence[Person]:
    """Everybody's marks at an open table, of all rounds together."""
    merged: dict[str, Person] = {}
    for publication in scene.published:
        for person in publication.people:
            before = merged.get(person.ballot)
            scores = (before.scores if before else {}) | person.scores
            merged[person.ballot] = person.model_copy(update={"scores": scores})
    return tuple(merged.values())
