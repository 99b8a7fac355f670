"""What a workshop will show for the heads that are expected, and the ways out."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Literal

from scoring.instrument import Floors
from scoring.values import Frozen

LOWEST_FLOOR = 3

Needs = Literal["score", "distribution"]


class Seen(Frozen):
    """What will be shown of a group if everyone expected answers."""

    group: str
    heads: int
    score: bool
    distribution: bool  # with it consensus, votes, and its side of intervals and the mirror


class Way(Frozen):
    """A way out where something will not be shown."""

    kind: Literal["invite", "lower", "open_table"]
    group: str | None  # None for the open table
    shows: Needs | None
    people: int | None  # how many more to invite
    floor: int | None  # the floor it takes


class Preview(Frozen):
    """What will and will not be shown, as ids and flags."""

    groups: tuple[Seen, ...]
    overall: bool
    gaps: tuple[tuple[str, str], ...]  # pairs of groups
    intervals: tuple[tuple[str, str], ...]
    mirrors: tuple[tuple[str, str], ...]  # who was asked, about whom
    comments: bool
    costs_most: bool
    ways: tuple[Way, ...]


def preview(
    heads: Mapping[str, int],
    floors: Floors,
    groups: Sequence[str],
    overall_groups: Sequence[str] = ("sales", "marketing"),
) -> Preview:
    """What a protected workshop with so many heads a group will show.

    It is the most there can be: who does not answer is missing, and so is what too many agree on.
    """
    seen = {
        group: Seen(
            group=group,
            heads=heads.get(group, 0),
            score=heads.get(group, 0) >= floors.score,
            distribution=heads.get(group, 0) >= floors.distribution,
        )
        for group in groups
    }
    everyone = sum(one.heads for one in seen.values())
    counted = [group for group in groups if seen[group].distribution]
    sides = [group for group in overall_groups if group in groups]
    return Preview(
        groups=tuple(seen.values()),
        overall=all(group in seen and seen[group].score for group in overall_groups),
        gaps=tuple(combinations([group for group in groups if seen[group].score], 2)),
        intervals=tuple(combinations(counted, 2)),
        mirrors=tuple((a, b) for a in counted for b in sides if b != a and b in counted),
        comments=everyone >= floors.comments,
        costs_most=everyone >= floors.distribution,
        ways=_ways(tuple(seen.values()), floors),
    )


def _ways(seen: Sequence[Seen], floors: Floors) -> tuple[Way, ...]:
    needs: tuple[tuple[Needs, int], ...] = (
        ("score", floors.score),
        ("distribution", floors.distribution),
    )
    found = [
        way
        for one in seen
        for shows, floor in needs
        if one.heads < floor
        for way in _ways_of(one, shows, floor)
    ]
    table = Way(kind="open_table", group=None, shows=None, people=None, floor=None)
    return (*found, table) if found else ()


def _ways_of(one: Seen, shows: Needs, floor: int) -> list[Way]:
    invite = Way(kind="invite", group=one.group, shows=shows, people=floor - one.heads, floor=None)
    lower = Way(kind="lower", group=one.group, shows=shows, people=None, floor=one.heads)
    return [invite, lower] if one.heads >= LOWEST_FLOOR else [invite]
