"""Advice: the least effort that leads a level up, checked by trying every set, and the lists."""

from collections.abc import Sequence
from fractions import Fraction

from hypothesis import given, settings

from scoring.instrument import Instrument, Sign
from scoring.response import Answer, Response
from scoring.score import score
from scoring.scorecard import NextStep, Step
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


@settings(max_examples=100, deadline=None)
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


@settings(max_examples=80, deadline=None)
@given(sheets(signs=(3, 7), items=(1, 3)))
def test_lists_keep_their_promises(sheet: Sheet) -> None:
    """Both lists are short and apart, priorities lie below 80, and strengths are not seen."""
    instrument, response = sheet
    card = score(instrument, response)
    value = {line.sign: line.value for line in card.overall.ledger}
    listed = [*card.priorities, *card.strengths, *card.least_weak]

    assert len(listed) == len(set(listed))
    assert max(map(len, (card.priorities, card.strengths, card.least_weak))) <= 3
    assert not (card.strengths and card.least_weak)
    assert all((value[sign] or 0) < 80 for sign in card.priorities)
    assert all(card.sign(sign).status == "absent" for sign in card.strengths)
    assert not set(card.find_out) & set(listed)


@settings(max_examples=80, deadline=None)
@given(sheets(signs=(3, 7), items=(1, 3)))
def test_priorities_are_the_most_urgent(sheet: Sheet) -> None:
    """They stand in the order of urgency, doubled where named, after the sign that caps."""
    instrument, response = sheet
    card = score(instrument, response)

    def rank(sign: Sign) -> tuple[bool, Fraction]:
        gap = 100 - (plain.sign_score(sign, response) or Fraction(0))
        named = 2 if sign.id in response.costs_most else 1
        return sign.id != card.overall.capped_by, -gap * plain.exact(sign.weight) * named

    scores = [(sign, plain.sign_score(sign, response)) for sign in instrument.signs]
    open_to = [sign for sign, value in scores if value is not None and value < 80]

    assert list(card.priorities) == [sign.id for sign in sorted(open_to, key=rank)[:3]]


@settings(max_examples=80, deadline=None)
@given(sheets(signs=(2, 3, 7), items=(1, 3), scopes=["full"]))
def test_the_cap_names_the_weakest_sign(sheet: Sheet) -> None:
    """A sign is named only if it holds the level down, and then it is the first of the lowest."""
    instrument, response = sheet
    overall = score(instrument, response).overall
    scores = {sign.id: plain.sign_score(sign, response) for sign in instrument.signs}
    known = {sign: value for sign, value in scores.items() if value is not None}

    if overall.level == overall.level_of_score:
        assert overall.capped_by is None
    else:
        assert overall.capped_by == min(known, key=lambda sign: known[sign])


@settings(max_examples=80, deadline=None)
@given(sheets(signs=(7,), items=(5,), scopes=["full"], answers=KNOWN))
def test_the_overall_step_reaches_its_level_and_wastes_nothing(sheet: Sheet) -> None:
    """With all its items raised the level is reached, and with any one of them less it is not."""
    instrument, response = sheet
    overall = score(instrument, response).overall
    if overall.next_step is None or not overall.next_step.steps:
        return
    steps = overall.next_step.steps

    def level_with(raised: Sequence[Step]) -> int:
        answers = response.answers | {step.item: step.points for step in raised}
        return score(instrument, Response.model_validate({"answers": answers})).overall.level or 0

    assert level_with(steps) >= overall.next_step.level
    for left_out in steps:
        assert level_with([step for step in steps if step != left_out]) < overall.next_step.level


@settings(max_examples=60, deadline=None)
@given(sheets(signs=(3,), items=(3,), scopes=["full"], answers=KNOWN))
def test_a_step_names_the_cheapest_action_that_moves_its_item(sheet: Sheet) -> None:
    """A step raises its item by one option, with an action of the sign's status, or none and L."""
    instrument, response = sheet
    for found in score(instrument, response).signs:
        for step in found.next_step.steps if found.next_step else ():
            assert step.points - 1 == response.answers[step.item]
            every = getattr(instrument.by_id[found.id].actions, found.status)
            moving = [action for action in every if step.item in action.moves]
            efforts = [action.effort for action in moving]
            assert step.effort == min(efforts, key="SML".index, default="L")
            assert step.action == (moving[efforts.index(step.effort)].id if moving else None)
