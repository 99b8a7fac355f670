"""The score: what one response says of a company, with the lines every number is made of."""

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache

from scoring.advice import overall_step, priorities, sign_step, strengths, weakest
from scoring.instrument import Instrument, Status
from scoring.response import Answer, Response
from scoring.scorecard import ItemLine, Overall, Scorecard, SignLine, SignScore
from scoring.tally import Given, Standing, Tally, tally
from scoring.yardstick import VALUE, Gauge, Ratio, Yardstick, mean, yardstick

TOP = 5
NAMED = 2  # how much more urgent a sign is that is named as costing most
HIGH = 4  # points at which an item no longer asks for action


def score(instrument: Instrument, response: Response) -> Scorecard:
    """The scorecard of a response; scores are 0 to 100.

    It never fails: answers to unknown items are not looked at. `problems` names them before.
    """
    yard = yardstick(instrument)
    full = response.scope == "full"
    answer = response.answers.get
    measured = [
        _measured(yard, gauge, tuple([answer(item.id) for item in gauge.items]))
        for gauge in yard.signs[response.scope]
    ]
    tallies = [line for line, _ in measured]
    known = [line.standing for line in tallies if line.standing]
    overall = _overall(yard, tallies, known, full)
    prior = priorities(known, dict.fromkeys(response.costs_most, NAMED), overall.capped_by)
    strong, least_weak = strengths(known, prior)
    signs = tuple([sign for _, sign in measured])
    return Scorecard(
        scope=response.scope,
        group=response.group,
        overall=overall,
        signs=signs,
        signs_present=tuple([sign.id for sign in signs if sign.status == "present"]),
        strengths=strong,
        least_weak=least_weak,
        priorities=prior,
        find_out=tuple([line.gauge.id for line in tallies if line.applies and not line.standing]),
        costs_most=response.costs_most,
        instrument=yard.source,
    )


@lru_cache(maxsize=4096)
def _measured(yard: Yardstick, gauge: Gauge, given: Given) -> tuple[Tally, SignScore]:
    """One sign's tally and score: kept, since every page, chart and file asks for them again."""
    line = tally(yard, gauge, given)
    return line, _sign(yard, line)


def _sign(yard: Yardstick, line: Tally) -> SignScore:
    scored = line.standing if line.gauge.full else None
    status = _status(yard, line)
    bounded = line.gauge.full and line.applies
    return SignScore(
        id=line.gauge.id,
        score=scored.shown if scored else None,
        low=yard.rounded(line.low) if bounded else None,
        high=yard.rounded(line.high) if bounded else None,
        level=scored.level if scored else None,
        status=status,
        from_key_item=not line.gauge.full or (status != "unknown" and not scored),
        on_the_line=_others(scored.near.values(), scored.level) if scored else (),
        answered=line.answered,
        dont_know=line.dont_know,
        not_applicable=line.not_applicable,
        open=line.open,
        items=len(line.given),
        ledger=_ledger(line, line.weight if scored else None),
        actions=_due(line, status) if line.applies else (),
        next_step=sign_step(yard, scored) if scored else None,
    )


def _status(yard: Yardstick, line: Tally) -> Status:
    """The status from the score, or else from the key item's answer."""
    if line.standing:
        return line.standing.status
    answer = line.given[line.gauge.key]
    return yard.status((VALUE * (answer - 1), 1)) if isinstance(answer, int) else "unknown"


def _due(line: Tally, status: Status) -> tuple[str, ...]:
    """The actions for a status, without those whose items all stand high already, unless all do."""
    actions = line.gauge.actions[status]
    if status in ("present", "emerging"):
        asked = zip(line.gauge.items, line.given, strict=True)
        high = {item.id for item, given in asked if isinstance(given, int) and given >= HIGH}
        actions = tuple([a for a in actions if not high.issuperset(a.moves)]) or actions
    return tuple([action.id for action in actions])


def _others(levels: Iterable[int], own: int) -> tuple[int, ...]:
    return tuple(sorted({*levels} - {own}))


def _ledger(line: Tally, weight: int | None) -> tuple[ItemLine, ...]:
    """The items of a sign; `weight` is that of its items with points, None without a score."""
    return tuple(
        [
            _item_line(item.id, answer, item.written, item.weight, weight)
            for item, answer in zip(line.gauge.items, line.given, strict=True)
        ]
    )


@lru_cache(maxsize=8192)
def _item_line(
    item: str, answer: Answer | None, weight: float, whole: int, of: int | None
) -> ItemLine:
    value = VALUE * (answer - 1) if isinstance(answer, int) else None
    share = None if value is None or of is None else value * whole / of
    return ItemLine(item=item, answer=answer, value=value, weight=weight, share=share)


def _overall(
    yard: Yardstick, tallies: Sequence[Tally], known: Sequence[Standing], full: bool
) -> Overall:
    applying = [line for line in tallies if line.applies]
    counted = known if len(known) >= yard.needed else ()
    total = mean([(sign.gauge.weight, sign.score) for sign in counted])
    of_score = yard.level(total) if total else None
    # One item cannot hold the level down: in the check there is no cap.
    cap = min(sign.level for sign in counted) + 1 if full and counted else TOP
    level = min(of_score, cap) if of_score else None
    low = mean([(line.gauge.weight, line.low) for line in applying])
    high = mean([(line.gauge.weight, line.high) for line in applying])
    near = _levels_near(yard, counted, total, full) if total else []
    return Overall(
        score=yard.rounded(total) if total else None,
        low=yard.rounded(low) if low else None,
        high=yard.rounded(high) if high else None,
        level=level,
        level_of_score=of_score,
        capped_by=weakest(counted) if level != of_score else None,
        provisional=len(known) < len(applying),
        on_the_line=_others(near, level) if level else (),
        signs_known=len(known),
        signs_needed=yard.needed,
        ledger=_overall_ledger(tallies, counted),
        next_step=overall_step(yard, counted, total, level) if full and total and level else None,
    )


def _levels_near(
    yard: Yardstick, counted: Sequence[Standing], total: Ratio, full: bool
) -> list[int]:
    """The levels, cap included, that one answer more or less by one option would give."""
    common = math.lcm(*[sign.score[1] for sign in counted])
    lowest = [*sorted([sign.level for sign in counted]), TOP]
    found = []
    for sign in counted:
        others = lowest[sign.level == lowest[0]]
        factor = sign.gauge.weight * (common // sign.score[1])
        for change, own in sign.near.items():
            cap = min(own, others) + 1 if full else TOP
            found.append(min(yard.level((total[0] + change * factor, total[1])), cap))
    return found


def _overall_ledger(tallies: Sequence[Tally], counted: Sequence[Standing]) -> tuple[SignLine, ...]:
    whole = sum([sign.gauge.weight for sign in counted])
    return tuple([_sign_line(line, whole) for line in tallies])


def _sign_line(line: Tally, whole: int) -> SignLine:
    """The line of a sign; `whole` is the weight of all signs that count, 0 without a score."""
    sign = line.standing
    return SignLine(
        sign=line.gauge.id,
        value=sign.shown if sign else None,
        weight=line.gauge.written,
        share=sign.score[0] * sign.gauge.weight / (sign.score[1] * whole)
        if sign and whole
        else None,
    )
