"""The phone's page: the one screen that is not Streamlit, a few kB of plain HTML."""
