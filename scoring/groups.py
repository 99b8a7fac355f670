"""The room: what many responses say of a company, and where its groups see it differently."""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

from scoring.advice import priorities, strengths, weakest
from scoring.consensus import agreements, distributions
from scoring.gaps import gaps
from scoring.instrument import Instrument
from scoring.members import Members, members
from scoring.mirror import blind_spots
from scoring.response import Response, Scope
from scoring.room import Gap, GroupSize, Guess, Mean, RoomOverall, RoomScorecard, SignRoom
from scoring.tally import Compared, Standing, compared
from scoring.yardstick import Gauge, Ratio, mean, reading

TOP = 5

Shares = Mapping[str, Fraction | None]  # by sign, of the respondents who named it


def room(
    instrument: Instrument,
    responses: Sequence[Response],
    *,
    scope: Scope,
    signs: Collection[str] | None = None,
    mirrors: Sequence[Guess] = (),
    signs_in_all: int = 0,
    floor: int = 1,
    spread: Collection[tuple[str, str]] | None = None,
) -> RoomScorecard:
    """The scorecard of a room; scores are 0 to 100.

    `signs` are those that were asked, all unless said; `signs_in_all` says how many there will be
    where more are to come. Where fewer people than the floor stand behind a number there is none;
    `spread` names the signs and groups whose gaps are tested, all unless said. It never fails: a
    response without a group of the instrument, and answers and guesses about what was not asked,
    are not looked at.
    """
    there = members(instrument, responses, scope, signs, floor)
    known = compared(_known(there))
    overall = _overall(there, known)
    apart = gaps(there, signs_in_all, spread)
    named = _named(there)
    pressing = _pressing(there, named, apart)
    prior = priorities(known, pressing, overall.capped_by)
    strong, least_weak = strengths(known, prior)
    own = tuple(_sign(gauge, known.signs, named) for gauge in there.gauges)
    return RoomScorecard(
        scope=scope,
        asked=tuple(gauge.id for gauge in there.gauges),
        groups=tuple(GroupSize(id=g, n=len(found)) for g, found in there.by_group.items()),
        overall=overall,
        signs=own,
        means=_means(there),
        gaps=apart,
        consensus=agreements(there),
        distributions=distributions(there),
        blind_spots=blind_spots(there, mirrors),
        signs_present=tuple(sign.id for sign in own if sign.status == "present"),
        strengths=strong,
        least_weak=least_weak,
        priorities=prior,
        find_out=_find_out(there),
        widest=_widest(there, apart),
        instrument=there.yard.source,
    )


def _equal(parts: Sequence[Ratio | None]) -> Ratio | None:
    """The mean of the groups that make the overall score; None unless each has its own."""
    known = [(1, part) for part in parts if part]
    return mean(known) if len(known) == len(parts) else None


def _known(there: Members) -> list[Standing]:
    """Where each sign of the room stands that has a score."""
    found = []
    for gauge in there.gauges:
        score = _equal([_mean(there, group, gauge) for group in there.overall_groups])
        if score:
            found.append(Standing(gauge, (), score, *reading(there.yard, score), {}, 0))
    return found


def _mean(there: Members, group: str, gauge: Gauge) -> Ratio | None:
    return there.mean(group, gauge) if group in there.by_group else None


def _group_overall(there: Members, group: str) -> Ratio | None:
    return there.overall(group) if group in there.by_group else None


def _overall(there: Members, known: Compared) -> RoomOverall:
    yard, full = there.yard, there.scope == "full"
    each = {group: _group_overall(there, group) for group in there.overall_groups}
    total = _equal(list(each.values()))
    of_score = yard.level(total) if total else None
    # One item cannot hold the level down: in the check there is no cap.
    cap = min(sign.level for sign in known.signs) + 1 if full and known.signs else TOP
    level = min(of_score, cap) if of_score else None
    return RoomOverall(
        score=yard.rounded(total) if total else None,
        level=level,
        level_of_score=of_score,
        capped_by=weakest(known) if level != of_score else None,
        provisional=len(known.signs)
        < sum(_applies(there, gauge) for gauge in yard.signs[there.scope]),
        groups=there.overall_groups,
        missing=tuple(group for group, found in each.items() if found is None),
        signs_needed=yard.needed,
    )


def _applies(there: Members, gauge: Gauge) -> bool:
    """Whether a sign applies to anyone; what was not asked might."""
    return gauge not in there.gauges or any(there.applies(g, gauge.id) for g in there.by_group)


def _means(there: Members) -> tuple[Mean, ...]:
    found = []
    for group in there.by_group:
        for gauge in there.gauges:
            people = len(there.scores(group, gauge))
            found.append(_line(there, group, gauge.id, people, there.mean(group, gauge)))
        found.append(_line(there, group, None, there.behind(group), there.overall(group)))
    return tuple(found)


def _line(there: Members, group: str, sign: str | None, people: int, found: Ratio | None) -> Mean:
    score = there.yard.rounded(found) if found else None
    return Mean(group=group, sign=sign, n=there.counted(people), score=score)


def _sign(gauge: Gauge, known: Sequence[Standing], named: Shares) -> SignRoom:
    standing = next((sign for sign in known if sign.gauge is gauge), None)
    status = standing.status if standing else "unknown"
    share = named[gauge.id]
    return SignRoom(
        id=gauge.id,
        weight=gauge.written,
        score=standing.shown if standing else None,
        status=status,
        level=standing.level if standing and gauge.full else None,
        from_key_item=not gauge.full,
        actions=tuple(action.id for action in gauge.actions[status]),
        costs_most=None if share is None else float(share),
    )


def _named(there: Members) -> Shares:
    """The share of all respondents who named each sign among those that cost most."""
    everyone = list(there.everyone)
    enough = there.enough(len(everyone))
    return {
        gauge.id: Fraction(sum(gauge.id in one.costs_most for one in everyone), len(everyone))
        if enough
        else None
        for gauge in there.gauges
    }


def _pressing(there: Members, named: Shares, apart: Sequence[Gap]) -> dict[str, Fraction]:
    """What makes a sign more urgent: who named it, and a gap that is clear."""
    found = {sign: 1 + (share or Fraction()) for sign, share in named.items()}
    for sign in found:
        clear = [abs(g.points or 0) for g in _between(there, apart, sign) if g.verdict == "clear"]
        found[sign] *= 1 + Fraction(str(max(clear, default=0))) / 100
    return found


def _between(there: Members, apart: Sequence[Gap], sign: str) -> list[Gap]:
    """A sign's gaps between the groups that make the overall score."""
    inside = set(there.overall_groups)
    return [gap for gap in apart if gap.sign == sign and inside.issuperset(gap.groups)]


def _widest(there: Members, apart: Sequence[Gap]) -> tuple[str, ...]:
    widths = {
        gauge.id: max(points)
        for gauge in there.gauges
        if (
            points := [
                abs(gap.points)
                for gap in _between(there, apart, gauge.id)
                if gap.points is not None
            ]
        )
    }
    return tuple(sorted(widths, key=lambda sign: -widths[sign]))


def _find_out(there: Members) -> tuple[str, ...]:
    """The signs that a group of the overall score has no mean for, though enough of it are here."""
    here = [g for g in there.overall_groups if there.enough(len(there.by_group.get(g, ())))]
    return tuple(
        gauge.id
        for gauge in there.gauges
        if any(there.mean(g, gauge) is None and there.applies(g, gauge.id) for g in here)
    )
