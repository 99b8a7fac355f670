"""The page menu: the script that Streamlit runs for every visitor, at every rerun."""

import streamlit as st

from assessment.widgets import pages

st.navigation(pages(), position="hidden").run()
