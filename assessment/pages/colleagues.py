"""Ask colleagues: from one's own answers to an open table of a few people, named one by one."""

from urllib.parse import quote, urlencode

import streamlit as st

from assessment import session
from assessment.errors import AssessmentError, Refused
from assessment.forms import style
from assessment.records import Assessment, Workshop
from assessment.services import services
from assessment.widgets import esc, frame, inert, link
from assessment.workshop import colleagues
from assessment.workshop.colleagues import MOST_INVITED
from scoring.response import NAME_LIMIT


def ask(mine: Assessment) -> None:
    """The names, and the button that opens the table."""
    name = st.text_input(esc(words("colleagues.my_name")), max_chars=NAME_LIMIT, key="my_name")
    st.html(f"<h3>{inert(words('colleagues.whom'))}</h3>")
    with st.container(key="names", gap="small"):
        names = [
            st.text_input(
                esc(words("colleagues.name", number=words.number(place))),
                max_chars=NAME_LIMIT,
                key=f"name_{place}",
            )
            for place in range(1, MOST_INVITED + 1)
        ]
    if st.button(esc(words("colleagues.open")), type="primary", key="open_table"):
        open_table(mine, name, names)


def open_table(mine: Assessment, name: str, names: list[str]) -> None:
    """Open the table, or say what is still missing; what was typed stays."""
    browser = session.browser()
    if browser is None:
        return
    title = words("colleagues.table", name=mine.organisation or words("app.name"))
    try:
        colleagues.ask(services(), browser, mine, my_name=name, names=names, title=title)
    except Refused as refusal:
        st.error(esc(str(refusal)))
    except AssessmentError:
        st.error(words("answer.not_saved"))
    else:
        st.rerun()


def draw(table: Workshop) -> None:
    """A table: who has sat down, the link for the others, and the way to its result."""
    free = colleagues.still_free(services(), table)
    sat = len(table.invited) - len(free)
    said = words("colleagues.state", sat=words.number(sat), count=words.number(len(table.invited)))
    day = words("colleagues.opened", date=words.date(table.created))
    st.html(f"<h3>{inert(day)}</h3><p>{inert(said)}</p>{_waiting(free)}")
    if table.phase == "open" and table.code:
        st.html(f"{style()}{_invitation(table)}")
        st.html('<script src="./assets/copy.js"></script>', unsafe_allow_javascript=True)
    link("workshop", words("colleagues.result"), w=table.id)


def _waiting(free: tuple[str, ...]) -> str:
    if not free:
        return ""
    said = words("colleagues.waiting", names=", ".join(free))
    return f'<p class="quiet">{inert(said)}</p>'


def _invitation(table: Workshop) -> str:
    """The link to copy, or to mail."""
    address = f"{session.reached().origin}/j/{table.code}#{table.door}"
    subject = words("colleagues.subject")
    body = words("colleagues.body", address=address)
    mail = urlencode({"subject": subject, "body": body}, quote_via=quote)
    return (
        f'<div class="link"><div><p>{inert(words("colleagues.send"))}</p>'
        f'<div class="copy"><input readonly value="{inert(address)}"'
        f' aria-label="{inert(words("colleagues.label"))}">'
        f'<button type="button" data-done="{inert(words("keep.copied"))}">'
        f"{inert(words('keep.copy'))}</button></div>"
        f'<p><a href="mailto:?{mail}">{inert(words("keep.mail"))}</a> '
        '<span role="status"></span></p></div></div>'
    )


words = session.texts()
with frame("colleagues.title"):
    opened = session.require_assessment()
    st.html(
        f"<h1>{inert(words('colleagues.title'))}</h1>"
        f'<p class="lead">{inert(words("colleagues.lead"))}</p>'
        f"<p>{inert(words('colleagues.how'))}</p>"
    )
    tables = colleagues.asked_from(services(), opened)
    for found in tables:
        draw(found)
    if not opened.answers:
        st.html(f"<p>{inert(words('colleagues.answer_first'))}</p>")
        link("answer", words("colleagues.to_answer"))
    else:
        st.html(f"<h2>{inert(words('colleagues.again' if tables else 'colleagues.ask'))}</h2>")
        ask(opened)
