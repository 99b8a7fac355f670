"""The yardstick: an instrument's weights, cut scores and actions as whole numbers, worked out once.

Whole numbers make scoring exact: a score that stands on a cut score is on it, whatever the weights.
"""

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from itertools import repeat
from typing import NamedTuple

from scoring.instrument import POINTS, STATUSES, Effort, Instrument, Sign, Status
from scoring.response import Scope
from scoring.scorecard import Source, Step

VALUE = 25  # what one option is worth: (points - 1) / 4 x 100
SETTLED = 80  # a sign with this score or more is never a priority
EFFORTS: dict[Effort, int] = {"S": 1, "M": 2, "L": 3}

Ratio = tuple[int, int]  # numerator and a positive denominator: an exact score of 0 to 100


class Lift(NamedTuple):
    """What it takes to raise an item by one option."""

    mark: int  # the item as a power of two, higher the earlier it is asked
    weight: int
    cost: int  # 1 (S) to 3 (L)


Rung = tuple[Lift, tuple[Step, ...]]  # with the step from 1 point, from 2, from 3 and from 4


class Asked(NamedTuple):
    """One item of a sign."""

    id: str
    weight: int  # in the sign score, as a whole number
    written: float  # the same as it stands in the bank


class Due(NamedTuple):
    """An action, and the items whose answers it should raise."""

    id: str
    moves: tuple[str, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Gauge:
    """One sign of the yardstick, with the items that a scope asks."""

    id: str
    full: bool  # false in the check, where one item carries a status but no score
    weight: int  # in the overall score, as a whole number
    written: float  # the same as it stands in the bank
    items: tuple[Asked, ...]
    key: int  # the position of the key item among the items
    rungs: dict[Status, tuple[Rung, ...]]  # of the items, by the sign's status
    actions: dict[Status, tuple[Due, ...]]


@dataclass(frozen=True, eq=False, slots=True)
class Yardstick:
    """An instrument as the engine measures with it; `scale` steps make one point of a score."""

    signs: dict[Scope, tuple[Gauge, ...]]
    scale: int
    cuts: tuple[int, ...]  # the cut scores in steps
    emerging: int
    absent: int
    guards: tuple[int, ...]  # every score at which a word changes, ascending, in steps
    ceilings: tuple[int, ...]  # the highest tenth of a point below each guard, and below none
    needed: int  # how many known signs an overall score takes
    source: Source

    def level(self, score: Ratio) -> int:
        """The level 1 to 5 of an exact score; a cut score belongs to its level."""
        return bisect_right(self.cuts, score[0] * self.scale // score[1]) or 1

    def status(self, score: Ratio) -> Status:
        """The status of a sign with this exact score."""
        steps = score[0] * self.scale // score[1]
        if steps < self.emerging:
            return "present"
        return "emerging" if steps < self.absent else "absent"

    def rounded(self, score: Ratio) -> float:
        """The score to one decimal, half up, but never onto a cut score it has not reached."""
        above, below = score
        tenths = (20 * above + below) // (2 * below)
        passed = bisect_right(self.guards, above * self.scale // below)
        return min(tenths, self.ceilings[passed]) / 10

    def missing(self, score: Ratio, level: int) -> int:
        """The least whole number to add to the numerator so that the score is at that level."""
        if level == 1:
            return 0
        return max(0, -(-self.cuts[level - 1] * score[1] // self.scale) - score[0])


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
    guards = tuple(sorted({*steps, SETTLED * scale}))
    marks = iter([1 << place for place in reversed(range(len(named.instrument.items)))])
    full = tuple(map(_gauge, signs, _whole(sign.weight for sign in signs), repeat(marks)))
    return Yardstick(
        signs={"full": full, "check": tuple(map(_key_only, full))},
        scale=scale,
        cuts=tuple(sorted(steps[:-2])),
        emerging=steps[-2],
        absent=steps[-1],
        guards=guards,
        ceilings=(*((10 * guard - 1) // scale for guard in guards), 1000),
        needed=math.ceil(Fraction(5, 7) * len(signs)),
        source=Source(id=outline.id, version=outline.version, sha256=named.sha256),
    )


def _gauge(sign: Sign, weight: int, marks: Iterator[int]) -> Gauge:
    weights = _whole(item.weight for item in sign.items)
    marked = [(next(marks), item, whole) for item, whole in zip(sign.items, weights, strict=True)]
    return Gauge(
        id=sign.id,
        full=True,
        weight=weight,
        written=sign.weight,
        items=tuple(Asked(item.id, whole, item.weight) for _, item, whole in marked),
        key=sign.items.index(sign.key_item),
        rungs={
            status: tuple(_rung(sign, status, item.id, mark, whole) for mark, item, whole in marked)
            for status in STATUSES
        },
        actions={s: tuple(Due(a.id, a.moves) for a in getattr(sign.actions, s)) for s in STATUSES},
    )


def _rung(sign: Sign, status: Status, item: str, mark: int, weight: int) -> Rung:
    """What it takes to raise an item: the cheapest action that moves it; without one, effort L."""
    moving = [action for action in getattr(sign.actions, status) if item in action.moves]
    cheapest = min(moving, key=lambda action: EFFORTS[action.effort], default=None)
    effort: Effort = cheapest.effort if cheapest else "L"
    action = cheapest.id if cheapest else None
    steps = [Step(item=item, points=n, effort=effort, action=action) for n in POINTS[1:]]
    return Lift(mark, weight, EFFORTS[effort]), tuple(steps)


def _key_only(gauge: Gauge) -> Gauge:
    """The sign with nothing but its key item, as the check asks it."""
    only = slice(gauge.key, gauge.key + 1)
    return replace(
        gauge,
        full=False,
        items=gauge.items[only],
        key=0,
        rungs={status: rungs[only] for status, rungs in gauge.rungs.items()},
    )


def _whole(numbers: Iterable[float]) -> list[int]:
    """The numbers, as they are written, times the least factor that makes them all whole."""
    exact = [Fraction(str(number)) for number in numbers]
    factor = math.lcm(*(number.denominator for number in exact))
    return [int(number * factor) for number in exact]


def mean(parts: Sequence[tuple[int, Ratio]]) -> Ratio | None:
    """The exact weighted mean of scores, each with its weight; None without any."""
    if not parts:
        return None
    below = math.lcm(*[score[1] for _, score in parts])
    above = sum([weight * score[0] * (below // score[1]) for weight, score in parts])
    return above, below * sum([weight for weight, _ in parts])
