"""Progress from one person's run to the next, as far as one person's answers can tell it."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from scoring.progress import Change, Direction, Reason
from scoring.response import Answer
from scoring.scorecard import ItemLine, Scorecard, SignScore

OPTION = 25.0  # what one option is worth
CHANCE = 20  # what comes up by chance in one of 20 runs or more is no change
_PARTS = 1000  # of a weight of 1, so that sums are whole numbers

Pair = tuple[ItemLine, ItemLine]  # a question before and after


def compared_views(before: Scorecard, after: Scorecard) -> tuple[Change, ...]:
    """Each sign of the later run against the earlier one, in the instrument's order.

    `before` and `after` of a change are the means of the questions that were answered with points
    both times. A sign improved or got worse only where it moved by more than answers would that,
    given again, fell on the option below, the same or the one above, each as likely; and where
    nothing that is not known could make up for it.
    """
    earlier = {sign.id: sign for sign in before.signs}
    reason = _nothing_to_compare(before, after)
    return tuple(_change(earlier.get(sign.id), sign, reason) for sign in after.signs)


def _nothing_to_compare(before: Scorecard, after: Scorecard) -> Reason | None:
    """Why no sign of the two runs can be compared, or None."""
    if before.instrument.id != after.instrument.id:
        return "other_questions"
    if before.scope != after.scope:
        return "other_scope"
    if after.scope == "check":
        return "one_question"
    return "other_view" if before.group != after.group else None


def _change(before: SignScore | None, after: SignScore, reason: Reason | None) -> Change:
    reason = reason or _no_numbers(before, after)
    if before is None or reason:
        return Change(sign=after.id, direction="cannot_tell", reason=reason)
    pairs = _answered_twice(before, after)
    weights = tuple(round(later.weight * _PARTS) for _, later in pairs)
    moved, limit = _steps(pairs, weights), by_chance(weights)
    direction: Direction = "improved" if moved > 0 else "worse"
    if abs(moved) <= limit:
        direction, reason = "cannot_tell", "chance"
    elif _within_bounds(before, after, direction):
        direction, reason = "cannot_tell", "bounds"
    return Change(
        sign=after.id,
        direction=direction,
        reason=reason,
        before=_mean([line for line, _ in pairs], weights),
        after=_mean([line for _, line in pairs], weights),
        needed=OPTION * limit / sum(weights),
    )


def _no_numbers(before: SignScore | None, after: SignScore) -> Reason | None:
    """Why a sign has no two numbers that mean the same, or None."""
    if before is None or _items(before) != _items(after):
        return "other_questions"
    if before.score is None or after.score is None:
        return "no_score"
    both = zip(_by_item(before), _by_item(after), strict=True)
    apply = sum("not_applicable" not in (one.answer, other.answer) for one, other in both)
    twice = len(_answered_twice(before, after))
    return "few_alike" if twice == 0 or 2 * twice < apply else None


def _answered_twice(before: SignScore, after: SignScore) -> list[Pair]:
    """The questions that have points in both runs."""
    both = zip(_by_item(before), _by_item(after), strict=True)
    return [(one, other) for one, other in both if _points(one.answer) and _points(other.answer)]


def _steps(pairs: Sequence[Pair], weights: Sequence[int]) -> int:
    """By how many options the answers moved on the whole, each times its weight."""
    return sum(
        weight * (_points(later.answer) - _points(earlier.answer))
        for (earlier, later), weight in zip(pairs, weights, strict=True)
    )


@lru_cache(maxsize=256)
def by_chance(weights: tuple[int, ...]) -> int:
    """The most that answers of these weights move together in one of 20 runs by chance alone.

    Each falls on the option below, the same or the one above, each as likely.
    """
    ways = Counter({0: 1})
    for weight in weights:
        moved: Counter[int] = Counter()
        for total, count in ways.items():
            for step in (-weight, 0, weight):
                moved[total + step] += count
        ways = moved
    reached = 0
    for total in sorted({abs(total) for total in ways}, reverse=True):
        reached += ways[total] + (ways[-total] if total else 0)
        if reached * CHANCE >= 3 ** len(weights):
            return total
    return 0


def _within_bounds(before: SignScore, after: SignScore, direction: Direction) -> bool:
    """Whether what is not known could make up for the change."""
    lower, higher = (before, after) if direction == "improved" else (after, before)
    if lower.high is None or higher.low is None:
        return True
    return higher.low <= lower.high


def _mean(lines: Sequence[ItemLine], weights: Sequence[int]) -> float:
    values = zip(lines, weights, strict=True)
    return sum((line.value or 0.0) * weight for line, weight in values) / sum(weights)


def _items(sign: SignScore) -> set[str]:
    return {line.item for line in sign.ledger}


def _by_item(sign: SignScore) -> list[ItemLine]:
    return sorted(sign.ledger, key=lambda line: line.item)


def _points(answer: Answer | None) -> int:
    """The points of an answer, 0 where it has none."""
    return answer if isinstance(answer, int) else 0
