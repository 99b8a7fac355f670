"""The tally: what the answers to one sign come to, and what signs come to together."""

import math
from collections.abc import Sequence
from operator import getitem, mul
from typing import NamedTuple

from scoring.instrument import Status
from scoring.response import Answer
from scoring.yardstick import VALUE, Gauge, Ratio, Yardstick, reading

Given = tuple[Answer | None, ...]  # a sign's answers in the order of its items; None: open


class Standing(NamedTuple):
    """Where a sign stands whose score is known; in the check, the worth of its key item."""

    gauge: Gauge
    given: Given
    score: Ratio
    shown: float  # the score rounded
    level: int
    status: Status
    least: tuple[int, ...]  # the weights of one option that are missing to each level
    near: dict[int, int]  # what one option more or less adds to the score's numerator: the level
    raisable: int  # the marks of the items with points below 5


class Sums(NamedTuple):
    """What the answers to a sign come to, whichever item got which."""

    rise: int  # sum of weight x (points - 1)
    weight: int  # of the items with points
    blank: int  # weight of the items unknown or open
    applying: int  # items that apply
    answered: int  # items with points
    dont_know: int

    @property
    def known(self) -> bool:
        """Whether at least half of the items that apply have points, and any has."""
        return 0 < self.applying <= 2 * self.answered

    @property
    def low(self) -> Ratio:
        """The score if all unknown and open items were worth 1 point; some item must apply."""
        return VALUE * self.rise, self.weight + self.blank

    @property
    def high(self) -> Ratio:
        """The score if all unknown and open items were worth 5 points; some item must apply."""
        return VALUE * (self.rise + 4 * self.blank), self.weight + self.blank


class Tally(NamedTuple):
    """One sign's answers, added up."""

    gauge: Gauge
    given: Given
    sums: Sums
    settled: int  # the marks of the items that no longer ask for action
    standing: Standing | None  # None if fewer than half of the items that apply have points

    @property
    def applies(self) -> bool:
        """Whether any item applies."""
        return self.sums.applying > 0

    @property
    def unclear(self) -> bool:
        """Whether the sign applies but has no score."""
        return self.standing is None and self.sums.applying > 0


def summed(gauge: Gauge, given: Given) -> Sums:
    """What the answers to a sign come to, and nothing else of the tally."""
    *counted, _, _, _ = map(sum, zip(*map(getitem, gauge.effects, given), strict=True))
    return Sums(*counted)


def tally(yard: Yardstick, gauge: Gauge, given: Given) -> Tally:
    """The answers to one sign added up."""
    effects = map(getitem, gauge.effects, given)
    *counted, settled, raisable, lowerable = map(sum, zip(*effects, strict=True))
    sums = Sums(*counted)
    standing = None
    if sums.known:
        above, below = score = VALUE * sums.rise, sums.weight
        near = {}
        for change, items in gauge.changes:
            if items & raisable:
                near[change] = reading(yard, (above + change, below)).level
            if items & lowerable:
                near[-change] = reading(yard, (above - change, below)).level
        standing = Standing(gauge, given, score, *reading(yard, score), near, raisable)
    return Tally(gauge, given, sums, settled, standing)


class Compared(NamedTuple):
    """Signs whose scores are known, over one denominator: whole numbers that compare and add up."""

    signs: Sequence[Standing]
    below: int  # the least common denominator of the scores
    values: list[int]  # the scores' numerators over it
    factors: list[int]  # what one more in a sign's own numerator adds to that of the mean
    mean: Ratio  # weighted; of no signs 0 of 0


def compared(signs: Sequence[Standing]) -> Compared:
    """Signs whose scores are known, side by side."""
    weights = [sign.gauge.weight for sign in signs]
    below = math.lcm(*[sign.score[1] for sign in signs])
    scales = [below // sign.score[1] for sign in signs]
    values = [sign.score[0] * scale for sign, scale in zip(signs, scales, strict=True)]
    factors = list(map(mul, weights, scales))
    mean = sum(map(mul, weights, values)), below * sum(weights)
    return Compared(signs, below, values, factors, mean)


def bounds(tallies: Sequence[Tally]) -> tuple[Ratio, Ratio]:
    """The weighted means of the lowest and of the highest scores; some sign must apply."""
    whole = [(line.gauge.weight, line.sums) for line in tallies]
    below = math.lcm(*[sums.weight + sums.blank for _, sums in whole])
    low = blank = 0
    for weight, sums in whole:
        factor = weight * (below // (sums.weight + sums.blank))
        low += sums.rise * factor
        blank += sums.blank * factor
    below *= sum([weight for weight, _ in whole])
    return (VALUE * low, below), (VALUE * (low + 4 * blank), below)
