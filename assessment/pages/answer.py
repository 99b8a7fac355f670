"""Answering: a sign on a screen, each answer kept as it is given."""

import streamlit as st

from assessment import responses, session
from assessment.errors import AssessmentError, StoreError
from assessment.records import Assessment
from assessment.screens import Screen, resumed, screens
from assessment.services import services
from assessment.widgets import cards, esc, frame, inert, link
from scoring.instrument import POINTS, Item
from scoring.response import COMMENT_LIMIT, Answer

OPTIONS: tuple[Answer, ...] = (*POINTS, "dont_know", "not_applicable")


class Seen:
    """What this session last saw of a screen.

    Only what a person changes against it is kept, so that a screen left open on one device never
    undoes what was answered on another.
    """

    def __init__(self, assessment: Assessment, screen: Screen) -> None:
        self.where = (assessment.id, screen.id)
        self.answers = dict(assessment.answers)
        self.comment = assessment.comments.get(screen.id, "")
        self.latest: str | None = None  # the item answered last folds only when it is left
        self.unfolded: str | None = None

    def answered(self, item_id: str) -> None:
        self.latest, self.unfolded = item_id, None

    def unfold(self, item_id: str) -> None:
        self.unfolded = item_id


class Sheet:
    """A screen being answered."""

    def __init__(self, assessment: Assessment, screen: Screen) -> None:
        self.assessment = assessment
        self.screen = screen
        self.failed = False
        seen = st.session_state.get("seen")
        if not isinstance(seen, Seen) or seen.where != (assessment.id, screen.id):
            seen = st.session_state["seen"] = Seen(assessment, screen)
        self.seen: Seen = seen

    def draw(self, item: Item) -> None:
        """An item with its options, folded where it was answered before."""
        with st.container(key=f"{self._fold(item)}_{item.id}"):
            st.html(_question(item, self.assessment.group))
            with st.container(key=f"change_{item.id}"):
                if item.id in self.seen.answers:
                    st.button(
                        words("answer.change"),
                        key=f"unfold_{item.id}",
                        on_click=self.seen.unfold,
                        args=(item.id,),
                        type="tertiary",
                    )
            given = cards(
                item.wording(self.assessment.group),
                OPTIONS,
                lambda option: _option(item, option),
                self.seen.answers.get(item.id),
                f"{self.assessment.id}_{item.id}",
                self.seen.answered,
                (item.id,),
            )
            self._keep(item, given)

    def draw_comment(self) -> None:
        """The comment on the screen's sign."""
        sign = self.screen.sign
        if sign is None:
            return
        text = st.text_area(
            words("answer.comment"),
            self.seen.comment,
            key=f"comment_{self.assessment.id}_{sign.id}",
            help=None,
        )
        count = len(text.strip())
        numbers = {"count": words.number(count), "limit": words.number(COMMENT_LIMIT)}
        if count > COMMENT_LIMIT:
            st.error(words("answer.comment_too_long", **numbers))
            return
        st.caption(words("answer.comment_count", **numbers))
        if text != self.seen.comment:
            try:
                self.assessment = responses.comment(
                    services(), self.assessment.id, sign.id, text
                )
                self.seen.comment = text
            except AssessmentError:
                self._fail()

    def _fold(self, item: Item) -> str:
        if item.id == self.seen.unfolded:
            return "unfolded"
        if item.id in self.seen.answers and item.id != self.seen.latest:
            return "folded"
        return "item"

    def _keep(self, item: Item, given: Answer | None) -> None:
        """Keep what differs from what was seen; None is an untouched item, or a forged value."""
        if given is None or given == self.seen.answers.get(item.id):
            return
        try:
            self.assessment = responses.answer(services(), self.assessment.id, item.id, given)
            self.seen.answers[item.id] = given
        except AssessmentError:
            self._fail()

    def _fail(self) -> None:
        self.failed = True
        st.error(words("answer.not_saved"))


def _question(item: Item, group: str | None) -> str:
    return (
        f"<h2>{inert(item.wording(group))}</h2>"
        f"<details class=\"hint\"><summary>{inert(words('answer.hint'))}</summary>"
        f"<p>{inert(item.hint)}</p></details>"
    )


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


def _steps(sheet: Sheet) -> None:
    """The signs as steps; the one on the screen is no link, those done carry a tick."""
    with st.container(key="steps", horizontal=True):
        for number, step in enumerate(walk, 1):
            name = step.sign.short if step.sign else ""
            if step == sheet.screen:
                st.html(
                    f'<span aria-current="step"><em>{number}</em> {inert(name)}</span>'
                )
            else:
                mark = f"*{number}*" if step.open(sheet.assessment.answers) else "**✓**"
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


words = session.texts()
found = session.require_assessment()
walk = screens(session.instrument(found), found.scope)
shown = resumed(walk, found.answers, st.query_params.get("sign"), found.position)
sheet = Sheet(found, shown)
with frame("answer.title", shown.id):
    progress = st.container(key="progress")
    steps = st.container()
    st.html(_heading(shown))
    for question in shown.items:
        sheet.draw(question)
    sheet.draw_comment()
    _onward(shown)
    with steps:
        _steps(sheet)
    progress.html(_progress(sheet))
if shown.sign and shown.id != found.position:
    try:
        responses.turn_to(services(), found.id, shown.id)
    except StoreError:
        pass
