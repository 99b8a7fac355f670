"""The members of a room: the responses by group, and what each group comes to."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from scoring.instrument import Instrument
from scoring.response import Answer, Response, Scope
from scoring.room import Five
from scoring.tally import Given, Tally, tally
from scoring.values import POINTS
from scoring.yardstick import Gauge, Ratio, Yardstick, mean, yardstick

NOT_ASKED: Answer = "not_applicable"  # takes an item out of what a score rests on


@dataclass(frozen=True, eq=False)
class Members:
    """The responses of a room by group; what fewer people than the floor answered has no number."""

    yard: Yardstick
    scope: Scope
    gauges: tuple[Gauge, ...]  # of the signs that were asked
    overall_groups: tuple[str, ...]  # in the instrument's order
    by_group: dict[str, tuple[Response, ...]]  # groups that took part, in the instrument's order
    floor: int

    @property
    def everyone(self) -> Iterable[Response]:
        """Every response."""
        return (response for group in self.by_group.values() for response in group)

    @property
    def items(self) -> tuple[str, ...]:
        """The items that were asked."""
        return tuple(item.id for gauge in self.gauges for item in gauge.items)

    def enough(self, people: int) -> bool:
        """Whether so many people carry a number."""
        return people >= max(1, self.floor)

    def counted(self, people: int) -> int | None:
        """The number of people, None below the floor: 0 and 4 look the same."""
        return people if people >= self.floor or self.floor <= 1 else None

    def given(self, group: str, item: str) -> list[Answer]:
        """A group's answers to an item, the ones without points included."""
        answers = (response.answers.get(item) for response in self.by_group.get(group, ()))
        return [answer for answer in answers if answer is not None]

    def points(self, group: str, item: str) -> list[int]:
        """A group's answers to an item that have points, lowest first."""
        return sorted(answer for answer in self.given(group, item) if isinstance(answer, int))

    def tallies(self, group: str, sign: str) -> list[Tally]:
        """Every member's answers to a sign, added up."""
        return self._tallies[group, sign]

    def applies(self, group: str, sign: str) -> bool:
        """Whether any item of a sign applies to anyone in the group."""
        return any(line.applies for line in self._tallies[group, sign])

    def scores(self, group: str, gauge: Gauge, items: Collection[str] | None = None) -> list[Ratio]:
        """The sign scores of those members who have one, on all items asked or on these alone."""
        lines = self._tallies[group, gauge.id] if items is None else self._on(group, gauge, items)
        return [line.standing.score for line in lines if line.standing]

    def mean(self, group: str, gauge: Gauge) -> Ratio | None:
        """A group's mean for a sign."""
        return self._means[group, gauge.id]

    def overall(self, group: str) -> Ratio | None:
        """A group's overall score: the weighted mean of its means, if there are enough of them."""
        known = [
            (gauge.weight, found)
            for gauge in self.gauges
            if (found := self._means.get((group, gauge.id)))
        ]
        return mean(known) if len(known) >= self.yard.needed else None

    def behind(self, group: str) -> int:
        """How many members have a score in one of the signs that their group has a mean for."""
        lines = [
            self._tallies[group, gauge.id]
            for gauge in self.gauges
            if self._means[group, gauge.id] is not None
        ]
        return sum(any(line.standing for line in own) for own in zip(*lines, strict=True))

    @cached_property
    def _tallies(self) -> dict[tuple[str, str], list[Tally]]:
        return {
            (group, gauge.id): self._on(group, gauge, None)
            for group in self.by_group
            for gauge in self.gauges
        }

    @cached_property
    def _means(self) -> dict[tuple[str, str], Ratio | None]:
        found: dict[tuple[str, str], Ratio | None] = {}
        for group in self.by_group:
            for gauge in self.gauges:
                scores = self.scores(group, gauge)
                enough = self.enough(len(scores))
                found[group, gauge.id] = mean([(1, one) for one in scores]) if enough else None
        return found

    def _on(self, group: str, gauge: Gauge, items: Collection[str] | None) -> list[Tally]:
        def given(response: Response) -> Given:
            return tuple(
                response.answers.get(item.id) if items is None or item.id in items else NOT_ASKED
                for item in gauge.items
            )

        return [tally(self.yard, gauge, given(response)) for response in self.by_group[group]]


def members(
    instrument: Instrument,
    responses: Sequence[Response],
    scope: Scope,
    signs: Collection[str] | None,
    floor: int,
) -> Members:
    """The members of a room; who names no group of the instrument is in none."""
    yard, outline = yardstick(instrument), instrument.outline
    by_group = {
        group.id: tuple(response for response in responses if response.group == group.id)
        for group in outline.groups
    }
    return Members(
        yard=yard,
        scope=scope,
        gauges=tuple(g for g in yard.signs[scope] if signs is None or g.id in signs),
        overall_groups=tuple(g.id for g in outline.groups if g.id in outline.overall_groups),
        by_group={group: found for group, found in by_group.items() if found},
        floor=floor,
    )


def five(points: Iterable[int]) -> Five:
    """How many chose each of the five options."""
    counts = Counter(points)
    one, two, three, four, five = (counts[option] for option in POINTS)
    return one, two, three, four, five
