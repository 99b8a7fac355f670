"""What the members of a group answered to an item, and how far they agree with one another."""

import math
from collections.abc import Sequence

from scoring.members import Members, five
from scoring.room import Agreement, Distribution

WIDTH = 4  # from the first option to the last


def consensus(counts: Sequence[int]) -> float | None:
    """Tastle and Wierman's consensus of five options' counts: 0 two camps, 1 all alike.

    None for fewer than two people: nobody agrees alone.
    """
    n = sum(counts)
    if n < 2:
        return None
    mean = sum(option * count for option, count in enumerate(counts)) / n
    apart = sum(
        count / n * math.log2(1 - abs(option - mean) / WIDTH)
        for option, count in enumerate(counts)
        if count
    )
    return min(1.0, max(0.0, 1 + apart))


def agreements(room: Members) -> tuple[Agreement, ...]:
    """How far each group agrees on each item, to three decimals."""
    return tuple(_agreement(room, item, group) for item in room.items for group in room.by_group)


def distributions(room: Members) -> tuple[Distribution, ...]:
    """What each group answered to each item."""
    return tuple(_distribution(room, item, group) for item in room.items for group in room.by_group)


def _agreement(room: Members, item: str, group: str) -> Agreement:
    points = room.points(group, item)
    found = consensus(five(points)) if room.enough(len(points)) else None
    return Agreement(item=item, group=group, value=None if found is None else round(found, 3))


def _distribution(room: Members, item: str, group: str) -> Distribution:
    given, points = room.given(group, item), room.points(group, item)
    shown = room.counted(len(points)) is not None
    return Distribution(
        item=item,
        group=group,
        n=room.counted(len(points)),
        counts=five(points) if shown else None,
        dont_know=given.count("dont_know") if shown else None,
        not_applicable=given.count("not_applicable") if shown else None,
    )
