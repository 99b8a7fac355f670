"""Advice: the least effort that leads a level up, checked by trying every set, and the lists."""

from collections.abc import Sequence
from fractions import Fraction

from hypothesis import given, settings

from scoring.instrument import Instrument
from scoring.response import Answer, Response
from scoring.score import score
from scoring.scorecard import NextStep
from tests import plain_score as plain
from tests.make_responses import POINTS, sheets

Sheet = tuple[Instrument, Response]
KNOWN: Sequence[Answer] = (*POINTS, 1, 2, 2, 3, 3, 4, "dont_know")


def chosen(step: NextStep | None) -> list[str] | None:
    """The items of a next step."""
    return None if step is None else [one.item for one in step.steps]


def overall_step_is_best(instrument: Instrument, response: Response) -> None:
    """Compare the overall step with the best of all sets of items."""
    overall = score(instrument, response).overall
    if overall.level is None or overall.level == 5:
        assert overall.next_step is None
        return
    target = overall.level + 1
    known = [s for s in instrument.signs if plain.sign_score(s, response) is not None]

    best = plain.next_step(
        instrument,
        response,
        [item.id for sign in known for item in sign.items],
        reached=lambda raised: (plain.overall_level(instrument, raised) or 0) >= target,
        value=lambda raised: plain.overall_score(instrument, raised),
    )

    assert overall.next_step is not None
    assert overall.next_step.level == target
    assert chosen(overall.next_step) == best


@settings(max_examples=120, deadline=None)
@given(sheets(signs=(1, 2, 3, 4), items=(1, 2), scopes=["full"], answers=KNOWN))
def test_the_overall_step_is_the_best_of_all_sets(sheet: Sheet) -> None:
    """No set of items takes less effort, fewer items, or ends higher for as little."""
    overall_step_is_best(*sheet)


@settings(max_examples=40, deadline=None)
@given(sheets(signs=(2,), items=(4,), scopes=["full"], answers=KNOWN))
def test_the_overall_step_is_the_best_with_many_items_a_sign(sheet: Sheet) -> None:
    """The same with fewer signs that hold more items."""
    overall_step_is_best(*sheet)


@settings(max_examples=60, deadline=None)
@given(sheets(signs=(1,), items=(1, 2, 3, 5), scopes=["full"], answers=KNOWN))
def test_a_signs_step_is_the_best_of_all_sets(sheet: Sheet) -> None:
    """No set of the sign's items takes less effort, fewer items, or ends higher for as little."""
    instrument, response = sheet
    sign, found = instrument.signs[0], score(instrument, response).signs[0]
    if found.level is None or found.level == 5:
        assert found.next_step is None
        return
    target = found.level + 1

    def value(raised: Response) -> Fraction:
        return plain.sign_score(sign, raised) or Fraction(0)

    best = plain.next_step(
        instrument,
        response,
        [item.id for item in sign.items],
        reached=lambda raised: plain.level(instrument, value(raised)) >= target,
        value=value,
    )

    assert chosen(found.next_step) == best
