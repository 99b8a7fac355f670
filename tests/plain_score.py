"""The method of docs/methodology.md in plain fractions: slow, and independent of the engine."""

import math
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import cache
from itertools import combinations

from scoring.instrument import Instrument, Sign
from scoring.response import Answer, Response

Answers = Mapping[str, Answer]
EFFORT = {"S": 1, "M": 2, "L": 3}


@cache
def exact(number: float) -> Fraction:
    """A number as it is written."""
    return Fraction(str(number))


def asked(sign: Sign, response: Response) -> list[str]:
    """The ids of the items that the scope asks of a sign."""
    return [item.id for item in sign.items if response.scope == "full" or item.key]


def weighted(pairs: list[tuple[float, Fraction]]) -> Fraction | None:
    """The weighted mean of values, None without any."""
    if not pairs:
        return None
    total = sum((exact(weight) * value for weight, value in pairs), Fraction(0))
    return total / sum((exact(weight) for weight, _ in pairs), Fraction(0))


def sign_score(sign: Sign, response: Response) -> Fraction | None:
    """The sign score, or in the check the value of the key item."""
    answers = [response.answers.get(item) for item in asked(sign, response)]
    points = [answer for answer in answers if isinstance(answer, int)]
    applying = [answer for answer in answers if answer != "not_applicable"]
    if not points or 2 * len(points) < len(applying):
        return None
    return filled(sign, response, None)


def filled(sign: Sign, response: Response, points: int | None) -> Fraction | None:
    """The sign score with so many points for unknown and open items; None leaves them out."""
    weights = {item.id: item.weight for item in sign.items}
    pairs = []
    for item in asked(sign, response):
        answer = response.answers.get(item)
        if answer in (None, "dont_know"):
            answer = points
        if isinstance(answer, int):
            pairs.append((weights[item], Fraction(answer - 1) * 25))
    return weighted(pairs)


def overall(instrument: Instrument, measure: Callable[[Sign], Fraction | None]) -> Fraction | None:
    """The weighted mean of what is measured of each sign that has it."""
    values = [(sign.weight, measure(sign)) for sign in instrument.signs]
    return weighted([(weight, value) for weight, value in values if value is not None])


def overall_score(instrument: Instrument, response: Response) -> Fraction | None:
    """The overall score, if enough signs are known."""
    scores = [sign_score(sign, response) for sign in instrument.signs]
    known = [value for value in scores if value is not None]
    if len(known) < math.ceil(Fraction(5 * len(scores), 7)):
        return None
    return overall(instrument, lambda sign: sign_score(sign, response))


def level(instrument: Instrument, value: Fraction) -> int:
    """The level of a score."""
    return max(1, sum(value >= exact(cut) for cut in instrument.outline.cut_scores))


def overall_level(instrument: Instrument, response: Response) -> int | None:
    """The overall level, in the full assessment with the cap."""
    value = overall_score(instrument, response)
    if value is None:
        return None
    if response.scope == "check":
        return level(instrument, value)
    known = [sign_score(sign, response) for sign in instrument.signs]
    weakest = min(level(instrument, one) for one in known if one is not None)
    return min(level(instrument, value), weakest + 1)


def shown(instrument: Instrument, value: Fraction | None) -> float | None:
    """A score to one decimal, half up, below every cut score that it has not reached."""
    if value is None:
        return None
    tenths = math.floor(value * 10 + Fraction(1, 2))
    statuses = instrument.outline.statuses
    for bound in (*instrument.outline.cut_scores, statuses.emerging, statuses.absent, 80):
        while value < exact(bound) <= Fraction(tenths, 10):
            tenths -= 1
    return tenths / 10


def with_one_changed(response: Response, items: list[str]) -> Iterator[Response]:
    """The responses with one answered item one option higher or lower."""
    for item in items:
        answer = response.answers.get(item)
        for points in (answer - 1, answer + 1) if isinstance(answer, int) else ():
            if 1 <= points <= 5:
                yield response.model_copy(update={"answers": {**response.answers, item: points}})


def near(
    response: Response, items: list[str], measure: Callable[[Response], int | None]
) -> tuple[int, ...]:
    """The other levels that one option on one item would give."""
    levels = {measure(changed) for changed in with_one_changed(response, items)}
    return tuple(sorted(one for one in levels - {measure(response)} if one is not None))


def effort(instrument: Instrument, response: Response, item: str) -> int:
    """The effort of the cheapest action that moves an item in its sign's present status."""
    sign = instrument.sign_of[item]
    value = sign_score(sign, response)
    statuses = instrument.outline.statuses
    if value is None:
        raise ValueError(item)
    status = (
        "present"
        if value < exact(statuses.emerging)
        else "emerging"
        if value < exact(statuses.absent)
        else "absent"
    )
    moving = [a for a in getattr(sign.actions, status) if item in a.moves]
    return min((EFFORT[action.effort] for action in moving), default=3)


def next_step(
    instrument: Instrument,
    response: Response,
    items: list[str],
    reached: Callable[[Response], bool],
    value: Callable[[Response], Fraction | None],
) -> list[str]:
    """The best of all sets of the items to raise by one option, by trying every one."""
    order = list(instrument.items)
    raisable = [i for i in items if response.answers.get(i) in (1, 2, 3, 4)]
    efforts = {item: effort(instrument, response, item) for item in raisable}
    best: tuple[object, ...] | None = None
    for count in range(len(raisable) + 1):
        for chosen in combinations(raisable, count):
            raised = _raised(response, chosen)
            if not reached(raised):
                continue
            places = [order.index(item) for item in chosen]
            rank = (sum(efforts[i] for i in chosen), count, -(value(raised) or 0), places, chosen)
            best = rank if best is None or rank[:4] < best[:4] else best
    return list(best[4]) if best else []  # type: ignore[call-overload]


def _raised(response: Response, items: tuple[str, ...]) -> Response:
    answers = dict(response.answers)
    for item in items:
        answers[item] += 1  # type: ignore[operator]
    return response.model_copy(update={"answers": answers})
