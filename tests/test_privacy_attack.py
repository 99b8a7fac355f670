"""A thousand workshops against the attacker, and mutants of the rule that it must catch.

C02: nobody's answer is determined, not even for somebody who took part and knows their own. C03 to
C06: totals, filters, edits and erasures are among what happens in these workshops.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from assessment.privacy import ALL, Release, mask, rule
from scoring.instrument import Floors
from tests.attacker import exposed, too_few
from tests.workshops_at_random import Workshop

WORKSHOPS = 1000
PARTS = 10  # so that they can run side by side
FLOOR = Floors().score
Patch = tuple[Any, str, Any]


def leaks(workshop: Workshop, floor: int) -> Iterator[object]:
    """What the attacker finds: answers, and numbers of fewer people than the floor."""
    yield from too_few(workshop.facts, floor)
    yield from exposed(workshop.facts, workshop.items, workshop.truth, workshop.complete)


@pytest.mark.parametrize("part", range(PARTS))
def test_nobody_s_answer_is_determined(part: int) -> None:
    """In each of the workshops no answer follows, and no number of fewer than the floor."""
    published: Counter[str] = Counter()
    for seed in range(part, WORKSHOPS, PARTS):
        workshop = Workshop(seed)
        workshop.run()
        floors = workshop.floors
        found = list(leaks(workshop, min(floors.score, floors.distribution)))
        assert not found, (seed, found[0])
        published.update(fact.measure.partition(":")[0] for fact in workshop.facts)
    # An attacker to whom nothing is shown proves nothing.
    assert published["sign"] > 400
    assert published["item"] > 200
    assert published["mirror"] > 5


def unversioned(release: Release) -> Release:
    """The release as if an answer never changed."""
    people = frozenset(member.partition(".")[0] for member in release.members)
    return release.model_copy(update={"members": people})


def forgetting(real: Callable[..., Any]) -> Callable[..., Any]:
    """The rule without versions."""

    def allowed(
        candidates: Sequence[Release], past: Sequence[Release], floors: Floors, known: Any
    ) -> tuple[Release, ...]:
        plain = [unversioned(release) for release in candidates]
        answers = {
            measure: {member.partition(".")[0]: said for member, said in given.items()}
            for measure, given in known.items()
        }
        got = real(plain, [unversioned(release) for release in past], floors, answers)
        kept = zip(candidates, plain, strict=True)
        return tuple(r for r, p in kept if any(p is one for one in got))

    return allowed


def by_pairs(real: Callable[..., bool]) -> Callable[..., bool]:
    """The rule, looking at each two sets only."""

    def fits(release: Release, shelf: Sequence[Release], *rest: Any) -> bool:
        return all(real(release, others, *rest) for others in ([], *([other] for other in shelf)))

    return fits


def without_totals(real: Callable[..., bool]) -> Callable[..., bool]:
    """The rule, which does not look at totals."""

    def fits(release: Release, shelf: Sequence[Release], offered: Any, *rest: Any) -> bool:
        if release.group == ALL:
            return len(release.members) >= FLOOR
        return real(release, shelf, offered, *rest)

    return fits


def only_unanimity(counts: Sequence[int], people: int) -> bool:
    """Hides a distribution only where everybody chose the same."""
    listed = list(counts)
    return max([*listed, people - sum(listed)]) == people


MUTANTS: dict[str, list[Patch]] = {
    "no floor": [(rule, "class_floor", lambda *_: 1)],
    "pairwise only": [(rule, "_fits", by_pairs(rule._fits))],
    "answer versions forgotten": [(rule, "allowed", forgetting(rule.allowed))],
    "overall unchecked": [(rule, "_fits", without_totals(rule._fits))],
    "extremes unclipped": [(mask, "end_of_scale", lambda _: -1)],
    "unanimity shown": [(mask, "_nearly_all", lambda *_: False)],
    "only unanimity hidden": [(mask, "_nearly_all", only_unanimity)],
    "cells of one mind": [(rule, "of_one_mind", lambda _: False)],
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_mutant_of_the_rule_is_caught(mutant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each part of the rule is needed: without it the same attack finds somebody."""
    for module, name, changed in MUTANTS[mutant]:
        monkeypatch.setattr(module, name, changed)
    floors = None
    if mutant == "no floor":
        floors = Floors.model_construct(score=1, comments=1, distribution=1)
    for seed in range(WORKSHOPS):
        workshop = Workshop(seed, floors)
        workshop.run()
        kept = FLOOR if floors else min(workshop.floors.score, workshop.floors.distribution)
        if next(leaks(workshop, kept), None):
            return
    pytest.fail(f"{mutant} was not caught in {WORKSHOPS} workshops")
