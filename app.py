"""The one door: `streamlit run app.py` serves the pages, the routes and the downloads."""

import streamlit as st
from starlette.middleware import Middleware

from assessment import startup
from assessment.gate import Gate, Packed
from assessment.routes import ADDRESSES, ROUTES

startup.follow_environment()

app = st.App(
    "assessment/menu.py",
    routes=ROUTES,
    middleware=[
        Middleware(Gate, page=startup.shell(), addresses=ADDRESSES),
        Middleware(Packed, folder=startup.STATIC),
    ],
    lifespan=startup.lifespan,
    on_script_error=startup.say_error,
)
