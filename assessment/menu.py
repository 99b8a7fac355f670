"""The page menu: the script that Streamlit runs for every visitor, at every rerun."""

import streamlit as st

from assessment import session  # noqa: F401  # it knows in which language a script answers
from assessment.widgets import pages

st.navigation(pages(), position="hidden").run()
