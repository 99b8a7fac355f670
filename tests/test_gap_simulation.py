"""Perception gaps under truths that are known: mid, floor-heavy and two-camp.

A larger simulation is `python -m bench.groups`; its tables stand in docs/methodology.md.
"""

import pytest

from bench.groups import cells, false_clear, welch, welch_chance
from bench.truths import Truth, truths, uneven
from scoring.interval import FEWEST

GROUPS, WORKSHOPS = 6_000, 2_000
ERROR = 0.008  # three standard errors of a share of 0.95 in so many groups
LUCK = 0.010  # two of a share of 0.05 in so many workshops
FIVE_ITEMS, ONE_ITEM = truths(5), truths(1)
SIZES = [(8, 8), (8, 30), (10, 10), (10, 30), (20, 20), (30, 100)]


def named(*names: str) -> list[Truth]:
    """The truths of these names."""
    return [truth for truth in FIVE_ITEMS if truth.name in names]


MAIN = named(
    "mid, correlation 0.3",
    "floor-heavy, correlation 0.3",
    "floor-heavy, correlation 0.6",
    "two-camp, correlation 0.3",
    "camps of 50 and 50",
)


@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_intervals_hold_the_truth_in_93_to_97_of_100(sizes: tuple[int, int]) -> None:
    """For groups of eight and more, of one truth or of two."""
    assert len(MAIN) == 5
    outside = {
        pair: share
        for pair, share in cells(sizes, MAIN, GROUPS).items()
        if not 0.93 - ERROR <= share <= 0.97 + ERROR
    }
    assert outside == {}


@pytest.mark.parametrize("sizes", [(8, 8), (10, 10), (20, 20), (30, 100)], ids=str)
def test_intervals_of_the_check_hold_it_as_well(sizes: tuple[int, int]) -> None:
    """With one item a sign there are five scores only."""
    shares = cells(sizes, ONE_ITEM, GROUPS).values()
    assert min(shares) >= 0.93 - ERROR
    assert max(shares) <= 0.97 + ERROR


def test_with_fewer_people_the_worst_truth_is_held_in_less_than_90() -> None:
    """That is where "too few to say" begins."""
    hard = [*named("floor-heavy, correlation 0.3"), uneven()]
    fewer, enough = (min(cells((n, n), hard, GROUPS).values()) for n in (FEWEST - 2, FEWEST))
    assert fewer < 0.9 < enough


@pytest.mark.parametrize("room", [(8, 8), (12, 12, 12), (30, 8, 12), (60, 100, 8)])
def test_without_a_true_gap_at_most_5_of_100_workshops_call_one_clear(
    room: tuple[int, ...],
) -> None:
    """Over seven signs and all pairs of groups."""
    worst = max(false_clear(truth, room, WORKSHOPS) for truth in [*MAIN, uneven()])
    assert worst <= 0.05 + LUCK


def test_the_simulation_finds_out_what_is_in_the_books() -> None:
    """Plain Welch misses the truth too often, and calls clear what is not, in uneven rooms."""
    floor = named("floor-heavy, correlation 0.6")
    assert min(cells((8, 30), floor, GROUPS, welch).values()) < 0.93 - ERROR
    assert false_clear(floor[0], (60, 100, 8), WORKSHOPS, welch_chance, 0.05) > 0.15
