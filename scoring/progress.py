"""Progress from one workshop to the next, as far as the published numbers can tell it."""

import math
from typing import Literal

from scoring.room import Gap, Mean, RoomScorecard
from scoring.values import Frozen

Direction = Literal["improved", "worse", "cannot_tell"]
Reason = Literal[
    "chance",  # no more than chance and rounding do
    "other_questions",  # another instrument, or other items
    "other_scope",
    "other_groups",
    "not_asked",  # in the earlier one
    "hidden",  # a mean is not published
    "edge",  # a mean is published as "10 or less" or "90 or more" only
    "no_interval",  # none is published: too few people, or all alike
    # of one person's runs
    "other_view",  # answered in another role
    "one_question",  # the check asks one question a sign
    "no_score",  # in one of the runs
    "few_alike",  # too few questions were answered both times
    "bounds",  # what is not known could make up for it
]

ROUNDING = 1.0  # points: half a point in each of the two workshops


class Change(Frozen):
    """A sign in two workshops, or in two runs of one person, of the same organisation."""

    sign: str
    direction: Direction
    reason: Reason | None = None  # why it cannot be told
    # 0 to 100: of the published means of the overall groups, or of the questions answered twice
    before: float | None = None
    after: float | None = None
    needed: float | None = None  # points that chance and rounding alone can make

    @property
    def comparable(self) -> bool:
        """Whether the two runs tell of this sign: that it moved, or only as far as chance can."""
        return self.reason in (None, "chance", "bounds")

    @property
    def points(self) -> float | None:
        """After minus before."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


def compared(before: RoomScorecard, after: RoomScorecard) -> tuple[Change, ...]:
    """Each sign of the later workshop against the earlier one, in the instrument's order.

    Improved and worse are said only where the mean of the overall groups moved by more than their
    published 95 % intervals and the rounding allow.
    """
    return tuple(_change(before, after, sign) for sign in after.asked)


def _change(before: RoomScorecard, after: RoomScorecard, sign: str) -> Change:
    if reason := _nothing_to_compare(before, after, sign):
        return Change(sign=sign, direction="cannot_tell", reason=reason)
    first, second = _score(before, sign), _score(after, sign)
    change = Change(sign=sign, direction="cannot_tell", before=first, after=second)
    if reason := _no_interval(before, after, sign):
        return change.model_copy(update={"reason": reason})
    needed = ROUNDING + math.hypot(_half_width(before, sign), _half_width(after, sign))
    points = second - first
    if abs(points) <= needed:
        return change.model_copy(update={"reason": "chance", "needed": needed})
    direction = "improved" if points > 0 else "worse"
    return change.model_copy(update={"direction": direction, "needed": needed})


def _nothing_to_compare(before: RoomScorecard, after: RoomScorecard, sign: str) -> Reason | None:
    """Why there are no two numbers that mean the same, or None."""
    if before.instrument.id != after.instrument.id:
        return "other_questions"
    if before.scope != after.scope:
        return "other_scope"
    if sign not in before.asked:
        return "not_asked"
    if before.overall.groups != after.overall.groups or len(after.overall.groups) != 2:
        return "other_groups"
    means = [*_means(before, sign), *_means(after, sign)]
    return "hidden" if len(means) < 4 or any(mean.score is None for mean in means) else None


def _no_interval(before: RoomScorecard, after: RoomScorecard, sign: str) -> Reason | None:
    """Why two numbers cannot be told apart from chance, or None."""
    if any(mean.edge for mean in (*_means(before, sign), *_means(after, sign))):
        return "edge"
    one, other = before.gap(sign), after.gap(sign)
    if not (one and other and _has_interval(one) and _has_interval(other)):
        return "no_interval"
    return None if set(one.items) == set(other.items) else "other_questions"


def _means(card: RoomScorecard, sign: str) -> list[Mean]:
    return [m for m in card.means if m.sign == sign and m.group in card.overall.groups]


def _score(card: RoomScorecard, sign: str) -> float:
    """The mean of the published means, not rounded again."""
    scores = [mean.score or 0.0 for mean in _means(card, sign)]
    return sum(scores) / len(scores)


def _has_interval(gap: Gap) -> bool:
    sure = gap.verdict in ("clear", "not_clear")
    return sure and gap.low is not None and gap.high is not None


def _half_width(card: RoomScorecard, sign: str) -> float:
    """How uncertain the mean of the two groups is: half as much as their difference."""
    gap = card.gap(sign)
    if gap is None or gap.low is None or gap.high is None:
        return math.inf
    return (gap.high - gap.low) / 4
