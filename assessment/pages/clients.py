"""Clients: the organisations that the consultant works for, found by name, and a new one."""

import streamlit as st

from assessment import session
from assessment.client_records import Client
from assessment.clients import claims, kept
from assessment.errors import AssessmentError, Refused
from assessment.forms import style
from assessment.services import services
from assessment.widgets import esc, frame, inert, link, span, turned
from scoring.response import NAME_LIMIT

words = session.texts()


def draw(client: Client, runs: int) -> None:
    """A client, with how many runs there are, and the way to it."""
    key = "clients.runs_one" if runs == 1 else "clients.runs"
    said = [words(key, count=words.number(runs))]
    if client.next_run:
        said.append(words("clients.next", date=words.date(client.next_run)))
    with st.container(key=f"held_{client.id}", horizontal=True):
        about = inert(" · ".join(said))
        st.html(f'<p class="held"><b>{inert(client.name)}</b><small>{about}</small></p>')
        link("client", esc(words("clients.open")), c=client.id)


def add() -> None:
    """A new client, and on to its page."""
    title = words("clients.new")
    st.html(f"<h2 class='section'>{inert(title)}</h2>")
    with st.form("new_client", border=False):
        name = st.text_input(esc(words("clients.name")), max_chars=NAME_LIMIT, key="client_name")
        if not st.form_submit_button(esc(words("clients.add")), type="primary"):
            return
    try:
        made = kept.add(services(), actor, name)
    except Refused as refusal:
        key = "clients.no_name" if refusal.reason == kept.NO_NAME else "clients.not_done"
        st.error(words(key))
    except AssessmentError:
        st.error(words("clients.not_done"))
    else:
        st.switch_page("pages/client.py", query_params={"c": made.id})


with frame("clients.title", page="clients"):
    actor = session.require_actor()
    st.html(
        f"{style()}<h1 class='first'>{inert(words('clients.title'))}</h1>"
        f'<p class="lead">{inert(words("clients.lead"))}</p>'
    )
    search = st.text_input(esc(words("clients.search")), max_chars=NAME_LIMIT, key="search")
    at, found = turned(
        lambda page: kept.search(services(), actor, search, page), kept.PAGE, "client_page"
    )
    if found.fitting > kept.PAGE:
        shown = span("clients.shown", at * kept.PAGE, len(found.clients), found.fitting)
        st.html(f'<p class="quiet">{inert(shown)}</p>')
    runs = claims.counts(services(), actor, [each.id for each in found.clients])
    for each in found.clients:
        draw(each, runs.get(each.id, 0))
    if not found.fitting:
        nobody = words("clients.none_found" if search.strip() else "clients.none")
        st.html(f'<p class="quiet">{inert(nobody)}</p>')
    add()
