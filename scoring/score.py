"""The score: what one response says of a company, with the lines every number is made of."""

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache

from scoring.advice import overall_step, priorities, sign_step, strengths
from scoring.instrument import Instrument, Status
from scoring.response import Answer, Response
from scoring.scorecard import ItemLine, Overall, Scorecard, SignLine, SignScore, Source
from scoring.tally import VALUE, Tally, tally
from scoring.yardstick import Asked, Ratio, Yardstick, mean, yardstick

TOP = 5

Hold = Callable[[Ratio], int]  # a sign score -> one less than the highest overall level it allows


def score(instrument: Instrument, response: Response) -> Scorecard:
    """The scorecard of a response; scores are 0 to 100.

    It never fails: answers to unknown items are not looked at. `problems` names them before.
    """
    yard = yardstick(instrument)
    tallies = [tally(gauge, response.answers, response.scope) for gauge in yard.signs]
    known = [line for line in tallies if line.known]
    full = response.scope == "full"
    overall = _overall(yard, tallies, known, full)
    prior = priorities(known, response.costs_most, overall.capped_by)
    strong, least_weak = strengths(yard, known, prior)
    signs = tuple(_sign(yard, line, full) for line in tallies)
    return Scorecard(
        scope=response.scope,
        group=response.group,
        overall=overall,
        signs=signs,
        signs_present=tuple(sign.id for sign in signs if sign.status == "present"),
        strengths=strong,
        least_weak=least_weak,
        priorities=prior,
        find_out=tuple(line.gauge.id for line in tallies if line.applies and not line.known),
        costs_most=response.costs_most,
        instrument=Source(
            id=instrument.outline.id,
            version=instrument.outline.version,
            sha256=instrument.sha256,
        ),
    )


def _sign(yard: Yardstick, line: Tally, full: bool) -> SignScore:
    scored = full and line.known
    status = _status(yard, line)
    low, high = (line.low, line.high) if full and line.applies else (None, None)
    return SignScore(
        id=line.gauge.id,
        score=yard.rounded(line.score if scored else None),
        low=yard.rounded(low),
        high=yard.rounded(high),
        level=yard.level(line.score) if scored else None,
        status=status,
        from_key_item=not full or (status != "unknown" and not scored),
        on_the_line=_sign_on_the_line(yard, line) if scored else (),
        answered=line.answered,
        dont_know=line.dont_know,
        not_applicable=line.not_applicable,
        open=line.open,
        items=len(line.asked),
        ledger=_ledger(line, line.weight if scored else None),
        actions=line.gauge.actions[status] if line.applies else (),
        next_step=sign_step(yard, line) if scored else None,
    )


def _status(yard: Yardstick, line: Tally) -> Status:
    """The status from the score, or else from the key item's answer."""
    if line.known:
        return yard.status(line.score)
    answer = line.answers[line.asked.index(line.gauge.key)]
    return yard.status((VALUE * (answer - 1), 1)) if isinstance(answer, int) else "unknown"


def _ledger(line: Tally, weight: int | None) -> tuple[ItemLine, ...]:
    return tuple(
        _item_line(item, answer, weight)
        for item, answer in zip(line.asked, line.answers, strict=True)
    )


@lru_cache(maxsize=8192)
def _item_line(item: Asked, answer: Answer | None, weight: int | None) -> ItemLine:
    """The line of an item in a sign score whose items with points weigh so much together."""
    value = VALUE * (answer - 1) if isinstance(answer, int) else None
    share = None if value is None or weight is None else value * item.weight / weight
    return ItemLine(item=item.id, answer=answer, value=value, weight=item.share, share=share)


def _sign_on_the_line(yard: Yardstick, line: Tally) -> tuple[int, ...]:
    above, below = line.score
    levels = {yard.level((above + change, below)) for change in _changes(line)}
    return tuple(sorted(levels - {yard.level(line.score)}))


def _changes(line: Tally) -> set[int]:
    """What raising or lowering one answer by one option can add to the score's numerator."""
    changes = set()
    for item, answer in zip(line.asked, line.answers, strict=True):
        if isinstance(answer, int):
            if answer < 5:
                changes.add(VALUE * item.weight)
            if answer > 1:
                changes.add(-VALUE * item.weight)
    return changes


def _overall(
    yard: Yardstick, tallies: Sequence[Tally], known: Sequence[Tally], full: bool
) -> Overall:
    applying = [line for line in tallies if line.applies]
    counted = known if len(known) >= yard.needed else ()
    total = mean([(line.gauge.weight, line.score) for line in counted])
    of_score = yard.level(total) if total else None
    hold: Hold = yard.level if full else lambda _: TOP
    level = min(of_score, *(hold(line.score) + 1 for line in counted)) if of_score else None
    near = _levels_near(yard, counted, total, hold) if total else set()
    return Overall(
        score=yard.rounded(total),
        low=yard.rounded(mean([(line.gauge.weight, line.low) for line in applying])),
        high=yard.rounded(mean([(line.gauge.weight, line.high) for line in applying])),
        level=level,
        level_of_score=of_score,
        capped_by=_weakest(counted) if level != of_score else None,
        provisional=len(known) < len(applying),
        on_the_line=tuple(sorted(near - {level})),
        signs_known=len(known),
        signs_needed=yard.needed,
        ledger=_overall_ledger(yard, tallies, counted),
        next_step=overall_step(yard, counted, total, level) if full and total and level else None,
    )


def _weakest(lines: Sequence[Tally]) -> str:
    return min(lines, key=lambda line: Fraction(*line.score)).gauge.id


def _levels_near(
    yard: Yardstick, counted: Sequence[Tally], total: Ratio, hold: Hold
) -> set[int | None]:
    """The levels, cap included, that one answer more or less by one option would give."""
    common = math.lcm(*(line.weight for line in counted))
    holds = [hold(line.score) for line in counted]
    found: set[int | None] = set()
    for at, line in enumerate(counted):
        others = min((*holds[:at], *holds[at + 1 :]), default=TOP)
        factor = line.gauge.weight * (common // line.weight)
        for change in _changes(line):
            own = hold((line.score[0] + change, line.weight))
            of_score = yard.level((total[0] + change * factor, total[1]))
            found.add(min(of_score, min(own, others) + 1))
    return found


def _overall_ledger(
    yard: Yardstick, tallies: Sequence[Tally], counted: Sequence[Tally]
) -> tuple[SignLine, ...]:
    whole = sum(line.gauge.weight for line in counted)
    return tuple(
        SignLine(
            sign=line.gauge.id,
            value=yard.rounded(line.score) if line.known else None,
            weight=line.gauge.share,
            share=_share(line, whole) if line.known and counted else None,
        )
        for line in tallies
    )


def _share(line: Tally, whole: int) -> float:
    above, below = line.score
    return above * line.gauge.weight / (below * whole)
