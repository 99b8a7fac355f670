"""Two hundred workshops against the attacker, a thousand in `make fuzz`, and mutants to be caught.

C02: nobody's answer is determined, not even for somebody who took part and knows their own. C03 to
C06: totals, filters, edits and erasures are among what happens in these workshops.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from assessment import privacy
from assessment.privacy import ALL, Release, mask, rule, told
from assessment.workshop import reveal
from scoring.instrument import Floors
from tests.attacker import NOBODY, Fact, exposed, too_few
from tests.fuzzing import LONG
from tests.made_of import assert_made_of_what_is_shown
from tests.real_routes import Routes, real_routes
from tests.workshops_at_random import RandomWorkshop

WORKSHOPS = 1000
PARTS = 10  # so that they can run side by side
RUN = PARTS if LONG else 2  # `make fuzz` goes through all of them
FLOOR = Floors().score
Patch = tuple[Any, str, Any]


def leaks(workshop: RandomWorkshop, floor: int | None = None) -> Iterator[object]:
    """What the attacker finds: answers, and numbers of fewer people than the floor."""
    floors = workshop.room.floors
    counts = [fact for fact in workshop.facts if fact.counts]
    for known in (NOBODY, workshop.typed):
        yield from too_few(counts, floor or floors.distribution, known)
        yield from too_few(workshop.facts, floor or min(floors.score, floors.distribution), known)
    yield from exposed(
        workshop.facts, workshop.items, workshop.truth, workshop.complete, workshop.typed
    )


@pytest.fixture(scope="module")
def routes() -> Iterator[Routes]:
    """The app's own downloads."""
    with real_routes() as opened:
        yield opened


@pytest.mark.fuzz
@pytest.mark.case("C02")
@pytest.mark.parametrize("part", range(RUN))
def test_nobody_s_answer_is_determined(part: int, routes: Routes) -> None:
    """In each of the workshops no answer follows, and no number of fewer than the floor."""
    published: Counter[str] = Counter()
    for seed in range(part, WORKSHOPS, PARTS):
        workshop = RandomWorkshop(seed, routes)
        workshop.run()
        found = list(leaks(workshop))
        assert not found, (seed, found[0])
        for shown in workshop.read:
            assert_made_of_what_is_shown(shown, workshop.instrument, workshop.room.floors)
        published.update(kind_of(fact) for fact in workshop.facts)
    # An attacker to whom nothing is shown proves nothing.
    least = {"mean": 400, "counts": 200, "nearly all": 60, "mirror": 5, "interval": 15}
    assert {kind for kind, count in least.items() if published[kind] < count} == set()


def kind_of(fact: Fact) -> str:
    """What kind of number it is."""
    if fact.sheets:
        return "interval"
    if fact.measure.startswith("mirror"):
        return "mirror"
    if fact.measure.startswith("sign"):
        return "mean"
    return "counts" if fact.counts else "nearly all"


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


def nobody_typed(real: Callable[..., Any]) -> Callable[..., Any]:
    """The rule, which forgets that somebody typed in sheets."""

    def allowed_beside(wanted: Any, past: Any, floors: Floors, known: Any, _: Any) -> Any:
        return real(wanted, past, floors, known, ())

    return allowed_beside


class Everything:
    """Holds everything."""

    def __contains__(self, _: object) -> bool:
        return True


def votes_unmasked(real: Callable[..., None]) -> Callable[..., None]:
    """A reveal that shows votes also where the first answers were not shown as counts."""

    def init(self: Any, *given: Any) -> None:
        real(self, *given)
        self.counted = Everything()

    return init


def directly(release: Release, others: Sequence[Release]) -> list[Release]:
    """The others that share people with the release, and not those that share people with them."""
    return [r for r in others if not r.versions.keys().isdisjoint(release.versions)]


def only_unanimity(counts: Sequence[int], people: int) -> bool:
    """Hides a distribution only where everybody chose the same."""
    listed = list(counts)
    return max([*listed, people - sum(listed)]) == people


MUTANTS: dict[str, list[Patch]] = {
    "no floor": [(rule, "class_floor", lambda *_: 1)],
    "pairwise only": [(rule, "_fits", by_pairs(rule._fits))],
    "answer versions forgotten": [(told, "allowed", forgetting(rule.allowed))],
    "overall unchecked": [(rule, "_fits", without_totals(rule._fits))],
    "extremes unclipped": [(mask, "end_of_scale", lambda _: -1)],
    "unanimity shown": [(mask, "_nearly_all", lambda *_: False)],
    "only unanimity hidden": [(mask, "_nearly_all", only_unanimity)],
    "cells of one mind": [(rule, "of_one_mind", lambda _: False)],
    "cells of one mind but one": [(rule, "of_one_mind", lambda told: len(set(told)) == 1)],
    "cells at one end": [(rule, "at_one_end", lambda _: False)],
    "means beside counts": [(rule, "_still_divided", lambda *_: True)],
    "counts less counts": [(rule, "smallest_derivable", lambda _: 99)],
    "touching through a third": [(rule, "connected", directly)],
    "one question not rounded more": [(mask, "TWO_OPTIONS", 1)],
    "nearly all at an end": [(mask._Mask, "_has_room", lambda *_: True)],
    "votes beside what is masked": [
        (reveal._Freezing, "__init__", votes_unmasked(reveal._Freezing.__init__))
    ],
    "typed sheets forgotten": [(privacy, "allowed_beside", nobody_typed(told.allowed_beside))],
    "typed sheets, one mind": [(told, "_tells", lambda *_: False)],
}


# Where to begin: a little before the workshop in which each is caught, for some are rare.
FIRST = {
    "no floor": 5,
    "pairwise only": 13,
    "answer versions forgotten": 5,
    "overall unchecked": 2,
    "extremes unclipped": 9,
    "unanimity shown": 1,
    "only unanimity hidden": 3,
    "cells of one mind": 7,
    "cells of one mind but one": 91,
    "cells at one end": 325,
    "means beside counts": 110,
    "counts less counts": 27,
    "touching through a third": 240,
    "one question not rounded more": 3,
    "nearly all at an end": 515,
    "votes beside what is masked": 179,
    "typed sheets forgotten": 12,
    "typed sheets, one mind": 16,
}


@pytest.mark.case("C02")
@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_mutant_of_the_rule_is_caught(
    mutant: str, routes: Routes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each part of the rule is needed: without it the same attack finds somebody."""
    for module, name, changed in MUTANTS[mutant]:
        monkeypatch.setattr(module, name, changed)
    floors = None
    if mutant == "no floor":
        floors = Floors.model_construct(score=1, comments=1, distribution=1)
    first = FIRST[mutant]
    for seed in (*range(first, WORKSHOPS), *range(first)):
        workshop = RandomWorkshop(seed, routes, floors)
        workshop.run()
        if next(leaks(workshop, FLOOR if floors else None), None):
            return
    pytest.fail(f"{mutant} was not caught in {WORKSHOPS} workshops")
