"""The score: what must hold of every scorecard, whatever the answers."""

import math
import random
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.instrument import Instrument, Statuses
from scoring.response import Answer, Response
from scoring.score import score, sign_scores
from scoring.scorecard import Overall, Scorecard, SignScore
from tests import plain_score as plain
from tests.make_instrument import small_instrument
from tests.make_responses import ANSWERS, POINTS, sheets

Sheet = tuple[Instrument, Response]
SEVEN = small_instrument(signs=7, items=5)

some = settings(max_examples=60, deadline=None)


def changed(response: Response, answers: Mapping[str, Answer | None]) -> Response:
    """The response with some answers replaced; None takes an answer away."""
    merged = {**response.answers, **answers}
    kept = {item: answer for item, answer in merged.items() if answer is not None}
    return response.model_copy(update={"answers": kept})


def parts(card: Scorecard) -> list[Overall | SignScore]:
    """The overall part of a scorecard, then its signs."""
    return [card.overall, *card.signs]


def numbers(card: Scorecard) -> list[float | None]:
    """Every score and bound of a scorecard."""
    return [n for part in parts(card) for n in (part.score, part.low, part.high)]


@some
@given(sheets())
def test_the_scores_alone_are_those_of_the_scorecard(sheet: Sheet) -> None:
    """Whatever was answered, in the check and in the full assessment."""
    instrument, response = sheet
    alone = sign_scores(instrument, response.scope, response.answers)

    assert alone == {sign.id: sign.score for sign in score(instrument, response).signs}


@some
@given(sheets())
def test_agrees_with_the_plain_method(sheet: Sheet) -> None:
    """Scores, bounds, levels and what is on the line are what plain fractions say."""
    instrument, response = sheet
    card = score(instrument, response)
    full = response.scope == "full"
    overall = card.overall

    def bound(points: int) -> float | None:
        value = plain.overall(instrument, lambda sign: plain.filled(sign, response, points))
        return plain.shown(instrument, value)

    def level(changed: Response) -> int | None:
        return plain.overall_level(instrument, changed)

    items = [item for sign in instrument.signs for item in plain.asked(sign, response)]
    assert overall.score == plain.shown(instrument, plain.overall_score(instrument, response))
    assert (overall.low, overall.high) == (bound(1), bound(5))
    assert overall.level == level(response)
    assert overall.on_the_line == plain.near(response, items, level)
    for sign, found in zip(instrument.signs, card.signs, strict=True):
        value = plain.sign_score(sign, response) if full else None
        assert found.score == plain.shown(instrument, value)
        assert found.level == (None if value is None else plain.level(instrument, value))


@some
@given(sheets(scopes=["full"]))
def test_a_sign_on_the_line_is_found(sheet: Sheet) -> None:
    """The levels named as near are those that one option on one of its items would give."""
    instrument, response = sheet

    for sign, found in zip(instrument.signs, score(instrument, response).signs, strict=True):

        def level(changed: Response, sign=sign) -> int | None:  # type: ignore[no-untyped-def]
            value = plain.sign_score(sign, changed)
            return None if value is None else plain.level(instrument, value)

        items = plain.asked(sign, response)
        assert found.on_the_line == plain.near(response, items, level)


@some
@given(sheets())
def test_scores_are_bounded(sheet: Sheet) -> None:
    """Scores are 0 to 100 or missing, and a sign's score lies within its bounds."""
    card = score(*sheet)

    assert all(number is None or 0 <= number <= 100 for number in numbers(card))
    for sign in card.signs:
        if sign.score is not None:
            assert sign.low is not None
            assert sign.high is not None
            assert sign.low <= sign.score <= sign.high


@some
@given(sheets(), st.data())
def test_raising_an_answer_never_lowers_a_score(sheet: Sheet, data: st.DataObject) -> None:
    """One option more on one item lowers no score, no bound and no level."""
    instrument, response = sheet
    raisable = [item for item, answer in response.answers.items() if answer in (1, 2, 3, 4)]
    if not raisable:
        return
    item = data.draw(st.sampled_from(raisable))
    points: Answer = response.answers[item] + 1  # type: ignore[operator]
    before = score(instrument, response)
    after = score(instrument, changed(response, {item: points}))

    for low, high in zip(numbers(before), numbers(after), strict=True):
        assert (low is None) == (high is None)
        assert low is None or high is None or low <= high
    assert (before.overall.level or 0) <= (after.overall.level or 0)


@some
@given(sheets(), st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(sheet: Sheet, rng: random.Random) -> None:
    """The same answers in another order make the same scorecard."""
    instrument, response = sheet
    shuffled = list(response.answers.items())
    rng.shuffle(shuffled)

    assert score(instrument, response.model_copy(update={"answers": dict(shuffled)})) == score(
        instrument, response
    )


@some
@given(sheets())
def test_dont_know_scores_as_an_open_item_does(sheet: Sheet) -> None:
    """A don't know changes no number that leaving the item open would not change alike."""
    instrument, response = sheet
    unknown = [item for item, answer in response.answers.items() if answer == "dont_know"]
    left_open = score(instrument, changed(response, dict.fromkeys(unknown)))
    said = score(instrument, response)

    assert numbers(left_open) == numbers(said)
    assert left_open.overall == said.overall
    assert [sign.status for sign in left_open.signs] == [sign.status for sign in said.signs]
    assert left_open.priorities == said.priorities


@some
@given(sheets(scopes=["full"], items=(5,)), st.data())
def test_dont_know_is_never_a_zero(sheet: Sheet, data: st.DataObject) -> None:
    """A sign's score is the one it would have if an unknown item did not apply."""
    instrument, response = sheet
    item = data.draw(st.sampled_from(list(instrument.items)))
    sign = instrument.sign_of[item].id
    unknown = score(instrument, changed(response, {item: "dont_know"})).sign(sign)
    without = score(instrument, changed(response, {item: "not_applicable"})).sign(sign)

    if unknown.score is not None:
        assert unknown.score == without.score


@some
@given(sheets(), st.data())
def test_bounds_contain_every_completion(sheet: Sheet, data: st.DataObject) -> None:
    """However the unknown and open items turn out, every score lies within its bounds."""
    instrument, response = sheet
    missing = [i for i in instrument.items if response.answers.get(i) in (None, "dont_know")]
    filling = {item: data.draw(st.sampled_from(POINTS)) for item in missing}
    partial = score(instrument, response)
    complete = score(instrument, changed(response, filling))

    for before, after in zip(parts(partial), parts(complete), strict=True):
        if after.score is not None:
            assert before.low is not None
            assert before.high is not None
            assert before.low <= after.score <= before.high


@some
@given(sheets(scopes=["full"]))
def test_ledgers_add_up(sheet: Sheet) -> None:
    """The shares of a ledger add up to the score before it is rounded."""
    instrument, response = sheet
    card = score(instrument, response)
    exact = [plain.sign_score(sign, response) for sign in instrument.signs]
    whole = plain.overall_score(instrument, response)

    for part, value in zip(parts(card), [whole, *exact], strict=True):
        shares = [line.share for line in part.ledger if line.share is not None]
        assert bool(shares) == (value is not None)
        assert math.isclose(sum(shares), value or 0, abs_tol=1e-9)


@some
@given(sheets())
def test_counts_add_up(sheet: Sheet) -> None:
    """Every asked item is counted once, and has its line."""
    instrument, response = sheet

    for sign, found in zip(instrument.signs, score(instrument, response).signs, strict=True):
        total = found.answered + found.dont_know + found.not_applicable + found.open
        assert total == found.items == len(found.ledger)
        assert [line.item for line in found.ledger] == plain.asked(sign, response)


@some
@given(sheets())
def test_a_scorecard_survives_its_json(sheet: Sheet) -> None:
    """A scorecard is valid, and reads back as it was."""
    card = score(*sheet)

    assert Scorecard.model_validate_json(card.model_dump_json()) == card


@some
@given(st.dictionaries(st.text(max_size=12), st.sampled_from(ANSWERS), max_size=9))
def test_answers_to_unknown_items_are_not_looked_at(strange: dict[str, Answer]) -> None:
    """Whatever else stands among the answers, the scorecard is that of the known items."""
    known: dict[str, Answer] = dict.fromkeys(SEVEN.items, 4)

    assert score(SEVEN, Response(answers=strange | known)) == score(SEVEN, Response(answers=known))


def test_every_language_scores_alike() -> None:
    """A translation changes words, and no number, id or order of a scorecard."""
    words = {"s1.name": "Ziele", "s2_q1.option.3": "Manchmal"}
    instrument = small_instrument(signs=7, items=3, translations={"de": words})
    rng = random.Random(7)
    for scope in ("full", "check"):
        answers = {item: rng.choice(ANSWERS) for item in instrument.items}
        response = Response(scope=scope, answers=answers, costs_most=("s3",))
        cards = [score(one, response) for one in (instrument, instrument.in_language("de"))]
        without_source = [card.model_dump(exclude={"instrument": {"sha256"}}) for card in cards]

        assert instrument.in_language("de").by_id["s1"].name == "Ziele"
        assert without_source[0] == without_source[1]


@pytest.mark.parametrize(("weight", "shown"), [(5.994, 59.9), (5.995, 59.9), (5.9999, 59.9)])
def test_rounding_reaches_no_cut(weight: float, shown: float) -> None:
    """A score just below a cut score is shown below it, as its level is."""
    instrument = small_instrument(signs=1, items=2, item_weights=(weight, 10 - weight))
    sign = score(instrument, Response(answers={"s1_q1": 5, "s1_q2": 1})).signs[0]

    assert (sign.score, sign.level, sign.status) == (shown, 3, "emerging")


def test_a_score_on_a_cut_is_on_it_despite_odd_weights() -> None:
    """Weights that binary fractions cannot hold still make exactly 60."""
    instrument = small_instrument(signs=1, items=3, item_weights=(0.1, 1.1, 0.3))
    sign = score(instrument, Response(answers={"s1_q1": 4, "s1_q2": 4, "s1_q3": 1})).signs[0]

    assert (sign.score, sign.level, sign.status) == (60, 4, "absent")


def test_other_cut_scores_and_statuses_are_kept() -> None:
    """The instrument's own cut scores and status bounds decide."""
    instrument = small_instrument(
        signs=1,
        items=1,
        cut_scores=(0, 30, 50, 70, 90),
        statuses=Statuses(emerging=50, absent=75),
    )
    signs = [score(instrument, Response(answers={"s1_q1": n})).signs[0] for n in POINTS]

    assert [sign.level for sign in signs] == [1, 1, 3, 4, 5]
    assert [sign.status for sign in signs] == [
        "present",
        "present",
        "emerging",
        "absent",
        "absent",
    ]


def test_a_scorecard_names_its_instrument_and_response() -> None:
    """Which instrument, version and content it was made with, and what the response said beside."""
    response = Response(answers={}, group="sales", costs_most=("s2", "s1"))
    card = score(SEVEN, response)

    assert card.instrument.model_dump() == {
        "id": "small",
        "version": "1.0.0",
        "sha256": SEVEN.sha256,
    }
    assert (card.scope, card.group, card.costs_most) == ("full", "sales", ("s2", "s1"))
    assert card.overall.signs_needed == 5


def test_an_action_whose_items_all_stand_high_is_left_out() -> None:
    """Nobody is told to begin what they do already."""
    small = small_instrument(signs=1, items=3)
    moves = {a.id: a.moves for a in small.actions.values() if a.id.startswith("s1_emerging")}
    for action, moved in moves.items():
        answers: dict[str, Answer] = {i: 5 if i in moved else 2 for i in small.items}
        [sign] = score(small, Response(answers=answers)).signs
        assert sign.status == "emerging"
        assert sign.actions == tuple(other for other in moves if other != action)
    [middling] = score(small, Response(answers=dict.fromkeys(small.items, 3))).signs
    assert middling.actions == tuple(moves)


def test_actions_are_those_of_the_status() -> None:
    """A sign is given the actions of its status, and none where nothing of it applies."""
    answers: dict[str, Answer] = {"s1_q1": 1, "s2_q1": 3, "s3_q1": 5, "s4_q1": "not_applicable"}
    instrument = small_instrument(signs=5, items=1)
    signs = score(instrument, Response(answers=answers)).signs

    assert [sign.actions for sign in signs] == [
        ("s1_present_1", "s1_present_2", "s1_present_3"),
        ("s2_emerging_1", "s2_emerging_2", "s2_emerging_3"),
        ("s3_absent_1",),
        (),
        ("s5_unknown_1", "s5_unknown_2"),
    ]
