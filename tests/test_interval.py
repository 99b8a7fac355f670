"""Student's distribution, the interval and the verdict against closed forms and scipy."""

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from scoring.interval import Side, agreed, chance, holm, interval, side
from scoring.student import quantile, two_sided

SCORES = st.lists(st.integers(0, 20).map(lambda step: 5.0 * step), min_size=8, max_size=40)
DEGREES = np.concatenate([np.linspace(2, 30, 57), [47.3, 100.0, 1000.0]])


def ends(first: Sequence[float], second: Sequence[float]) -> tuple[float, float]:
    """The interval of one gap."""
    low, high = interval(side([first]), side([second]))
    return float(low[0]), float(high[0])


def likely(first: Sequence[float], second: Sequence[float]) -> float:
    """The chance of one gap."""
    return float(chance(side([first]), side([second]))[0])


def test_the_quantile_is_students() -> None:
    """It agrees with scipy to twelve digits, for broken degrees of freedom too."""
    np.testing.assert_allclose(quantile(DEGREES), stats.t.ppf(0.975, DEGREES), rtol=1e-12)


@pytest.mark.parametrize("t", [0.0, 0.1, 1.0, 2.0, 4.0, 10.0, 40.0])
def test_the_tail_is_students(t: float) -> None:
    """It agrees with scipy near 0 and far out, where a verdict over 21 gaps is decided."""
    ours = two_sided(np.full_like(DEGREES, t), DEGREES)
    np.testing.assert_allclose(ours, 2 * stats.t.sf(t, DEGREES), rtol=1e-11)


def test_a_side_is_its_size_mean_and_squares() -> None:
    """Equal scores have no spread at all, whatever their mean is off by in the last digit."""
    one = side([[0.0, 50.0, 100.0], [100 / 3] * 7])
    assert one.n.tolist() == [3, 7]
    assert one.mean[0] == 50
    assert one.squares.tolist() == [5000, 0]


def test_in_the_middle_of_the_scale_it_is_nearly_welch() -> None:
    """For forty people each, spread evenly about 50, it differs from scipy's by less than 3 %."""
    first = [30.0, 45.0, 50.0, 55.0, 70.0] * 8
    second = [20.0, 40.0, 45.0, 55.0, 60.0] * 8
    low, high = ends(first, second)
    welch = stats.ttest_ind(first, second, equal_var=False).confidence_interval(0.95)
    width = welch.high - welch.low
    assert abs(low - welch.low) < 0.03 * width
    assert abs(high - welch.high) < 0.03 * width


def test_of_all_or_nothing_answers_it_is_newcombes() -> None:
    """For scores of 0 and 100 in many people it is the difference of Wilson's intervals."""
    first, second = [100.0] * 300 + [0.0] * 700, [100.0] * 200 + [0.0] * 800
    wilson = [
        stats.binomtest(hits, 1000).proportion_ci(0.95, method="wilson") for hits in (300, 200)
    ]
    low = 10 - 100 * math.hypot(0.3 - wilson[0].low, wilson[1].high - 0.2)
    high = 10 + 100 * math.hypot(wilson[0].high - 0.3, 0.2 - wilson[1].low)
    assert ends(first, second) == pytest.approx((low, high), abs=0.02)


@settings(deadline=None, max_examples=25)
@given(SCORES, SCORES)
def test_an_interval_holds_its_gap_and_does_not_leave_the_scale(
    first: list[float], second: list[float]
) -> None:
    """Seen from either end and from either side it is the same interval."""
    assume(not bool(agreed(side([first]), side([second]))[0]))
    low, high = ends(first, second)
    gap = sum(first) / len(first) - sum(second) / len(second)
    assert -100 - 1e-6 <= low <= gap + 1e-9
    assert gap - 1e-9 <= high <= 100 + 1e-6
    assert ends(second, first) == pytest.approx((-high, -low), abs=1e-6)
    turned = ends([100 - s for s in first], [100 - s for s in second])
    assert turned == pytest.approx((-high, -low), abs=1e-6)


@settings(deadline=None, max_examples=25)
@given(SCORES, SCORES)
def test_what_is_unlikely_by_chance_lies_outside_the_interval(
    first: list[float], second: list[float]
) -> None:
    """A verdict is never surer than the interval beside it, nor than Student's test."""
    likelihood = likely(first, second)
    assert likelihood == pytest.approx(likely(second, first), rel=1e-6)
    assume(not bool(agreed(side([first]), side([second]))[0]))
    low, high = ends(first, second)
    assert likelihood >= 0.05 or low > 0 or high < 0
    if np.ptp(first) or np.ptp(second):
        assert likelihood >= stats.ttest_ind(first, second).pvalue - 1e-9


def test_where_both_agree_entirely_the_ways_to_deal_decide() -> None:
    """Four against five has 126 deals; the chance is that of scipy's exact permutation test."""
    first, second = [25.0] * 4, [75.0] * 5
    exact = stats.permutation_test(
        (first, second), lambda x, y: np.mean(x) - np.mean(y), n_resamples=np.inf
    ).pvalue
    assert likely(first, second) == pytest.approx(exact)
    assert likely(first, first) == 1


def test_a_clear_case_is_as_unlikely_as_a_shuffle_says() -> None:
    """For scattered answers the chance is near that of a permutation test."""
    rng = np.random.default_rng(7)
    first = list(rng.choice([20.0, 40.0, 55.0, 70.0], 14))
    second = list(rng.choice([40.0, 55.0, 70.0, 90.0], 18))
    shuffled = stats.permutation_test(
        (first, second),
        lambda x, y, axis: np.mean(x, axis=axis) - np.mean(y, axis=axis),
        vectorized=True,
        n_resamples=20_000,
        rng=rng,
    ).pvalue
    assert shuffled / 1.5 <= likely(first, second) <= shuffled * 2.5


def test_one_group_at_the_end_of_the_scale_is_not_sure_to_be_there() -> None:
    """Eight people at 0 leave room above; as many as a hundred leave little."""
    others = [0.0, 0.0, 0.0, 20.0] * 5
    few, many = ends([0.0] * 8, others), ends([0.0] * 100, others)
    assert few[1] > 0
    assert many[1] < 0


@given(st.lists(st.floats(0, 1), min_size=1, max_size=21))
def test_holm_multiplies_by_how_many_are_left(chances: list[float]) -> None:
    """The smallest by all, the next by one less; never below one that came before, never over 1."""
    ranked = sorted(chances)
    wanted = [
        min(1.0, max(c * (len(ranked) - place) for place, c in enumerate(ranked[: upto + 1])))
        for upto in range(len(ranked))
    ]
    assert sorted(holm(np.array(chances)).tolist()) == pytest.approx(wanted)


def test_holm_keeps_the_order_of_what_it_is_given() -> None:
    """The third of these is the unlikely one."""
    assert holm(np.array([0.5, 0.03, 0.001])).tolist() == pytest.approx([0.5, 0.06, 0.003])


def test_many_gaps_at_once_are_each_what_they_are_alone() -> None:
    """Nothing passes from one gap to another but the correction."""
    rng = np.random.default_rng(3)
    firsts = [list(rng.choice([0.0, 25.0, 60.0], n)) for n in (8, 12, 30)]
    seconds = [list(rng.choice([10.0, 25.0, 90.0], n)) for n in (9, 40, 8)]
    low, high = interval(side(firsts), side(seconds))
    alone = [ends(one, other) for one, other in zip(firsts, seconds, strict=True)]
    np.testing.assert_allclose(np.array(alone).T, [low, high])


def test_sides_are_plain_arrays() -> None:
    """A simulation hands in sums instead of people."""
    made = Side(np.array([8.0]), np.array([50.0]), np.array([800.0]))
    low, high = interval(made, made)
    assert low[0] == pytest.approx(-high[0])
