"""The score: what one response says of a company, with the lines every number is made of."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import inf
from operator import getitem
from typing import Any

from scoring.advice import overall_step, priorities, sign_step, strengths, weakest
from scoring.instrument import Instrument, Status
from scoring.response import Answer, Response, Scope
from scoring.scorecard import ItemLine, Overall, Scorecard, SignLine, SignScore
from scoring.tally import Compared, Sums, Tally, bounds, compared, summed, tally
from scoring.values import POINTS
from scoring.yardstick import VALUE, Asked, Gauge, Ratio, Yardstick, reading, yardstick

TOP = 5
NAMED = 2  # how much more urgent a sign is that is named as costing most
ANSWERS: tuple[Answer | None, ...] = (*POINTS, "dont_know", "not_applicable", None)


def score(instrument: Instrument, response: Response) -> Scorecard:
    """The scorecard of a response; scores are 0 to 100.

    It never fails: answers to unknown items are not looked at. `problems` names them before.
    """
    yard = yardstick(instrument)
    full = response.scope == "full"
    answer = response.answers.get
    tallies = [
        tally(yard, gauge, tuple(map(answer, gauge.ids))) for gauge in yard.signs[response.scope]
    ]
    signs = tuple([_sign(yard, line) for line in tallies])
    known = compared([line.standing for line in tallies if line.standing])
    overall = _overall(yard, tallies, known, full)
    prior = priorities(known, dict.fromkeys(response.costs_most, NAMED), overall.capped_by)
    strong, least_weak = strengths(known, prior)
    return Scorecard(
        scope=response.scope,
        group=response.group,
        overall=overall,
        signs=signs,
        signs_present=tuple([sign.id for sign in signs if sign.status == "present"]),
        strengths=strong,
        least_weak=least_weak,
        priorities=prior,
        find_out=tuple([line.gauge.id for line in tallies if line.unclear]),
        costs_most=response.costs_most,
        instrument=yard.source,
    )


def sign_scores(
    instrument: Instrument, scope: Scope, answers: Mapping[str, Answer]
) -> dict[str, float | None]:
    """The score of each sign, 0 to 100, None where it has none: as a scorecard says it, alone."""
    yard = yardstick(instrument)
    return {
        gauge.id: _sign_score(yard, gauge, summed(gauge, tuple(map(answers.get, gauge.ids))))
        for gauge in yard.signs[scope]
    }


def _sign_score(yard: Yardstick, gauge: Gauge, sums: Sums) -> float | None:
    scored = gauge.full and sums.known
    return reading(yard, (VALUE * sums.rise, sums.weight)).shown if scored else None


def _sign(yard: Yardstick, line: Tally) -> SignScore:
    scored = line.standing if line.gauge.full else None
    status = _status(yard, line)
    return SignScore(
        **_summed(yard, line.gauge, line.sums, status),
        on_the_line=_others(scored.near.values(), scored.level) if scored else (),
        ledger=_ledger(line, line.sums.weight if scored else None),
        actions=_due(line.gauge, status, line.settled) if line.sums.applying else (),
        next_step=sign_step(yard, scored) if scored else None,
    )


@lru_cache(maxsize=4096)
def _summed(yard: Yardstick, gauge: Gauge, sums: Sums, status: Status) -> Mapping[str, Any]:
    """What of a sign's score follows from the sums: few, whatever the answers."""
    scored = gauge.full and sums.known
    says = reading(yard, (VALUE * sums.rise, sums.weight)) if scored else None
    bounded = gauge.full and sums.applying
    return {
        "id": gauge.id,
        "score": says.shown if says else None,
        "low": yard.rounded(sums.low) if bounded else None,
        "high": yard.rounded(sums.high) if bounded else None,
        "level": says.level if says else None,
        "status": status,
        "from_key_item": not gauge.full or (status != "unknown" and not scored),
        "answered": sums.answered,
        "dont_know": sums.dont_know,
        "not_applicable": len(gauge.items) - sums.applying,
        "open": sums.applying - sums.answered - sums.dont_know,
        "items": len(gauge.items),
    }


def _status(yard: Yardstick, line: Tally) -> Status:
    """The status from the score, or else from the key item's answer."""
    if line.standing:
        return line.standing.status
    answer = line.given[line.gauge.key]
    return yard.status((VALUE * (answer - 1), 1)) if isinstance(answer, int) else "unknown"


@lru_cache(maxsize=2048)
def _due(gauge: Gauge, status: Status, settled: int) -> tuple[str, ...]:
    """The actions for a status, without those whose items all stand high already, unless all do."""
    actions = gauge.actions[status]
    if status in ("present", "emerging"):
        actions = tuple([due for due in actions if due.moves & ~settled]) or actions
    return tuple([action.id for action in actions])


def _others(levels: Iterable[int], own: int) -> tuple[int, ...]:
    return tuple(sorted({*levels} - {own}))


def _ledger(line: Tally, weight: int | None) -> tuple[ItemLine, ...]:
    """The items of a sign; `weight` is that of its items with points, None without a score."""
    return tuple(map(getitem, _lines(line.gauge, weight), line.given))


@lru_cache(maxsize=256)
def _lines(gauge: Gauge, weight: int | None) -> list[Mapping[Answer | None, ItemLine]]:
    """Each item's line by its answer: few, whatever a sheet says."""
    return [{answer: _line(item, answer, weight) for answer in ANSWERS} for item in gauge.items]


def _line(item: Asked, answer: Answer | None, weight: int | None) -> ItemLine:
    value = VALUE * (answer - 1) if isinstance(answer, int) else None
    share = None if value is None or weight is None else value * item.weight / weight
    return ItemLine(item=item.id, answer=answer, value=value, weight=item.written, share=share)


def _overall(yard: Yardstick, tallies: Sequence[Tally], known: Compared, full: bool) -> Overall:
    applying = [line for line in tallies if line.sums.applying]
    low, high = bounds(applying) if applying else (None, None)
    counted = known if len(known.signs) >= yard.needed else None
    of_score = yard.level(counted.mean) if counted else None
    level = min(of_score, _cap(counted, full)) if counted and of_score else None
    return Overall(
        score=yard.rounded(counted.mean) if counted else None,
        low=yard.rounded(low) if low else None,
        high=yard.rounded(high) if high else None,
        level=level,
        level_of_score=of_score,
        capped_by=weakest(counted) if counted and level != of_score else None,
        provisional=len(known.signs) < len(applying),
        on_the_line=_others(_levels_near(yard, counted, full), level) if counted and level else (),
        signs_known=len(known.signs),
        signs_needed=yard.needed,
        ledger=_overall_ledger(yard, tallies, counted),
        next_step=overall_step(yard, counted, level) if counted and level and full else None,
    )


def _cap(counted: Compared, full: bool) -> int:
    """The highest overall level; one item cannot hold it down, so in the check there is no cap."""
    return min([sign.level for sign in counted.signs]) + 1 if full else TOP


def _levels_near(yard: Yardstick, counted: Compared, full: bool) -> list[int]:
    """The levels, cap included, that one answer more or less by one option would give."""
    above, below = counted.mean
    limits = [*yard.limits(below), inf]
    lowest = [*sorted([sign.level for sign in counted.signs]), TOP]
    found = []
    for sign, factor in zip(counted.signs, counted.factors, strict=True):
        others = lowest[sign.level == lowest[0]]
        for change, own in sign.near.items():
            cap = (own if own < others else others) + 1 if full else TOP
            found.append(bisect_right(limits, above + change * factor, 0, cap) or 1)
    return found


def _overall_ledger(
    yard: Yardstick, tallies: Sequence[Tally], counted: Compared | None
) -> tuple[SignLine, ...]:
    """The lines of the signs, each with its share if there is an overall score."""
    whole = sum([sign.gauge.weight for sign in counted.signs]) if counted else 0
    return tuple(
        [
            _sign_line(yard, line.gauge, line.standing.score if line.standing else None, whole)
            for line in tallies
        ]
    )


@lru_cache(maxsize=8192)
def _sign_line(yard: Yardstick, gauge: Gauge, score: Ratio | None, whole: int) -> SignLine:
    """The line of a sign; `whole` is the weight of all signs that count, 0 without a score."""
    return SignLine(
        sign=gauge.id,
        value=reading(yard, score).shown if score else None,
        weight=gauge.written,
        share=score[0] * gauge.weight / (score[1] * whole) if score and whole else None,
    )
