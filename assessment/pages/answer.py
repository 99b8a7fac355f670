"""Answering: a sign on a screen, each answer kept as it is given."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Literal
from urllib.parse import quote

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assessment import responses, session
from assessment.errors import AssessmentError
from assessment.records import Assessment
from assessment.screens import Screen, Seen, left_off, resumed, screens
from assessment.services import services
from assessment.widgets import cards, esc, frame, inert, link
from scoring.instrument import Item, Sign
from scoring.response import COMMENT_LIMIT, Answer
from scoring.values import POINTS

OPTIONS: tuple[Answer, ...] = (*POINTS, "dont_know", "not_applicable")


class Sheet:
    """A screen being answered, as it is kept now."""

    def __init__(self, assessment: Assessment, screen: Screen) -> None:
        self.assessment = assessment
        self.screen = screen
        self.failed = False
        before: Seen | None = st.session_state.get("seen")
        self.seen = Seen.of(before, assessment, screen)
        self._arrived = self.seen is not before
        st.session_state["seen"] = self.seen

    def name(self) -> None:
        """Name the screen in the address, which a link within a page leaves as it was."""
        if self._arrived and "sign" in st.query_params:
            st.query_params["sign"] = self.screen.id

    def catch_up(self, drawn: Item) -> bool:
        """Whether another answer was kept that its own run had missed: lost, or refused."""
        others = [item.id for item in self.screen.items if item != drawn]
        given = {item: st.session_state.get(f"cards_{self.key(item)}") for item in others}
        return bool([item for item in others if self.keep(item, given[item])])

    def draw(self, item: Item) -> None:
        """An item with its options, folded where it was answered before."""
        with st.container(key=f"item_{item.id}"):  # another key would lose the focus
            st.html(_question(item, self.assessment.group, self.seen.look(item.id)))
            beside = st.empty()
            given = cards(
                item.wording(self.assessment.group),
                OPTIONS,
                lambda option: _option(item, option),
                chosen=self.seen.answers.get(item.id),
                key=self.key(item.id),
                on_change=self.chosen,
                args=(item.id,),
            )
            self.keep(item.id, given)
            if item.id in self.seen.answers:
                unfolded = self.seen.unfolded(item.id)
                beside.button(
                    words("answer.fold" if unfolded else "answer.change"),
                    key=f"fold_{item.id}",
                    on_click=self.seen.turned,
                    args=(item.id,),
                    type="tertiary",
                )

    def draw_comment(self, sign: Sign) -> None:
        """The comment on the screen's sign; one that is too long stays in its box."""
        with st.container(key="comment"):
            text = st.text_area(
                words("answer.comment"),
                self.seen.comment,
                key=f"comment_{self.assessment.id}_{sign.id}",
            )
            fits = len(text.strip()) <= COMMENT_LIMIT
            if not fits:
                self.failed = True
            elif text != self.seen.comment:
                self._keep_comment(sign, text)
            st.html(_received(text, fits=fits, kept=text == self.seen.comment))
            st.html('<script src="./assets/comment.js"></script>', unsafe_allow_javascript=True)

    def chosen(self, item: str) -> None:
        """Keep what was just chosen before anything is drawn: a link may end the run at once."""
        self.seen.chosen(item)
        if session.may_answer(self.assessment.id):
            with suppress(AssessmentError):  # the item, when it is drawn, tries again and says so
                self._keep(item, st.session_state.get(f"cards_{self.key(item)}"))

    def key(self, item: str) -> str:
        """The key of the cards of the item with this id."""
        return f"{self.assessment.id}_{item}"

    def keep(self, item: str, given: Answer | None) -> bool:
        """Whether an answer was kept that differs from what was seen; one refused says so."""
        try:
            return self._keep(item, given)
        except AssessmentError:
            return self._refused()

    def _keep(self, item: str, given: Answer | None) -> bool:
        """As `keep`; None is an untouched item, or a forged value."""
        if given is None or given == self.seen.answers.get(item):
            return False
        self.assessment = responses.answer(services(), self.assessment.id, item, given)
        self.seen.answers[item] = given
        return True

    def _keep_comment(self, sign: Sign, text: str) -> None:
        try:
            self.assessment = responses.comment(services(), self.assessment.id, sign.id, text)
            self.seen.comment = text
        except AssessmentError:
            self._refused()

    def _refused(self) -> Literal[False]:
        """Say that a change is not durable; the next run finds the same difference again."""
        self.failed = True
        st.error(words("answer.not_saved"))
        return False


def _question(item: Item, group: str | None, look: str) -> str:
    return (
        f'<h2 class="{look}">{inert(item.wording(group))}</h2>'
        f'<details class="hint"><summary>{inert(words("answer.hint"))}</summary>'
        f"<p>{inert(item.hint)}</p></details>"
    )


def _received(text: str, *, fits: bool, kept: bool) -> str:
    """What became of the comment, for the reader and for the script that sends it."""
    look = 'class="small"' if fits else 'class="small refused" role="alert"'
    said = words(
        "answer.comment_count" if fits else "answer.comment_too_long",
        count=words.number(len(text.strip())),
        limit=words.number(COMMENT_LIMIT),
    )
    state = f'data-received="{quote(text)}" data-kept="{"yes" if kept else "no"}"'
    return f"<p {look} {state}>{inert(said)}</p>"


def _option(item: Item, option: Answer) -> str:
    return item.options[option - 1] if isinstance(option, int) else words(f"word.{option}")


def _progress(sheet: Sheet) -> str:
    asked = [item.id for screen in walk for item in screen.items]
    done = sum(item in sheet.assessment.answers for item in asked)
    numbers = {"done": words.number(done), "asked": words.number(len(asked))}
    text = inert(words("answer.progress", **numbers))
    saved = "" if sheet.failed or not done else inert(words("answer.saved"))
    return (
        f'<div class="progress"><span>{text}</span><span class="saved">{saved}</span>'
        f'<div role="progressbar" aria-label="{inert(words("answer.progress_label"))}"'
        f' aria-valuemin="0" aria-valuemax="{len(asked)}" aria-valuenow="{done}"'
        f' aria-valuetext="{text}"><i style="width:{100 * done / len(asked):.1f}%"></i></div></div>'
    )


def _steps(screen: Screen, answers: Mapping[str, Answer]) -> None:
    """The signs as steps; the one on the screen is no link, those done carry a tick."""
    for number, step in enumerate(walk, 1):
        name = step.sign.short if step.sign else ""
        if step.id == screen.id:
            st.html(f'<span aria-current="step"><em>{number}</em> {inert(name)}</span>')
        else:
            mark = f"*{number}*" if step.open(answers) else "**✓**"
            link("answer", f"{mark} {esc(name)}", sign=step.id)


def _heading(screen: Screen) -> str:
    if screen.sign is None:
        return (
            f"<h1>{inert(words('answer.check_title'))}</h1>"
            f'<p class="lead">{inert(words("answer.check_lead"))}</p>'
        )
    place = words(
        "answer.place",
        number=words.number(walk.index(screen) + 1),
        count=words.number(len(walk)),
    )
    return (
        f'<p class="eyebrow">{inert(place)} <b>{inert(screen.sign.symptom)}</b></p>'
        f"<h1>{inert(screen.sign.name)}</h1>"
    )


def _onward(screen: Screen) -> None:
    here = walk.index(screen)
    with st.container(key="onward", horizontal=True):
        with st.container(key="back"):
            if here:
                link("answer", words("answer.back"), sign=walk[here - 1].id)
        with st.container(key="next"):
            if here + 1 < len(walk):
                link("answer", words("answer.next"), sign=walk[here + 1].id)
            else:
                link("review", words("answer.to_review"))


@st.fragment
def asking(item: Item, screen: Screen, told: DeltaGenerator) -> None:
    """An item and how far one is: all that an answer draws again."""
    at = sheet if whole else Sheet(mine(), screen)
    at.draw(item)
    told.html(_progress(at))
    if not whole and at.catch_up(item):
        st.rerun()


@st.fragment
def commenting(sign: Sign, screen: Screen, told: DeltaGenerator) -> None:
    """The comment on a sign, drawn again alone."""
    at = sheet if whole else Sheet(mine(), screen)
    at.draw_comment(sign)
    told.html(_progress(at))


def mine() -> Assessment:
    """The assessment that this browser may still answer; without it the page is drawn anew."""
    return session.assessment() or st.rerun()


words = session.texts()
found = session.assessment()
if found is None:
    with frame("answer.title"):
        session.nothing_here("link.no_assessment")
walk = screens(session.instrument(found), found.scope)
last = Seen.place(st.session_state.get("seen"), found.id)
onward = left_off(walk, found.answers, found.position)
shown = resumed(walk, found.answers, st.query_params.get("sign"), last, onward)
whole = True  # until the page is drawn
sheet = Sheet(found, shown)
body = frame("answer.title", shown.id, interview=session.interview(found))
with body:
    progress = st.container(key="progress").empty()
    with st.container(key="steps", horizontal=True):
        if len(walk) > 1:
            _steps(shown, found.answers)
    with st.container(key="keeping"):
        if found.interviewed:
            said = words("answer.interview", name=found.interviewed)
            st.html(f'<p class="small">{inert(said)}</p>')
        link("keep", esc(words("answer.keep")))
    sheet.name()
    st.html(_heading(shown))
    items = st.container(key="items", gap=None)
    _onward(shown)
with items:  # a fragment copies every place it is within, at each of its runs
    for question in shown.items:
        asking(question, shown, progress)
    if shown.sign:
        commenting(shown.sign, shown, progress)
whole = False
