"""What the facilitator does in front of the room: open, close, reveal, vote again, go on, undo."""

from typing import Any, Literal

from assessment.desk import audit
from assessment.desk_records import What
from assessment.errors import Refused
from assessment.records import Publication, Round, Workshop, new_id
from assessment.services import Services
from assessment.store import Transaction
from assessment.workshop import reveal
from assessment.workshop.kept import changed, now, staged, workshop

FACILITATOR = "the facilitator"
View = Literal["lobby", "overview", "plan"]


def open_round(s: Services, id: str, sign: str, seconds: int | None = None) -> Workshop:
    """Ask a sign of everybody, with a timer if seconds are given. Raises Refused and NotSaved."""

    def work(room: Workshop, home: Transaction) -> dict[str, Any]:
        _refuse_unless_open(room)
        if sign not in room.signs:
            raise Refused("This sign is not asked in this workshop.")
        before = home.find(Round)
        if any(r.state == "open" for r in before):
            raise Refused("A round is open already. Close it first.")
        if any(r.purpose == "measure" and sign in r.signs for r in before):
            raise Refused("This sign was asked already. You can let the room vote again.")
        return _asked(room, home, "measure", sign, seconds)

    return changed(s, id, work)


def vote_again(s: Services, id: str, sign: str, seconds: int | None = None) -> Workshop:
    """Ask the sign's key item afresh, after the talk. Raises Refused and NotSaved."""

    def work(room: Workshop, home: Transaction) -> dict[str, Any]:
        _refuse_unless_open(room)
        before = home.find(Round)
        if any(r.state == "open" for r in before):
            raise Refused("A round is open already. Close it first.")
        if not any(r.state == "revealed" and sign in r.signs for r in before):
            raise Refused("Reveal this sign first: a second vote follows a talk.")
        if any(r.purpose == "vote" and sign in r.signs for r in before):
            raise Refused("The room has voted again on this sign already.")
        return _asked(room, home, "vote", sign, seconds)

    return changed(s, id, work)


def close(s: Services, id: str) -> Workshop:
    """Close the open round and freeze what it comes to; nothing is shown yet."""

    def work(room: Workshop, home: Transaction) -> dict[str, Any]:
        asked = _current(room, home)
        if asked.state != "open":
            raise Refused("This round is closed already.")
        home.put(asked.changed(state="closed"))
        return staged(room, view="round")

    room = changed(s, id, work)
    reveal.freeze(s, room, _kept_round(s, room))
    return room


def reopen(s: Services, id: str) -> Workshop:
    """Open a round that was closed by a slip, as long as nothing of it was revealed."""

    def work(room: Workshop, home: Transaction) -> dict[str, Any]:
        asked = _current(room, home)
        if asked.state != "closed":
            raise Refused("Only a round that was closed and not revealed can be opened again.")
        home.put(asked.changed(state="open"))
        home.delete(Publication, reveal.frozen_as(asked.id))
        return {}

    return changed(s, id, work)


def show(s: Services, id: str, sign: str | None = None) -> Workshop:
    """Reveal the closed round, all at once, or turn to a sign that was revealed."""
    room = workshop(s, id)
    asked = s.store.get(Round, room.stage.round) if room.stage.round else None
    if asked and asked.state == "closed":
        reveal.freeze(s, room, asked)  # a stop of the server may have come between

    def work(room: Workshop, home: Transaction) -> dict[str, Any]:
        asked = _current(room, home)
        if asked.state == "open":
            raise Refused("Close the round first.")
        if asked.state == "closed":
            home.put(asked.changed(state="revealed"))
        shown = {x for r in home.find(Round) for x in r.signs if r.state == "revealed"}
        shown |= set(asked.signs)
        turned = sign or (room.stage.sign if room.stage.sign in shown else asked.signs[0])
        if turned not in shown:
            raise Refused("This sign is not revealed yet.")
        return staged(room, view="reveal", sign=turned)

    room = changed(s, id, work)
    if asked and asked.state == "closed":
        _note(s, room, "revealed", f"round {asked.number}")
    return room


def show_items(s: Services, id: str, *, shown: bool) -> Workshop:
    """Let the screens show all questions of the revealed sign, or its groups again."""

    def work(room: Workshop, home: Transaction) -> dict[str, Any]:
        done = {sign for r in home.find(Round) for sign in r.signs if r.state == "revealed"}
        if room.stage.view != "reveal" or room.stage.sign not in done:
            raise Refused("Show a revealed sign first.")
        return staged(room, items=shown)

    return changed(s, id, work)


def turn(s: Services, id: str, view: View) -> Workshop:
    """Let the screens show the lobby, the overview or the plan."""

    def work(room: Workshop, home: Transaction) -> dict[str, Any]:
        if view == "overview":
            asked = _current(room, home)
            if asked.state == "closed" and asked.purpose == "measure":
                home.put(asked.changed(state="revealed"))
            if not any(r.state == "revealed" for r in home.find(Round)):
                raise Refused("Close the round first: the overview shows what was revealed.")
        return staged(room, view=view)

    before = len(reveal.revealed(s, workshop(s, id)))
    room = changed(s, id, work)
    if len(reveal.revealed(s, room)) > before:
        _note(s, room, "revealed", "all that was asked")
    return room


def undo(s: Services, id: str) -> Workshop:
    """Go back one step; a round closed by a slip opens again. What was revealed stays revealed."""
    room = workshop(s, id)
    asked = s.store.get(Round, room.stage.round) if room.stage.round else None
    if room.stage.view == "round" and asked and asked.state == "closed":
        return reopen(s, id)

    def work(room: Workshop, home: Transaction) -> dict[str, Any]:
        if not room.before:
            raise Refused("There is nothing to undo.")
        *before, last = room.before
        if room.stage.round and room.stage.round != last.round:
            _take_back(home, room.stage.round)
        return {"stage": last, "before": tuple(before)}

    return changed(s, id, work)


def hide_comment(s: Services, id: str, publication: str, place: int, *, hidden: bool) -> Workshop:
    """Hide a comment from the screens and files, or show it again."""

    def work(_: Workshop, home: Transaction) -> dict[str, Any]:
        found = home.get(Publication, publication)
        if found is None or not 0 <= place < len(found.comments):
            raise Refused("This comment is not there any more.")
        comments = list(found.comments)
        comments[place] = comments[place].model_copy(update={"hidden": hidden})
        home.put(found.changed(comments=tuple(comments)))
        return {}

    return changed(s, id, work)


def _note(s: Services, room: Workshop, what: What, about: str) -> None:
    """Log what was shown to a room of real people, and to which."""
    if room.nature == "real":
        audit.note(s, what, FACILITATOR, f"{audit.mark(room)}, {about}")


def _refuse_unless_open(room: Workshop) -> None:
    if room.phase != "open":
        raise Refused("Open the door first: nobody has joined.")


def _asked(
    room: Workshop,
    home: Transaction,
    purpose: Literal["measure", "vote"],
    sign: str,
    seconds: int | None,
) -> dict[str, Any]:
    """The stage of a new round, which is put beside the workshop."""
    before = home.find(Round)
    made = Round(
        home=room.id,
        id=new_id(),
        number=1 + max((r.number for r in before), default=0),
        purpose=purpose,
        signs=(sign,),
        opened=now(),
        seconds=seconds,
    )
    home.put(made)
    return staged(room, view="round", round=made.id, sign=sign)


def _current(room: Workshop, home: Transaction) -> Round:
    found = home.get(Round, room.stage.round) if room.stage.round else None
    if found is None:
        raise Refused("No round was opened yet.")
    return found


def _kept_round(s: Services, room: Workshop) -> Round:
    found = s.store.get(Round, room.stage.round or "-")
    if found is None:
        raise Refused("No round was opened yet.")
    return found


def _take_back(home: Transaction, round_id: str) -> None:
    """Take a round back that was opened by a slip; one that was closed is a result, and stays."""
    opened = home.get(Round, round_id)
    if opened and opened.state == "open":
        home.delete(Round, round_id)
