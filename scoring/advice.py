"""Advice: what to act on first, what to build on, and the least effort that leads a level up.

Sets of items are compared by their cost: effort first, then the number of items.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import count, pairwise, product
from operator import itemgetter
from typing import NamedTuple

from scoring.scorecard import NextStep, Step
from scoring.tally import Standing
from scoring.yardstick import EFFORTS, SETTLED, VALUE, Lift, Ratio, Yardstick

AT_MOST = 3  # signs in a list of priorities or strengths
ONE_EFFORT = 10_000  # more than any number of items, so that effort outweighs it


def weakest(known: Sequence[Standing]) -> str:
    """The id of the sign with the lowest score, the first of equals."""
    return min(zip(_levelled(known), known, strict=True), key=itemgetter(0))[1].gauge.id


def priorities(
    known: Sequence[Standing], pressing: Mapping[str, int | Fraction], capping: str | None
) -> tuple[str, ...]:
    """The ids of at most three signs below 80, the first to act on first.

    Urgency is (100 - score) x weight, times what makes the sign pressing. A sign that caps the
    overall level comes before all others.
    """
    full = 100 * _common(known)
    ranked = []
    for value, sign in zip(_levelled(known), known, strict=True):
        if 100 * value < SETTLED * full:
            urgency = (full - value) * sign.gauge.weight * pressing.get(sign.gauge.id, 1)
            ranked.append((sign.gauge.id == capping, urgency, sign.gauge.id))
    ranked.sort(key=itemgetter(0, 1), reverse=True)
    return tuple([sign for _, _, sign in ranked[:AT_MOST]])


def strengths(
    known: Sequence[Standing], prior: Collection[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The ids of the strengths, and only if there are none, of the least weak signs.

    Both hold at most three signs that are no priority, the highest score first. A sign that is
    seen is never called least weak: that would be no comfort.
    """
    ranked = sorted(zip(_levelled(known), known, strict=True), key=itemgetter(0), reverse=True)
    others = [sign for _, sign in ranked if sign.gauge.id not in prior]
    strong = _first([sign for sign in others if sign.status == "absent"])
    return strong, () if strong else _first([s for s in others if s.status == "emerging"])


def _first(signs: Sequence[Standing]) -> tuple[str, ...]:
    return tuple([sign.gauge.id for sign in signs[:AT_MOST]])


def _common(known: Sequence[Standing]) -> int:
    """The least common denominator of the scores."""
    return math.lcm(*[sign.score[1] for sign in known])


def _levelled(known: Sequence[Standing]) -> list[int]:
    """The scores over their common denominator: whole numbers that compare and add up."""
    common = _common(known)
    return [sign.score[0] * (common // sign.score[1]) for sign in known]


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
    choices = menu(sign.lifts, _options(yard.missing(sign.score, target))).choices
    steps = _steps(sign, choices[0].items) if choices else []
    return NextStep(level=target, steps=tuple(steps))


def overall_step(
    yard: Yardstick, known: Sequence[Standing], total: Ratio, level: int
) -> NextStep | None:
    """The next step up of the overall level, cap included; None at level 5.

    It lifts the overall score to the next level's cut score, and every sign with a score to at
    least the level below that.
    """
    target = level + 1
    if target > len(yard.cuts):
        return None
    common = _common(known)
    menus = [menu(sign.lifts, _options(yard.missing(sign.score, level))) for sign in known]
    factors = [sign.gauge.weight * (common // sign.score[1]) for sign in known]
    chosen = cheapest(menus, factors, _options(yard.missing(total, target)))
    return NextStep(level=target, steps=tuple([s for sign in known for s in _steps(sign, chosen)]))


def _options(missing: int) -> int:
    """What is missing in a numerator, in weights of one option, rounded up."""
    return -(-missing // VALUE)


def _steps(sign: Standing, items: int) -> list[Step]:
    return [step for mark, step in sign.steps.items() if mark & items]


class Menu(NamedTuple):
    """What can be chosen in one sign: each choice costs and gains more than the one before."""

    choices: tuple[Choice, ...]
    rises: tuple[tuple[int, int], ...]  # cost and gain from bend to bend of their convex hull


@lru_cache(maxsize=8192)
def menu(lifts: tuple[Lift, ...], least: int) -> Menu:
    """The best sets of items of a sign that gain at least so much."""
    choices = tuple(choice for choice in _front(lifts) if choice.gain >= least)
    return Menu(choices, _rises(choices))


@lru_cache(maxsize=4096)
def _front(lifts: tuple[Lift, ...]) -> tuple[Choice, ...]:
    """The sets of items that no other set beats: none is as cheap and gains as much.

    Of items that cost the same effort the heavier ones come first: no other set can be better.
    """
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
    priced = _price(menus, factors, missing)
    if priced is None:
        return 0
    price, per = priced
    width = 1 << max([menu.choices[-1].items.bit_length() for menu in menus])
    worths = [factor * price for factor in factors]
    parts = [_parts(menu, worth, per, width) for menu, worth in zip(menus, worths, strict=True)]
    ideal = missing * price + sum([base for base, _ in parts])
    crowd = sum([menu.choices[-1].items.bit_count() for menu in menus])
    for effort in count(max(0, ideal // per // ONE_EFFORT)):
        limit = effort * ONE_EFFORT + crowd
        found = _combined([some for _, some in parts], (limit * per - ideal) * width)
        enough = [
            cost
            for cost, waste in found.items()
            if cost <= limit and waste <= (cost * per - ideal) * width
        ]
        if enough:
            return -found[min(enough)] % width
    raise AssertionError("gains that suffice have a cost")


def _parts(menu: Menu, worth: int, per: int, width: int) -> tuple[int, list[tuple[int, int]]]:
    """The best net cost of a choice, and of each choice the cost and what it wastes against it.

    The waste is `width` times as high, less the marks of its items: one number, by which of equal
    wastes the items that come first are less.
    """
    nets = [cost * per - gain * worth for cost, gain, _ in menu.choices]
    base = min(nets)
    return base, [
        (cost, (net - base) * width - items)
        for net, (cost, _, items) in zip(nets, menu.choices, strict=True)
    ]


def _combined(menus: Sequence[Sequence[tuple[int, int]]], room: int) -> dict[int, int]:
    """The least waste of one part a menu for every cost, as far as there is room for it."""
    states = {0: 0}
    for parts in menus:
        fitting = [part for part in parts if part[1] <= room]
        found: dict[int, int] = {}
        for spent, wasted in states.items():
            for cost, waste in fitting:
                total = wasted + waste
                if total <= room and total < found.get(spent + cost, total + 1):
                    found[spent + cost] = total
        states = found
    return states


def _price(menus: Sequence[Menu], factors: Sequence[int], missing: int) -> tuple[int, int] | None:
    """What the last gain costs, and how much it gains, if gains are bought by their price.

    None if all gains together are too few.
    """
    if not all(menu.choices for menu in menus):
        return None
    scaled = list(zip(menus, factors, strict=True))
    missing -= sum([menu.choices[0].gain * factor for menu, factor in scaled])
    if missing <= 0:
        return 0, 1
    rises = [(cost, gain * factor) for menu, factor in scaled for cost, gain in menu.rises]
    rises.sort(key=lambda rise: rise[0] / rise[1])
    for cost, gain in rises:
        missing -= gain
        if missing <= 0:
            return cost, gain
    return None
