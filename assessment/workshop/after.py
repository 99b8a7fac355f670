"""The end of a workshop, and what is forgotten after it."""

import datetime
import hashlib
import hmac
import random
from functools import partial
from typing import Any

from assessment.desk import audit, retention
from assessment.errors import Refused
from assessment.post import outbox
from assessment.records import SECOND, Ballot, Round, Workshop
from assessment.services import Services, purge_expired
from assessment.store import Transaction
from assessment.workshop import finished, reveal
from assessment.workshop.kept import ballots, changed, now, seats, staged, workshop

CLOCK = "the clock"  # who erases what is old
SECOND_LATER = datetime.timedelta(seconds=1)  # a time to the second is a little early
LINKED = datetime.timedelta(hours=24)  # how long after the end an answer can be found by its seat


def end(s: Services, id: str) -> Workshop:
    """End the workshop: nobody joins or answers any more, and the final report is made.

    Raises Refused and NotSaved.
    """

    def work(room: Workshop, home: Transaction) -> dict[str, Any]:
        if room.phase != "open":
            raise Refused("Only a workshop that goes on can be ended.")
        if any(asked.state == "open" for asked in home.find(Round)):
            raise Refused("A round is open. Close it first.")
        ending = {"phase": "ended", "code": None, "door": None, "ended": now()}
        if told := finished.event(s, room.changed(**ending)):
            home.put(told)
        return ending | staged(room, view="end")

    room = changed(s, id, work)
    reveal.conclude(s, room)
    finished.tell(s, room)
    return room


def unlink_due(s: Services, at: datetime.datetime | None = None) -> int:
    """Unlink every workshop that ended 24 hours ago or earlier; how many."""
    moment = at or now()
    ended = moment - LINKED
    near = s.store.below(Workshop, "linked", f"{ended + SECOND_LATER:{SECOND}}")
    found = (s.store.get(Workshop, id) for id in near)
    due = [room.id for room in found if room and room.ended and room.ended <= ended]
    for id in due:
        unlink(s, id)
    return len(due)


def unlink(s: Services, id: str) -> Workshop:
    """Delete every link between a seat and its answers; single answers cannot be found any more.

    The answers are written anew, under other ids and in a random order: not even the disk tells
    when one was given. A stop on the way loses nothing, doubles nothing, and is made up for by the
    next call.
    """
    room = workshop(s, id)
    for seat in seats(s, room):
        s.store.erase(seat.home)
    found = ballots(s, room)
    copies = {_new_id(room, ballot) for ballot in found}  # of some that a stop left beside them
    old = [ballot for ballot in found if ballot.id not in copies]
    random.SystemRandom().shuffle(old)
    for ballot in old:
        new = _new_id(room, ballot)
        copy = ballot.changed(home=new, id=new, turn=0, paper=False)
        s.store.transact(new, partial(_put, copy))
        s.store.erase(ballot.home)
    return changed(s, id, lambda *_: {"unlinked": True})


def forget_due(s: Services, at: datetime.datetime | None = None) -> int:
    """Erase what is older than it may be kept, and unlink what ended a day ago; how many files.

    While another process is about it, nothing is left to do but for this process's own folder.
    """
    with s.store.alone("forgetting") as mine:
        if mine:
            return _forget(s, at or now())
    retention.forget_copies(s.settings.data, at or now())
    return 0


def _forget(s: Services, moment: datetime.datetime) -> int:
    erased = purge_expired(s, moment.date())
    if erased:
        audit.note(s, "purged", CLOCK, f"{erased} files", moment)
    unlink_due(s, moment)
    retention.forget(s, moment)
    outbox.forget(s, moment)
    return erased


def _new_id(room: Workshop, ballot: Ballot) -> str:
    """Under which id a ballot is written anew: the same at every try, and nobody else's guess."""
    key = bytes.fromhex(room.secret)
    return hmac.digest(key, f"unlinked {ballot.id}".encode(), hashlib.sha256).hex()[:32]


def _put(ballot: Ballot, home: Transaction) -> None:
    home.put(ballot)
