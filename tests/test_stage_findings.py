"""assessment/stage_findings.py"""

from dataclasses import dataclass

import pytest

from assessment.stage_findings import StageFindings
from assessment.texts import load_texts
from tests.make_stage import INSTRUMENT, room_card, shifts

SAID = StageFindings(room_card(), INSTRUMENT, load_texts("en"))


@dataclass(frozen=True)
class Told:
    """What the room is told of a sign."""

    sign: str
    kind: str | None
    words: str


@pytest.mark.parametrize(
    "told",
    [
        Told("s1", "gap", "Sales sees it 31 points higher than Marketing."),
        Told("s2", "gap", "Marketing sees it 43 points higher than Sales."),
        Told("s3", "weakness", "Sales and Marketing see it alike. It is a weakness for both."),
        Told("s4", "strength", "Sales and Marketing see it alike. It is a strength for both."),
        Told("s5", None, "Not enough answers to compare Sales and Marketing."),
    ],
    ids=lambda told: told.sign,
)
def test_a_sign_is_told_by_what_its_groups_show(told: Told) -> None:
    """A wide gap, a shared weakness, a shared strength, or that it cannot be compared."""
    assert SAID.kind(told.sign) == told.kind
    assert SAID.told(told.sign) == told.words


def test_hidden_is_hidden_in_the_same_words() -> None:
    """Nobody, too few, and a group that did not take part cannot be told apart."""
    assert {SAID.stands("leadership", "s2"), SAID.stands("nobody", "s1"), SAID.score(None)} == {
        "not enough answers"
    }


def test_the_ends_of_the_scale_are_no_numbers() -> None:
    """At or below 10 and at or above 90 the exact mean is not said."""
    assert SAID.stands("sales", "s6") == "10 or less"
    assert SAID.stands("leadership", "s4") == "90 or more"


def test_the_widest_gaps_come_first_and_nothing_is_left_out() -> None:
    """Signs that cannot be compared stand last."""
    assert SAID.order[:3] == ("s2", "s6", "s1")
    assert SAID.order[-1] == "s5"
    assert sorted(SAID.order) == sorted(SAID.card.asked)


def test_a_second_vote_moves_a_group_on_the_scale() -> None:
    """Its mean before and after, 0 to 100; nothing where it is not published."""
    sales, marketing, leadership = (SAID.moved(shift) for shift in shifts())

    assert sales == pytest.approx((100 * 14 / 48, 100 * 27 / 48))
    assert marketing == pytest.approx((75, 57.5))
    assert leadership == (None, None)


def test_the_mirror_speaks_in_the_words_of_the_options() -> None:
    """What was expected and what was said, both as the options are written."""
    (first, second) = SAID.mirrors("s1")
    options = INSTRUMENT.items["s1_q1"].options

    assert first[0] == f"7 of 9 in Marketing expected Sales to say “{options[3]}”."
    assert first[1] == f"Sales said “{options[1]}”."
    assert second == ("Sales about Marketing: not enough answers.",)
