"""The log: what happened at the desk, the newest first, and whether the chain of entries holds."""

import streamlit as st

from assessment import session
from assessment.desk import audit
from assessment.forms import style
from assessment.services import services
from assessment.view.log import about, who
from assessment.widgets import frame, inert

words = session.texts()
SHOWN = 200  # entries

with frame("desk.audit_title", page="audit"):
    session.require_actor()
    entries = audit.entries(services())
    latest = entries[: -SHOWN - 1 : -1]
    st.html(f"{style()}<h1 class='first'>{inert(words('desk.audit_title'))}</h1>")
    if not entries:
        st.html(f"<p>{inert(words('audit.none'))}</p>")
        st.stop()
    count = {"count": words.number(len(latest)), "all": words.number(len(entries))}
    st.html(f'<p class="lead">{inert(words("audit.lead", **count))}</p>')
    faults = audit.faults(entries)
    if faults:
        st.error(words("audit.broken", faults=" ".join(faults[:5])))
    else:
        sound = words("audit.sound", hash=entries[-1].sha256)
        st.html(f'<p class="quiet">{inert(sound)}</p>')
    head = "".join(
        f"<th scope='col'>{inert(words(f'audit.{name}'))}</th>"
        for name in ("time", "what", "who", "about")
    )
    rows = "".join(
        f"<tr><td>{entry.time:%Y-%m-%d %H:%M}</td><td>{inert(words(f'audit.{entry.what}'))}</td>"
        f"<td>{inert(who(entry, words))}</td><td>{inert(about(entry, words))}</td></tr>"
        for entry in latest
    )
    st.html(f"<table class='log'><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>")
