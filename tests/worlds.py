"""All worlds that fit what was published: how many people of each kind chose each option."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import combinations, pairwise, product
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

if TYPE_CHECKING:
    from tests.attacker import Fact, Knowledge

POINTS = (1, 2, 3, 4, 5)
OTHERS = ("dont_know", "not_applicable", "open")
STEPS = {points: points - 1.0 for points in POINTS}
AGAIN = "again"  # a member of this kind is a mind that was changed

Option = Any  # 1 to 5, or one of OTHERS
Kind = tuple[tuple[int, ...], ...]  # for each version of some people's answers, the facts of it
Cell = tuple[str, Kind, int]  # an item, and the people of a kind in one of their versions


class Bound(NamedTuple):
    """What a row of the system must come to."""

    low: float
    high: float
    kind: Kind | None = None  # for each person of this kind
    mean: "Fact | None" = None  # as whole steps, at least the low one and less than the high one


class Worlds:
    """The system of one sign's facts: its rows do not depend on who attacks."""

    def __init__(self, known: "Knowledge") -> None:
        self.known = known
        self.place: dict[tuple[str, Kind, int, Option], int] = {}
        for kind in known.alike:
            for version, facts in enumerate(kind):
                for item in known.items_of(facts):
                    for option in known.options:
                        self.place[item, kind, version, option] = len(self.place)
        self._rows: list[tuple[list[int], list[float]]] = []
        self.bounds: list[Bound] = []
        self._everyone_answered()
        self._everyone_has_a_score()
        self._minds_changed()
        for n, fact in enumerate(known.facts):
            self._tell(n, fact)

    def without(self, insiders: frozenset[str]) -> "Left":
        """The worlds of all others, for those who know what these people answered."""
        return Left(self, insiders)

    @cached_property
    def matrix(self) -> np.ndarray:
        """A row for each thing that is known."""
        made = np.zeros((len(self._rows), len(self.place)))
        for row, (places, factors) in enumerate(self._rows):
            made[row, places] += factors
        return made

    @cached_property
    def moves(self) -> tuple[np.ndarray, np.ndarray]:
        """From one option of some people to the next one, and back."""
        by_cell: dict[Cell, list[int]] = {}
        for key, place in self.place.items():
            by_cell.setdefault(key[:3], []).append(place)
        steps = [pair for places in by_cell.values() for pair in pairwise(places)]
        one, two = np.array(steps, dtype=int).T
        return np.concatenate([one, two]), np.concatenate([two, one])

    @cached_property
    def effects(self) -> np.ndarray:
        """What each move changes in the rows, and at the end no move."""
        left, right = self.moves
        moved = (self.matrix[:, right] - self.matrix[:, left]).T
        return np.vstack([moved, np.zeros(len(self._rows))])

    def counts(self, ballots: Iterable[str]) -> np.ndarray:
        """What these people answered, as a world."""
        known, found = self.known, np.zeros(len(self.place))
        for ballot in ballots:
            kind = known.kinds[ballot]
            for version, facts in enumerate(kind):
                for item in known.items_of(facts):
                    said = known.truth[item, known.of[ballot][version]]
                    found[self.place[item, kind, version, said]] += 1
        return found

    @cached_property
    def truth(self) -> np.ndarray:
        """What everybody answered."""
        return self.counts(self.known.of)

    def _add(self, entries: Mapping[Any, float], bound: Bound) -> None:
        self._rows.append(([self.place[key] for key in entries], list(entries.values())))
        self.bounds.append(bound)

    def _everyone_answered(self) -> None:
        for cell in {key[:3]: None for key in self.place}:
            row = {(*cell, option): 1.0 for option in self.known.options}
            self._add(row, Bound(1, 1, kind=cell[1]))

    def _everyone_has_a_score(self) -> None:
        """Who counts in a sign answered one of its items, and half of those that apply."""
        items, facts = self.known.items, self.known.facts
        if not set(OTHERS) <= set(self.known.options):
            return
        for kind in self.known.alike:
            for version, held in enumerate(kind):
                if any(facts[n].measure not in items for n in held):
                    own = [(item, kind, version) for item in items]
                    row = {(*cell, points): 1.0 for cell in own for points in POINTS}
                    self._add(row, Bound(1, len(items), kind=kind))
                    blanks = {"dont_know": 1.0, "open": 1.0, "not_applicable": 0.5}
                    row = {(*cell, o): share for cell in own for o, share in blanks.items()}
                    self._add(row, Bound(0, len(items) / 2, kind=kind))

    def _minds_changed(self) -> None:
        """Who changed their mind did not say the same again."""
        known = self.known
        for kind, ballots in known.alike.items():
            members = known.of[ballots[0]]
            for (old, _), (new, later) in combinations(enumerate(members), 2):
                if AGAIN not in later and len(known.items) > 1:
                    continue  # another item of the sign may be what changed
                for item, option in product(known.items, known.options):
                    pair = [(item, kind, old, option), (item, kind, new, option)]
                    if all(key in self.place for key in pair):
                        self._add(dict.fromkeys(pair, 1.0), Bound(0, 1, kind=kind))

    def _entries(self, n: int, item: str, options: Mapping[Option, float]) -> dict[Any, float]:
        return {
            (item, kind, version, option): factor
            for kind in self.known.alike
            for version, facts in enumerate(kind)
            if n in facts
            for option, factor in options.items()
        }

    def _tell(self, n: int, fact: "Fact") -> None:
        if fact.sheets:
            return
        if fact.measure not in self.known.items:
            self._tell_mean(n, fact)
            return
        for option, count in (fact.counts or {}).items():
            if option in self.known.options:
                self._add(self._entries(n, fact.measure, {option: 1.0}), Bound(count, count))
        if fact.nearly_all is not None:
            least = Bound(len(fact.members) - 2, np.inf)
            self._add(self._entries(n, fact.measure, {fact.nearly_all: 1.0}), least)

    def _tell_mean(self, n: int, fact: "Fact") -> None:
        """The sum of all values of the sign's items; a blank may be worth 0 to 100."""
        items, steps = self.known.items, dict(STEPS)
        scale = len(fact.members) * len(items) / 25
        row = {k: v for item in items for k, v in self._entries(n, item, steps).items()}
        self._add(row, Bound(-np.inf, fact.high * scale, mean=fact))
        if set(OTHERS) <= set(self.known.options):
            steps |= dict.fromkeys(OTHERS, 4.0)
            row = {k: v for item in items for k, v in self._entries(n, item, steps).items()}
        self._add(row, Bound(fact.low * scale, np.inf, mean=fact))


class Left:
    """The worlds that are left of those whose answers the attacker does not know."""

    def __init__(self, worlds: Worlds, insiders: frozenset[str]) -> None:
        self._worlds = worlds
        self._insiders = insiders
        own = worlds.counts(insiders)
        self._truth = worlds.truth - own
        taken = worlds.matrix @ own
        bounds = [self._left(b, out) for b, out in zip(worlds.bounds, taken, strict=True)]
        self._low, self._high = (np.array(side, dtype=float) for side in zip(*bounds, strict=True))
        self._at = worlds.matrix @ self._truth

    def could_differ(self, cell: Cell, answer: Option) -> bool:
        """Whether anybody of these people could have answered something else."""
        place = self._worlds.place
        others = [place[(*cell, o)] for o in self._worlds.known.options if o != answer]
        return self._near_truth(place[(*cell, answer)], others) or self._solved(others)

    def _left(self, bound: Bound, taken: float) -> tuple[float, float]:
        """The bounds of a row without what the insiders answered."""
        if bound.kind is not None:
            kin = self._worlds.known.alike[bound.kind]
            people = sum(ballot not in self._insiders for ballot in kin)
            return bound.low * people, bound.high * people
        if bound.mean is None:
            return bound.low - taken, bound.high - taken
        own = self._own_steps(bound.mean)
        return np.ceil(bound.low - own - 1e-6), np.ceil(bound.high - own - 1e-6) - 1

    def _own_steps(self, fact: "Fact") -> float:
        """The sum of the insiders' scores in a mean: they know what they left out."""
        known, found = self._worlds.known, 0.0
        for ballot in self._insiders:
            for member in fact.members.intersection(known.of[ballot]):
                steps = [STEPS.get(known.truth[item, member]) for item in known.items]
                given = [step for step in steps if step is not None]
                found += sum(given) / len(given) * len(steps)
        return found

    def _near_truth(self, left: int, others: Sequence[int]) -> bool:
        """Whether one of these changes to the truth, alone or with another, fits all facts.

        This saves solving the system where there is much room.
        """
        worlds, truth = self._worlds, self._truth
        low, high = self._low - 1e-6, self._high + 1e-6
        sources = worlds.moves[0]
        there = np.append(truth[sources] - (sources == left) > 0, True)
        for right in others:
            after = worlds.effects + (self._at + worlds.matrix[:, right] - worlds.matrix[:, left])
            if (((after >= low) & (after <= high)).all(axis=1) & there).any():
                return True
        return False

    def _solved(self, others: Sequence[int]) -> bool:
        row = np.zeros(len(self._worlds.place))
        row[list(others)] = 1
        constraint = LinearConstraint(
            np.vstack([self._worlds.matrix, row]), [*self._low, 1], [*self._high, np.inf]
        )
        result = milp(
            np.zeros(len(row)),
            constraints=constraint,
            integrality=np.ones(len(row)),
            bounds=Bounds(0, np.inf),
        )
        assert result.status in (0, 2), result.message
        return bool(result.status == 0)
