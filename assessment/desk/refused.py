"""What was asked for and is not theirs who asked: a line in the audit log, and never many."""

import logging

from assessment import auth
from assessment.allowance import Allowance
from assessment.desk import audit, door
from assessment.desk_records import Tombstone
from assessment.errors import StoreError
from assessment.services import Services

VISITOR = "a visitor"
HOUR = 3600.0  # seconds
notes = Allowance({"who": (10, HOUR), "which": (1, HOUR)})  # of this process

log = logging.getLogger("sevensigns")


def note(s: Services, browser: str | None, wanted: str | None) -> None:
    """Note that a browser was refused what has this id, whether there is such a thing or not.

    Only of browsers that may open something else: whoever comes by with a dead link tries nothing.
    """
    if not wanted or not auth.known(s, browser):
        return
    actor = door.at_desk(s, browser)
    who = actor.name if actor and actor.account else VISITOR
    mark = Tombstone.id_of(wanted)[:12]
    if not notes.take({"who": who, "which": f"{who} {mark}"}):
        return
    try:
        audit.note(s, "not_theirs", who, mark)
    except StoreError:
        log.warning("A refusal could not be noted")
