"""The yardstick: an instrument's weights, cut scores and actions as whole numbers, worked out once.

Whole numbers make scoring exact: a score that stands on a cut score is on it, whatever the weights.
"""

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple, overload

from scoring.instrument import STATUSES, Effort, Instrument, Item, Sign, Status

SETTLED = 80  # a sign with this score or more is never a priority
EFFORTS: dict[Effort, int] = {"S": 1, "M": 2, "L": 3}

Ratio = tuple[int, int]  # numerator and a positive denominator: an exact score of 0 to 100


class Lift(NamedTuple):
    """What it takes to raise one item by one option while its sign has a given status."""

    cost: int  # 1 (S) to 3 (L)
    effort: Effort
    action: str | None  # the cheapest action that moves the item; without one the effort is L


class Asked(NamedTuple):
    """One item of a sign, with its weight as a whole number and as it stands in the bank."""

    id: str
    place: int  # its position in the instrument
    weight: int
    share: float


@dataclass(frozen=True, slots=True)
class Gauge:
    """One sign of the yardstick."""

    id: str
    weight: int  # in the overall score, as a whole number
    share: float  # the same as it stands in the bank
    items: tuple[Asked, ...]
    key: Asked
    lifts: dict[Status, dict[str, Lift]]  # by item id
    actions: dict[Status, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Yardstick:
    """An instrument as the engine measures with it; `scale` steps make one point of a score."""

    signs: tuple[Gauge, ...]
    scale: int
    cuts: tuple[int, ...]  # the cut scores in steps
    emerging: int
    absent: int
    guards: tuple[int, ...]  # every score at which a word changes, ascending, in steps
    needed: int  # how many known signs an overall score takes

    def mark(self, score: Ratio) -> int:
        """The score in whole steps, rounded down: enough to compare it with any cut score."""
        return score[0] * self.scale // score[1]

    def level(self, score: Ratio) -> int:
        """The level 1 to 5 of an exact score; a cut score belongs to its level."""
        return bisect_right(self.cuts, self.mark(score)) or 1

    def status(self, score: Ratio) -> Status:
        """The status of a sign with this exact score."""
        mark = self.mark(score)
        if mark < self.emerging:
            return "present"
        return "emerging" if mark < self.absent else "absent"

    @overload
    def rounded(self, score: Ratio) -> float: ...
    @overload
    def rounded(self, score: Ratio | None) -> float | None: ...
    def rounded(self, score: Ratio | None) -> float | None:
        """The score to one decimal, half up, but never onto a cut score it has not reached."""
        if score is None:
            return None
        above, below = score
        tenths = (20 * above + below) // (2 * below)
        passed = bisect_right(self.guards, self.mark(score))
        if passed < len(self.guards):
            tenths = min(tenths, (10 * self.guards[passed] - 1) // self.scale)
        return tenths / 10

    def missing(self, score: Ratio, level: int) -> int:
        """The least whole number to add to the numerator so that the score is at that level."""
        if level == 1:
            return 0
        above, below = score
        return max(0, -(-self.cuts[level - 1] * below // self.scale) - above)


@dataclass(frozen=True)
class _ByContent:
    """An instrument that is hashed by its content hash, not by all of its texts."""

    sha256: str
    instrument: Instrument = field(compare=False)


def yardstick(instrument: Instrument) -> Yardstick:
    """The yardstick of an instrument; kept, so that only its first use has a cost."""
    return _yardstick(_ByContent(instrument.sha256, instrument))


@lru_cache(maxsize=32)
def _yardstick(named: _ByContent) -> Yardstick:
    outline, signs = named.instrument.outline, named.instrument.signs
    bounds = (*outline.cut_scores, outline.statuses.emerging, outline.statuses.absent)
    *steps, scale = _whole((*bounds, 1))
    places = accumulate((len(sign.items) for sign in signs), initial=0)
    cuts, (emerging, absent) = tuple(sorted(steps[:-2])), steps[-2:]
    return Yardstick(
        signs=tuple(map(_gauge, signs, _whole(sign.weight for sign in signs), places)),
        scale=scale,
        cuts=cuts,
        emerging=emerging,
        absent=absent,
        guards=tuple(sorted({*steps, SETTLED * scale})),
        needed=math.ceil(Fraction(5, 7) * len(signs)),
    )


def _gauge(sign: Sign, weight: int, start: int) -> Gauge:
    weights = _whole(item.weight for item in sign.items)
    items = tuple(
        Asked(item.id, place, whole, item.weight)
        for place, (item, whole) in enumerate(zip(sign.items, weights, strict=True), start)
    )
    return Gauge(
        id=sign.id,
        weight=weight,
        share=sign.weight,
        items=items,
        key=next(asked for asked in items if asked.id == sign.key_item.id),
        lifts={status: _lifts(sign, status) for status in STATUSES},
        actions={s: tuple(action.id for action in getattr(sign.actions, s)) for s in STATUSES},
    )


def _lifts(sign: Sign, status: Status) -> dict[str, Lift]:
    return {item.id: _lift(sign, status, item) for item in sign.items}


def _lift(sign: Sign, status: Status, item: Item) -> Lift:
    moving = [action for action in getattr(sign.actions, status) if item.id in action.moves]
    if not moving:
        return Lift(EFFORTS["L"], "L", None)
    cheapest = min(moving, key=lambda action: EFFORTS[action.effort])
    return Lift(EFFORTS[cheapest.effort], cheapest.effort, cheapest.id)


def _whole(numbers: Iterable[float]) -> list[int]:
    """The numbers, as they are written, times the least factor that makes them all whole."""
    exact = [Fraction(str(number)) for number in numbers]
    factor = math.lcm(*(number.denominator for number in exact))
    return [int(number * factor) for number in exact]


def mean(parts: Sequence[tuple[int, Ratio]]) -> Ratio | None:
    """The exact weighted mean of scores, each with its weight; None without any."""
    if not parts:
        return None
    below = math.lcm(*(score[1] for _, score in parts))
    above = sum(weight * score[0] * (below // score[1]) for weight, score in parts)
    return above, below * sum(weight for weight, _ in parts)
