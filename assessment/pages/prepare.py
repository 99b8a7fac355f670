"""Prepare: what a workshop asks of whom, and what it will show; kept as it is decided."""

from typing import Any

import streamlit as st

from assessment import auth, session, stage
from assessment.errors import AssessmentError
from assessment.forms import link_card, style
from assessment.records import Workshop
from assessment.services import services
from assessment.stage.ahead import preview
from assessment.stage.prepared import decided, recipes, refusals, reminder
from assessment.widgets import cards, esc, frame, inert, link
from assessment.workshop import prepare
from assessment.workshop.kept import instrument_of, round_of
from assessment.workshop.progress import progress
from scoring.instrument import Floors

FRESH = "workshop.fresh"  # links made in this visit, by workshop: kept nowhere else
SCOPES = ("check", "full", "signs")
PACES = ("led", "free")
MODES = ("protected", "open")
FEWEST, MOST = 3, 20  # of a floor


class Sheet:
    """A preparation being decided: what is given on the page, against what was last seen of it."""

    def __init__(self, room: Workshop) -> None:
        self.room = room
        self.seen: prepare.Preparation = st.session_state.setdefault(
            self.key("seen"), prepare.preparation_of(room)
        )
        self.given: dict[str, Any] = {}

    def key(self, name: str) -> str:
        """A widget's key, of this workshop alone."""
        return f"{name}_{self.room.id}"

    def text(self, name: str) -> None:
        """A field for a line of text."""
        before = getattr(self.seen, name) or ""
        given = st.text_input(
            esc(words(f"workshop.new_{name}")), before, key=self.key(name), max_chars=200
        )
        self.given[name] = given if name == "title" else given or None

    def choose(self, name: str, options: tuple[str, ...]) -> None:
        """Cards, one of which is chosen."""
        st.html(f"<h2>{inert(words(f'workshop.{name}'))}</h2>")
        given = cards(
            words(f"workshop.{name}"),
            options,
            lambda option: words(f"workshop.{name}_{option}"),
            chosen=getattr(self.seen, name),
            key=self.key(name),
            about=lambda option: words(f"workshop.{name}_{option}_about"),
        )
        self.given[name] = given or getattr(self.seen, name)

    def groups(self) -> None:
        """Who is in the room: the groups on offer, and how many of each are expected."""
        st.html(f"<h2>{inert(words('workshop.groups'))}</h2>")
        chosen, heads = [], {}
        for group in instrument.outline.groups:
            with st.container(key=self.key(f"group_{group.id}"), horizontal=True):
                on = group.id in self.seen.groups
                if st.checkbox(esc(group.name), value=on, key=self.key(f"on_{group.id}")) is True:
                    chosen.append(group.id)
                expected = st.number_input(
                    esc(words("workshop.heads", group=group.name)),
                    min_value=0,
                    max_value=500,
                    value=self.seen.heads.get(group.id),
                    key=self.key(f"heads_{group.id}"),
                )
                if isinstance(expected, int) and group.id in chosen:
                    heads[group.id] = expected
        self.given |= {"groups": tuple(chosen), "heads": heads}

    def signs(self) -> None:
        """The signs that are asked, where they are chosen one by one."""
        every = [sign.id for sign in instrument.signs]
        if self.given["scope"] != "signs":
            self.given["signs"] = tuple(every)
            return
        with st.container(key=self.key("signs")):
            self.given["signs"] = tuple(
                sign.id
                for sign in instrument.signs
                if st.checkbox(
                    esc(sign.name), value=sign.id in self.seen.signs, key=self.key(f"on_{sign.id}")
                )
                is True
            )

    def floors(self) -> None:
        """The fewest people of whom something is shown, where the room is protected."""
        if self.given["mode"] != "protected":
            return
        st.html(
            f"<h2>{inert(words('workshop.floors'))}</h2>"
            f'<p class="small">{inert(words("workshop.floors_about"))}</p>'
        )
        with st.container(key=self.key("floors"), horizontal=True):
            self.given["floors"] = Floors(
                **{
                    name: st.number_input(
                        esc(words(f"workshop.floor_{name}")),
                        min_value=FEWEST,
                        max_value=MOST,
                        value=getattr(self.seen.floors, name),
                        key=self.key(f"floor_{name}"),
                    )
                    for name in Floors.model_fields
                }
            )

    @property
    def floors_given(self) -> Floors:
        """The floors that are decided, whether they are shown on the page or not."""
        found: Floors = self.given.get("floors", self.seen.floors)
        return found

    def extras(self) -> None:
        """The mirror."""
        st.html(f"<h2>{inert(words('workshop.mirror'))}</h2>")
        mirror = st.checkbox(
            esc(words("workshop.mirror_about")), value=self.seen.mirror, key=self.key("mirror")
        )
        self.given["mirror"] = mirror is True

    def keep(self) -> None:
        """Keep what differs from what was seen; what does not fit is said, and stays unsaved."""
        wrong = refusals(words, self.given)
        changed = {
            name: value
            for name, value in self.given.items()
            if name not in wrong and value != getattr(self.seen, name)
        }
        if changed:
            now = prepare.preparation_of(self.room)
            try:
                wish = prepare.checked(dict(now) | changed)
                self.room = prepare.change(services(), self.room.id, wish)
            except AssessmentError:
                wrong["all"] = words("workshop.not_saved")
            else:
                # As given, not as kept: spaces that were trimmed are no new difference.
                self.seen = self.seen.model_copy(update=changed)
                st.session_state[self.key("seen")] = self.seen
        for sentence in wrong.values():
            st.html(f'<p class="small refused" role="alert">{inert(sentence)}</p>')
        if not wrong:
            st.html(
                f'<p class="small"><span class="saved">{inert(words("workshop.saved"))}</span></p>'
            )


def draw_plan(room: Workshop) -> None:
    """The recipes with their minutes; one that goes at another pace can be taken over."""
    st.html(
        f"<h2>{inert(words('workshop.recipes'))}</h2>"
        f'<p class="small">{inert(words("workshop.recipes_about"))}</p>'
    )
    st.html(recipes(words, room.pace))


def draw_links(room: Workshop) -> None:
    """The private link for another device of the facilitator."""
    st.html(
        f"<h2>{inert(words('workshop.device'))}</h2><p>{inert(words('workshop.device_about'))}</p>"
    )
    fresh = st.session_state.setdefault(FRESH, {})
    made = auth.links(services(), room.id, "facilitate")
    with st.container(key="device_buttons", horizontal=True):
        if st.button(esc(words("workshop.device_make"))):
            fresh[room.id] = auth.make_link(services(), room.id, "facilitate")
            st.rerun()
        if made and st.button(esc(words("workshop.device_end"))):
            auth.revoke_links(services(), room.id, "facilitate", keep_browser=session.browser())
            fresh.pop(room.id, None)
            st.rerun()
    if token := fresh.get(room.id):
        st.html(link_card(words, "facilitate", session.link_address("facilitate", token)))
        st.html('<script src="./assets/copy.js"></script>', unsafe_allow_javascript=True)
    elif made:
        count = words.number(len(made))
        st.html(f'<p class="quiet">{inert(words("workshop.device_made", count=count))}</p>')


def draw_door(room: Workshop) -> None:
    """The way on: let people join, for answers before the day or in the room."""
    early = room.pace == "free"
    title = "workshop.early" if early else "workshop.door"
    st.html(f"<h2>{inert(words(title))}</h2><p>{inert(words(f'{title}_about'))}</p>")
    if room.phase == "open":
        s = services()
        if early:
            how_far = progress(s, room, round_of(s, room))
            st.html(reminder(words, room, instrument, how_far, session.reached().origin))
            st.html('<script src="./assets/copy.js"></script>', unsafe_allow_javascript=True)
    elif room.phase == "preparing" and st.button(
        esc(words("workshop.open_door")), type="primary", key="open_door"
    ):
        try:
            prepare.open_door(services(), room.id)
        except AssessmentError:
            st.error(words("workshop.not_done"))
        else:
            st.switch_page("pages/workshop.py", query_params={"w": room.id})
    if room.phase == "open":
        with st.container(key="next"):
            link("workshop", words("workshop.to_run"))


def draw_decisions(room: Workshop) -> None:
    """Everything that is decided before anyone joins."""
    sheet = Sheet(room)
    with st.container(key="typed_prepare"):
        sheet.text("title")
        sheet.text("organisation")
        sheet.choose("pace", PACES)
        draw_plan(sheet.room.changed(pace=sheet.given["pace"]))
        sheet.groups()
        sheet.choose("scope", SCOPES)
        sheet.signs()
        sheet.choose("mode", MODES)
        sheet.floors()
        sheet.extras()
    st.html(preview(words, instrument, sheet.given | {"floors": sheet.floors_given}))
    with st.container(key="kept"):
        sheet.keep()


words = session.texts()
with frame("workshop.prepare", page="prepare"):
    found = session.require_workshop()
    instrument = instrument_of(services(), found)
    st.html(
        f"{style()}{stage.style()}<h1 class='first'>{inert(words('workshop.prepare_title'))}</h1>"
        f'<p class="lead">{inert(words("workshop.prepare_lead"))}</p>'
    )
    if found.phase == "preparing":
        draw_decisions(found)
    else:
        st.html(decided(words, found, instrument))
        draw_plan(found)
    with st.container(key="on"):
        if found.phase != "ended":
            draw_door(found)
        draw_links(found)
    st.html('<script src="./assets/typing.js"></script>', unsafe_allow_javascript=True)
