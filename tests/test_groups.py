"""The room's scorecard: what holds for every room."""

import random
from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.consensus import consensus
from scoring.groups import room
from scoring.interval import holm
from scoring.response import Response
from scoring.room import Guess, RoomScorecard
from scoring.score import score
from tests.make_instrument import small_instrument
from tests.make_responses import ANSWERS, POINTS

INSTRUMENT = small_instrument(signs=7, items=5, weights=(1, 2, 0.5), item_weights=(1, 1.5, 3))
ITEMS, SIGNS = list(INSTRUMENT.items), list(INSTRUMENT.by_id)
GROUPS = ("sales", "marketing", "leadership")
SEEDS = st.integers(0, 10**6)


def people(seed: int, groups: Sequence[str] = GROUPS, most: int = 12) -> list[Response]:
    """A few people in each group, some of whom do not know or leave items open."""
    rng = random.Random(seed)
    return [
        Response(
            group=group,
            answers={
                item: rng.choice(POINTS if rng.random() < 0.8 else ANSWERS)
                for item in ITEMS
                if rng.random() < 0.9
            },
            costs_most=tuple(rng.sample(SIGNS, rng.randint(0, 2))),
        )
        for group in groups
        for _ in range(rng.randint(1, most))
    ]


@settings(deadline=None, max_examples=20)
@given(SEEDS)
def test_a_mean_is_that_of_the_members_own_sign_scores(seed: int) -> None:
    """Scored one by one and averaged, to the tenth that their own rounding can shift it."""
    there = people(seed)
    card = room(INSTRUMENT, there, scope="full")
    for group in GROUPS:
        own = [score(INSTRUMENT, one) for one in there if one.group == group]
        for sign in SIGNS:
            known = [s for s in (one.sign(sign).score for one in own) if s is not None]
            mean = card.mean(group, sign)
            assert mean.n == len(known)
            if known:
                assert mean.score == pytest.approx(sum(known) / len(known), abs=0.11)


@settings(deadline=None, max_examples=40)
@given(SEEDS)
def test_the_order_of_people_says_nothing_and_the_value_is_json(seed: int) -> None:
    """Shuffled it is the same value, and it comes back from its own JSON."""
    there = people(seed)
    card = room(INSTRUMENT, there, scope="full")
    random.Random(seed).shuffle(there)
    assert room(INSTRUMENT, there, scope="full") == card
    assert RoomScorecard.model_validate_json(card.model_dump_json()) == card


@settings(deadline=None, max_examples=40)
@given(SEEDS)
def test_what_holds_for_every_list(seed: int) -> None:
    """At most three signs, none in two lists; strengths from 60, priorities below 80."""
    card = room(INSTRUMENT, people(seed), scope="full")
    scores = {sign.id: sign.score for sign in card.signs}
    assert max(map(len, (card.strengths, card.priorities, card.least_weak))) <= 3
    assert not {*card.priorities} & {*card.strengths, *card.least_weak}
    assert all((scores[sign] or 0) >= 60 for sign in card.strengths)
    assert all((scores[sign] or 0) < 80 for sign in card.priorities)
    capped = card.overall.capped_by
    assert capped is None or card.priorities[0] == capped


@settings(deadline=None, max_examples=30)
@given(SEEDS)
def test_leadership_changes_neither_scores_nor_levels(seed: int) -> None:
    """Only the share of who named a sign, and the gaps with it."""
    there = people(seed)
    alone = room(INSTRUMENT, [r for r in there if r.group != "leadership"], scope="full")
    card = room(INSTRUMENT, there, scope="full")
    assert card.overall == alone.overall
    assert [s.score for s in card.signs] == [s.score for s in alone.signs]
    assert card.widest == alone.widest
    assert card.gap("s1") == alone.gap("s1") or card.gap("s1").points == alone.gap("s1").points  # type: ignore[union-attr]


@settings(deadline=None, max_examples=30)
@given(SEEDS, st.integers(2, 8))
def test_nothing_stands_on_fewer_than_the_floor(seed: int, floor: int) -> None:
    """A number that is there has so many people behind it; the others are all None."""
    card = room(INSTRUMENT, people(seed), scope="full", floor=floor)
    for mean in card.means:
        assert mean.score is None or (mean.n or 0) >= floor
    for line in card.distributions:
        assert (line.n is None) == (line.counts is None)
        assert line.n is None or line.n >= floor
        shown = card.agreement(line.item, line.group).value is not None
        assert shown == (line.n is not None)
    for gap in card.gaps:
        known = [card.mean(group, gap.sign).score for group in gap.groups]
        assert (gap.points is None) == (gap.verdict == "hidden")
        assert gap.points is None or None not in known
        for item in gap.items:
            assert min(card.distribution(item, g).n or 0 for g in gap.groups) >= floor


@settings(deadline=None, max_examples=30)
@given(SEEDS)
def test_an_interval_is_only_where_there_are_enough_and_holds_the_gap(seed: int) -> None:
    """A clear gap's interval does not reach across 0."""
    card = room(INSTRUMENT, people(seed, most=24), scope="full")
    for gap in card.gaps:
        if gap.verdict in ("too_few", "hidden"):
            assert gap.low is gap.high is None
        elif gap.low is not None and gap.high is not None:
            assert gap.low <= (gap.points or 0) <= gap.high
            assert gap.verdict == "not_clear" or gap.low >= 0 or gap.high <= 0


def test_a_room_without_people_says_nothing() -> None:
    """Nobody is a room, too."""
    card = room(INSTRUMENT, [], scope="full")
    assert (card.means, card.gaps, card.priorities) == ((), (), ())
    assert card.overall.missing == ("sales", "marketing")
    assert {sign.status for sign in card.signs} == {"unknown"}


def test_a_guess_about_what_was_not_asked_is_not_looked_at() -> None:
    """Nor one from a group that is not there."""
    odd = [
        Guess(item="nonsense", asked="sales", about="marketing", points=3),
        Guess(item=ITEMS[0], asked="finance", about="marketing", points=3),
    ]
    there = people(1, ("sales", "marketing"))
    assert room(INSTRUMENT, there, scope="full", mirrors=odd).blind_spots == ()


def test_a_share_is_exact() -> None:
    """Three of seven are three of seven."""
    named = [("s2",)] * 3 + [()] * 4
    there = [Response(group="sales", answers={}, costs_most=n) for n in named]
    assert room(INSTRUMENT, there, scope="full").sign("s2").costs_most == float(Fraction(3, 7))


@given(st.lists(st.integers(0, 30), min_size=5, max_size=5).filter(lambda c: sum(c) > 1))
def test_consensus_lies_between_two_camps_and_all_alike(counts: list[int]) -> None:
    """It is 1 only if all chose one option, and the same from either end of the scale."""
    found = consensus(counts)
    assert found is not None
    assert 0 <= found <= 1
    assert (found == 1) == (max(counts) == sum(counts))
    assert consensus(counts[::-1]) == pytest.approx(found)


@pytest.mark.parametrize(
    ("counts", "value"),
    [
        ((5, 0, 0, 0, 5), 0.0),
        ((0, 0, 7, 0, 0), 1.0),
        ((1, 1, 1, 1, 1), 0.434),
        ((0, 5, 0, 5, 0), 0.585),
        ((5, 5, 0, 0, 0), 0.807),
    ],
)
def test_consensus_is_tastle_and_wiermans(counts: tuple[int, ...], value: float) -> None:
    """The numbers of their paper's measure, to three digits."""
    assert consensus(counts) == pytest.approx(value, abs=0.0006)


def test_nobody_agrees_alone() -> None:
    """One person has no consensus."""
    assert consensus((0, 1, 0, 0, 0)) is None


def test_signs_to_come_are_corrected_for() -> None:
    """One gap of seven signs is held to what it takes among all seven."""
    import numpy as np

    assert holm(np.array([0.01, 0.002]), 7).tolist() == pytest.approx([0.06, 0.014])


def test_only_the_gaps_that_may_be_shown_are_tested_and_corrected_for() -> None:
    """What is hidden changes no verdict of what is shown."""
    instrument = small_instrument(signs=2, items=1)
    groups = {"sales": (1, 2, 1, 3), "marketing": (2, 3, 3, 4), "leadership": (5, 4, 5, 5)}
    people = [
        Response(group=group, answers={"s1_q1": n, "s2_q1": n})
        for group, points in groups.items()
        for n in points * 3
    ]
    shown = {("s1", "sales"), ("s1", "marketing")}
    other = [one.model_copy(update={"answers": {**one.answers, "s2_q1": 3}}) for one in people]
    cards = [
        room(instrument, who, scope="full", signs_in_all=2, spread=shown) for who in (people, other)
    ]
    for card in cards:
        tested = {(g.sign, g.groups) for g in card.gaps if g.verdict != "too_few"}
        assert tested == {("s1", ("sales", "marketing"))}
    assert [g for g in cards[0].gaps if g.sign == "s1"] == [
        g for g in cards[1].gaps if g.sign == "s1"
    ]
