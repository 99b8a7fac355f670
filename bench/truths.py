"""Truths from which groups of people are drawn: what nobody knows of a real company."""

from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from scoring.interval import Side
from scoring.student import Array

ITEMS = 5
MARGINALS = {
    "mid": (0.1, 0.2, 0.4, 0.2, 0.1),
    "floor-heavy": (0.6, 0.25, 0.1, 0.04, 0.01),
    "two-camp": (0.45, 0.05, 0.0, 0.05, 0.45),
}
CORRELATIONS = (0.0, 0.3, 0.6)  # between a person's answers to two items of a sign
CAMP = (0.7, 0.25, 0.05, 0.0, 0.0)  # how the low camp answers; the high one the other way round
NODES = 60


class Truth(NamedTuple):
    """How likely each sign score is in a group, from 0 to 100 in equal steps."""

    name: str
    likely: Array

    @property
    def scores(self) -> Array:
        """The scores a person can have."""
        return np.linspace(0, 100, self.likely.size)

    @property
    def mean(self) -> float:
        """The mean that an interval should hold."""
        return float(self.scores @ self.likely)

    def draw(self, n: int, groups: int, rng: np.random.Generator) -> Side:
        """So many groups of n people each."""
        counts = rng.multinomial(n, self.likely, size=groups).astype(float)
        total = counts @ self.scores
        mean = total / n
        squares = counts @ self.scores**2 - total * mean
        alike = counts.max(axis=1) == n
        return Side(np.full(groups, float(n)), mean, np.where(alike, 0.0, squares))


def truths(items: int = ITEMS) -> list[Truth]:
    """Mid, floor-heavy and two-camp answers at each correlation, and companies of two camps.

    In the last everyone belongs to a camp; within it the answers are independent.
    """
    found = [
        Truth(f"{name}, correlation {r:g}" if items > 1 else name, _sums(shares, r, items))
        for name, shares in MARGINALS.items()
        for r in (CORRELATIONS if items > 1 else (0.0,))
    ]
    return [*found, Truth("camps of 50 and 50", _camps(0.5, items))]


def uneven(items: int = ITEMS) -> Truth:
    """Two camps of 70 and 30 in a hundred: eight people are all of one camp once in 17 times."""
    return Truth("camps of 70 and 30", _camps(0.7, items))


def _sums(shares: tuple[float, ...], correlation: float, items: int) -> Array:
    """The sign scores of people whose answers hang together through one normal factor."""
    normal = NormalDist()
    bounds = [normal.inv_cdf(b) for b in np.cumsum(shares)[:-1]]
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    total = np.zeros(4 * items + 1)
    for node, weight in zip(nodes, weights, strict=True):
        cut = [
            normal.cdf((bound - correlation**0.5 * node) / (1 - correlation) ** 0.5)
            for bound in bounds
        ]
        total += weight * _repeated(np.diff([0.0, *cut, 1.0]), items)
    return np.asarray(total / total.sum())


def _camps(low: float, items: int) -> Array:
    camp = _repeated(np.array(CAMP), items)
    return np.asarray(low * camp + (1 - low) * camp[::-1])


def _repeated(shares: Array, items: int) -> Array:
    found = np.ones(1)
    for _ in range(items):
        found = np.convolve(found, shares)
    return found
