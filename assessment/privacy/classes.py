"""Whom the published sets of answers tell apart, and what can be worked out from them."""

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import product
from typing import Literal, NamedTuple

from scoring.values import Frozen

Kind = Literal["mean", "distribution", "comments"]
Versions = dict[str, str]  # ballot -> the member that is its answer
People = frozenset[str]  # ballots
Members = frozenset[str]  # "<ballot>" or "<ballot>.<version>"
Pattern = tuple[tuple[int, ...], ...]


def versions(members: Members) -> Versions:
    """Each person's answer in a set of answers."""
    return {member.partition(".")[0]: member for member in members}


class Release(Frozen):
    """A set of answers of which something is published."""

    measure: str  # "item:<id>", "mirror:<item>:<asked>:<about>", "sign:<id>", "comments:<sign>"
    group: str  # a group's id, or ALL for a total
    kind: Kind
    members: Members  # an unchanged answer keeps its version
    sign: str | None = None  # all that tells of one sign's answers is judged together

    @cached_property
    def versions(self) -> Versions:
        """Each person's answer in it."""
        return versions(self.members)


class Cell(NamedTuple):
    """The answers of one class of people in one version."""

    people: People
    answers: frozenset[str]


def connected(release: Release, others: Sequence[Release]) -> list[Release]:
    """The others that share people with the release, directly or through others."""
    people, near, rest = set(release.versions), [], list(others)
    while found := [other for other in rest if not people.isdisjoint(other.versions)]:
        rest = [other for other in rest if people.isdisjoint(other.versions)]
        near += found
        people.update(*(other.versions for other in found))
    return near


def stacks(releases: Sequence[Release]) -> dict[str, list[Release]]:
    """For each measure one release of each different set of answers."""
    found: dict[str, dict[frozenset[str], Release]] = {}
    for release in releases:
        found.setdefault(release.measure, {}).setdefault(release.members, release)
    return {measure: list(sets.values()) for measure, sets in found.items()}


def classes(stacked: Mapping[str, Sequence[Release]]) -> list[People]:
    """The people by what the sets tell of them.

    Two are alike if every set holds both or neither, and if both changed their answer to a measure
    between the same sets.
    """
    return _classes(frozenset([frozenset([r.members for r in sets]) for sets in stacked.values()]))


@lru_cache(maxsize=256)
def _classes(stacked: frozenset[frozenset[Members]]) -> list[People]:
    told = [[versions(members) for members in sets] for sets in stacked]
    alike: dict[Pattern, set[str]] = {}
    for ballot in {ballot for sets in told for versions in sets for ballot in versions}:
        pattern = tuple([_pattern(ballot, sets) for sets in told])
        alike.setdefault(pattern, set()).add(ballot)
    return [frozenset(people) for people in alike.values()]


def _pattern(ballot: str, sets: Sequence[Versions]) -> tuple[int, ...]:
    """Which sets hold the ballot, and where it is in another version: 0 absent, 1 first, 2 next."""
    seen: dict[str, int] = {}
    held = [versions.get(ballot) for versions in sets]
    return tuple([seen.setdefault(member, len(seen) + 1) if member else 0 for member in held])


def cells(sets: Sequence[Release], people: Sequence[People]) -> Sequence[Cell]:
    """The non-empty cells of the Venn diagram of a measure's sets, each of one class."""
    return _cells(tuple([release.members for release in sets]), tuple(people))


@lru_cache(maxsize=256)
def _cells(sets: tuple[Members, ...], people: tuple[People, ...]) -> Sequence[Cell]:
    found: dict[Cell, None] = {}
    for held in map(versions, sets):
        for alike in people:
            answers = frozenset([held[ballot] for ballot in alike if ballot in held])
            if answers:
                found.setdefault(Cell(alike, answers))
    return list(found)


def smallest_derivable(sets: Sequence[Release]) -> int:
    """The size of the smallest set of answers whose numbers follow by adding and subtracting."""
    return _smallest_derivable(frozenset([release.members for release in sets]))


@lru_cache(maxsize=256)
def _smallest_derivable(sets: frozenset[Members]) -> int:
    signatures: dict[str, tuple[bool, ...]] = {}
    for member in frozenset().union(*sets):
        signatures[member] = tuple([member in members for members in sets])
    sizes: dict[tuple[bool, ...], int] = {}
    for signature in signatures.values():
        sizes[signature] = sizes.get(signature, 0) + 1
    return min(
        sum(sizes[signature] * times for signature, times in counted)
        for signs in product((1, 0, -1), repeat=len(sets))
        if any(signs)
        for counted in [_counted(signs, sizes)]
        if all(times in (0, 1) for _, times in counted) and any(times for _, times in counted)
    )


def _counted(
    signs: tuple[int, ...], sizes: Mapping[tuple[bool, ...], int]
) -> list[tuple[tuple[bool, ...], int]]:
    """How often each cell counts in a sum of the sets with these signs."""
    return [
        (signature, sum(sign for sign, held in zip(signs, signature, strict=True) if held))
        for signature in sizes
    ]
