"""The tally: what the answers to one sign come to, in whole numbers."""

from collections.abc import Mapping
from typing import NamedTuple

from scoring.response import Answer, Scope
from scoring.yardstick import Asked, Gauge, Ratio

VALUE = 25  # what one option is worth: (points - 1) / 4 x 100


class Tally(NamedTuple):
    """One sign's answers, added up; in the check only the key item is asked."""

    gauge: Gauge
    asked: tuple[Asked, ...]
    answers: tuple[Answer | None, ...]  # of the asked items; None: open
    rise: int  # sum of weight x (points - 1)
    weight: int  # of the items with points
    blank: int  # weight of the items unknown or open
    answered: int
    dont_know: int
    not_applicable: int

    @property
    def open(self) -> int:
        """How many items have no answer yet."""
        return len(self.asked) - self.answered - self.dont_know - self.not_applicable

    @property
    def applies(self) -> bool:
        """Whether any asked item applies."""
        return self.not_applicable < len(self.asked)

    @property
    def known(self) -> bool:
        """Whether at least half of the items that apply have points."""
        return self.applies and 2 * self.answered >= len(self.asked) - self.not_applicable

    @property
    def score(self) -> Ratio:
        """The weighted mean of the items with points; there must be one at least."""
        return VALUE * self.rise, self.weight

    @property
    def low(self) -> Ratio:
        """The score if all unknown and open items were worth 1 point."""
        return VALUE * self.rise, self.weight + self.blank

    @property
    def high(self) -> Ratio:
        """The score if all unknown and open items were worth 5 points."""
        return VALUE * (self.rise + 4 * self.blank), self.weight + self.blank


def tally(gauge: Gauge, answers: Mapping[str, Answer], scope: Scope) -> Tally:
    """The answers to one sign added up; answers to other items are not looked at."""
    asked = gauge.items if scope == "full" else (gauge.key,)
    given = tuple(answers.get(item.id) for item in asked)
    rise = weight = blank = answered = 0
    for item, answer in zip(asked, given, strict=True):
        if isinstance(answer, int):
            answered += 1
            weight += item.weight
            rise += item.weight * (answer - 1)
        elif answer != "not_applicable":
            blank += item.weight
    return Tally(
        gauge,
        asked,
        given,
        rise,
        weight,
        blank,
        answered,
        given.count("dont_know"),
        given.count("not_applicable"),
    )
