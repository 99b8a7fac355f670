"""Perception gaps: where two groups see the same sign differently, and how sure that is."""

from collections.abc import Collection, Sequence
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from scoring.interval import CLEAR, FEWEST, agreed, chance, holm, interval, side
from scoring.members import Members
from scoring.room import Gap, GapVerdict
from scoring.yardstick import Gauge, Ratio, mean

LARGE = 20  # points from which on a gap is worth talking about


class _Pair(NamedTuple):
    """Two groups' scores for a sign, on the items that both answered to the floor."""

    sign: str
    groups: tuple[str, str]
    items: tuple[str, ...]
    scores: tuple[Sequence[Ratio], Sequence[Ratio]] | None  # None: not shown


class _Finding(NamedTuple):
    """What the scores of a pair say beyond their difference."""

    verdict: GapVerdict
    low: float | None = None
    high: float | None = None


def gaps(
    room: Members,
    signs_in_all: int = 0,
    spread: Collection[tuple[str, str]] | None = None,
) -> tuple[Gap, ...]:
    """The gap of every pair of groups for every sign, all of them tested together.

    Where a room is asked sign by sign, `signs_in_all` corrects for those to come as well: what is
    said to be clear today stays so when all signs are in. `spread` names the signs and groups that
    are tested, where not all may be: what is not shown must not tell in the correction either.
    """
    compared = list(combinations(room.by_group, 2))
    pairs = [_pair(room, gauge, groups) for gauge in room.gauges for groups in compared]
    tested = [pair for pair in pairs if _testable(pair, spread)]
    among = signs_in_all * len(compared)
    findings = dict(zip(map(id, tested), _findings(tested, among), strict=True))
    return tuple(_gap(pair, findings.get(id(pair), _Finding("too_few"))) for pair in pairs)


def _testable(pair: _Pair, spread: Collection[tuple[str, str]] | None) -> bool:
    if pair.scores is None or min(map(len, pair.scores)) < FEWEST:
        return False
    return spread is None or all((pair.sign, group) in spread for group in pair.groups)


def _pair(room: Members, gauge: Gauge, groups: tuple[str, str]) -> _Pair:
    items = tuple(
        item.id
        for item in gauge.items
        if all(room.enough(len(room.points(group, item.id))) for group in groups)
    )
    # Where all items are shared this is what the means were made of.
    shared = None if len(items) == len(gauge.items) else items
    first, second = [room.scores(group, gauge, shared) for group in groups]
    shown = all(room.mean(group, gauge) for group in groups)
    if not shown or not room.enough(min(len(first), len(second))):
        return _Pair(gauge.id, groups, (), None)
    return _Pair(gauge.id, groups, items, (first, second))


def _findings(pairs: Sequence[_Pair], among: int) -> list[_Finding]:
    if not pairs:
        return []
    sides = zip(*[pair.scores for pair in pairs if pair.scores], strict=True)
    first, second = [side([_floats(scores) for scores in column]) for column in sides]
    low, high = interval(first, second)
    clear = holm(chance(first, second), among) <= CLEAR
    return [
        _Finding("clear" if sure else "not_clear", *((None, None) if alike else ends))
        for sure, alike, *ends in zip(
            clear.tolist(),
            agreed(first, second).tolist(),
            low.tolist(),
            high.tolist(),
            strict=True,
        )
    ]


def _floats(scores: Sequence[Ratio]) -> list[float]:
    return [above / below for above, below in scores]


def _gap(pair: _Pair, finding: _Finding) -> Gap:
    if pair.scores is None:
        exact, finding = None, _Finding("hidden")
    else:
        exact = _mean(pair.scores[0]) - _mean(pair.scores[1])
    return Gap(
        sign=pair.sign,
        groups=pair.groups,
        points=None if exact is None else _rounded(exact),
        low=None if finding.low is None else round(finding.low, 1),
        high=None if finding.high is None else round(finding.high, 1),
        verdict=finding.verdict,
        large=exact is not None and abs(exact) >= LARGE,
        items=pair.items,
    )


def _mean(scores: Sequence[Ratio]) -> Fraction:
    return Fraction(*(mean([(1, score) for score in scores]) or (0, 1)))


def _rounded(points: Fraction) -> float:
    """The points to one decimal, half away from 0, but never onto 20 that they have not reached."""
    tenths = int(abs(points) * 10 + Fraction(1, 2))
    if abs(points) < LARGE:
        tenths = min(tenths, LARGE * 10 - 1)
    return tenths / 10 if points >= 0 else -tenths / 10
