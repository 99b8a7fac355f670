"""Runs of a client, the links to them, and a lead that lets one be read."""

import datetime

from streamlit.testing.v1 import AppTest

from assessment import auth, responses
from assessment.client_records import Client
from assessment.clients.timeline import timeline
from assessment.desk.door import Actor
from assessment.lead_records import Consent, Lead
from assessment.records import Assessment
from assessment.services import Services

HOSTILE = "A\u202egmbh ![x](http://127.0.0.1:9/x.png) <b>B</b> & **Sons**"


def answered(s: Services, points: int = 2, **changes: object) -> Assessment:
    """An assessment in which every question has this answer."""
    made = responses.begin(s, "full", "sales", "Sample & Sons")
    answers = dict.fromkeys(s.instrument().items, points)
    full = made.changed(**({"answers": answers} | changes))
    s.store.transact(made.id, lambda home: home.put(full))
    return full


def allowed(s: Services, run: Assessment) -> Lead:
    """A lead that lets the consultant read the run."""
    day = datetime.datetime(2026, 11, 26, tzinfo=datetime.UTC)
    consent = Consent(
        purpose="read",
        wording="Read it",
        language="en",
        version="1",
        sha256="0" * 64,
        given=day,
        confirm=False,
    )
    lead = Lead(
        home="lead1",
        id="lead1",
        email="a@b.example",
        language="en",
        created=day,
        consents=(consent,),
        assessment=run.id,
    )
    s.store.transact("lead1", lambda home: home.put(lead))
    return lead


def address(s: Services, run: Assessment, purpose: auth.Purpose, comments: bool = False) -> str:
    """A link to the run, as a client would paste it."""
    token = auth.make_link(s, run.id, purpose, comments)
    return f" https://signs.example/{'r' if purpose == 'resume' else 's'}#{token}\n"


def runs(s: Services, actor: Actor, client: Client) -> list[str]:
    """The ids on the timeline."""
    return [run.id for run in timeline(s, actor, client.id)]


def press(page: AppTest, label: str) -> AppTest:
    """The page after a click on that button."""
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception
    return page
