"""The one rule of what may be published, over all sets of answers ever published.

People whom the published sets tell apart in any way stand in a class of at least the floor. So
whatever is worked out from published numbers treats the members of a class alike; and where sets
overlap, no class may be so much of one mind that its numbers say what each of them answered.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from assessment.privacy.classes import (
    Cell,
    Kind,
    Release,
    cells,
    classes,
    connected,
    smallest_derivable,
    stacks,
)
from scoring.instrument import Floors

ALL = "all"  # the group of a total
MOST_SETS = 6  # different sets of a measure that overlap; a further one is refused
KINDS: tuple[Kind, ...] = ("mean", "distribution", "comments")

Known = Mapping[str, Mapping[str, object]]  # measure -> member -> answer, or 0 to 100 of a mean


def allowed(
    candidates: Sequence[Release],
    past: Sequence[Release],
    floors: Floors,
    known: Known | None = None,
) -> tuple[Release, ...]:
    """The candidates that may be published beside the past: fewer groups, no total, or nothing.

    `known` holds the answers, the old versions too. Where sets overlap and an answer is not known
    any more, the newcomer is refused.
    """
    accepted: set[int] = set()
    for family in dict.fromkeys(map(_family, candidates)):
        offered = [(n, r) for n, r in enumerate(candidates) if _family(r) == family]
        shelf = [release for release in past if _family(release) == family]
        asked = [release for _, release in offered]
        for n, release in sorted(offered, key=lambda pair: _turn(pair[1])):
            if _fits(release, shelf, asked, floors, known or {}):
                shelf.append(release)
                accepted.add(n)
    return tuple(release for n, release in enumerate(candidates) if n in accepted)


def spread(
    accepted: Sequence[Release], past: Sequence[Release], known: Known
) -> frozenset[tuple[str, str]]:
    """The signs and groups of which more than means and counts may be told, such as an interval.

    It depends on how each person's answers go together. So in every class that the means part
    neither the scores nor the answers to any item are of one mind: exchanging the whole sheets of
    two people of a class changes nothing of what is told.
    """
    found = set()
    for release in (r for r in accepted if r.kind == "mean"):
        own = [r for r in accepted if (r.sign, r.group) == (release.sign, release.group)]
        counted = [r.measure for r in own if r.kind == "distribution"]
        means = [r for r in (*past, *accepted) if r.measure == release.measure]
        parted = cells([release], classes(stacks([*connected(release, means), release])))
        if counted and all(_minds(about, parted, known) for about in (release.measure, *counted)):
            found.add((release.sign or "", release.group))
    return frozenset(found)


def own_floor(kind: Kind, floors: Floors) -> int:
    """The fewest people of whom something of this kind may be shown."""
    by_kind = {"mean": floors.score, "distribution": floors.distribution}
    return by_kind.get(kind, floors.comments)


def class_floor(kind: Kind, floors: Floors) -> int:
    """The fewest people whom published sets may tell apart from others."""
    return floors.comments if kind == "comments" else min(floors.score, floors.distribution)


def of_one_mind(answers: Iterable[object]) -> bool:
    """Whether all but at most two gave the same answer.

    If it took all of them, or all but one, the one who is left could tell what the others said.
    """
    counts = Counter(answers)
    return max(counts.values(), default=0) >= counts.total() - 2


def at_one_end(values: Iterable[float]) -> bool:
    """Whether all but at most two of some values of 0 to 100 are 0, or all but two are 100."""
    listed = list(values)
    return sum(v > 0 for v in listed) < 3 or sum(v < 100 for v in listed) < 3


def _family(release: Release) -> str:
    return release.sign or release.measure


def _turn(release: Release) -> tuple[bool, int, int, str, str, tuple[str, ...]]:
    """Groups before totals, means before distributions, the larger set first."""
    members = tuple(sorted(release.members))
    rank = KINDS.index(release.kind)
    return release.group == ALL, rank, -len(members), release.measure, release.group, members


def _fits(
    release: Release,
    shelf: Sequence[Release],
    offered: Sequence[Release],
    floors: Floors,
    known: Known,
) -> bool:
    """Whether a release may join what was ever published of the same sign."""
    if len(release.versions) < max(len(release.members), own_floor(release.kind, floors)):
        return False  # too few, or somebody in two versions at once
    told = (release.measure, release.members, release.kind)
    if any((other.measure, other.members, other.kind) == told for other in shelf):
        return True  # it was told before
    near = [*connected(release, shelf), release]
    if all(other.members == release.members for other in near):
        return True  # one set for all numbers: `published` sees to one that is of one mind
    if min(map(len, classes(stacks(near)))) < class_floor(release.kind, floors):
        return False
    if release.kind == "mean":
        return _in_between(release, near, known) and _still_divided(release, near, known)
    return release.kind == "comments" or _divided(release, near, offered, floors, known)


def _in_between(release: Release, near: Sequence[Release], known: Known) -> bool:
    """Whether no class lies at one end of the scale, where sets overlap."""
    sets = stacks(near)[release.measure]
    people = classes(stacks(near))
    values = known.get(release.measure, {})
    for cell in cells(sets, people):
        told = [values.get(member) for member in cell.answers]
        worth = [value for value in told if isinstance(value, int | float)]
        if len(worth) < len(told) or at_one_end(worth):
            return False
    return True


def _still_divided(release: Release, near: Sequence[Release], known: Known) -> bool:
    """Whether a mean parts nobody of one mind from those whom they are counted with.

    Five who gave the five lowest answers of their group would be known by their mean beside its
    counts.
    """
    means = [r for r in near if r.kind == "mean"]
    before = [r for r in means if r is not release]
    for measure, sets in stacks([r for r in near if r.kind == "distribution"]).items():
        whole = cells(sets, classes(stacks([*before, *sets])))
        parted = cells(sets, classes(stacks([*means, *sets])))
        if not _minds(measure, [cell for cell in parted if cell not in whole], known):
            return False
    return True


def _divided(
    release: Release,
    near: Sequence[Release],
    offered: Sequence[Release],
    floors: Floors,
    known: Known,
) -> bool:
    """Whether no class is of one mind, and no distribution follows of too few, where sets overlap.

    The means tell of all items together: so either all distributions of a sign may join, or none.
    """
    counted = stacks([r for r in near if r.kind == "distribution"])
    derivable = counted[release.measure]
    if len(derivable) > MOST_SETS or smallest_derivable(derivable) < floors.distribution:
        return False
    beside = [r for r in offered if r.kind == "distribution" and connected(r, [release])]
    means = [r for r in near if r.kind == "mean"]
    for measure, sets in stacks([*near, *beside]).items():
        if measure in counted or any(r.measure == measure for r in beside):
            people = classes(stacks([*means, *sets]))
            parted = len(people) > 1 or len(sets) > 1
            if parted and not _minds(measure, cells(sets, people), known):
                return False
    return True


def _minds(measure: str, parted: Iterable[Cell], known: Known) -> bool:
    """Whether every cell of a measure is known to be of more than one mind."""
    answers = known.get(measure, {})
    told = [[answers.get(member) for member in cell.answers] for cell in parted]
    return all(None not in cell and not of_one_mind(cell) for cell in told)
