"""The screens of answering, and what a session saw of one."""

import pytest

from assessment.screens import Screen, Seen, resumed, screens
from tests.make_instrument import small_instrument
from tests.make_records import assessment

INSTRUMENT = small_instrument(3, 2)
FULL = screens(INSTRUMENT, "full")


def seen(**fields: object) -> Seen:
    """What a session saw on arriving at the first sign."""
    return Seen(assessment(**fields), FULL[0])


def test_the_full_assessment_has_a_screen_for_each_sign() -> None:
    """In order, each with the sign's items."""
    assert [screen.id for screen in FULL] == ["s1", "s2", "s3"]
    assert [item.id for item in FULL[1].items] == ["s2_q1", "s2_q2"]


def test_the_check_is_one_screen_of_key_items() -> None:
    """One item a sign, and no sign of its own."""
    (check,) = screens(INSTRUMENT, "check")

    assert check.sign is None
    assert [item.id for item in check.items] == ["s1_q1", "s2_q1", "s3_q1"]


def test_a_dont_know_leaves_nothing_open() -> None:
    """Open is only what has no answer of any kind."""
    assert [item.id for item in FULL[0].open({"s1_q1": "dont_know"})] == ["s1_q2"]


@pytest.mark.parametrize(
    ("answers", "wanted", "expected"),
    [
        ({}, ("s3", "s2"), "s3"),
        ({}, ("nowhere", None, "s2"), "s2"),
        ({"s1_q1": 1, "s1_q2": 2}, (None,), "s2"),
        ({f"s{n}_q{q}": 3 for n in (1, 2, 3) for q in (1, 2)}, ("check",), "s1"),
    ],
    ids=["the first wanted", "the first that exists", "the first open", "the first of all"],
)
def test_answering_resumes(answers: dict, wanted: tuple[str | None, ...], expected: str) -> None:
    """At the first wanted screen, else where something is open, else at the start."""
    screen: Screen = resumed(FULL, answers, *wanted)

    assert screen.id == expected


def test_a_session_keeps_what_it_saw_while_it_stays() -> None:
    """What another device changes meanwhile is not taken for what this one saw."""
    first = seen(answers={"s1_q1": 2})

    assert Seen.of(first, assessment(answers={"s1_q1": 5}), FULL[0]) is first
    assert first.answers == {"s1_q1": 2}


@pytest.mark.parametrize(
    ("id", "screen"), [("a1", FULL[1]), ("a2", FULL[0])], ids=["screen", "assessment"]
)
def test_a_session_looks_again_elsewhere(id: str, screen: Screen) -> None:
    """Another screen, or another assessment, is seen as it is kept now."""
    again = Seen.of(seen(), assessment(id, answers={"s1_q1": 5}), screen)

    assert again.answers == {"s1_q1": 5}


def test_a_session_knows_its_place_in_one_assessment_only() -> None:
    """The place in another assessment says nothing."""
    assert Seen.place(seen(), "a1") == "s1"
    assert Seen.place(seen(), "a2") is None
    assert Seen.place(None, "a1") is None


def test_an_item_folds_when_another_is_answered() -> None:
    """What was just chosen stays as it is, since the keyboard may still be within."""
    session = seen(answers={"s1_q1": 2})
    assert session.look("s1_q1") == "folded"

    session.chosen("s1_q2")
    session.answers["s1_q2"] = 3
    assert session.look("s1_q2") == "asked"

    session.chosen("s1_q1")
    assert session.look("s1_q2") == "folded"


def test_change_opens_an_item_and_close_folds_it() -> None:
    """The same button turns it both ways."""
    session = seen(answers={"s1_q1": 2})

    session.turned("s1_q1")
    assert session.look("s1_q1") == "unfolded"

    session.turned("s1_q1")
    assert session.look("s1_q1") == "folded"


def test_a_changed_answer_folds_the_item_again() -> None:
    """Once chosen, it waits like any item that is being answered."""
    session = seen(answers={"s1_q1": 2})
    session.turned("s1_q1")
    session.chosen("s1_q1")

    assert session.look("s1_q1") == "asked"
