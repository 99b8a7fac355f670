"""The tally: what the answers to one sign come to, in whole numbers."""

from typing import NamedTuple

from scoring.instrument import Status
from scoring.response import Answer
from scoring.scorecard import Step
from scoring.yardstick import VALUE, Gauge, Lift, Ratio, Yardstick

Given = tuple[Answer | None, ...]  # a sign's answers in the order of its items; None: open


class Standing(NamedTuple):
    """Where a sign stands whose score is known; in the check, the worth of its key item."""

    gauge: Gauge
    score: Ratio
    shown: float  # the score rounded
    level: int
    status: Status
    near: dict[int, int]  # what one option more or less adds to the score's numerator: the level
    lifts: tuple[Lift, ...]  # of the items with points below 5
    steps: dict[int, Step]  # the same by mark


class Tally(NamedTuple):
    """One sign's answers, added up."""

    gauge: Gauge
    given: Given
    rise: int  # sum of weight x (points - 1)
    weight: int  # of the items with points
    blank: int  # weight of the items unknown or open
    answered: int
    dont_know: int
    not_applicable: int
    standing: Standing | None  # None if fewer than half of the items that apply have points

    @property
    def open(self) -> int:
        """How many items have no answer yet."""
        return len(self.given) - self.answered - self.dont_know - self.not_applicable

    @property
    def applies(self) -> bool:
        """Whether any item applies."""
        return self.not_applicable < len(self.given)

    @property
    def low(self) -> Ratio:
        """The score if all unknown and open items were worth 1 point; some item must apply."""
        return VALUE * self.rise, self.weight + self.blank

    @property
    def high(self) -> Ratio:
        """The score if all unknown and open items were worth 5 points; some item must apply."""
        return VALUE * (self.rise + 4 * self.blank), self.weight + self.blank


def tally(yard: Yardstick, gauge: Gauge, given: Given) -> Tally:
    """The answers to one sign added up."""
    rise = weight = blank = answered = 0
    changes = set()
    for (_, own, _), answer in zip(gauge.items, given, strict=True):
        if isinstance(answer, int):
            answered += 1
            weight += own
            rise += own * (answer - 1)
            if answer > 1:
                changes.add(-VALUE * own)
            if answer < 5:
                changes.add(VALUE * own)
        elif answer != "not_applicable":
            blank += own
    excused = given.count("not_applicable")
    standing = None
    if answered and 2 * answered >= len(given) - excused:
        standing = _standing(yard, gauge, given, (VALUE * rise, weight), changes)
    unsure = given.count("dont_know")
    return Tally(gauge, given, rise, weight, blank, answered, unsure, excused, standing)


def _standing(
    yard: Yardstick, gauge: Gauge, given: Given, score: Ratio, changes: set[int]
) -> Standing:
    above, below = score
    status = yard.status(score)
    raised = [
        (lift, steps[answer - 1])
        for (lift, steps), answer in zip(gauge.rungs[status], given, strict=True)
        if isinstance(answer, int) and answer < 5
    ]
    return Standing(
        gauge,
        score,
        yard.rounded(score),
        yard.level(score),
        status,
        {change: yard.level((above + change, below)) for change in changes},
        tuple([lift for lift, _ in raised]),
        {lift.mark: step for lift, step in raised},
    )
