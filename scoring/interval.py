"""The interval: how sure the difference between the means of two groups is.

Every function takes whole arrays, so that many gaps are worked out at once. Scores are 0 to 100.
Why it is not plain Welch, and what the alternatives reached: docs/decisions/gaps.md.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scoring.student import Array, log_gamma, quantile, two_sided

FEWEST = 8  # people in each group; with fewer, some truths are in less than 90 % of the intervals
CLEAR = 0.04  # the chance, over all pairs and signs, below which a gap is statistically clear
HALF_A_PERSON = 0.5
HALVINGS = 36


Flags = npt.NDArray[np.bool_]


class Side(NamedTuple):
    """The scores of a group, or of many."""

    n: Array  # at least 2
    mean: Array
    squares: Array  # sum of the squared distances from the mean

    @property
    def leeway(self) -> Array:
        """The most that the mean leaves for a variance: what it is if all stand at 0 or at 100."""
        return self.mean * (100 - self.mean)


def side(groups: Sequence[npt.ArrayLike]) -> Side:
    """The side of each group of scores."""
    each = [np.asarray(scores, dtype=float) for scores in groups]
    means = [scores.mean() for scores in each]
    return Side(
        np.array([float(scores.size) for scores in each]),
        np.array(means),
        np.array(
            [
                # What a mean of equal scores is off by is no spread.
                0.0 if np.ptp(scores) == 0 else float(((scores - mean) ** 2).sum())
                for scores, mean in zip(each, means, strict=True)
            ]
        ),
    )


def interval(first: Side, second: Side) -> tuple[Array, Array]:
    """The 95 % interval of the first mean minus the second; it means nothing where `agreed`.

    Each mean's own interval is Wilson's, for a spread that goes with the mean as it must between
    two ends. They are put together by variance recovery, with Welch's degrees of freedom.
    """
    spreads, df = _spreads(first, second)
    t = quantile(df)
    low_1, high_1 = _wilson(first, spreads[0], t)
    low_2, high_2 = _wilson(second, spreads[1], t)
    gap = first.mean - second.mean
    low = gap - np.hypot(first.mean - low_1, high_2 - second.mean)
    return low, gap + np.hypot(high_1 - first.mean, second.mean - low_2)


def agreed(first: Side, second: Side) -> Flags:
    """Where all members of the first group have one score, and all of the second have one."""
    alike: Flags = np.maximum(first.squares, second.squares) == 0
    return alike


def chance(first: Side, second: Side) -> Array:
    """How likely so wide a gap is without a true one, two-sided.

    The larger of two: that of the interval which just reaches 0, and that of a common spread. Each
    sees what the other misses. Where both groups agree entirely it is the share of all ways to
    deal the answers out that part them so.
    """
    most = np.maximum(_of_interval(first, second), _of_common_spread(first, second))
    n_1, n_2 = first.n, second.n
    deals = log_gamma(n_1 + n_2 + 1) - log_gamma(n_1 + 1) - log_gamma(n_2 + 1)
    found = np.where(agreed(first, second), np.minimum(1.0, 2 * np.exp(-deals)), most)
    return np.where(np.isclose(first.mean, second.mean, rtol=0, atol=1e-9), 1.0, found)


def holm(chances: Array, among: int = 0) -> Array:
    """The chances corrected for how many there are, by Holm's step-down procedure.

    `among` is how many there will be, where these are only the first of them.
    """
    order = np.argsort(chances, kind="stable")
    left = max(among, chances.size) - np.arange(chances.size)
    corrected = np.empty_like(chances)
    corrected[order] = np.minimum(1.0, np.maximum.accumulate(chances[order] * left))
    return corrected


def _spreads(first: Side, second: Side) -> tuple[tuple[Array, Array], Array]:
    """Each side's spread as a share of what its mean leaves room for, and Welch's df.

    To each side half a person of a common spread is added. So a group that happens to agree is not
    taken for one that could only agree.
    """
    sides = (first, second)
    leeways = [one.leeway + one.squares / (one.n * (one.n - 1)) for one in sides]
    own = [
        one.squares / np.where(leeway > 0, leeway * (one.n - 1), 1.0)
        for one, leeway in zip(sides, leeways, strict=True)
    ]
    # The geometric mean; of a group that agrees entirely there is nothing to learn but the other's.
    common = np.where(np.minimum(*own) > 0, np.sqrt(own[0] * own[1]), np.maximum(*own))
    typical = (leeways[0] + leeways[1]) / 2
    spreads = [
        _with_half_a_person(one, leeway, common, typical)
        for one, leeway in zip(sides, leeways, strict=True)
    ]
    errors = [_error(one, spread) for one, spread in zip(sides, spreads, strict=True)]
    below = errors[0] ** 2 / (first.n - 1) + errors[1] ** 2 / (second.n - 1)
    least = np.minimum(first.n, second.n) - 1
    df = (errors[0] + errors[1]) ** 2 / np.where(below > 0, below, 1.0)
    return (spreads[0], spreads[1]), np.maximum(df, least)


def _with_half_a_person(one: Side, leeway: Array, common: Array, typical: Array) -> Array:
    squares = one.squares + HALF_A_PERSON * common * typical
    room = leeway * (one.n - 1) + HALF_A_PERSON * typical
    return np.clip(squares / np.where(room > 0, room, 1.0), 0, 1)


def _error(one: Side, spread: Array) -> Array:
    """The squared error of a mean, which half a person in the middle keeps off the ends."""
    mean = (one.n * one.mean + HALF_A_PERSON * 50) / (one.n + HALF_A_PERSON)
    return spread * mean * (100 - mean) / one.n


def _wilson(one: Side, spread: Array, t: Array) -> tuple[Array, Array]:
    """The means that lie no more than t standard errors from the one seen, each by its own error.

    They solve (seen - mean)^2 = t^2 x spread x mean x (100 - mean) / n.
    """
    c = t * t * spread / one.n
    middle = one.mean + 50 * c
    root = np.sqrt(np.maximum(middle**2 - (1 + c) * one.mean**2, 0))
    return (middle - root) / (1 + c), (middle + root) / (1 + c)


def _of_interval(first: Side, second: Side) -> Array:
    """The chance at which the interval just reaches 0, found by halving."""
    swapped = first.mean < second.mean
    above, below = _ordered(swapped, first, second)
    spreads, df = _spreads(above, below)
    low, high = np.zeros_like(df), np.full_like(df, 1000.0)
    for _ in range(HALVINGS):
        t = (low + high) / 2
        least, _ = _wilson(above, spreads[0], t)
        _, most = _wilson(below, spreads[1], t)
        reaches = np.hypot(above.mean - least, most - below.mean) >= above.mean - below.mean
        high, low = np.where(reaches, t, high), np.where(reaches, low, t)
    return two_sided(high, df)


def _ordered(swapped: Flags, first: Side, second: Side) -> tuple[Side, Side]:
    pairs = list(zip(first, second, strict=True))
    above = Side(*[np.where(swapped, two, one) for one, two in pairs])
    return above, Side(*[np.where(swapped, one, two) for one, two in pairs])


def _of_common_spread(first: Side, second: Side) -> Array:
    """The chance by Student's test, as if both groups had one spread."""
    df = first.n + second.n - 2
    error = np.sqrt((first.squares + second.squares) / df * (1 / first.n + 1 / second.n))
    gap = np.abs(first.mean - second.mean)
    return two_sided(gap / np.where(error > 0, error, math.inf), df)
