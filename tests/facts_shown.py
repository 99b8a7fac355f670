"""What a published scorecard, read as JSON, tells: plain facts for the attacker."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.attacker import Fact

ROUNDING = 0.55  # to one decimal first, then to a whole number
CUTS = (20, 40, 60, 80)

Behind = Mapping[tuple[str, str], frozenset[str]]  # measure and group -> whose answers


def facts_shown(
    card: Mapping[str, Any],
    behind: Behind,
    items: Mapping[str, Sequence[str]],
    coarse: bool = True,
) -> list[Fact]:
    """The facts in a scorecard; `items` has the items of each sign's measure.

    `coarse` says that the mean of a single question on which nearly all agree is rounded more.
    """
    counted = {(d["item"], d["group"]) for d in card["distributions"] if d["counts"]}
    facts = [
        _mean(mean, behind, items, counted, coarse)
        for mean in card["means"]
        if mean["sign"] is not None and mean["score"] is not None
    ]
    for line in card["distributions"]:
        members = behind.get((f"item:{line['item']}", line["group"]), frozenset())
        facts += _distribution(line, members, card["scope"])
    for spot in card["blind_spots"]:
        measure = f"mirror:{spot['item']}:{spot['asked']}:{spot['about']}"
        facts += _guesses(spot, measure, behind.get((measure, spot["asked"]), frozenset()))
    for sign in card["signs"]:
        measure = f"costs_most:{sign['id']}"
        facts += _named(sign, measure, behind.get((measure, "all"), frozenset()))
    return facts


def _mean(
    mean: Mapping[str, Any],
    behind: Behind,
    items: Mapping[str, Sequence[str]],
    counted: set[tuple[str, str]],
    coarse: bool,
) -> Fact:
    measure, group, score = f"sign:{mean['sign']}", mean["group"], mean["score"]
    members, own = behind[measure, group], items[measure]
    around = ROUNDING
    if coarse and len(own) == 1 and (own[0].removeprefix("item:"), group) not in counted:
        around = max(around, math.ceil(50 / len(members)) / 2 + 0.05)
    low, high = score - around, score + (1 if score + 1 in CUTS else 0) + around
    if mean["edge"] == "low":
        low = 0
    if mean["edge"] == "high":
        high = 101
    return Fact(measure, members, low=low, high=high)


def _distribution(line: Mapping[str, Any], members: frozenset[str], scope: str) -> Iterator[Fact]:
    measure = f"item:{line['item']}"
    if line["counts"]:
        counts: dict[Any, int] = dict(zip((1, 2, 3, 4, 5), line["counts"], strict=True))
        if scope == "full":
            counts |= {name: line[name] for name in ("dont_know", "not_applicable")}
        yield Fact(measure, members, counts=counts)
    elif line["nearly_all"]:
        yield Fact(measure, members, nearly_all=line["nearly_all"])


def _guesses(spot: Mapping[str, Any], measure: str, members: frozenset[str]) -> Iterator[Fact]:
    if spot["guesses"]:
        yield Fact(
            measure, members, counts=dict(zip((1, 2, 3, 4, 5), spot["guesses"], strict=True))
        )
    elif spot["expected"]:
        yield Fact(measure, members, nearly_all=spot["expected"])


def _named(sign: Mapping[str, Any], measure: str, members: frozenset[str]) -> Iterator[Fact]:
    """How many named a sign, where the percentage tells it."""
    if sign["costs_most"] is not None and members:
        named = round(sign["costs_most"] * len(members))
        if math.floor(100 * named / len(members) + 0.5) == round(100 * sign["costs_most"]):
            yield Fact(measure, members, counts={True: named, False: len(members) - named})
