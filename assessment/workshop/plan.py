"""The joint plan: what the room agreed to do, each with an owner from Sales and from Marketing."""

import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from assessment import typed
from assessment.errors import Refused
from assessment.records import PlannedAction, Workshop, new_id
from assessment.services import Services
from assessment.store import Transaction
from assessment.workshop.kept import GONE, instrument_of, today, workshop
from scoring.response import NAME_LIMIT

TEXT_LIMIT = 400
MOST = 30  # actions; a plan with more is none

Short = Annotated[str, StringConstraints(max_length=4 * TEXT_LIMIT)]


class Agreed(BaseModel):
    """What is agreed on one action."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    sign: str
    text: Short
    action: str | None = None
    sales: Short = ""
    marketing: Short = ""
    due: datetime.date | None = None
    done: Short = ""


def agreed_on(s: Services, room: Workshop) -> tuple[PlannedAction, ...]:
    """The plan, in the order it was agreed."""
    found = s.store.find(PlannedAction, home=room.id)
    return tuple(sorted(found, key=lambda planned: (planned.place, planned.id)))


def take(s: Services, room_id: str, action_id: str) -> PlannedAction:
    """An action of the advice taken into the plan. Raises Refused and NotSaved."""
    room = workshop(s, room_id)
    instrument = instrument_of(s, room)
    action = instrument.actions.get(action_id)
    if action is None:
        raise Refused("There is no such action.")
    sign = next(sign.id for sign in instrument.signs if action in [*sign.actions])
    due = today() + datetime.timedelta(days=action.horizon)
    wish = Agreed(sign=sign, text=action.text, action=action_id, due=due, done=action.done)
    return agree(s, room_id, wish)


def agree(s: Services, room_id: str, wish: Agreed, id: str | None = None) -> PlannedAction:
    """The action as it was agreed, new or in place of the one with this id."""
    checked = _fields(s, workshop(s, room_id), wish)

    def work(home: Transaction) -> PlannedAction:
        if home.get(Workshop, room_id) is None:
            raise Refused(GONE)
        plan = home.find(PlannedAction)
        before = next((planned for planned in plan if planned.id == id), None)
        if id is not None and before is None:
            raise Refused("This action is not in the plan any more.")
        if before is None and len(plan) >= MOST:
            raise Refused(f"A plan has at most {MOST} actions.")
        last = max((planned.place for planned in plan), default=0)
        made = PlannedAction(
            home=room_id,
            id=before.id if before else new_id(),
            place=before.place if before else last + 1,
            **checked,
        )
        home.put(made)
        return made

    return s.store.transact(room_id, work)


def drop(s: Services, room_id: str, id: str) -> PlannedAction | None:
    """Take an action out of the plan; what was taken out, to put it back after a slip."""

    def work(home: Transaction) -> PlannedAction | None:
        before = home.get(PlannedAction, id)
        home.delete(PlannedAction, id)
        return before

    return s.store.transact(room_id, work)


def put_back(s: Services, taken: PlannedAction) -> None:
    """Put an action back that was taken out by a slip."""
    s.store.transact(taken.home, lambda home: home.put(taken))


def agreed(fields: dict[str, object]) -> Agreed:
    """What a form says of an action; raises Refused with what does not fit."""
    try:
        return Agreed.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        raise Refused(f"{'.'.join(map(str, first['loc']))}: {first['msg']}.") from None


def _fields(s: Services, room: Workshop, wish: Agreed) -> dict[str, Any]:
    instrument = instrument_of(s, room)
    if wish.sign not in instrument.by_id:
        raise Refused("An action belongs to one of the seven signs.")
    if wish.action is not None and wish.action not in instrument.actions:
        raise Refused("There is no such action.")
    text = typed.name(wish.text, TEXT_LIMIT)
    if text is None:
        raise Refused("Say what is to be done.")
    return {
        "sign": wish.sign,
        "action": wish.action,
        "text": text,
        "sales": typed.name(wish.sales, NAME_LIMIT) or "",
        "marketing": typed.name(wish.marketing, NAME_LIMIT) or "",
        "due": wish.due,
        "done": typed.name(wish.done, TEXT_LIMIT) or "",
    }
