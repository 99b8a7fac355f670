"""Advice: what to act on first, what to build on, and the least effort that leads a level up.

Sets of items are compared by their cost: effort first, then the number of items.
"""

import math
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from itertools import chain, pairwise, product
from typing import NamedTuple

from scoring.instrument import Effort
from scoring.scorecard import NextStep, Step
from scoring.tally import VALUE, Tally
from scoring.yardstick import SETTLED, Ratio, Yardstick

AT_MOST = 3  # signs in a list of priorities or strengths
ONE_EFFORT = 10_000  # more than any number of items, so that effort outweighs it


def priorities(
    known: Sequence[Tally], costs_most: Collection[str], capping: str | None
) -> tuple[str, ...]:
    """The ids of at most three signs below 80, the first to act on first.

    Urgency is (100 - score) x weight, doubled for a sign that is named as costing most. A sign
    that caps the overall level comes before all others.
    """
    below = math.lcm(*(tally.weight for tally in known))

    def urgency(tally: Tally) -> tuple[bool, int]:
        above, weight = tally.score
        gap = (100 * below - above * (below // weight)) * tally.gauge.weight
        named = tally.gauge.id in costs_most
        return tally.gauge.id == capping, gap * (2 if named else 1)

    unsettled = [tally for tally in known if tally.score[0] < SETTLED * tally.weight]
    return _first(sorted(unsettled, key=urgency, reverse=True))


def strengths(
    yard: Yardstick, known: Sequence[Tally], prior: Collection[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The ids of the strengths, and only if there are none, of the least weak signs.

    Both hold at most three signs that are no priority, the highest score first.
    """
    below = math.lcm(*(tally.weight for tally in known))
    others = [tally for tally in known if tally.gauge.id not in prior]
    others.sort(key=lambda tally: tally.score[0] * (below // tally.weight), reverse=True)
    strong = _first(tally for tally in others if yard.status(tally.score) == "absent")
    return strong, () if strong else _first(others)


def _first(tallies: Iterable[Tally]) -> tuple[str, ...]:
    return tuple(tally.gauge.id for tally in tallies)[:AT_MOST]


class Choice(NamedTuple):
    """Some items to raise by one option each."""

    cost: int  # effort x ONE_EFFORT + number of items
    gain: int  # in the sum of weights, or in the numerator of the overall score
    items: tuple[int, ...]  # their places in the instrument


Liftable = tuple[tuple[int, int, int], ...]  # place, weight and effort 1 to 3 of each item


def sign_step(yard: Yardstick, tally: Tally) -> NextStep | None:
    """The next step up of a sign with a score; None at level 5."""
    target = yard.level(tally.score) + 1
    if target > len(yard.cuts):
        return None
    choices = menu(_liftable(yard, tally), _options(yard.missing(tally.score, target))).choices
    return NextStep(level=target, steps=_steps(yard, tally, choices[0].items) if choices else ())


def overall_step(
    yard: Yardstick, scored: Sequence[Tally], total: Ratio, level: int
) -> NextStep | None:
    """The next step up of the overall level, cap included; None at level 5.

    It lifts the overall score to the next level's cut score, and every sign with a score to at
    least the level below that.
    """
    target = level + 1
    if target > len(yard.cuts):
        return None
    below = math.lcm(*(tally.weight for tally in scored))
    menus = [_overall_menu(yard, tally, target - 1, below) for tally in scored]
    chosen = cheapest(menus, _options(yard.missing(total, target)))
    steps = chain.from_iterable(_steps(yard, tally, chosen) for tally in scored)
    return NextStep(level=target, steps=tuple(steps))


def _options(missing: int) -> int:
    """What is missing in a numerator, in weights of one option, rounded up."""
    return -(-missing // VALUE)


def _liftable(yard: Yardstick, tally: Tally) -> Liftable:
    lifts = tally.gauge.lifts[yard.status(tally.score)]
    return tuple(
        (item.place, item.weight, lifts[item.id].cost)
        for item, answer in zip(tally.asked, tally.answers, strict=True)
        if isinstance(answer, int) and answer < 5
    )


def _steps(yard: Yardstick, tally: Tally, places: tuple[int, ...]) -> tuple[Step, ...]:
    """The steps of one sign among the items at these places."""
    lifts = tally.gauge.lifts[yard.status(tally.score)]
    return tuple(
        _step(item.id, answer + 1, lifts[item.id].effort, lifts[item.id].action)
        for item, answer in zip(tally.asked, tally.answers, strict=True)
        if item.place in places and isinstance(answer, int)
    )


@lru_cache(maxsize=4096)
def _step(item: str, points: int, effort: Effort, action: str | None) -> Step:
    return Step(item=item, points=points, effort=effort, action=action)


class Menu(NamedTuple):
    """What can be chosen in one sign: each choice costs and gains more than the one before."""

    choices: tuple[Choice, ...]
    bends: tuple[Choice, ...]  # of them those on the lower convex hull


@lru_cache(maxsize=8192)
def menu(liftable: Liftable, least: int) -> Menu:
    """The best sets of items of a sign that gain at least so much."""
    choices = tuple(choice for choice in _front(liftable) if choice.gain >= least)
    return Menu(choices, _hull(choices))


@lru_cache(maxsize=4096)
def _front(liftable: Liftable) -> tuple[Choice, ...]:
    """The sets of items that no other set beats: none is as cheap and gains as much.

    Of items that cost the same effort the heavier ones come first: no other set can be better.
    """
    classes = [
        sorted((lift for lift in liftable if lift[2] == effort), key=lambda lift: -lift[1])
        for effort in (1, 2, 3)
    ]
    sets = (
        [lift for lifts, count in zip(classes, counts, strict=True) for lift in lifts[:count]]
        for counts in product(*(range(len(lifts) + 1) for lifts in classes))
    )
    front: list[Choice] = []
    for choice in sorted(map(_choice, sets), key=lambda c: (c.cost, -c.gain, c.items)):
        if not front or choice.gain > front[-1].gain:
            front.append(choice)
    return tuple(front)


def _choice(lifts: Sequence[tuple[int, int, int]]) -> Choice:
    return Choice(
        cost=sum(effort for _, _, effort in lifts) * ONE_EFFORT + len(lifts),
        gain=sum(weight for _, weight, _ in lifts),
        items=tuple(sorted(place for place, _, _ in lifts)),
    )


def _hull(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    hull: list[Choice] = []
    for choice in choices:
        while len(hull) > 1 and not _bends(hull[-2], hull[-1], choice):
            hull.pop()
        hull.append(choice)
    return tuple(hull)


def _bends(first: Choice, middle: Choice, last: Choice) -> bool:
    """Whether a gain costs less on the way from first to middle than from middle to last."""
    before = (middle.cost - first.cost) * (last.gain - middle.gain)
    return before < (last.cost - middle.cost) * (middle.gain - first.gain)


def _overall_menu(yard: Yardstick, tally: Tally, level: int, below: int) -> Menu:
    """The menu of a sign that has to reach a level, with gains in the overall score's terms."""
    factor = tally.gauge.weight * (below // tally.weight)
    least = _options(yard.missing(tally.score, level))
    choices, bends = menu(_liftable(yard, tally), least)
    return Menu(_scaled(choices, factor), _scaled(bends, factor))


def _scaled(choices: tuple[Choice, ...], factor: int) -> tuple[Choice, ...]:
    return tuple(Choice(cost, gain * factor, items) for cost, gain, items in choices)


States = dict[int, tuple[int, tuple[int, ...]]]  # cost -> the best gain at it, and its items


def cheapest(menus: Sequence[Menu], missing: int) -> tuple[int, ...]:
    """The items of one choice a menu that together gain what is missing at the least cost.

    Of equal costs the higher gain wins, then the items that come first; none if no choices gain
    enough. It is exact: from menu to menu, of all partial choices of one cost the best is kept.
    A price for a gain, taken from the convex hulls, tells how much a choice wastes; what wastes
    more than a known solution does is in no better one.
    """
    bound = _walk(menus, missing) if all(choices for choices, _ in menus) else None
    if bound is None:
        return ()
    limit, price, per = bound
    bases = [min(c.cost * per - c.gain * price for c in bends) for _, bends in menus]
    allowed = limit * per - missing * price - sum(bases)
    states: States = {0: (0, ())}
    for (choices, _), base in zip(menus, bases, strict=True):
        allowed += base
        states = _extended(states, choices, price, per, allowed)
    return states[min(cost for cost, (gain, _) in states.items() if gain >= missing)][1]


def _extended(
    states: States, choices: tuple[Choice, ...], price: int, per: int, allowed: int
) -> States:
    found: States = {}
    for spent, (gained, before) in states.items():
        for cost, gain, items in choices:
            total, sum_gain = spent + cost, gained + gain
            if total * per - sum_gain * price > allowed:
                continue
            best = found.get(total)
            if best is None or sum_gain > best[0]:
                found[total] = sum_gain, before + items
            elif sum_gain == best[0]:
                found[total] = sum_gain, min(best[1], before + items)
    return found


def _walk(menus: Sequence[Menu], missing: int) -> tuple[int, int, int] | None:
    """A cost that suffices, and the price of the last gain it took: (cost, price, per gain)."""
    cost = sum(choices[0].cost for choices, _ in menus)
    missing -= sum(choices[0].gain for choices, _ in menus)
    if missing <= 0:
        return cost, 0, 1
    rises = [
        (after.cost - before.cost, after.gain - before.gain)
        for _, bends in menus
        for before, after in pairwise(bends)
    ]
    for price, per in sorted(rises, key=lambda rise: rise[0] / rise[1]):
        cost += price
        missing -= per
        if missing <= 0:
            return cost, price, per
    return None
