"""The page menu: the script that Streamlit runs for every visitor, at every rerun."""

from pathlib import Path

import streamlit as st

from assessment.session import texts

words = texts()
ADDRESSES = (
    *("answer", "review", "scorecard", "keep", "shared", "colleagues", "method"),
    *("workshops", "prepare", "workshop", "screen"),
)
FOLDER = Path(__file__).parent / "pages"

st.set_page_config(
    page_title=words("app.name"),
    page_icon=str(FOLDER.parent / "assets" / "favicon.png"),
    initial_sidebar_state="collapsed",
)
start = st.Page("pages/start.py", title=words("app.name"), default=True)
others = [
    st.Page(f"pages/{address}.py", title=words("app.name"), url_path=address)
    for address in ADDRESSES
    if (FOLDER / f"{address}.py").exists()
]
st.navigation([start, *others], position="hidden").run()
