"""Runs of a client a year apart, plans, and what was advised."""

import datetime

from assessment.client_records import Client
from assessment.clients import claims, follow_up
from assessment.clients.timeline import run_of
from assessment.desk.door import Actor
from assessment.progress_report import Action
from assessment.records import Assessment, PlannedAction
from assessment.services import Services
from tests.clients.runs import address, answered
from tests.make_workshops import Hosted

YEAR_AGO = datetime.date(2025, 12, 3)
NOW = datetime.date(2026, 11, 24)


def ran(
    s: Services, actor: Actor, client: Client, day: datetime.date, points: int = 2, **fields: object
) -> Assessment:
    """An assessment of the client on that day, in which every question has this answer."""
    made = answered(s, points, created=day, updated=day, **fields)
    claims.claim_by_link(s, actor, client.id, address(s, made, "resume"))
    return made


def held(
    s: Services, actor: Actor, client: Client, host: str, day: datetime.date, **wish: object
) -> Hosted:
    """A workshop of the client on that day, with all signs revealed and an action in the plan."""
    room = Hosted(s, host, title=f"Room of {day}", **wish).open(sales=10, marketing=10)
    room.reveal(*room.now.signs).plan()
    dated = room.now.changed(created=day, updated=day)
    s.store.transact(room.id, lambda home: home.put(dated))
    claims.claim_workshop(s, actor, client.id, host, room.id)
    return room


def put_plan(s: Services, room: Hosted, text: str) -> PlannedAction:
    """Another action in the plan of a workshop, about its second sign."""
    id = f"p{len(text)}{room.id}"
    made = PlannedAction(home=room.id, id=id, place=9, sign="s2", text=text, sales="=A")
    s.store.transact(room.id, lambda home: home.put(made))
    return made


def advised(s: Services, actor: Actor, run: Assessment) -> tuple[Action, ...]:
    """What the scorecard of a client's run advises."""
    found = run_of(s, actor, run.id)
    assert found
    return follow_up.actions(s, found)
