"""An attacker who knows all that was published, and of whom, and looks for somebody's answers.

It knows nothing of the rule that decides what is published. It takes plain facts: a set of answers
and the numbers shown of it. People whom no fact tells apart are counted together; what they may
have answered is a system of whole numbers, which is solved exactly (HiGHS). Somebody is found if
no world without that answer fits the facts: for an outsider; for each person who took part, who
knows their own answers, "don't know" among them; and for whoever typed in sheets and knows them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from tests.worlds import OTHERS, POINTS, Kind, Option, Worlds

People = frozenset[str]
NOBODY: People = frozenset()


@dataclass(frozen=True)
class Fact:
    """What was published of one set of answers."""

    measure: str  # "item:<id>", "sign:<id>" or another question
    members: frozenset[str]  # "<ballot>" or "<ballot>.<version>"
    counts: Mapping[Option, int] | None = None  # each of these options; the rest is not told
    nearly_all: Option | None = None  # all but at most two
    low: float = 0  # the mean is at least this, 0 to 100
    high: float = 101  # and less than this
    sheets: bool = False  # a number made of whole sheets: taken for all of them, without names


class Found(NamedTuple):
    """An answer that the attacker is sure of."""

    insiders: People  # who attack together; none for an outsider
    ballots: People  # whose answers they know
    measure: str
    answer: Option


@dataclass(frozen=True)
class Knowledge:
    """The facts about one sign, or another question, and what they are about."""

    facts: tuple[Fact, ...]
    items: tuple[str, ...]  # the measures whose answers make up the sign
    options: tuple[Option, ...]  # what could be answered
    truth: Mapping[tuple[str, str], Option] = field(repr=False)  # (item's measure, member) -> it

    def attacks(self, typed: People = NOBODY) -> Iterator[Found]:
        """Everything that an outsider or a participant can be sure of, and who typed sheets in.

        The truth only saves work: somebody's answer can be known only where all who are like them
        gave that same answer, since any two of them could be exchanged.
        """
        for known in dict.fromkeys((frozenset(), typed.intersection(self.of))):
            yield from self._found_by(known)
            seen = set()
            for ballot in self.of.keys() - known:
                if (sort := (self.kinds[ballot], self._own(ballot))) not in seen:
                    seen.add(sort)
                    yield from self._found_by(known | {ballot})

    @cached_property
    def of(self) -> dict[str, tuple[str, ...]]:
        """Ballot -> its members in any fact, in order of the facts."""
        found: dict[str, dict[str, None]] = {}
        for fact in self.facts:
            for member in sorted(fact.members):
                found.setdefault(member.partition(".")[0], {})[member] = None
        return {ballot: tuple(members) for ballot, members in found.items()}

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        """Ballot -> for each of its versions the facts that hold it: what tells people apart."""
        return {
            ballot: tuple(
                tuple(n for n, fact in enumerate(self.facts) if member in fact.members)
                for member in members
            )
            for ballot, members in self.of.items()
        }

    @cached_property
    def alike(self) -> dict[Kind, list[str]]:
        """The people by what tells them apart."""
        found: dict[Kind, list[str]] = {}
        for ballot, kind in self.kinds.items():
            found.setdefault(kind, []).append(ballot)
        return found

    def items_of(self, facts: tuple[int, ...]) -> Iterable[str]:
        """The items that some of these facts tell about."""
        told = {self.facts[n].measure for n in facts}
        return [item for item in self.items if item in told or told - set(self.items)]

    @cached_property
    def _worlds(self) -> Worlds:
        return Worlds(self)

    def _own(self, ballot: str) -> tuple[Option | None, ...]:
        return tuple(self.truth.get((item, m)) for item in self.items for m in self.of[ballot])

    def _found_by(self, insiders: People) -> Iterator[Found]:
        left = None
        for kind, ballots in self.alike.items():
            rest = [ballot for ballot in ballots if ballot not in insiders]
            for version, facts in enumerate(kind) if rest else ():
                sheets = any(self.facts[n].sheets for n in facts)
                for item in self.items_of(facts):
                    said = {self.truth[item, self.of[b][version]] for b in rest}
                    if len(said) > 1:
                        continue
                    answer = said.pop()
                    left = left or self._worlds.without(insiders)
                    if sheets or not left.could_differ((item, kind, version), answer):
                        yield Found(insiders, frozenset(rest), item, answer)


def too_few(facts: Iterable[Fact], floor: int, known: People = NOBODY) -> Iterator[People]:
    """Every set of answers of fewer people than the floor whose number follows from the facts.

    For somebody who knows some ballots it is the others that count.
    """
    told: dict[tuple[str, bool], dict[People, None]] = {}
    for fact in facts:
        if fact.counts or (fact.low > 0 and fact.high < 100):
            left = People(m for m in fact.members if m.partition(".")[0] not in known)
            told.setdefault((fact.measure, fact.counts is None), {})[left] = None
    for sets in told.values():
        cells: dict[tuple[int, ...], list[str]] = {}
        for member in sorted(People().union(*sets)):
            cells.setdefault(tuple(int(member in held) for held in sets), []).append(member)
        rows = [list(row) for row in zip(*cells, strict=True)]
        for place, members in enumerate(cells.values()):
            if len(members) < floor:
                unit = [int(n == place) for n in range(len(cells))]
                if _rank(rows) == _rank([*rows, unit]):
                    yield People(members)


def _rank(rows: Sequence[Sequence[int]]) -> int:
    """The rank of a matrix of whole numbers, exactly."""
    left = [[Fraction(number) for number in row] for row in rows]
    rank = 0
    for column in range(len(left[0]) if left else 0):
        pivot = next((row for row in left[rank:] if row[column]), None)
        if pivot is None:
            continue
        left.remove(pivot)
        left.insert(rank, pivot)
        for at in range(rank + 1, len(left)):
            factor = left[at][column] / pivot[column]
            left[at] = [a - factor * b for a, b in zip(left[at], pivot, strict=True)]
        rank += 1
    return rank


def exposed(
    facts: Sequence[Fact],
    items: Mapping[str, Sequence[str]],
    truth: Mapping[tuple[str, str], Option],
    complete: bool = False,
    typed: People = NOBODY,
) -> Iterator[Found]:
    """Every answer that can be known from these facts, one after the other.

    `items` names for each sign's measure the measures of its items; any other measure stands for
    itself. `truth` has every member's answer to each item; `typed` are the sheets typed in.
    """
    about = {item: sign for sign, own in items.items() for item in own}
    by_sign: dict[str, list[Fact]] = {}
    for fact in facts:
        by_sign.setdefault(about.get(fact.measure, fact.measure), []).append(fact)
    for sign, own in by_sign.items():
        measures = tuple(items.get(sign, (sign,)))
        for fact in own:
            assert fits(fact, measures, truth), (fact, "is not true")
        options: tuple[Option, ...] = POINTS if complete else POINTS + OTHERS
        if sign not in items and own[0].counts:
            options = tuple(own[0].counts)  # a question of its own, such as yes or no
        known = Knowledge(tuple(own), measures, options, truth)
        yield from known.attacks(typed)


def fits(fact: Fact, items: Sequence[str], truth: Mapping[tuple[str, str], Option]) -> bool:
    """Whether the fact is true: an attacker who is told something wrong proves nothing."""
    if fact.measure not in items:
        return fact.low <= _true_mean(fact, items, truth) < fact.high
    said = Counter(truth[fact.measure, member] for member in fact.members)
    counted = all(said[option] == count for option, count in (fact.counts or {}).items())
    return counted and (fact.nearly_all is None or said[fact.nearly_all] >= len(fact.members) - 2)


def _true_mean(fact: Fact, items: Sequence[str], truth: Mapping[tuple[str, str], Option]) -> float:
    """The mean of these people's scores; all items weigh the same."""
    scores = []
    for member in fact.members:
        given = [truth[item, member] for item in items]
        values = [25 * (points - 1) for points in given if points in POINTS]
        scores.append(sum(values) / len(values))
    return sum(scores) / len(scores)
