"""Advice: what to act on first, what to build on, and the least effort that leads a level up.

Sets of items are compared by their cost: effort first, then the number of items.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import count, pairwise, product
from operator import itemgetter
from typing import NamedTuple

from scoring.instrument import Status
from scoring.scorecard import NextStep, Step
from scoring.tally import Compared, Given, Standing
from scoring.yardstick import EFFORTS, SETTLED, Gauge, Lift, Yardstick, options

AT_MOST = 3  # signs in a list of priorities or strengths
ONE_EFFORT = 10_000  # more than any number of items, so that effort outweighs it


def weakest(known: Compared) -> str:
    """The id of the sign with the lowest score, the first of equals."""
    return known.signs[known.values.index(min(known.values))].gauge.id


def priorities(
    known: Compared, pressing: Mapping[str, int | Fraction], capping: str | None
) -> tuple[str, ...]:
    """The ids of at most three signs below 80, the first to act on first.

    Urgency is (100 - score) x weight, times what makes the sign pressing. A sign that caps the
    overall level comes before all others.
    """
    ranked = []
    for value, sign in zip(known.values, known.signs, strict=True):
        if value < SETTLED * known.below:
            pressure = sign.gauge.weight * pressing.get(sign.gauge.id, 1)
            urgency = (100 * known.below - value) * pressure
            ranked.append((sign.gauge.id == capping, urgency, sign.gauge.id))
    ranked.sort(key=itemgetter(0, 1), reverse=True)
    return tuple([sign for _, _, sign in ranked[:AT_MOST]])


def strengths(known: Compared, prior: Collection[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The ids of the strengths, and only if there are none, of the least weak signs.

    Both hold at most three signs that are no priority, the highest score first. A sign that is
    seen is never called least weak: that would be no comfort.
    """
    ranked = sorted(zip(known.values, known.signs, strict=True), key=itemgetter(0), reverse=True)
    others = [sign for _, sign in ranked if sign.gauge.id not in prior]
    strong = _first([sign for sign in others if sign.status == "absent"])
    return strong, () if strong else _first([s for s in others if s.status == "emerging"])


def _first(signs: Sequence[Standing]) -> tuple[str, ...]:
    return tuple([sign.gauge.id for sign in signs[:AT_MOST]])


class Choice(NamedTuple):
    """Some items to raise by one option each."""

    cost: int  # effort x ONE_EFFORT + number of items
    gain: int  # the sum of their weights
    items: int  # the sum of their marks; the higher, the earlier they are asked


def sign_step(yard: Yardstick, sign: Standing) -> NextStep | None:
    """The next step up of a sign with a score; None at level 5."""
    target = sign.level + 1
    if target > len(yard.cuts):
        return None
    choices = _menu(sign, target).choices
    places = _places(sign.gauge, choices[0].items) if choices else ()
    given = tuple([sign.given[place] for place in places])
    return _sign_step(sign.gauge, sign.status, target, places, given)


@lru_cache(maxsize=4096)
def _sign_step(
    gauge: Gauge, status: Status, target: int, places: tuple[int, ...], given: Given
) -> NextStep:
    """The step of raising the items that stand there: few, whatever is answered to the others."""
    rungs = zip(places, given, strict=True)
    steps = tuple([gauge.rungs[status][place][1][answer] for place, answer in rungs])
    return NextStep(level=target, steps=steps)


def overall_step(yard: Yardstick, known: Compared, level: int) -> NextStep | None:
    """The next step up of the overall level, cap included; None at level 5.

    It lifts the overall score to the next level's cut score, and every sign with a score to at
    least the level below that.
    """
    target = level + 1
    if target > len(yard.cuts):
        return None
    menus = [_menu(sign, level) for sign in known.signs]
    above, below = known.mean
    chosen = cheapest(menus, known.factors, options(yard.limits(below)[level] - above))
    raised = [step for sign in known.signs for step in _steps(sign, chosen)]
    return NextStep(level=target, steps=tuple(raised))


def _steps(sign: Standing, items: int) -> list[Step]:
    """The steps of those of the items that are the sign's."""
    items &= sign.raisable
    if not items:
        return []
    rungs, given = sign.gauge.rungs[sign.status], sign.given
    return [rungs[place][1][given[place]] for place in _places(sign.gauge, items)]


@lru_cache(maxsize=4096)
def _places(gauge: Gauge, items: int) -> tuple[int, ...]:
    """Where these items stand in a sign."""
    return tuple([place for place, item in enumerate(gauge.items) if item.mark & items])


class Menu(NamedTuple):
    """What can be chosen in one sign: each choice costs and gains more than the one before."""

    choices: tuple[Choice, ...]
    rises: tuple[tuple[int, int], ...]  # cost and gain from bend to bend of their convex hull


def _menu(sign: Standing, level: int) -> Menu:
    """The best sets of a sign's items that lead it to a level."""
    return menu(sign.gauge, sign.status, sign.raisable, sign.least[level - 1])


@lru_cache(maxsize=8192)
def menu(gauge: Gauge, status: Status, raisable: int, least: int) -> Menu:
    """The best sets of some items of a sign that gain at least so much."""
    front = _front(gauge, status, raisable)
    choices = tuple(choice for choice in front if choice.gain >= least)
    return Menu(choices, _rises(choices))


@lru_cache(maxsize=4096)
def _front(gauge: Gauge, status: Status, raisable: int) -> tuple[Choice, ...]:
    """The sets of items that no other set beats: none is as cheap and gains as much.

    Of items that cost the same effort the heavier ones come first: no other set can be better.
    """
    lifts = [lift for lift, _ in gauge.rungs[status] if lift.mark & raisable]
    classes = [
        sorted((lift for lift in lifts if lift.cost == cost), key=lambda lift: -lift.weight)
        for cost in EFFORTS.values()
    ]
    sets = (
        [lift for some, count in zip(classes, counts, strict=True) for lift in some[:count]]
        for counts in product(*(range(len(some) + 1) for some in classes))
    )
    front: list[Choice] = []
    for choice in sorted(map(_choice, sets), key=lambda c: (c.cost, -c.gain, -c.items)):
        if not front or choice.gain > front[-1].gain:
            front.append(choice)
    return tuple(front)


def _choice(lifts: Sequence[Lift]) -> Choice:
    return Choice(
        cost=sum(lift.cost for lift in lifts) * ONE_EFFORT + len(lifts),
        gain=sum(lift.weight for lift in lifts),
        items=sum(lift.mark for lift in lifts),
    )


def _rises(choices: tuple[Choice, ...]) -> tuple[tuple[int, int], ...]:
    hull: list[Choice] = []
    for choice in choices:
        while len(hull) > 1 and not _bends(hull[-2], hull[-1], choice):
            hull.pop()
        hull.append(choice)
    return tuple((after.cost - here.cost, after.gain - here.gain) for here, after in pairwise(hull))


def _bends(first: Choice, middle: Choice, last: Choice) -> bool:
    """Whether a gain costs less on the way from first to middle than from middle to last."""
    before = (middle.cost - first.cost) * (last.gain - middle.gain)
    return before < (last.cost - middle.cost) * (middle.gain - first.gain)


def cheapest(menus: Sequence[Menu], factors: Sequence[int], missing: int) -> int:
    """The marks of the items of one choice a menu that together gain what is missing at least cost.

    A menu's gains count times its factor. Of equal costs the higher gain wins, then the items that
    come first; 0 if no choices gain enough. It is exact: from menu to menu, of all partial choices
    of one cost the best is kept. A price for a gain tells what a choice wastes against the best
    one at that price; for one total effort after the other, from the least that is thinkable on,
    only choices are followed that waste no more than that effort leaves room for.
    """
    if not all(menu.choices for menu in menus):
        return 0
    least = [menu.choices[0] for menu in menus]
    lacking = missing - sum([one.gain * factor for one, factor in zip(least, factors, strict=True)])
    if lacking <= 0:
        return sum([one.items for one in least])
    priced = _price(menus, factors, lacking)
    if priced is None:
        return 0
    price, per = priced
    nets = [
        [(cost * per - gain * factor * price, cost, items) for cost, gain, items in choices]
        for (choices, _), factor in zip(menus, factors, strict=True)
    ]
    ideal = missing * price + sum([min(some)[0] for some in nets])
    marks = sum([menu.choices[-1].items for menu in menus])
    crowd, width = marks.bit_count(), 1 << marks.bit_length()
    for effort in count(max(0, -(-(ideal // per - crowd) // ONE_EFFORT))):
        limit = effort * ONE_EFFORT + crowd
        enough = [
            (cost, waste)
            for cost, waste in _combined(nets, limit * per - ideal, width)
            if cost <= limit and waste <= (cost * per - ideal) * width
        ]
        if enough:
            return -min(enough)[1] % width
    raise AssertionError("gains that suffice have a cost")


Net = tuple[int, int, int]  # of a choice: its net cost at the price, its cost, its items


def _combined(menus: Sequence[Sequence[Net]], room: int, width: int) -> Iterable[tuple[int, int]]:
    """The costs that one choice a menu can come to, each with the least waste there is room for.

    The waste is `width` times as high, less the marks of the items: one number, by which of equal
    wastes the items that come first are less.
    """
    fitting = []
    for nets in menus:
        best = min(nets)[0]
        fitting.append(
            [
                (cost, (net - best) * width - items)
                for net, cost, items in nets
                if net <= best + room
            ]
        )
    room *= width
    states: Iterable[tuple[int, int]] = [(0, 0)]
    for choices in sorted(fitting, key=len):
        reached = [
            (spent + cost, wasted + waste)
            for spent, wasted in states
            for cost, waste in choices
            if wasted + waste <= room
        ]
        states = dict(sorted(reached, reverse=True)).items()  # of one cost the last, the least
    return states


def _price(menus: Sequence[Menu], factors: Sequence[int], lacking: int) -> tuple[int, int] | None:
    """What the last gain costs, and how much it gains, if gains are bought by their price.

    Nothing is bought yet but the first choice of each menu. None if all gains are too few.
    """
    rises = [
        (cost / (gain * factor), cost, gain * factor)
        for menu, factor in zip(menus, factors, strict=True)
        for cost, gain in menu.rises
    ]
    for _, cost, gain in sorted(rises):
        lacking -= gain
        if lacking <= 0:
            return cost, gain
    return None
