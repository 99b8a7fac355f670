"""The one door: `streamlit run app.py` serves the pages, the routes and the downloads."""

import streamlit as st
from starlette.middleware import Middleware

from assessment import contact, downloads, login, on_request, papers, routes, startup
from assessment.gate import Gate, Packed
from assessment.paper_in.routes import ROUTES as PAPER
from assessment.phone.routes import ROUTES as PHONE

startup.follow_environment()

DESK = (*login.ROUTES, *on_request.ROUTES, *papers.ROUTES, *contact.ROUTES)
ROUTES = (*PHONE, *PAPER, *routes.ROUTES, *DESK, *downloads.ROUTES)

app = st.App(
    "assessment/menu.py",
    routes=ROUTES,
    middleware=[
        Middleware(Gate, page=startup.shell(), routes=ROUTES, folder=startup.STATIC),
        Middleware(Packed, folder=startup.STATIC),
    ],
    lifespan=startup.lifespan,
    on_script_error=startup.say_error,
    exception_handlers={Exception: routes.failed},
)
