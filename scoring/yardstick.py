"""The yardstick: an instrument's weights, cut scores and actions as whole numbers, worked out once.

Whole numbers make scoring exact: a score that stands on a cut score is on it, whatever the weights.
"""

import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from itertools import repeat
from typing import Any, NamedTuple

from scoring.instrument import STATUSES, Effort, Instrument, Sign, Status
from scoring.response import Answer, Scope
from scoring.scorecard import Source, Step
from scoring.values import POINTS

VALUE = 25  # what one option is worth: (points - 1) / 4 x 100
SETTLED = 80  # a sign with this score or more is never a priority
HIGH = 4  # points at which an item no longer asks for action
EFFORTS: dict[Effort, int] = {"S": 1, "M": 2, "L": 3}

Ratio = tuple[int, int]  # numerator and a positive denominator: an exact score of 0 to 100


class Lift(NamedTuple):
    """What it takes to raise an item by one option."""

    mark: int  # of the item
    weight: int
    cost: int  # 1 (S) to 3 (L)


Rung = tuple[Lift, Mapping[Answer | None, Step]]  # with the step from 1, 2, 3 and 4 points


class Asked(NamedTuple):
    """One item of a sign."""

    id: str
    mark: int  # a power of two, higher the earlier it is asked
    weight: int  # in the sign score, as a whole number
    written: float  # the same as it stands in the bank


class Effect(NamedTuple):
    """What an answer to an item adds to the sums of its sign."""

    rise: int = 0  # weight x (points - 1)
    weight: int = 0  # if it has points
    blank: int = 0  # weight if it is unknown or open
    applying: int = 0  # 1 if the item applies
    answered: int = 0  # 1 if it has points
    dont_know: int = 0  # 1 if it is that
    settled: int = 0  # the mark if it no longer asks for action
    raisable: int = 0  # the mark if there are points above
    lowerable: int = 0  # the mark if there are points below


class Due(NamedTuple):
    """An action, and the items whose answers it should raise."""

    id: str
    moves: int  # the marks of the items


@dataclass(frozen=True, eq=False, slots=True)
class Gauge:
    """One sign of the yardstick, with the items that a scope asks."""

    id: str
    full: bool  # false in the check, where one item carries a status but no score
    weight: int  # in the overall score, as a whole number
    written: float  # the same as it stands in the bank
    items: tuple[Asked, ...]
    ids: tuple[str, ...]  # of the items
    effects: tuple[Mapping[Answer | None, Effect], ...]  # of each item, by its answer
    changes: tuple[tuple[int, int], ...]  # what one option adds to the sign's numerator; the items
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

    def limits(self, below: int) -> list[int]:
        """The least numerator at each level of the scores with this denominator."""
        return [-(-cut * below // self.scale) for cut in self.cuts]


def options(missing: int) -> int:
    """What is missing in a numerator, in weights of one option, rounded up."""
    return max(0, -(-missing // VALUE))


class Reading(NamedTuple):
    """What a score says."""

    shown: float  # rounded
    level: int
    status: Status
    least: tuple[int, ...]  # the weights of one option that are missing to each level


@lru_cache(maxsize=8192)
def reading(yard: Yardstick, score: Ratio) -> Reading:
    """What a sign's exact score says; kept, since the answers to a sign come to few scores."""
    above, below = score
    _, *limits = yard.limits(below)
    least = (0, *[options(limit - above) for limit in limits])
    return Reading(yard.rounded(score), yard.level(score), yard.status(score), least)


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
    items = tuple(named.instrument.items)
    marks = {item: 1 << place for place, item in enumerate(reversed(items))}
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


def _gauge(sign: Sign, weight: int, marks: Mapping[str, int]) -> Gauge:
    weights = _whole(item.weight for item in sign.items)
    items = tuple(
        Asked(item.id, marks[item.id], whole, item.weight)
        for item, whole in zip(sign.items, weights, strict=True)
    )
    return Gauge(
        id=sign.id,
        full=True,
        weight=weight,
        written=sign.weight,
        **_of_items(items),
        key=sign.items.index(sign.key_item),
        rungs={status: tuple(_rung(sign, status, item) for item in items) for status in STATUSES},
        actions={
            status: tuple(
                Due(action.id, sum(marks[item] for item in {*action.moves}))
                for action in getattr(sign.actions, status)
            )
            for status in STATUSES
        },
    )


def _of_items(items: tuple[Asked, ...]) -> dict[str, Any]:
    """What of a gauge depends on the items that are asked."""
    marks: dict[int, int] = {}
    for item in items:
        marks[VALUE * item.weight] = marks.get(VALUE * item.weight, 0) + item.mark
    return {
        "items": items,
        "ids": tuple(item.id for item in items),
        "effects": tuple(map(_effects, items)),
        "changes": tuple(marks.items()),
    }


def _effects(item: Asked) -> dict[Answer | None, Effect]:
    points: dict[Answer | None, Effect] = {
        n: Effect(
            rise=item.weight * (n - 1),
            weight=item.weight,
            applying=1,
            answered=1,
            settled=item.mark if n >= HIGH else 0,
            raisable=item.mark if n < POINTS[-1] else 0,
            lowerable=item.mark if n > POINTS[0] else 0,
        )
        for n in POINTS
    }
    return points | {
        "dont_know": Effect(blank=item.weight, applying=1, dont_know=1),
        "not_applicable": Effect(),
        None: Effect(blank=item.weight, applying=1),
    }


def _rung(sign: Sign, status: Status, item: Asked) -> Rung:
    """What it takes to raise an item: the cheapest action that moves it; without one, effort L."""
    moving = [action for action in getattr(sign.actions, status) if item.id in action.moves]
    cheapest = min(moving, key=lambda action: EFFORTS[action.effort], default=None)
    effort: Effort = cheapest.effort if cheapest else "L"
    action = cheapest.id if cheapest else None
    steps: dict[Answer | None, Step] = {
        n: Step(item=item.id, points=n + 1, effort=effort, action=action) for n in POINTS[:-1]
    }
    return Lift(item.mark, item.weight, EFFORTS[effort]), steps


def _key_only(gauge: Gauge) -> Gauge:
    """The sign with nothing but its key item, as the check asks it."""
    only = slice(gauge.key, gauge.key + 1)
    return replace(
        gauge,
        full=False,
        **_of_items(gauge.items[only]),
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
