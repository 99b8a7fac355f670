"""What comes next in a workshop: what the facilitator's one large button does."""

from collections.abc import Sequence
from typing import Literal

from assessment.records import Round, Workshop
from scoring.values import Frozen

TALKS = 3  # signs that are talked about before the plan

Does = Literal["door", "ask", "close", "show", "overview", "talk", "plan", "end"]


class Move(Frozen):
    """A step of the workshop, and the sign it is about."""

    does: Does
    sign: str | None = None


def next_move(room: Workshop, rounds: Sequence[Round], widest: Sequence[str]) -> Move | None:
    """The step that follows by the usual way; None where the end has come, or is one's own choice.

    `widest` are the revealed signs by the gap between the two sides.
    """
    if room.phase != "open":
        return Move(does="door") if room.phase == "preparing" else None
    asked = current(room, rounds)
    if asked and asked.state != "revealed":
        return _of_round(asked)
    match room.stage.view:
        case "plan" | "end":
            return None
        case "overview":
            return _talk(rounds, widest)
    waiting = unasked(room, rounds)
    if room.pace == "led" and waiting:
        return Move(does="ask", sign=waiting[0])
    if room.stage.view == "reveal" and asked and asked.purpose == "vote":
        return _talk(rounds, widest)
    return Move(does="overview") if asked else None


def current(room: Workshop, rounds: Sequence[Round]) -> Round | None:
    """The round that is asked now, or was last."""
    return next((asked for asked in rounds if asked.id == room.stage.round), None)


def unasked(room: Workshop, rounds: Sequence[Round]) -> tuple[str, ...]:
    """The signs that no round has measured yet."""
    asked = {sign for r in rounds if r.purpose == "measure" for sign in r.signs}
    return tuple(sign for sign in room.signs if sign not in asked)


def revealed(room: Workshop, rounds: Sequence[Round]) -> tuple[str, ...]:
    """The signs that the room has seen, in their order."""
    shown = {sign for r in rounds if r.state == "revealed" for sign in r.signs}
    return tuple(sign for sign in room.signs if sign in shown)


def may_vote(room: Workshop, rounds: Sequence[Round]) -> bool:
    """Whether the room may vote again on the sign it talks about."""
    sign, voted = room.stage.sign, {s for r in rounds if r.purpose == "vote" for s in r.signs}
    return (
        room.phase == "open"
        and room.stage.view == "reveal"
        and sign in revealed(room, rounds)
        and sign not in voted
        and all(asked.state != "open" for asked in rounds)
    )


def _of_round(asked: Round) -> Move:
    if asked.state == "open":
        return Move(does="close")
    # All signs at once are too much for one reveal: the room first sees where it differs most.
    many = asked.purpose == "measure" and len(asked.signs) > 1
    return Move(does="overview") if many else Move(does="show", sign=asked.signs[0])


def _talk(rounds: Sequence[Round], widest: Sequence[str]) -> Move:
    voted = [sign for r in rounds if r.purpose == "vote" for sign in r.signs]
    waiting = [sign for sign in widest if sign not in voted]
    if len(voted) < TALKS and waiting:
        return Move(does="talk", sign=waiting[0])
    return Move(does="plan")
