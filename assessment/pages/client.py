"""A client: what can be compared, its runs from the newest on, and how more runs come to it."""

import datetime
from collections.abc import Callable

import streamlit as st

from assessment import session
from assessment.client_records import Of
from assessment.clients import claims, kept
from assessment.clients.course import comparable
from assessment.clients.timeline import Run, erased_after, next_run, timeline
from assessment.desk import workshops as desk_workshops
from assessment.errors import AssessmentError, Refused
from assessment.forms import client_room_form, interview_form, style
from assessment.records import Assessment, Workshop
from assessment.services import services
from assessment.view.client import STYLE, run_card
from assessment.widgets import day_format, esc, frame, inert, link, told_apart
from scoring.instrument import Instrument
from scoring.response import COMMENT_LIMIT, NAME_LIMIT

words = session.texts()
KINDS: tuple[Of, ...] = ("workshop", "assessment")
REFUSALS = (kept.NO_NAME, claims.TAKEN, claims.NO_LINK)
FIRST = 3  # runs that are seen at once


def done(work: Callable[[], object], again: bool = True) -> bool:
    """Whether something could be done; what was refused is said, and the page drawn anew."""
    try:
        work()
    except Refused as refusal:
        known = refusal.reason if refusal.reason in REFUSALS else "not_done"
        st.error(words(f"clients.{known}"))
        return False
    except AssessmentError:
        st.error(words("clients.not_done"))
        return False
    if again:
        st.rerun()
    return True


def heading(title: str, about: str = "") -> None:
    """A heading with a sentence below it."""
    said = f"<p>{inert(words(about))}</p>" if about else ""
    st.html(f"<h2>{inert(words(title))}</h2>{said}")


def instrument_of(run: Run) -> Instrument:
    """The words of the instrument that a run was made with."""
    return services().instrument_of(run.kept.instrument.sha256)


def draw(run: Run) -> None:
    """A run on the timeline, and where one can go from it."""
    with st.container(key=f"run_{run.id}"):
        st.html(run_card(words, instrument_of(run), run))
        until = run.claim.until or erased_after(services(), run)
        key = "client.link_until" if run.claim.until else "client.kept_until"
        st.html(f'<p class="quiet">{inert(words(key, date=words.date(until)))}</p>')
        with st.container(key=f"ways_{run.id}", horizontal=True):
            if isinstance(run.kept, Assessment):
                link("shared", esc(words("client.read")), s=run.id)
            else:
                link("workshop", esc(words("client.to_workshop")), w=run.id)
            link("commentary", esc(words("client.comment")), r=run.id)
            if st.button(esc(words("client.release")), key=f"release_{run.id}"):
                done(lambda: claims.release(services(), actor, run.id))


def draw_runs(runs: tuple[Run, ...]) -> None:
    """The timeline: the newest runs, and the earlier ones folded."""
    heading("client.timeline")
    if not runs:
        st.html(f'<p class="quiet">{inert(words("client.no_runs"))}</p>')
    for each in runs[:FIRST]:
        draw(each)
    if earlier := runs[FIRST:]:
        with st.expander(esc(words("client.earlier", count=words.number(len(earlier))))):
            for each in earlier:
                draw(each)


def compare() -> None:
    """The ways to the comparisons, and to the actions where there is one run alone."""
    kinds = [kind for kind in KINDS if comparable(services(), actor, whose.id, kind)]
    if not kinds:
        return
    with st.container(key="part_compare"):
        heading("client.compare", "client.compare_about")
        draw_ways(kinds)


def draw_ways(kinds: list[Of]) -> None:
    """The ways to the comparisons."""
    with st.container(key="ways_compare", horizontal=True):
        for kind in kinds:
            link("progress", esc(words(f"client.compare_{kind}")), c=whose.id, of=kind)


def ask_again(runs: tuple[Run, ...]) -> None:
    """The day of the next run, a day that suits, and the way into the calendar."""
    heading("client.next", "client.next_about")
    seen = st.session_state.setdefault(f"next_seen_{whose.id}", whose.next_run)
    turns = st.session_state.setdefault(f"next_turns_{whose.id}", 0)
    given = st.date_input(
        esc(words("client.next_day")), seen, key=f"next_{whose.id}_{turns}", format=day_format()
    )
    day = given if isinstance(given, datetime.date) else None
    if day != seen and done(lambda: kept.ask_again(services(), actor, whose.id, day), again=False):
        st.session_state[f"next_seen_{whose.id}"] = seen = day
    latest = next((run for run in runs if run.card), None)
    if latest and (good := next_run(services(), latest)) != seen:
        label = words("client.next_suggest", date=words.date(good))
        if st.button(esc(label), key="suggested") and done(
            lambda: kept.ask_again(services(), actor, whose.id, good), again=False
        ):
            st.session_state[f"next_seen_{whose.id}"] = good
            st.session_state[f"next_turns_{whose.id}"] += 1
            st.rerun()
    if seen is None:
        st.html(f'<p class="quiet">{inert(words("client.next_none"))}</p>')
        return
    st.html(f'<p class="small"><span class="saved">{inert(words("workshop.saved"))}</span></p>')
    if latest and seen > (last := erased_after(services(), latest)):
        late = words("client.next_late", date=words.date(last))
        st.html(f'<p class="small refused" role="alert">{inert(late)}</p>')
    address = f"./client-next.ics?c={whose.id}"
    st.html(f'<p class="sample"><a href="{address}">{inert(words("client.next_ics"))}</a></p>')


def add_by_link() -> None:
    """The link that the client has given."""
    st.html(f"<p>{inert(words('client.by_link_about'))}</p>")
    with st.form("by_link", border=False, clear_on_submit=True):
        typed = st.text_input(esc(words("client.link")), max_chars=400, key="typed_link")
        if not st.form_submit_button(esc(words("client.claim"))):
            return
    done(lambda: claims.claim_by_link(services(), actor, whose.id, typed))


def held_besides(there: set[str]) -> dict[str, Assessment | Workshop]:
    """What this browser has open already: its own assessments, and the workshops of the desk."""
    own = session.own_assessments()
    every: list[Assessment | Workshop] = [*own, *rooms_of_desk()]
    return {run.id: run for run in every if run.id not in there}


def rooms_of_desk() -> tuple[Workshop, ...]:
    """The latest workshops of the desk; where there are very many, those that were looked for."""
    s, browser = services(), session.browser()
    text = str(st.session_state.get("room_text", ""))
    return desk_workshops.search(s, actor, browser, text).rooms


def look_for_rooms() -> None:
    """A line to look for workshops with, where the list holds the latest alone."""
    every = desk_workshops.search(services(), actor, session.browser()).fitting
    if every > desk_workshops.PAGE:
        st.text_input(esc(words("workshop.search")), max_chars=NAME_LIMIT, key="room_text")


def add_held(held: dict[str, Assessment | Workshop]) -> None:
    """One of those that are open already."""
    st.html(f"<p>{inert(words('client.held_about'))}</p>")
    look_for_rooms()
    plain = [named(run) for run in held.values()]
    apart = zip(held, plain, told_apart(plain), strict=True)
    names = {run: " · ".join(filter(None, (name, nth))) for run, name, nth in apart}
    with st.form("held", border=False):
        chosen = st.selectbox(
            esc(words("client.which")),
            list(held),
            index=None,
            format_func=lambda run: names.get(run, run),
            placeholder=words("widget.choose"),
            key=f"which_{whose.id}",
        )
        if not st.form_submit_button(esc(words("client.claim"))) or chosen not in held:
            return
    if isinstance(held[chosen], Workshop):
        done(lambda: claims.claim_workshop(services(), actor, whose.id, session.browser(), chosen))
    else:
        done(lambda: claims.claim_open(services(), actor, whose.id, session.browser(), chosen))


def named(run: Assessment | Workshop) -> str:
    """What a run is called among others."""
    what = run.title if isinstance(run, Workshop) else words(f"client.a_{run.scope}")
    said = [what, run.organisation or "", words.date(run.updated)]
    return " · ".join(part for part in said if part)


def add_run(runs: tuple[Run, ...]) -> None:
    """The ways by which a run comes to the client, each behind its name."""
    heading("client.more")
    with st.expander(esc(words("client.interview")), expanded=not runs):
        st.html(f"<p>{inert(words('client.interview_about'))}</p>")
        st.html(interview_form(words, services().instrument(), whose.id))
    with st.expander(esc(words("client.room"))):
        st.html(f"<p>{inert(words('client.room_about'))}</p>")
        st.html(client_room_form(words, whose.id))
    with st.expander(esc(words("client.by_link"))):
        add_by_link()
    if held := held_besides({run.id for run in runs}):
        with st.expander(esc(words("client.held"))):
            add_held(held)


def note() -> None:
    """What only the desk reads, kept as it is typed."""
    heading("client.note", "client.note_about")
    seen = st.session_state.setdefault(f"note_seen_{whose.id}", whose.note)
    with st.container(key="typed_note"):
        text = st.text_area(
            esc(words("client.note_label")), seen, max_chars=COMMENT_LIMIT, key=f"note_{whose.id}"
        )
    if text != seen and done(lambda: kept.note(services(), actor, whose.id, text), again=False):
        st.session_state[f"note_seen_{whose.id}"] = seen = text
    kept_ = words("workshop.saved") if text else ""
    saved = kept_ if text == seen else words("workshop.not_saved")
    st.html(f'<p class="small"><span class="saved" role="status">{inert(saved)}</span></p>')


def rename() -> None:
    """Another name."""
    with st.form("rename", border=False):
        name = st.text_input(
            esc(words("clients.name")), whose.name, max_chars=NAME_LIMIT, key=f"name_{whose.id}"
        )
        if st.form_submit_button(esc(words("client.rename"))) and name != whose.name:
            done(lambda: kept.rename(services(), actor, whose.id, name))


def erase() -> None:
    """The client's end, once it was confirmed; the runs stay with those whose they are."""
    st.html(f"<p>{inert(words('client.erase_about'))}</p>")
    sure = st.checkbox(esc(words("client.erase_confirm")), key=f"sure_{whose.id}")
    button = esc(words("client.erase_button"))
    asked = st.button(button, key="erase_client", disabled=sure is not True) and sure is True
    if asked and done(lambda: kept.erase(services(), actor, whose.id), again=False):
        st.switch_page("pages/clients.py")


with frame("client.title", page="client"):
    actor = session.require_actor()
    client = kept.client(services(), actor, st.query_params.get("c", ""))
    if client is None:
        session.nothing_here("client.gone")
    whose = client
    st.html(style())
    st.html(STYLE)
    st.html(f"<h1 class='first'>{inert(whose.name)}</h1>")
    since = words("client.since", date=words.date(whose.created))
    st.html(f'<p class="lead">{inert(since)}</p>')
    runs = timeline(services(), actor, whose.id)
    compare()
    draw_runs(runs)
    with st.container(key="part_more"):
        add_run(runs)
    with st.container(key="part_next"):
        ask_again(runs)
    with st.container(key="part_note"):
        note()
    with st.container(key="part_erase"):
        with st.expander(esc(words("client.rename"))):
            rename()
        with st.expander(esc(words("client.erase"))):
            erase()
    st.html('<script src="./assets/typing.js"></script>', unsafe_allow_javascript=True)
