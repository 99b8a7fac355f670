"""The keyboard at the front of the room: keys that press the page's own buttons."""

import streamlit as st

from assessment.texts import Texts
from assessment.view.elements import el
from assessment.widgets import esc

KEYS = ("next", "again", "items", "undo")


def keys(words: Texts) -> None:
    """Which keys there are, and a switch that turns them off."""
    with st.container(key="keys"):
        on = st.checkbox(esc(words("workshop.keys")), value=True, key="shortcuts") is True
        said = (
            el("span", el("kbd", words(f"workshop.cap_{name}")), " ", words(f"workshop.key_{name}"))
            for name in KEYS
        )
        st.html(el("p", *said, cls="keys", data_shortcuts="on" if on else "off"))
        st.html('<script src="./assets/console.js"></script>', unsafe_allow_javascript=True)
        st.html('<script src="./assets/typing.js"></script>', unsafe_allow_javascript=True)
