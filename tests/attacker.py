"""An attacker who knows all that was published, and of whom, and looks for somebody's answers.

It knows nothing of the rule that decides what is published. It takes plain facts: a set of answers
and the numbers shown of it. People whom no fact tells apart are counted together; what they may
have answered is a system of whole numbers, which is solved exactly (HiGHS). Somebody is found if
no world without that answer fits the facts; once for an outsider, and once for each person, who
knows their own answers.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import combinations, pairwise, product
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

POINTS = (1, 2, 3, 4, 5)
OTHERS = ("dont_know", "not_applicable", "open")
AGAIN = "again"  # a member of this kind is a mind that was changed

Option = Any  # 1 to 5, or one of OTHERS


@dataclass(frozen=True)
class Fact:
    """What was published of one set of answers."""

    measure: str  # "item:<id>", "sign:<id>" or another question
    members: frozenset[str]  # "<ballot>" or "<ballot>.<version>"
    counts: Mapping[Option, int] | None = None  # each of these options; the rest is not told
    nearly_all: Option | None = None  # all but at most two
    low: float = 0  # the mean is at least this, 0 to 100
    high: float = 101  # and less than this


class Found(NamedTuple):
    """An answer that the attacker is sure of."""

    insider: str | None  # who attacks; None for an outsider
    ballots: frozenset[str]  # whose answers it knows
    measure: str
    answer: Option


@dataclass(frozen=True)
class Knowledge:
    """The facts about one sign, or another question, and what they are about."""

    facts: tuple[Fact, ...]
    items: tuple[str, ...]  # the measures whose answers make up the sign
    options: tuple[Option, ...]  # what could be answered
    truth: Mapping[tuple[str, str], Option] = field(repr=False)  # (item's measure, member) -> it

    def attacks(self) -> Iterator[Found]:
        """Everything that an outsider or a participant can be sure of.

        The truth only saves work: somebody's answer can be known only where all who are like them
        gave that same answer, since any two of them could be exchanged.
        """
        yield from self._found_by(None)
        seen = set()
        for ballot, kind in self.kinds.items():
            own = tuple(self.truth.get((item, m)) for item in self.items for m in self.of[ballot])
            if (kind, own) not in seen:
                seen.add((kind, own))
                yield from self._found_by(ballot)

    @cached_property
    def of(self) -> dict[str, tuple[str, ...]]:
        """Ballot -> its members in any fact, in order of the facts."""
        found: dict[str, dict[str, None]] = {}
        for fact in self.facts:
            for member in sorted(fact.members):
                found.setdefault(member.partition(".")[0], {})[member] = None
        return {ballot: tuple(members) for ballot, members in found.items()}

    @cached_property
    def kinds(self) -> dict[str, tuple[tuple[int, ...], ...]]:
        """Ballot -> for each of its versions the facts that hold it: what tells people apart."""
        return {
            ballot: tuple(
                tuple(n for n, fact in enumerate(self.facts) if member in fact.members)
                for member in members
            )
            for ballot, members in self.of.items()
        }

    @cached_property
    def alike(self) -> dict[tuple[tuple[int, ...], ...], list[str]]:
        """The people by what tells them apart."""
        found: dict[tuple[tuple[int, ...], ...], list[str]] = {}
        for ballot, kind in self.kinds.items():
            found.setdefault(kind, []).append(ballot)
        return found

    def _found_by(self, insider: str | None) -> Iterator[Found]:
        system = None
        for kind, ballots in self.alike.items():
            rest = [ballot for ballot in ballots if ballot != insider]
            for version in range(len(kind)) if rest else ():
                for item in self._items_of(kind[version]):
                    said = {self.truth[item, self.of[b][version]] for b in rest}
                    if len(said) > 1:
                        continue
                    system = system or _System(self, insider)
                    if not system.could_differ(item, kind, version, answer := said.pop()):
                        yield Found(insider, frozenset(rest), item, answer)

    def _items_of(self, facts: tuple[int, ...]) -> Iterable[str]:
        """The items that some of these facts tell about."""
        told = {self.facts[n].measure for n in facts}
        return [item for item in self.items if item in told or told - set(self.items)]


class _System:
    """How many people of each kind chose each option: all worlds that fit the facts."""

    def __init__(self, known: Knowledge, insider: str | None) -> None:
        self._known = known
        self._insider = insider
        self._options = known.options
        self._sizes = {
            kind: len(ballots) - (insider in ballots) for kind, ballots in known.alike.items()
        }
        self._place: dict[tuple[str, Any, int, Option], int] = {}
        for kind in known.alike:
            for version, facts in enumerate(kind):
                for item in known._items_of(facts):
                    for option in self._options:
                        self._place[item, kind, version, option] = len(self._place)
        self._rows: list[np.ndarray] = []
        self._low: list[float] = []
        self._high: list[float] = []
        self._all_counted()
        self._minds_changed()
        for n, fact in enumerate(known.facts):
            self._tell(n, fact)

    def could_differ(self, item: str, kind: Any, version: int, answer: Option) -> bool:
        """Whether anybody of this kind could have answered something else."""
        others = [option for option in self._options if option != answer]
        there = self._place[item, kind, version, answer]
        first = [(there, self._place[item, kind, version, option]) for option in others]
        if self._near_truth(first):
            return True
        row = self._row(((item, kind, version, option), 1.0) for option in others)
        rows = np.array([*self._rows, row])
        constraint = LinearConstraint(rows, [*self._low, 1], [*self._high, np.inf])
        count = len(self._place)
        result = milp(
            np.zeros(count),
            constraints=constraint,
            integrality=np.ones(count),
            bounds=Bounds(0, np.inf),
        )
        assert result.status in (0, 2), result.message
        return bool(result.status == 0)

    def _near_truth(self, first: Sequence[tuple[int, int]]) -> bool:
        """Whether one of these changes to the truth, alone or with another, fits all facts.

        This saves solving the system where there is much room.
        """
        truth, at, effects, slack = self._truth
        moves = self._moves
        for left, right in first:
            change = self._matrix[:, right] - self._matrix[:, left]
            after = effects + (at + change)
            fitting = ((after >= slack[0]) & (after <= slack[1])).all(axis=1)
            for n in np.flatnonzero(fitting):
                if n == len(moves) or moves[n][0] != left or truth[left] > 1:
                    return True
        return False

    @cached_property
    def _matrix(self) -> np.ndarray:
        return np.array(self._rows)

    @cached_property
    def _truth(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, tuple[np.ndarray, np.ndarray]]:
        """The true counts, what they come to, the effect of each move and of none, the bounds."""
        truth = self._true_counts()
        left, right = (np.array(side, dtype=int) for side in zip(*self._moves, strict=True))
        effects = (self._matrix[:, right] - self._matrix[:, left]).T
        effects[truth[left] == 0] = np.inf  # nobody is there to move
        bounds = np.array(self._low) - 1e-6, np.array(self._high) + 1e-6
        return truth, self._matrix @ truth, np.vstack([effects, np.zeros(len(self._rows))]), bounds

    def _true_counts(self) -> np.ndarray:
        known, counts = self._known, np.zeros(len(self._place))
        for kind, ballots in known.alike.items():
            for version, facts in enumerate(kind):
                for item in known._items_of(facts):
                    for ballot in ballots:
                        if ballot != self._insider:
                            said = known.truth[item, known.of[ballot][version]]
                            counts[self._place[item, kind, version, said]] += 1
        return counts

    @cached_property
    def _moves(self) -> list[tuple[int, int]]:
        """From one option of some people to the next one."""
        by_cell: dict[Any, list[int]] = {}
        for key, place in self._place.items():
            by_cell.setdefault(key[:3], []).append(place)
        return [
            pair
            for places in by_cell.values()
            for one, two in pairwise(places)
            for pair in ((one, two), (two, one))
        ]

    def _row(self, entries: Iterable[tuple[Any, float]]) -> np.ndarray:
        row = np.zeros(len(self._place))
        for key, factor in entries:
            row[self._place[key]] += factor
        return row

    def _add(self, row: np.ndarray, low: float, high: float) -> None:
        self._rows.append(row)
        self._low.append(low)
        self._high.append(high)

    def _all_counted(self) -> None:
        for item, kind, version in {key[:3]: None for key in self._place}:
            row = self._row(((item, kind, version, option), 1.0) for option in self._options)
            self._add(row, self._sizes[kind], self._sizes[kind])

    def _minds_changed(self) -> None:
        """Who changed their mind did not say the same again."""
        known = self._known
        for kind, ballots in known.alike.items():
            members = known.of[ballots[0]]
            for (old, _), (new, later) in combinations(enumerate(members), 2):
                if AGAIN not in later and len(known.items) > 1:
                    continue  # another item of the sign may be what changed
                for item, option in product(known.items, self._options):
                    pair = [(item, kind, old, option), (item, kind, new, option)]
                    if all(key in self._place for key in pair):
                        self._add(self._row((key, 1.0) for key in pair), 0, self._sizes[kind])

    def _own(self, fact: Fact, item: str) -> Option | None:
        """What the insider answered, where the fact holds it."""
        if self._insider is None:
            return None
        for member in self._known.of[self._insider]:
            if member in fact.members:
                return self._known.truth[item, member]
        return None

    def _entries(self, n: int, item: str, options: Mapping[Option, float]) -> list[Any]:
        return [
            ((item, kind, version, option), factor)
            for kind in self._known.alike
            for version, facts in enumerate(kind)
            if n in facts
            for option, factor in options.items()
        ]

    def _tell(self, n: int, fact: Fact) -> None:
        if fact.measure not in self._known.items:
            self._tell_mean(n, fact)
            return
        own = self._own(fact, fact.measure)
        for option, count in (fact.counts or {}).items():
            if option in self._options:
                row = self._row(self._entries(n, fact.measure, {option: 1.0}))
                left = count - (own == option)
                self._add(row, left, left)
        if fact.nearly_all is not None:
            row = self._row(self._entries(n, fact.measure, {fact.nearly_all: 1.0}))
            self._add(row, len(fact.members) - 2 - (own == fact.nearly_all), np.inf)

    def _tell_mean(self, n: int, fact: Fact) -> None:
        """The sum of all values of the sign's items; a blank may be worth 0 to 100."""
        items, steps = self._known.items, {points: points - 1.0 for points in POINTS}
        owns = [self._own(fact, item) for item in items]
        own = sum(steps.get(answer, 0.0) for answer in owns)
        scale = len(fact.members) * len(items) / 25
        row = self._row(e for item in items for e in self._entries(n, item, steps))
        self._add(row, -np.inf, np.ceil(fact.high * scale - 1e-6) - 1 - own)
        if set(OTHERS) <= set(self._options):
            steps |= dict.fromkeys(OTHERS, 4.0)
            own += 4 * sum(answer in OTHERS for answer in owns)
        row = self._row(e for item in items for e in self._entries(n, item, steps))
        self._add(row, np.ceil(fact.low * scale - 1e-6) - own, np.inf)


def too_few(facts: Iterable[Fact], floor: int) -> Iterator[frozenset[str]]:
    """Every set of answers of fewer people than the floor whose number follows from the facts."""
    told: dict[tuple[str, bool], dict[frozenset[str], None]] = {}
    for fact in facts:
        if fact.counts or (fact.low > 0 and fact.high < 100):
            told.setdefault((fact.measure, fact.counts is None), {})[fact.members] = None
    for sets in told.values():
        cells: dict[tuple[int, ...], list[str]] = {}
        for member in sorted(frozenset().union(*sets)):
            cells.setdefault(tuple(int(member in held) for held in sets), []).append(member)
        rows = [list(row) for row in zip(*cells, strict=True)]
        for place, members in enumerate(cells.values()):
            if len(members) < floor:
                unit = [int(n == place) for n in range(len(cells))]
                if _rank(rows) == _rank([*rows, unit]):
                    yield frozenset(members)


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
) -> Iterator[Found]:
    """Every answer that can be known from these facts, one after the other.

    `items` names for each sign's measure the measures of its items; any other measure stands for
    itself. `truth` has every member's answer to each item.
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
        yield from known.attacks()


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
