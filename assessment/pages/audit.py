"""The log: what happened at the desk, the newest first, and whether the chain of entries holds."""

import streamlit as st

from assessment import session
from assessment.desk import audit
from assessment.forms import style
from assessment.services import services
from assessment.view.log import about, who
from assessment.widgets import esc, frame, inert, span, turned

words = session.texts()


def say_chain(found: audit.Found) -> None:
    """Whether the chain holds on this page; where there are others, in all of it if one asks."""
    told, whole, faults = st.container(), found.fitting <= audit.PAGE, found.faults
    if not whole and st.button(esc(words("audit.check"))):
        whole, faults = True, audit.faults(audit.entries(services()))
    if faults:
        told.error(words("audit.broken", faults=" ".join(faults[:5])))
        return
    last = audit.last(services()) if whole else found.entries[0]
    sound = words("audit.sound" if whole else "audit.sound_here", hash=last.sha256 if last else "")
    told.html(f'<p class="quiet">{inert(sound)}</p>')


with frame("desk.audit_title", page="audit"):
    session.require_actor()
    st.html(f"{style()}<h1 class='first'>{inert(words('desk.audit_title'))}</h1>")
    st.html(f'<p class="lead">{inert(words("audit.lead"))}</p>')
    at, found = turned(lambda page: audit.page(services(), page), audit.PAGE, "log_page")
    if not found.fitting:
        st.html(f"<p>{inert(words('audit.none'))}</p>")
        st.stop()
    shown = span("widget.shown", at * audit.PAGE, len(found.entries), found.fitting)
    st.html(f'<p class="quiet">{inert(shown)}</p>')
    say_chain(found)
    head = "".join(
        f"<th scope='col'>{inert(words(f'audit.{name}'))}</th>"
        for name in ("time", "what", "who", "about")
    )
    rows = "".join(
        f"<tr><td>{entry.time:%Y-%m-%d %H:%M}</td><td>{inert(words(f'audit.{entry.what}'))}</td>"
        f"<td>{inert(who(entry, words))}</td><td>{inert(about(entry, words))}</td></tr>"
        for entry in found.entries
    )
    st.html(f"<table class='log'><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>")
