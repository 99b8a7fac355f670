"""The one door: `streamlit run app.py` serves the pages, the routes and the downloads."""

import streamlit as st
from starlette.applications import Starlette
from starlette.middleware import Middleware

from assessment import (
    client_routes,
    contact,
    downloads,
    health,
    login,
    logs,
    on_request,
    papers,
    routes,
    startup,
)
from assessment.errors import StoreError
from assessment.gate import Gate, Packed
from assessment.guard import Guard
from assessment.paper_in.routes import ROUTES as PAPER
from assessment.phone.routes import ROUTES as PHONE

startup.follow_environment()
logs.begin()

OURS = (routes, login, on_request, papers, contact, client_routes, downloads, health)
ROUTES = (*PHONE, *PAPER, *(route for module in OURS for route in module.ROUTES))

WRONG = {StoreError: routes.silent, Exception: routes.failed}

app = st.App(
    "assessment/menu.py",
    routes=ROUTES,
    middleware=[
        Middleware(
            Gate,
            page=startup.shell(),
            routes=ROUTES,
            folder=startup.STATIC,
            embedders=startup.embedders(),
            beside=Starlette(routes=PHONE, exception_handlers=WRONG),
        ),
        Middleware(Guard),
        Middleware(Packed, folder=startup.STATIC),
    ],
    lifespan=startup.lifespan,
    on_script_error=startup.say_error,
    exception_handlers=WRONG,
)
