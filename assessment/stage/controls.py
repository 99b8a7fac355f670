"""The facilitator's controls: what comes next, where to go, who is here, what was said."""

from collections.abc import Callable
from functools import partial
from typing import Literal

import streamlit as st

from assessment.errors import AssessmentError
from assessment.records import Workshop
from assessment.services import Services, services
from assessment.stage import items, lobby
from assessment.stage.scene import Scene
from assessment.texts import Texts
from assessment.view.elements import el, join
from assessment.widgets import esc
from assessment.workshop import after, agenda, prepare, rounds, seats
from assessment.workshop.kept import ballots
from assessment.workshop.kept import seats as seats_of

Deed = Callable[[Services, str], object]

TIMERS = (None, 60, 120, 180, 300, 600)  # seconds
LEFT = "workshop.refused"  # that the last wish could not be done, until the next run


def act(room: Workshop, deed: Deed) -> None:
    """Do it and draw the page anew; what cannot be done any more is said in a sentence."""
    try:
        deed(services(), room.id)
    except AssessmentError:
        st.session_state[LEFT] = True
    st.rerun()


def refused(words: Texts) -> None:
    """That the last wish could not be done: the room has moved on, or the disk is full."""
    if st.session_state.pop(LEFT, False):
        st.error(words("workshop.refused"))


def press(room: Workshop, name: str, label: str, deed: Deed, *, first: bool = False) -> None:
    """A button that does something; `name` is what a key on the keyboard finds it by.

    It is another button whenever the workshop has changed: a click that was meant for what stood
    there before, from a second device or the second half of a double click, does nothing.
    """
    look: Literal["primary", "secondary"] = "primary" if first else "secondary"
    if st.button(esc(label), key=f"press_{name}_{room.version}", type=look, width="stretch"):
        act(room, deed)


def draw_timer(scene: Scene) -> None:
    """How long the next round may take, where one can be opened."""
    words, room = scene.words, scene.room
    move = agenda.next_move(room, scene.rounds, scene.widest)
    if not agenda.may_vote(room, scene.rounds) and not (move and move.does == "ask"):
        return
    st.selectbox(
        esc(words("workshop.timer")),
        TIMERS,
        format_func=lambda taken: _minutes(words, taken),
        key=f"timer_{room.id}",
        persist_state="session",
    )


def seconds(room: Workshop) -> int | None:
    """The seconds chosen for the next round's timer."""
    chosen = st.session_state.get(f"timer_{room.id}")
    return chosen if chosen in TIMERS else None


def draw_next(scene: Scene) -> None:
    """The one large button: the step that follows by the usual way."""
    words, room = scene.words, scene.room
    move = agenda.next_move(room, scene.rounds, scene.widest)
    if move is None:
        return
    sign = scene.instrument.by_id.get(move.sign or "")
    name = sign.short if sign else ""
    deed = _deed(move, seconds(room))
    press(room, "next", words(f"workshop.next_{move.does}", sign=name), deed, first=True)


def draw_beside(scene: Scene) -> None:
    """Vote again, all questions of the sign, and undo: what one needs at hand beside the way."""
    words, room = scene.words, scene.room
    sign = room.stage.sign or ""
    if scene.view == "reveal" and scene.sign and items.further(scene.said, scene.sign):
        shown = room.stage.items
        key = "workshop.items_back" if shown else "workshop.items"
        press(room, "items", words(key), partial(rounds.show_items, shown=not shown))
    with st.container(key="beside", horizontal=True):
        if agenda.may_vote(room, scene.rounds):
            press(
                room,
                "again",
                words("workshop.vote_again"),
                partial(rounds.vote_again, sign=sign, seconds=seconds(room)),
            )
        if room.phase == "open" and room.before:
            press(room, "undo", words("workshop.undo"), rounds.undo)


def draw_places(scene: Scene) -> None:
    """Where the screens can go: the lobby, each revealed sign, the overview, the plan."""
    words, room = scene.words, scene.room
    asked = scene.asked
    if room.phase != "open" or (asked and asked.state == "open" and scene.view == "round"):
        return
    seen = agenda.revealed(room, scene.rounds)
    waiting = agenda.unasked(room, scene.rounds) if room.pace == "led" else ()
    move = agenda.next_move(room, scene.rounds, scene.widest)  # has a button of its own
    waiting = tuple(sign for sign in waiting if move is None or sign != move.sign)
    with st.container(key="places"):
        st.html(el("h2", words("workshop.places")))
        with st.container(key="views", horizontal=True):
            views: tuple[rounds.View, ...] = ("lobby", "overview", "plan")
            for view in views:
                if view != "overview" or seen:
                    press(
                        room,
                        f"view_{view}",
                        words(f"workshop.view_{view}"),
                        partial(rounds.turn, view=view),
                    )
        for sign in room.signs:
            name = scene.instrument.by_id[sign].short
            if sign in seen:
                press(
                    room,
                    f"show_{sign}",
                    words("workshop.show_sign", sign=name),
                    partial(rounds.show, sign=sign),
                )
            elif sign in waiting and (asked is None or asked.state == "revealed"):
                press(
                    room,
                    f"ask_{sign}",
                    words("workshop.ask_sign", sign=name),
                    partial(rounds.open_round, sign=sign, seconds=seconds(room)),
                )


def draw_screen(scene: Scene) -> None:
    """The way to the projector's page, for the second screen."""
    words, address = scene.words, f"./screen?w={scene.room.id}"
    st.html(el("p", el("a", words("workshop.projector"), href=address, target="_blank"), cls="go"))


def draw_check(scene: Scene) -> None:
    """Whether phones in this room reach us; if none has yet, what can be done."""
    words, room = scene.words, scene.room
    if room.phase != "open" or scene.view != "lobby":
        return
    if room.reached:
        st.html(el("p", words("workshop.reached"), cls="check reached", role="status"))
        return
    ways = ("hotspot", "public", "paper")
    alone = None if scene.reach.others else el("p", el("b", words("workshop.alone")))
    st.html(
        el(
            "section",
            el("h2", words("workshop.check")),
            alone or el("img", src=lobby.qr(lobby.check(scene)), alt=words("workshop.check_qr")),
            None if alone else el("p", words("workshop.check_about")),
            el("p", words("workshop.check_else"), cls="small"),
            el("ul", *(el("li", words(f"workshop.check_{way}")) for way in ways)),
            cls="check",
        )
    )


def draw_paper(scene: Scene) -> None:
    """The way to the answer sheets, and once the door is open to where they are typed in."""
    words, room = scene.words, scene.room
    if room.phase == "ended" or room.open_table or scene.view not in ("lobby", "round"):
        return
    ways = {"sheets": "workshop-sheets.pdf"}
    if room.phase == "open":
        ways["type_in"] = "paper"
    links = [
        el("p", el("a", words(f"workshop.{key}"), href=f"./{page}?w={room.id}", target="_blank"))
        for key, page in ways.items()
    ]
    st.html(el("section", el("h2", words("workshop.paper")), *links, cls="go paper"))


def draw_door(scene: Scene) -> None:
    """The door and the seats: lock it, and free a seat that was taken by mistake."""
    words, room = scene.words, scene.room
    if room.phase != "open":
        return
    with st.container(key="door"):
        st.html(el("h2", words("workshop.seats")))
        key = "workshop.unlock" if room.locked else "workshop.lock"
        press(room, "lock", words(key), partial(seats.lock, locked=not room.locked))
        named = _seats(scene)
        if named:
            chosen = st.selectbox(
                esc(words("workshop.free_which")),
                list(named),
                index=None,
                format_func=lambda seat: named.get(seat, seat),
                placeholder=words("workshop.free_none"),
                key=f"free_{room.id}",
            )
            if chosen in named:
                st.html(el("p", words("workshop.free_about"), cls="small"))
                press(room, "free", words("workshop.free"), partial(seats.free, seat_id=chosen))


def draw_comments(scene: Scene) -> None:
    """The comments on the sign that is shown, each to be hidden from screens and files."""
    words, room, sign = scene.words, scene.room, scene.sign
    if scene.view != "reveal" or sign is None:
        return
    found = [*scene.comments(sign, "measure"), *scene.comments(sign, "vote")]
    if not found:
        return
    with st.container(key="hide"):
        st.html(el("h2", words("workshop.comments")))
        for publication, place, said in found:
            with st.container(key=f"said_{publication}_{place}", horizontal=True):
                st.html(el("p", said.text, cls="hidden" if said.hidden else ""))
                press(
                    room,
                    f"hide_{publication}_{place}",
                    words("workshop.unhide" if said.hidden else "workshop.hide"),
                    partial(
                        rounds.hide_comment,
                        publication=publication,
                        place=place,
                        hidden=not said.hidden,
                    ),
                )


def draw_end(scene: Scene) -> None:
    """The end, after it was confirmed."""
    words, room = scene.words, scene.room
    if room.phase != "open" or scene.view != "plan":
        return
    with st.container(key="ending"):
        st.html(join((el("h2", words("workshop.end")), el("p", words("workshop.end_about")))))
        sure = st.checkbox(esc(words("workshop.end_sure")), key=f"sure_{room.id}")
        if sure is True:
            press(room, "end", words("workshop.end_button"), after.end)


def _deed(move: agenda.Move, seconds: int | None) -> Deed:
    sign = move.sign or ""
    match move.does:
        case "door":
            return prepare.open_door
        case "ask":
            return partial(rounds.open_round, sign=sign, seconds=seconds)
        case "close":
            return rounds.close
        case "overview":
            return partial(rounds.turn, view="overview")
        case "plan":
            return partial(rounds.turn, view="plan")
        case "show" | "talk":
            return partial(rounds.show, sign=sign)
        case _:
            return after.end


def _seats(scene: Scene) -> dict[str, str]:
    """The seats that are taken, by id: group, number, name at an open table, whether answered."""
    s, room, words = services(), scene.room, scene.words
    by_id = {ballot.id: ballot for ballot in ballots(s, room)}
    named: dict[str, str] = {}
    for number, seat in enumerate(sorted(seats_of(s, room), key=lambda x: (x.group, x.id)), 1):
        ballot = by_id.get(seat.ballot)
        answered = bool(ballot and (ballot.answers or ballot.votes))
        key = "workshop.seat_answered" if answered else "workshop.seat_empty"
        name = (ballot and ballot.name) or words.number(number)
        named[seat.id] = words(key, group=scene.group(seat.group), name=name)
    return named


def _minutes(words: Texts, taken: int | None) -> str:
    if taken is None:
        return words("workshop.timer_none")
    return words("workshop.minutes", minutes=words.number(taken // 60))
