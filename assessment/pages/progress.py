"""Progress: a client's runs of one kind side by side, two of them compared, and what was done."""

import streamlit as st

from assessment import session
from assessment.charts.course import course
from assessment.client_records import DONE_LIMIT, STATUSES, Of, Status
from assessment.clients import kept
from assessment.clients.course import comparable, progress
from assessment.clients.follow_up import actions, follow_up
from assessment.clients.timeline import Run
from assessment.errors import AssessmentError
from assessment.forms import style
from assessment.progress_findings import ProgressFindings
from assessment.progress_report import Action
from assessment.services import services
from assessment.view import STYLE as PAPER
from assessment.view.client import STYLE, title, when
from assessment.view.progress import course_table, done, figures, heading, report_link
from assessment.widgets import esc, frame, inert, link
from scoring.instrument import Instrument

words = session.texts()
KINDS: tuple[Of, ...] = ("workshop", "assessment")


def choose(runs: tuple[Run, ...]) -> tuple[str | None, str | None]:
    """Which two of the runs are compared; the address names them."""
    asked = st.query_params.to_dict()
    if len(runs) < 3:
        return asked.get("from"), asked.get("to")
    names = {run.id: chosen_as(run) for run in runs}
    found = progress(
        services(), actor, whose.id, of, before=asked.get("from"), after=asked.get("to")
    )
    if found is None:
        return None, None
    with st.container(key="pair", horizontal=True):
        ids = list(names)
        after = st.selectbox(
            esc(words("progress.to")),
            ids[1:],
            index=ids[1:].index(found.after.id),
            format_func=lambda id_: names[id_],
            key=f"to_{of}",
        )
        earlier = ids[: ids.index(after)] if after in ids[1:] else ids[:1]
        before = st.selectbox(
            esc(words("progress.from")),
            earlier,
            index=earlier.index(found.before.id) if found.before.id in earlier else None,
            format_func=lambda id_: names[id_],
            key=f"from_{of}_{after}",
        )
    return (before if before in earlier else None), (after if after in ids else None)


def named(run: Run) -> str:
    """What a run is called among the others."""
    instrument = services().instrument_of(run.kept.instrument.sha256)
    said = {"name": title(words, instrument, run), "date": when(words, run)}
    return words("progress.run", **said)


def chosen_as(run: Run) -> str:
    """What a run is called in a list to choose from, what tells it apart first."""
    instrument = services().instrument_of(run.kept.instrument.sha256)
    name = title(words, instrument, run, role_first=True)
    return words("progress.choice", name=name, date=when(words, run))


def draw_comparison(runs: tuple[Run, ...]) -> None:
    """The comparison, as far as there are two runs to compare."""
    before, after = choose(runs)
    found = progress(services(), actor, whose.id, of, before=before, after=after)
    if found is None:
        st.html(f"<h1 class='first'>{inert(words('progress.title'))}</h1>")
        st.html(f'<p class="lead">{inert(words("progress.too_few"))}</p>')
        return
    instrument = services().instrument_of(found.after.card.instrument.sha256)
    said = ProgressFindings(found, instrument, words)
    st.html(heading(said))
    st.html(report_link(said, whose.id))
    if found.scored:
        draw_course(said, instrument)
    st.html(f"<h2>{inert(words('progress.figures'))}</h2>")
    st.html(figures(said))
    st.html(f"<h2>{inert(words('progress.done'))}</h2>")
    st.html(done(said))


def draw_course(said: ProgressFindings, instrument: Instrument) -> None:
    """The signs from run to run, as a panel each, and as a table."""
    st.html(f"<h2>{inert(words('progress.course'))}</h2>")
    statuses = instrument.outline.statuses
    cuts = {"emerging": statuses.emerging, "absent": statuses.absent}
    about = {name: words.number(value) for name, value in cuts.items()}
    spec = course(said, instrument, session.palette())
    st.vega_lite_chart(spec, theme=None, width="stretch", key="chart_course")
    st.html(f'<p class="small">{inert(words("progress.panels_about", **about))}</p>')
    st.html(course_table(said))


def draw_actions(run: Run) -> None:
    """The actions of a run, each with what became of it; a change is kept at once."""
    said = words("progress.actions_of", run=named(run))
    st.html(f"<h2>{inert(said)}</h2><p class='small'>{inert(words('progress.actions_about'))}</p>")
    found = actions(services(), run)
    if not found:
        st.html(f'<p class="quiet">{inert(words("progress.no_actions"))}</p>')
    instrument = services().instrument_of(run.kept.instrument.sha256)
    for action in found:
        sign = instrument.by_id.get(action.sign)
        draw_action(run, action, sign.name if sign else "")


def draw_action(run: Run, action: Action, sign: str) -> None:
    """An action with its fields; what differs from what this session last saw is kept."""
    key = f"act_{run.id}_{action.id}"
    seen = st.session_state.setdefault(key, (action.status, action.said))
    with st.container(key=f"typed_{key}"):
        st.html(f'<p class="quiet">{inert(sign)}</p><p>{inert(action.text)}</p>')
        with st.container(key=f"row_{key}", horizontal=True):
            status = st.selectbox(
                esc(words("progress.action_status")),
                STATUSES,
                index=STATUSES.index(seen[0]),
                format_func=lambda status: words(f"progress.status.{status}"),
                key=f"status_{key}",
                width=180,
            )
            line = st.text_input(
                esc(words("progress.action_said")), seen[1], max_chars=DONE_LIMIT, key=f"said_{key}"
            )
        given = (status if status in STATUSES else seen[0], line)
        if given != seen and keep(run, action, *given):
            st.session_state[key] = given
            st.session_state[f"kept_{key}"] = True
            st.rerun()  # the comparison above shows it, too
        if given == seen and not st.session_state.get(f"kept_{key}"):
            return  # nothing was changed here
        shown, look = ("saved", "saved") if given == seen else ("not_saved", "refused")
        said = inert(words(f"workshop.{shown}"))
        st.html(f'<p class="small"><span class="{look}" role="status">{said}</span></p>')


def keep(run: Run, action: Action, status: Status, line: str) -> bool:
    """Whether what became of an action is durable."""
    try:
        follow_up(services(), actor, run.id, action.id, status=status, said=line)
    except AssessmentError:
        st.error(words("workshop.not_saved"))
        return False
    return True


with frame("progress.title", page="progress"), st.container(key="paper"):
    actor = session.require_actor()
    client = kept.client(services(), actor, st.query_params.get("c", ""))
    if client is None:
        session.nothing_here("progress.gone")
    whose = client
    by_kind = {kind: comparable(services(), actor, whose.id, kind) for kind in KINDS}
    asked_for = st.query_params.get("of", "")
    of: Of = "assessment" if asked_for == "assessment" else "workshop"
    st.html(style())
    st.html(PAPER)
    st.html(STYLE)
    with st.container(key="ways_head", horizontal=True):
        link("client", esc(words("commentary.to_client")), c=whose.id)
        for kind in KINDS:
            if kind != of and by_kind[kind]:
                link("progress", esc(words(f"progress.of_{kind}")), c=whose.id, of=kind)
    st.text(whose.name)
    draw_comparison(by_kind[of])
    for each in reversed(by_kind[of][-2:]):
        draw_actions(each)
    st.html('<script src="./assets/typing.js"></script>', unsafe_allow_javascript=True)
