"""Scorecards of rooms as they are handed on: all of it shown, or only in part."""

from collections.abc import Mapping
from typing import Any

from assessment.privacy.edges import between
from assessment.records import Person, Shift
from scoring.instrument import Instrument
from scoring.room import (
    BlindSpot,
    Distribution,
    Gap,
    GapVerdict,
    GroupSize,
    Mean,
    RoomOverall,
    RoomScorecard,
    SignRoom,
)
from scoring.scorecard import Source
from tests.make_instrument import small_instrument

INSTRUMENT = small_instrument(signs=7, items=5)
SIZES = {"sales": 12, "marketing": 10, "leadership": 4}
# Sales, Marketing, leadership; None is not published
POINTS: tuple[tuple[float | None, ...], ...] = (
    (62, 31, 55),
    (28, 71, None),
    (35, 38, 30),
    (81, 78, 90),
    (44, None, None),
    (10, 47, None),
    (55, 52, None),
)
COUNTS = {"sales": (5, 3, 2, 1, 1), "marketing": (0, 1, 3, 4, 2)}


def room_card(
    instrument: Instrument = INSTRUMENT,
    points: tuple[tuple[float | None, ...], ...] = POINTS,
    **changes: Any,
) -> RoomScorecard:
    """The scorecard of a room whose groups see the signs so."""
    groups = tuple(GroupSize(id=group, n=n) for group, n in SIZES.items())
    signs = [sign.id for sign in instrument.signs]
    seen = {
        sign: dict(zip(SIZES, row, strict=True)) for sign, row in zip(signs, points, strict=True)
    }
    gaps = tuple(gap for sign in signs for gap in [_gap(sign, seen[sign])])
    known = {gap.sign: abs(gap.points or 0) for gap in gaps if gap.most is not None}
    card = RoomScorecard(
        scope="full",
        asked=tuple(signs),
        groups=groups,
        overall=_overall(),
        signs=tuple(_sign(instrument, sign, seen[sign]) for sign in signs),
        means=tuple(_mean(g, sign, seen[sign][g]) for sign in signs for g in SIZES),
        gaps=gaps,
        consensus=(),
        distributions=tuple(
            _distribution(instrument.by_id[sign].key_item.id, group)
            for sign in signs
            for group in SIZES
        ),
        blind_spots=tuple(
            spot for sign in signs for spot in _spots(instrument.by_id[sign].key_item.id)
        ),
        signs_present=("s2",),
        strengths=("s4",),
        least_weak=(),
        priorities=("s6", "s3"),
        find_out=("s5",),
        widest=tuple(sorted(known, key=lambda sign: -known[sign])),
        instrument=Source(id="small", version="1.0.0", sha256="0" * 64),
    )
    return card.model_copy(update=changes)


def shifts(item: str = "s1_q1") -> tuple[Shift, ...]:
    """A second vote: Sales moved up, Marketing down, leadership is not published."""
    return (
        Shift(
            item=item, group="sales", n=12, before=(5, 3, 2, 1, 1), after=(1, 2, 4, 3, 2), dissent=2
        ),
        Shift(
            item=item,
            group="marketing",
            n=10,
            before=(0, 1, 2, 3, 4),
            after=(0, 2, 4, 3, 1),
            dissent=0,
        ),
        Shift(item=item, group="leadership", n=None, before=None, after=None, dissent=None),
    )


def people() -> tuple[Person, ...]:
    """Five people at an open table; the last did not know."""
    marks: Mapping[str, tuple[str, float | None]] = {
        "Ann <b>": ("sales", 20),
        "Bo": ("sales", 45),
        "Cy": ("marketing", 80),
        "Di": ("leadership", 95),
        "Ed": ("marketing", None),
    }
    return tuple(
        Person(
            ballot=f"b{number}",
            name=name,
            group=group,
            scores={
                f"s{n}": None if value is None else max(0.0, value - 5 * n) for n in range(1, 8)
            },
        )
        for number, (name, (group, value)) in enumerate(marks.items())
    )


def _gap(sign: str, seen: Mapping[str, float | None]) -> Gap:
    one, other = seen["sales"], seen["marketing"]
    means = [_mean(group, sign, seen[group]) for group in ("sales", "marketing")]
    apart = None if None in (one, other) else between(means[0], means[1])
    points = None if one is None or other is None or (apart and not apart[0]) else one - other
    verdict: GapVerdict = "hidden"
    if points is not None:
        verdict = "clear" if abs(points) > 25 else "not_clear"
    verdict = "edge" if apart else verdict
    sure = points is not None and apart is None
    return Gap(
        sign=sign,
        groups=("sales", "marketing"),
        points=points,
        low=points - 12 if points is not None and sure else None,
        high=points + 12 if points is not None and sure else None,
        verdict=verdict,
        large=points is not None and abs(points) >= 20,
        items=(),
        between=apart,
    )


def _mean(group: str, sign: str, value: float | None) -> Mean:
    edge = None if value is None else "low" if value <= 10 else "high" if value >= 90 else None
    return Mean(
        group=group, sign=sign, n=None if value is None else SIZES[group], score=value, edge=edge
    )


def _sign(instrument: Instrument, sign: str, seen: Mapping[str, float | None]) -> SignRoom:
    one, other = seen["sales"], seen["marketing"]
    score = None if one is None or other is None else (one + other) / 2
    status = instrument.status(score)
    actions = getattr(instrument.by_id[sign].actions, status)
    return SignRoom(
        id=sign,
        weight=1,
        score=score,
        status=status,
        level=None if score is None else instrument.level(score),
        from_key_item=False,
        actions=tuple(action.id for action in actions),
        costs_most=0.4 if sign == "s6" else 0.1,
    )


def _overall() -> RoomOverall:
    return RoomOverall(
        score=49,
        level=3,
        level_of_score=3,
        capped_by=None,
        provisional=True,
        groups=("sales", "marketing"),
        missing=(),
        signs_needed=5,
    )


def _distribution(item: str, group: str) -> Distribution:
    counts = COUNTS.get(group)
    return Distribution(
        item=item,
        group=group,
        n=sum(counts) if counts else None,
        counts=counts,
        dont_know=1 if counts else None,
        not_applicable=0 if counts else None,
    )


def _spots(item: str) -> tuple[BlindSpot, ...]:
    return (
        BlindSpot(
            item=item,
            asked="marketing",
            about="sales",
            n=9,
            guesses=(0, 1, 1, 7, 0),
            expected=4,
            actual=2,
            between=(2, 2),
            matched=1,
        ),
        BlindSpot(
            item=item,
            asked="sales",
            about="marketing",
            n=None,
            guesses=None,
            expected=None,
            actual=None,
            between=None,
            matched=None,
        ),
    )
