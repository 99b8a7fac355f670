"""The workshops of an installation, as whoever has logged in sees them."""

import re

from assessment import auth
from assessment.desk import door
from assessment.desk.door import Actor, for_actor
from assessment.records import KEY, Workshop
from assessment.services import Services


@for_actor
def at_desk(s: Services, actor: Actor, browser: str | None) -> tuple[Workshop, ...]:
    """The workshops to list: for an account all that consultants made, the newest first.

    At this machine without a login they are those which the browser may run.
    """
    if actor.account is None:
        return auth.workshops(s, browser)
    found = [room for room in s.store.find(Workshop) if room.asked_by is None]
    found.sort(key=lambda room: (room.updated, room.created, room.id), reverse=True)
    return tuple(found)


def opened(s: Services, browser: str | None, id: str) -> Workshop | None:
    """The workshop with this id, which the browser may run from now on, for it has logged in."""
    actor = door.at_desk(s, browser)
    room = s.store.get(Workshop, id) if re.fullmatch(KEY, id) else None
    if browser is None or actor is None or actor.account is None or room is None:
        return None
    if room.asked_by is not None:
        return None
    auth.grant(s, browser, room, actor.account)
    return room
