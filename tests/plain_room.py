"""A room's scorecard reckoned as plainly as can be, and fast: for many rooms at random."""

import math
from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from typing import Any

from assessment.privacy import Part
from scoring.instrument import Instrument, Item, Sign
from scoring.room import (
    BlindSpot,
    Distribution,
    Gap,
    GroupSize,
    Mean,
    RoomOverall,
    RoomScorecard,
    SignRoom,
)
from scoring.scorecard import Source

SOURCE = Source(id="plain", version="1.0.0", sha256="0" * 64)


def plain_room(
    instrument: Instrument, parts: Sequence[Part], signs: Sequence[str], scope: Any
) -> RoomScorecard:
    """The room's scorecard without intervals, consensus and lists."""
    groups = [g.id for g in instrument.outline.groups]
    by_group = {g: [p for p in parts if p.response.group == g] for g in groups}
    by_group = {group: found for group, found in by_group.items() if found}
    asked = [instrument.by_id[sign] for sign in signs]
    means = [_mean(s, scope, g, found) for g, found in by_group.items() for s in asked]
    means += [
        Mean(group=group, sign=None, n=len(found), score=50) for group, found in by_group.items()
    ]
    scores = {(mean.sign, mean.group): mean.score for mean in means}
    return RoomScorecard(
        scope=scope,
        asked=tuple(signs),
        groups=tuple(GroupSize(id=group, n=len(found)) for group, found in by_group.items()),
        overall=_overall(instrument),
        signs=tuple(_sign(sign, parts, scope) for sign in asked),
        means=tuple(means),
        gaps=tuple(
            _gap(sign, scope, pair, scores) for sign in asked for pair in combinations(by_group, 2)
        ),
        consensus=(),
        distributions=tuple(
            _distribution(item, group, found)
            for sign in asked
            for item in items_of(sign, scope)
            for group, found in by_group.items()
        ),
        blind_spots=tuple(_blind_spots(parts)),
        signs_present=(),
        strengths=(),
        least_weak=(),
        priorities=(),
        find_out=(),
        widest=(),
        instrument=SOURCE,
    )


def items_of(sign: Sign, scope: str) -> Sequence[Item]:
    """The items of the sign that are asked."""
    return (sign.key_item,) if scope == "check" else sign.items


def _values(part: Part, items: Sequence[Item]) -> list[int]:
    given = [part.response.answers.get(item.id) for item in items]
    return [25 * (answer - 1) for answer in given if isinstance(answer, int)]


def _mean(sign: Sign, scope: str, group: str, parts: Sequence[Part]) -> Mean:
    items = items_of(sign, scope)
    scores = []
    for part in parts:
        values = _values(part, items)
        excused = [part.response.answers.get(i.id) for i in items].count("not_applicable")
        if values and 2 * len(values) >= len(items) - excused:
            scores.append(sum(values) / len(values))
    score = None
    if scores:
        exact = math.fsum(scores) / len(scores)
        score = math.floor(exact * 10 + 0.5 + 1e-9) / 10
        if any(score >= cut > exact + 1e-9 for cut in (20, 40, 60, 80)):
            score -= 0.1
    return Mean(group=group, sign=sign.id, n=len(scores), score=score)


def _distribution(item: Item, group: str, parts: Sequence[Part]) -> Distribution:
    said = Counter(part.response.answers.get(item.id) for part in parts)
    counts = (said[1], said[2], said[3], said[4], said[5])
    return Distribution(
        item=item.id,
        group=group,
        n=sum(counts),
        counts=counts,
        dont_know=said["dont_know"],
        not_applicable=said["not_applicable"],
    )


def _gap(sign: Sign, scope: str, pair: tuple[str, str], scores: dict[Any, float | None]) -> Gap:
    first, second = (scores[sign.id, group] for group in pair)
    points = None if first is None or second is None else first - second
    return Gap(
        sign=sign.id,
        groups=pair,
        points=points,
        low=None,
        high=None,
        verdict="not_clear",
        large=False,
        items=tuple(item.id for item in items_of(sign, scope)),
    )


def _sign(sign: Sign, parts: Sequence[Part], scope: str) -> SignRoom:
    named = sum(sign.id in part.response.costs_most for part in parts)
    return SignRoom(
        id=sign.id,
        weight=sign.weight,
        score=None,
        status="unknown",
        level=None,
        from_key_item=scope == "check",
        actions=(),
        costs_most=named / len(parts) if parts else None,
    )


def _blind_spots(parts: Sequence[Part]) -> list[BlindSpot]:
    said: dict[tuple[str, str, str], list[int]] = {}
    for part in parts:
        for guess in part.guesses:
            said.setdefault((guess.item, guess.asked, guess.about), []).append(guess.points)
    return [
        BlindSpot(
            item=item,
            asked=asked,
            about=about,
            n=len(points),
            guesses=tuple(points.count(option) for option in (1, 2, 3, 4, 5)),
            expected=Counter(points).most_common(1)[0][0],
            actual=None,
            between=None,
            matched=None,
        )
        for (item, asked, about), points in said.items()
    ]


def _overall(instrument: Instrument) -> RoomOverall:
    return RoomOverall(
        score=50,
        level=None,
        level_of_score=None,
        capped_by=None,
        provisional=False,
        groups=instrument.outline.overall_groups,
        missing=(),
        signs_needed=2,
    )
