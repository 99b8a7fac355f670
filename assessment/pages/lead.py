"""One lead: who it is, what they agreed to, where things stand, and the scorecard they opened."""

import streamlit as st

from assessment import responses, session
from assessment.clients import claims, kept
from assessment.desk import leads
from assessment.errors import AssessmentError, Refused
from assessment.forms import style
from assessment.lead_forms import state
from assessment.lead_records import NOTES_LIMIT, Lead, Status
from assessment.records import Assessment
from assessment.services import services
from assessment.view import Reading, draw_finding, draw_run, draw_signs
from assessment.widgets import esc, frame, inert, link
from scoring.response import NAME_LIMIT

STATUSES: tuple[Status, ...] = ("new", "contacted", "meeting", "client", "closed")


def draw_who(lead: Lead) -> None:
    """What the person said of themselves, and where they came from."""
    told = (
        ("email", lead.email),
        ("organisation", lead.organisation),
        ("role", lead.role),
        ("size", lead.size and lead.size.replace("-", "–")),
        ("created", words.date(lead.created.date())),
        *((tag, value) for tag, value in lead.origin.items()),
    )
    rows = "".join(
        f"<div><dt>{inert(words(f'leads.{name}'))}</dt><dd>{inert(value)}</dd></div>"
        for name, value in told
        if value
    )
    st.html(f"<dl class='notes'>{rows}</dl>")


def draw_consents(lead: Lead) -> None:
    """What they agreed to, in the words they read."""
    st.html(f"<h2>{inert(words('leads.consents'))}</h2>")
    key = "leads.contactable" if lead.contactable else "leads.not_contactable"
    rows = "".join(
        f"<li><q>{inert(consent.wording)}</q> <small>{inert(state(words, consent))}</small></li>"
        for consent in lead.consents
    )
    st.html(f"<p><b>{inert(words(key))}</b></p><ul class='consents'>{rows}</ul>")


def draw_standing(lead: Lead) -> None:
    """Where things stand, and notes; both are kept when they change."""
    status = st.selectbox(
        words("leads.status"),
        STATUSES,
        index=STATUSES.index(lead.status),
        format_func=lambda status: words(f"leads.status_{status}"),
        key=f"status_{lead.id}",
    )
    notes = st.text_area(
        words("leads.notes"), lead.notes, max_chars=NOTES_LIMIT, key=f"notes_{lead.id}"
    )
    # What this page has not changed stays as another consultant left it meanwhile.
    seen = st.session_state.setdefault(f"seen_{lead.id}", (lead.status, lead.notes))
    if (status, notes) != seen:
        wanted = status if status != seen[0] else lead.status
        said = notes if notes != seen[1] else lead.notes
        try:
            leads.note(services(), actor, lead.id, wanted, said)
            st.session_state[f"seen_{lead.id}"] = (status, notes)
            st.html(f'<p class="saved" role="status">{inert(words("answer.saved"))}</p>')
        except AssessmentError:
            st.error(words("workshop.not_saved"))


def draw_scorecard(lead: Lead) -> None:
    """The scorecard behind the lead, without comments, as long as it may be read."""
    assessment = leads.readable(services(), actor, lead)
    if assessment is None:
        st.html(f'<p class="quiet">{inert(words("leads.no_scorecard"))}</p>')
        return
    card = responses.scorecard_of(services(), assessment)
    reading = Reading(card, session.instrument(assessment), words, of="company")
    st.html(f'<h2 class="section">{inert(words("widget.scorecard"))}</h2>')
    with st.container(key="paper"):
        draw_run(reading, assessment.response())
        draw_finding(reading, session.palette())
        draw_signs(reading, session.palette())


def draw_client(lead: Lead) -> None:
    """The client whose run the scorecard is; or the choice of one, and a new one made from it."""
    run = leads.readable(services(), actor, lead)
    st.html(f"<h2>{inert(words('client.of_lead'))}</h2>")
    claim = claims.of_run(services(), run.id) if run else None
    if claim and (its := kept.client(services(), actor, claim.client)):
        st.html(f"<p>{inert(its.name)}</p>")
        link("client", esc(words("commentary.to_client")), c=its.id)
        return
    about = words("client.of_lead_about" if run else "client.of_lead_shut")
    st.html(f'<p class="quiet">{inert(about)}</p>')
    with st.container(key="to_client_of", horizontal=True):
        if run and (choice := clients_to_choose(lead)):
            choose_client(lead, run, choice)
        make_client(lead, run)


def clients_to_choose(lead: Lead) -> dict[str, str]:
    """The clients by name, that of the lead's organisation first; of very many those looked for."""
    s, text = services(), ""
    if kept.search(s, actor).fitting > kept.PAGE:
        text = st.text_input(
            esc(words("clients.search")), max_chars=NAME_LIMIT, key=f"search_{lead.id}"
        )
    named = kept.called(s, actor, lead.organisation or "")
    found = (*named, *kept.search(s, actor, text).clients)
    return {client.id: client.name for client in found}


def choose_client(lead: Lead, run: Assessment, choice: dict[str, str]) -> None:
    """The scorecard to a client there is; the one of the lead's organisation is offered."""
    ids = list(choice)
    named = (lead.organisation or "").casefold()
    same = next((at for at, id in enumerate(ids) if choice[id].casefold() == named), None)
    with st.form("of_client", border=False):
        chosen = st.selectbox(
            words("client.which_client"),
            ids,
            index=same,
            format_func=lambda client: choice.get(client, client),
            key=f"client_{lead.id}",
            placeholder=words("widget.choose"),
        )
        if not st.form_submit_button(words("client.claim")) or chosen not in choice:
            return
    go_to(chosen, run)


def make_client(lead: Lead, run: Assessment | None) -> None:
    """A new client of the lead's organisation, with the scorecard where it may be read."""
    with st.form("new_client", border=False):
        name = st.text_input(
            words("client.new_name"),
            lead.organisation or "",
            max_chars=NAME_LIMIT,
            key=f"new_client_{lead.id}",
        )
        if not st.form_submit_button(words("client.make_of_lead")):
            return
    try:
        made = kept.add(services(), actor, name)
    except Refused as refusal:
        known = refusal.reason == kept.NO_NAME
        st.error(words("clients.no_name" if known else "clients.not_done"))
    except AssessmentError:
        st.error(words("clients.not_done"))
    else:
        go_to(made.id, run)


def go_to(client: str, run: Assessment | None) -> None:
    """To the client's page, where the scorecard then stands."""
    try:
        if run:
            claims.claim_allowed(services(), actor, client, run.id)
    except AssessmentError:
        st.error(words("clients.not_done"))
    else:
        st.switch_page("pages/client.py", query_params={"c": client})


def draw_erase(lead: Lead) -> None:
    """The way to erase a lead, behind a tick."""
    with st.container(key="keep_erase"):
        st.html(f"<h2>{inert(words('leads.erase'))}</h2>")
        sure = st.checkbox(words("leads.erase_sure"), key=f"sure_{lead.id}")
        if st.button(words("leads.erase"), disabled=sure is not True) and sure is True:
            leads.erase(services(), actor, lead.id)
            st.switch_page("pages/leads.py")


words = session.texts()
with frame("leads.one", page="leads"):
    actor = session.require_actor()
    found = leads.opened(services(), actor, st.query_params.get("lead", ""))
    if found is None:
        session.nothing_here("leads.gone")
    with st.container(key="to_leads"):
        link("leads", esc(words("leads.back")))
    st.html(f"{style()}<h1 class='first'>{inert(found.name or found.email)}</h1>")
    draw_who(found)
    draw_consents(found)
    draw_standing(found)
    draw_client(found)
    draw_scorecard(found)
    draw_erase(found)
