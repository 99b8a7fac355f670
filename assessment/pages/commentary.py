"""Commentary: what the consultant says of a run before the client sees it, kept as it is typed."""

from collections.abc import Callable

import streamlit as st

from assessment import session
from assessment.client_records import SUMMARY, Commentary
from assessment.clients import commentary
from assessment.clients.timeline import Run, run_of
from assessment.errors import AssessmentError, Refused
from assessment.findings import Findings
from assessment.forms import style
from assessment.records import Assessment, Workshop
from assessment.room_findings import RoomFindings
from assessment.services import services
from assessment.view.client import STYLE, run_card
from assessment.widgets import esc, frame, inert, link
from scoring.response import COMMENT_LIMIT, NAME_LIMIT
from scoring.room import RoomScorecard

words = session.texts()
REASONS = (commentary.NO_AUTHOR, commentary.NO_TEXT)


def kept(work: Callable[[], Commentary]) -> Commentary | None:
    """What was kept; None where it was not, which is said."""
    try:
        return work()
    except Refused as refusal:
        known = refusal.reason if refusal.reason in REASONS else "not_done"
        st.error(words(f"commentary.{known}"))
    except AssessmentError:
        st.error(words("commentary.not_done"))
    return None


def say_saved(saved: bool) -> None:
    """Whether what stands above is kept."""
    said = inert(words("workshop.saved" if saved else "workshop.not_saved"))
    look = "saved" if saved else "refused"
    st.html(f'<p class="small"><span class="{look}" role="status">{said}</span></p>')


def standing(run: Run, sign: str) -> str:
    """What the answers say of a sign, in a few words."""
    card = run.card
    if card is None:
        return ""
    if isinstance(card, RoomScorecard):
        if sign not in card.asked:
            asked = isinstance(run.kept, Workshop) and sign in run.kept.signs
            return words("client.nothing_yet" if asked else "commentary.not_asked")
        said, score = RoomFindings(card, instrument, words), card.sign(sign)
        return words("commentary.stands", score=said.figure(score), status=said.status(score))
    findings, own = Findings(card, instrument, words), card.sign(sign)
    if own.score is None:
        return findings.status_and_range(own)
    score_text = findings.score(own.score)
    return words("commentary.stands", score=score_text, status=findings.status_and_range(own))


def draw_part(now: Commentary, part: str, label: str) -> None:
    """The text of a part; a change is kept at once, and the text before it for a slip."""
    key = f"{run.id}_{part}"
    turns = st.session_state.setdefault(f"turns_{key}", 0)  # another field after an undo
    seen = st.session_state.setdefault(f"said_{key}", now.parts.get(part, ""))
    with st.container(key=f"typed_{part}"):
        text = st.text_area(
            esc(label), seen, max_chars=COMMENT_LIMIT, key=f"text_{key}_{turns}", height=120
        )
    after = now
    if text != seen:
        written = kept(lambda: commentary.write(services(), actor, run.id, part, text))
        if written:
            st.session_state[f"said_{key}"], seen, after = text, text, written
    if text != seen or after.before.get(part) is not None:
        say_saved(text == seen)
    before = after.before.get(part)
    if before is not None and before != after.parts.get(part, ""):
        draw_slip(part, key, before)


def draw_slip(part: str, key: str, before: str) -> None:
    """The text that stood there before, to be put back."""
    shown = before or words("commentary.empty")
    with st.container(key=f"ways_{key}", horizontal=True):
        if st.button(esc(words("commentary.put_back")), key=f"back_{key}"):
            done = kept(lambda: commentary.put_back(services(), actor, run.id, part))
            if done:
                st.session_state[f"turns_{key}"] += 1
                st.session_state[f"said_{key}"] = done.parts.get(part, "")
                st.rerun()
        excerpt = shown if len(shown) <= 80 else f"{shown[:79]}…"
        st.html(f'<p class="quiet">{inert(words("commentary.before", text=excerpt))}</p>')


def draw_author(now: Commentary) -> None:
    """Whose commentary it is, and whether the client sees it."""
    seen = st.session_state.setdefault(f"author_{run.id}", now.author)
    with st.container(key="typed_author"):
        name = st.text_input(
            esc(words("commentary.author")), seen, max_chars=NAME_LIMIT, key=f"by_{run.id}"
        )
    if name != seen and kept(lambda: commentary.sign(services(), actor, run.id, name)):
        st.session_state[f"author_{run.id}"] = seen = name
        st.session_state[f"signed_{run.id}"] = True
    if name != seen or st.session_state.get(f"signed_{run.id}"):
        say_saved(name == seen)


def draw_shown() -> None:
    """Whether the client sees it, and the button that changes that; the last word on the page."""
    now = commentary.draft(services(), actor, run.id)
    state = "shown" if now.shown else "draft"
    st.html(f"<h2>{inert(words(f'commentary.{state}'))}</h2>")
    st.html(f"<p>{inert(words(f'commentary.{state}_about'))}</p>")
    button = words("commentary.hide" if now.shown else "commentary.show")
    if st.button(esc(button), key=f"show_{run.id}", type="secondary" if now.shown else "primary"):
        wish = not now.shown
        if kept(lambda: commentary.show(services(), actor, run.id, shown=wish)):
            st.rerun()


with frame("commentary.title", page="commentary"):
    actor = session.require_actor()
    found = run_of(services(), actor, st.query_params.get("r", ""))
    if found is None:
        session.nothing_here("commentary.gone")
    run = found
    instrument = services().instrument_of(run.kept.instrument.sha256)
    st.html(style())
    st.html(STYLE)
    st.html(f"<h1 class='first'>{inert(words('commentary.title'))}</h1>")
    st.html(f'<p class="lead">{inert(words("commentary.lead"))}</p>')
    with st.container(key="run_head"):
        st.html(run_card(words, instrument, run))
    with st.container(key="ways_head", horizontal=True):
        link("client", esc(words("commentary.to_client")), c=run.claim.client)
        if isinstance(run.kept, Assessment):
            link("shared", esc(words("client.read")), s=run.id)
    written = commentary.draft(services(), actor, run.id)
    with st.container(key="part_author"):
        draw_author(written)
    with st.container(key="part_summary"):
        st.html(f"<h2>{inert(words('commentary.summary'))}</h2>")
        draw_part(written, SUMMARY, words("commentary.summary_label"))
    for each in instrument.signs:
        with st.container(key=f"part_{each.id}"):
            st.html(f"<h2>{inert(each.name)}</h2>")
            if stands := standing(run, each.id):
                st.html(f'<p class="quiet">{inert(stands)}</p>')
            draw_part(written, each.id, words("commentary.sign_label", name=each.name))
    with st.container(key="part_shown"):
        draw_shown()
    st.html('<script src="./assets/typing.js"></script>', unsafe_allow_javascript=True)
