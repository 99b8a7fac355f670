"""assessment/workshop/agenda.py"""

import pytest

from assessment import auth
from assessment.records import Workshop
from assessment.services import Services
from assessment.workshop import agenda, prepare, rounds
from assessment.workshop.agenda import Move, next_move
from assessment.workshop.kept import rounds as rounds_of
from assessment.workshop.kept import workshop


@pytest.fixture
def led(s: Services) -> Workshop:
    """A workshop that asks two signs, one after the other, with its door open."""
    return opened(s, "led")


def opened(s: Services, pace: str) -> Workshop:
    """A workshop that asks two signs, at that pace."""
    signs = {"scope": "signs", "signs": ("s1", "s2"), "pace": pace}
    wish = prepare.first_wish(s, "Spring").model_copy(update=signs)
    made = prepare.prepare(s, auth.new_token(), wish)
    assert next_move(made, (), ()) == Move(does="door")
    return prepare.open_door(s, made.id)


def what_next(s: Services, room: Workshop, *widest: str) -> Move | None:
    """The next step as the store has it now."""
    now = workshop(s, room.id)
    return next_move(now, rounds_of(s, now), widest)


def test_sign_by_sign_the_usual_way_leads_from_the_lobby_to_the_plan(
    s: Services, led: Workshop
) -> None:
    """Ask, close, reveal, the next sign; then the overview, the widest gaps, and the plan."""
    seen = []
    for sign in ("s1", "s2"):
        seen.append(what_next(s, led))
        rounds.open_round(s, led.id, sign)
        seen.append(what_next(s, led))
        rounds.close(s, led.id)
        seen.append(what_next(s, led))
        rounds.show(s, led.id)
    seen.append(what_next(s, led))
    rounds.turn(s, led.id, "overview")
    seen.append(what_next(s, led, "s2", "s1"))
    rounds.show(s, led.id, "s2")
    rounds.vote_again(s, led.id, "s2")
    rounds.close(s, led.id)
    rounds.show(s, led.id)
    seen.append(what_next(s, led, "s2", "s1"))
    seen.append(what_next(s, led, "s2"))
    rounds.turn(s, led.id, "plan")
    seen.append(what_next(s, led))

    assert [move and (move.does, move.sign) for move in seen] == [
        ("ask", "s1"),
        ("close", None),
        ("show", "s1"),
        ("ask", "s2"),
        ("close", None),
        ("show", "s2"),
        ("overview", None),
        ("talk", "s2"),
        ("talk", "s1"),
        ("plan", None),
        None,
    ]


def test_at_a_free_pace_the_overview_comes_first(s: Services) -> None:
    """All signs are answered at once: the room first sees where it differs most."""
    room = opened(s, "free")

    moves = [what_next(s, room)]
    rounds.close(s, room.id)
    moves.append(what_next(s, room))
    rounds.turn(s, room.id, "overview")
    moves.append(what_next(s, room, "s1"))

    assert moves == [Move(does="close"), Move(does="overview"), Move(does="talk", sign="s1")]


def test_a_vote_again_follows_a_reveal_and_comes_once(s: Services, led: Workshop) -> None:
    """Neither before the reveal, nor while a round is open, nor a second time."""

    def may() -> bool:
        now = workshop(s, led.id)
        return agenda.may_vote(now, rounds_of(s, now))

    said = [may()]
    rounds.open_round(s, led.id, "s1")
    said.append(may())
    rounds.close(s, led.id)
    rounds.show(s, led.id)
    said.append(may())
    rounds.vote_again(s, led.id, "s1")
    said.append(may())
    rounds.close(s, led.id)
    rounds.show(s, led.id)
    said.append(may())

    assert said == [False, False, True, False, False]
