"""The workshops of an installation, as whoever has logged in sees them."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from assessment import auth
from assessment.desk import door
from assessment.desk.door import Actor, for_actor
from assessment.records import KEY, Seat, Workshop
from assessment.services import Services
from assessment.store import counted_to

PAGE = 25  # workshops on a page


class Found(NamedTuple):
    """A page of workshops, the newest first, and how many fit, as far as they are counted."""

    rooms: tuple[Workshop, ...]
    fitting: int


@for_actor
def search(s: Services, actor: Actor, browser: str | None, text: str = "", page: int = 0) -> Found:
    """The page of the workshops to list whose title or organisation holds the words, from 0.

    For an account they are all that consultants made; at this machine without a login those which
    the browser may run. None but those on the page is read.
    """
    words = text.casefold().split()
    if actor.account is None:
        own = [room for room in auth.workshops(s, browser) if _holds(room, words)]
        return Found(tuple(own[page * PAGE : (page + 1) * PAGE]), len(own))
    first = page * PAGE
    here = s.store.page(Workshop, "listed", PAGE, first, holding=words)
    return Found(here, s.store.count(Workshop, "listed", counted_to(first), holding=words))


@for_actor
def listed(s: Services, actor: Actor, browser: str | None, id: str) -> Workshop | None:
    """The workshop with this id if it is one of those to list."""
    if actor.account is None:
        return auth.workshop(s, browser, id)
    room = s.store.get(Workshop, id) if re.fullmatch(KEY, id) else None
    return room if room and room.listed else None


def seated(s: Services, rooms: Sequence[Workshop]) -> dict[str, int]:
    """How many seats are taken in each of these workshops, by its id."""
    taken = s.store.tally(Seat, "workshop", [room.id for room in rooms])
    return {room.id: taken.get(room.id, 0) for room in rooms}


def opened(s: Services, browser: str | None, id: str) -> Workshop | None:
    """The workshop with this id, which the browser may run from now on, for it has logged in."""
    actor = door.at_desk(s, browser)
    if browser is None or actor is None or actor.account is None:
        return None
    room = listed(s, actor, browser, id)
    if room is None:
        return None
    auth.grant(s, browser, room, actor.account)
    return room


def _holds(room: Workshop, words: Sequence[str]) -> bool:
    return all(word in (room.listed or "") for word in words)
