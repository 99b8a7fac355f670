"""The overall score of a room in the shape of one person's: with bounds, counts and a ledger."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from scoring.instrument import Instrument
from scoring.members import Members, members
from scoring.response import Response
from scoring.room import RoomScorecard
from scoring.scorecard import Overall, SignLine
from scoring.yardstick import Gauge, Ratio, mean


def together(instrument: Instrument, responses: Sequence[Response], card: RoomScorecard) -> Overall:
    """The overall score of a room's scorecard, with what raw responses add: no floor holds.

    The bounds are those of the members, averaged as their scores are. The shares of the ledger add
    up to the overall score. There is no "on the line" and no next step: no one person takes it.
    """
    there = members(instrument, responses, card.scope, card.asked, 1)
    overall = card.overall
    low, high = _bound(there, "low"), _bound(there, "high")
    return Overall(
        score=overall.score,
        low=there.yard.rounded(low) if low else None,
        high=there.yard.rounded(high) if high else None,
        level=overall.level,
        level_of_score=overall.level_of_score,
        capped_by=overall.capped_by,
        provisional=overall.provisional,
        on_the_line=(),
        signs_known=sum(sign.score is not None for sign in card.signs),
        signs_needed=overall.signs_needed,
        ledger=tuple(_line(there, gauge, card) for gauge in there.gauges),
        next_step=None,
    )


def _bound(there: Members, end: Literal["low", "high"]) -> Ratio | None:
    """The lowest or the highest overall score, were all that is unknown or open 1, or 5."""
    if not there.overall_groups or set(there.overall_groups) - set(there.by_group):
        return None
    found = [_of_group(there, group, end) for group in there.overall_groups]
    known = [(1, bound) for bound in found if bound]
    return mean(known) if len(known) == len(found) else None


def _of_group(there: Members, group: str, end: Literal["low", "high"]) -> Ratio | None:
    signs = []
    for gauge in there.gauges:
        applying = [line for line in there.tallies(group, gauge.id) if line.applies]
        bound = mean([(1, getattr(line.sums, end)) for line in applying])
        if bound:
            signs.append((gauge.weight, bound))
    return mean(signs)


def _line(there: Members, gauge: Gauge, card: RoomScorecard) -> SignLine:
    shares = [
        _share(there, group, gauge)
        for group in (there.overall_groups if card.overall.score is not None else ())
        if there.mean(group, gauge)
    ]
    return SignLine(
        sign=gauge.id,
        value=card.sign(gauge.id).score,
        weight=gauge.written,
        share=float(sum(shares) / len(there.overall_groups)) if shares else None,
    )


def _share(there: Members, group: str, gauge: Gauge) -> Fraction:
    """What a sign adds to its group's overall score."""
    whole = sum(other.weight for other in there.gauges if there.mean(group, other))
    return Fraction(*(there.mean(group, gauge) or (0, 1))) * gauge.weight / whole
