"""What a workshop's JSON tells: plain facts for the attacker."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assessment.privacy import mask
from tests.attacker import Fact

ROUNDING = 0.55  # to one decimal first, then to a whole number
CUTS = (20, 40, 60, 80)
POINTS = (1, 2, 3, 4, 5)

Json = Mapping[str, Any]
Behind = Mapping[tuple[str, str], frozenset[str]]  # measure and group -> whose answers


def facts_shown(
    card: Json, signs: Sequence[str], behind: Behind, items: Mapping[str, Sequence[str]]
) -> Iterator[Fact]:
    """The facts in a scorecard about these signs; `items` has the items of each sign's measure."""
    of_sign = {item: sign for sign in signs for item in items[f"sign:{sign}"]}
    counted = {(d["item"], d["group"]) for d in card["distributions"] if d["counts"]}
    for mean in card["means"]:
        if mean["sign"] in signs and mean["score"] is not None:
            yield _mean(mean, behind, items, counted)
    for line in card["distributions"]:
        if f"item:{line['item']}" in of_sign:
            members = behind.get((f"item:{line['item']}", line["group"]), frozenset())
            yield from _distribution(line, members, card["scope"])
    for spot in card["blind_spots"]:
        if f"item:{spot['item']}" in of_sign:
            measure = f"mirror:{spot['item']}:{spot['asked']}:{spot['about']}"
            yield from _guesses(spot, measure, behind.get((measure, spot["asked"]), frozenset()))
    for gap in card["gaps"]:
        if gap["sign"] in signs:
            yield from _apart(gap, behind, items)


def named_shown(card: Json, sign: str, members: frozenset[str]) -> Iterator[Fact]:
    """How many named a sign, where the percentage tells it."""
    share = next(s["costs_most"] for s in card["signs"] if s["id"] == sign)
    if share is not None:
        named = round(share * len(members))
        if math.floor(100 * named / len(members) + 0.5) == round(100 * share):
            counts = {True: named, False: len(members) - named}
            yield Fact(f"costs_most:{sign}", members, counts=counts)


def votes_shown(
    shifts: Sequence[Json], behind: Mapping[tuple[str, str], Sequence[frozenset[str]]]
) -> Iterator[Fact]:
    """The votes before and after; `behind` has the two sets of answers."""
    for shift in shifts:
        if shift["n"] is not None:
            measure = f"item:{shift['item']}"
            both = behind[measure, shift["group"]]
            for members, when in zip((both[0], both[-1]), ("before", "after"), strict=True):
                yield Fact(measure, members, counts=dict(zip(POINTS, shift[when], strict=True)))


def _mean(
    mean: Json,
    behind: Behind,
    items: Mapping[str, Sequence[str]],
    counted: set[tuple[str, str]],
) -> Fact:
    measure, group, score = f"sign:{mean['sign']}", mean["group"], mean["score"]
    members, own = behind[measure, group], items[measure]
    assert mean["n"] == len(members)
    around = ROUNDING
    if len(own) == 1 and (own[0].removeprefix("item:"), group) not in counted:
        # The mean of a single question on which nearly all agree is rounded more.
        around = max(around, math.ceil(mask.TWO_OPTIONS / len(members)) / 2 + 0.05)
    low, high = score - around, score + (1 if score + 1 in CUTS else 0) + around
    if mean["edge"] == "low":
        low = 0
    if mean["edge"] == "high":
        high = 101
    return Fact(measure, members, low=low, high=high)


def _distribution(line: Json, members: frozenset[str], scope: str) -> Iterator[Fact]:
    measure = f"item:{line['item']}"
    if line["counts"]:
        counts: dict[Any, int] = dict(zip(POINTS, line["counts"], strict=True))
        if scope == "full":
            counts |= {name: line[name] for name in ("dont_know", "not_applicable")}
        yield Fact(measure, members, counts=counts)
    elif line["nearly_all"]:
        yield Fact(measure, members, nearly_all=line["nearly_all"])


def _guesses(spot: Json, measure: str, members: frozenset[str]) -> Iterator[Fact]:
    if spot["guesses"]:
        yield Fact(measure, members, counts=dict(zip(POINTS, spot["guesses"], strict=True)))
    elif spot["expected"]:
        yield Fact(measure, members, nearly_all=spot["expected"])


def _apart(gap: Json, behind: Behind, items: Mapping[str, Sequence[str]]) -> Iterator[Fact]:
    """An interval, a verdict, or a difference on fewer items is made of whole sheets."""
    measure = f"sign:{gap['sign']}"
    fewer = gap["points"] is not None and len(gap["items"]) < len(items[measure])
    if fewer or gap["verdict"] in ("clear", "not_clear"):
        for group in gap["groups"]:
            yield Fact(measure, behind[measure, group], sheets=True)
