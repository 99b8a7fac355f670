"""The leads: who left an address, found by words and filters, the newest first."""

import streamlit as st

from assessment import session
from assessment.desk import leads
from assessment.desk.leads import PAGE, Filter
from assessment.forms import style
from assessment.lead_records import Lead, Status
from assessment.services import services
from assessment.widgets import esc, frame, inert, link, span, turned

STATUSES: tuple[Status, ...] = ("new", "contacted", "meeting", "client", "closed")


def wanted() -> Filter:
    """What is typed and ticked above the list."""
    with st.container(key="lead_filter", horizontal=True):
        text = st.text_input(words("leads.search"), key="lead_text", max_chars=200)
        status = st.selectbox(
            words("leads.status"),
            STATUSES,
            index=None,
            format_func=lambda status: words(f"leads.status_{status}"),
            placeholder=words("leads.any"),
            key="lead_status",
        )
        contactable = st.checkbox(words("leads.only_contactable"), key="lead_contactable")
        readable = st.checkbox(words("leads.only_readable"), key="lead_readable")
    return Filter(
        text=text, status=status, contactable=contactable is True, readable=readable is True
    )


def row(lead: Lead) -> None:
    """A lead on a line: who, what they allow, where things stand, need apart from fit."""
    with st.container(key=f"prospect_{lead.id}", gap=None):
        link("lead", esc(lead.name or lead.email), lead=lead.id)
        st.html(f'<p class="small">{inert(" · ".join(said(lead)))}</p>')


def said(lead: Lead) -> list[str]:
    """What the line says of a lead, part by part."""
    card = leads.scorecard(services(), actor, lead)
    missing = leads.need(card)
    need = words("leads.need", points=words.number(missing)) if missing is not None else ""
    size = words("leads.of_size", size=lead.size.replace("-", "–")) if lead.size else None
    fit = ", ".join(part for part in (lead.role, size) if part)
    return [
        part
        for part in (
            words.date(lead.created.date()),
            lead.email if lead.name else "",
            lead.organisation or "",
            words(f"leads.status_{lead.status}"),
            words("leads.contactable" if lead.contactable else "leads.not_contactable"),
            need,
            words("leads.fit", fit=fit) if fit else "",
        )
        if part
    ]


words = session.texts()
with frame("leads.title", page="leads"):
    actor = session.require_actor()
    st.html(f"{style()}<h1 class='first'>{inert(words('leads.title'))}</h1>")
    st.html(f'<p class="lead">{inert(words("leads.lead"))}</p>')
    filtered = wanted()
    at, found = turned(
        lambda page: leads.search(services(), actor, filtered, page), PAGE, "lead_page"
    )
    shown = span("widget.shown", at * PAGE, len(found.leads), found.fitting)
    none = words("leads.empty" if filtered == Filter() else "leads.none")
    told = shown if found.fitting else none
    st.html(f'<p class="quiet">{inert(told)}</p>')
    with st.container(key="lead_list"):
        for one in found.leads:
            row(one)
    if found.fitting:
        st.html(
            f'<p class="sample files"><a href="./leads.csv">{inert(words("leads.csv"))}</a>'
            f'<a href="./leads.xlsx">{inert(words("leads.xlsx"))}</a></p>'
        )
