"""Rooms for tests: scorecards written down by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from assessment.privacy.edges import between
from scoring.instrument import Instrument
from scoring.response import Scope
from scoring.room import (
    Agreement,
    BlindSpot,
    Distribution,
    Edge,
    Five,
    Gap,
    GapVerdict,
    GroupSize,
    Mean,
    RoomOverall,
    RoomScorecard,
    SignRoom,
)
from scoring.scorecard import Source
from tests.make_scorecards import INSTRUMENT

GROUPS = ("sales", "marketing", "leadership")
Scores = Mapping[str, Mapping[str, float | None]]  # sign -> group -> mean; None: hidden


@dataclass(frozen=True)
class RoomMaker:
    """A room in which every sign looks alike; each attribute changes one thing about it."""

    signs: tuple[str, ...] = tuple(f"s{n}" for n in range(1, 8))
    sales: float = 40
    marketing: float = 50
    hidden: tuple[str, ...] = ()
    edge: Edge | None = None  # of Sales
    half_width: float | None = 10  # of the gap's interval
    low: float | None = None
    high: float | None = None
    verdict: GapVerdict = "not_clear"
    items: tuple[str, ...] = ("s1_q1", "s1_q2")
    scope: Scope = "full"
    instrument: str = "small"
    version: str = "1.2.0"
    overall_groups: tuple[str, ...] = ("sales", "marketing")

    def card(self) -> RoomScorecard:
        """The scorecard."""
        scores = {"sales": self.sales, "marketing": self.marketing}
        means = [
            Mean(group=g, sign=s, n=None, score=None)
            if g in self.hidden
            else Mean(group=g, sign=s, n=12, score=v, edge=self.edge if g == "sales" else None)
            for s in self.signs
            for g, v in scores.items()
        ]
        made = empty_card(INSTRUMENT, self.signs, self.scope)
        return made.model_copy(
            update={
                "means": tuple(means),
                "gaps": tuple(self._gap(sign) for sign in self.signs),
                "overall": made.overall.model_copy(update={"groups": self.overall_groups}),
                "instrument": Source(id=self.instrument, version=self.version, sha256=self.version),
            }
        )

    def _gap(self, sign: str) -> Gap:
        points, half = self.sales - self.marketing, self.half_width
        return Gap(
            sign=sign,
            groups=("sales", "marketing"),
            points=points,
            low=self.low if half is None or self.low is not None else points - half,
            high=self.high if half is None or self.high is not None else points + half,
            verdict=self.verdict,
            large=abs(points) >= 20,
            items=self.items,
        )


@dataclass(frozen=True)
class Room:
    """A room with its own means for each sign, and everything that follows from them."""

    instrument: Instrument
    sizes: Mapping[str, int]
    scores: Scores
    scope: Scope = "full"
    edges: Mapping[tuple[str, str], Edge] = field(default_factory=dict)  # (sign, group)
    floor: int = 10  # of distributions and intervals

    def card(self) -> RoomScorecard:
        """The scorecard as it is published."""
        signs = tuple(self.scores)
        made = empty_card(self.instrument, signs, self.scope)
        rooms = tuple(map(self._sign, signs))
        gaps = tuple(
            self._gap(sign, pair) for sign in signs for pair in combinations(self.sizes, 2)
        )
        known = sorted((r for r in rooms if r.score is not None), key=lambda r: r.score or 0)
        weak = tuple(r.id for r in known if (r.score or 0) < 80)[:3]
        pair = made.overall.groups
        wide = sorted(
            (g for g in gaps if g.groups == pair and g.most is not None),
            key=lambda g: -abs(g.points or 0),
        )
        strong = [r.id for r in reversed(known) if r.status == "absent" and r.id not in weak]
        return made.model_copy(
            update={
                "groups": tuple(GroupSize(id=g, n=n) for g, n in self.sizes.items()),
                "signs": rooms,
                "means": (
                    *(self._mean(sign, group) for sign in signs for group in self.sizes),
                    *(self._overall_mean(group) for group in self.sizes),
                ),
                "gaps": gaps,
                "overall": self._overall(made.overall, rooms),
                "distributions": tuple(
                    self._distribution(s, i, g)
                    for s in signs
                    for i in self._items(s)
                    for g in self.sizes
                ),
                "consensus": tuple(
                    Agreement(item=i, group=g, value=0.6 if self._open(s, g) else None)
                    for s in signs
                    for i in self._items(s)
                    for g in self.sizes
                ),
                "blind_spots": tuple(
                    self._blind(s, asked, about)
                    for s in signs
                    for asked, about in (pair, pair[::-1])
                    if asked in self.sizes and about in self.sizes
                ),
                "signs_present": tuple(r.id for r in rooms if r.status == "present"),
                "priorities": weak,
                "strengths": tuple(strong[:3]),
                "find_out": tuple(r.id for r in rooms if r.score is None),
                "widest": tuple(g.sign for g in wide),
            }
        )

    def _items(self, sign: str) -> list[str]:
        found = self.instrument.by_id[sign]
        return [i.id for i in ((found.key_item,) if self.scope == "check" else found.items)]

    def _open(self, sign: str, group: str) -> bool:
        return self.sizes[group] >= self.floor and self.scores[sign].get(group) is not None

    def _mean(self, sign: str, group: str) -> Mean:
        score = self.scores[sign].get(group)
        n = None if score is None else self.sizes[group]
        edge = self.edges.get((sign, group))
        return Mean(group=group, sign=sign, n=n, score=score, edge=edge)

    def _overall_mean(self, group: str) -> Mean:
        known = [s for line in self.scores.values() if (s := line.get(group)) is not None]
        if len(known) < min(5, len(self.scores)):
            return Mean(group=group, sign=None, n=None, score=None)
        score = float(round(sum(known) / len(known)))
        return Mean(group=group, sign=None, n=self.sizes[group], score=score)

    def _sign(self, sign: str) -> SignRoom:
        parts = [self.scores[sign].get(g) for g in self.instrument.outline.overall_groups]
        known = [part for part in parts if part is not None]
        score = float(round(sum(known) / 2)) if len(known) == 2 else None
        status = self.instrument.status(score)
        full = self.scope == "full" and score is not None
        edges = {self.edges.get((sign, group)) for group in self.sizes} - {None}
        return SignRoom(
            id=sign,
            weight=1,
            score=score,
            status=status,
            level=self.instrument.level(score or 0) if full else None,
            from_key_item=self.scope == "check",
            actions=tuple(a.id for a in getattr(self.instrument.by_id[sign].actions, status)),
            costs_most=0.4 if score is not None and score < 40 else None,
            edge=edges.pop() if len(edges) == 1 else None,
        )

    def _overall(self, made: RoomOverall, signs: tuple[SignRoom, ...]) -> RoomOverall:
        means = {group: self._overall_mean(group) for group in made.groups if group in self.sizes}
        known = [mean.score for mean in means.values() if mean.score is not None]
        missing = tuple(g for g in made.groups if g not in means or means[g].score is None)
        score = None if missing else float(round(sum(known) / len(known)))
        level = None if score is None else self.instrument.level(score)
        weakest = min((s for s in signs if s.level), key=lambda s: s.score or 0, default=None)
        capped = bool(level and weakest and weakest.level and level > weakest.level + 1)
        held = (weakest.level or 0) + 1 if capped and weakest else level
        return made.model_copy(
            update={
                "score": score,
                "level": held,
                "level_of_score": level,
                "capped_by": weakest.id if capped and weakest else None,
                "provisional": any(sign.score is None for sign in signs),
                "missing": missing,
            }
        )

    def _gap(self, sign: str, pair: tuple[str, str]) -> Gap:
        one, other = (self.scores[sign].get(group) for group in pair)
        if one is None or other is None:
            return Gap(
                sign=sign, groups=pair, points=None, low=None, high=None,
                verdict="hidden", large=False, items=(),
            )  # fmt: skip
        points, half = one - other, 16.0
        apart = between(self._mean(sign, pair[0]), self._mean(sign, pair[1]))
        sure = all(self._open(sign, group) for group in pair)
        sure = sure and not any((sign, group) in self.edges for group in pair)
        clear: GapVerdict = "clear" if abs(points) > half + 4 else "not_clear"
        return Gap(
            sign=sign,
            groups=pair,
            points=None if apart and not apart[0] else points,
            low=points - half if sure else None,
            high=points + half if sure else None,
            verdict=clear if sure else "edge" if apart else "too_few",
            large=abs(points) >= 20,
            items=tuple(self._items(sign)),
            between=apart,
        )

    def _distribution(self, sign: str, item: str, group: str) -> Distribution:
        shown = self._open(sign, group)
        if shown and (sign, group) in self.edges:
            edge = 1 if self.edges[sign, group] == "low" else 5
            return Distribution(
                item=item, group=group, n=None, counts=None,
                dont_know=None, not_applicable=None, nearly_all=edge,
            )  # fmt: skip
        counts = spread(self.scores[sign].get(group) or 0, self.sizes[group]) if shown else None
        return Distribution(
            item=item,
            group=group,
            n=self.sizes[group] if shown else None,
            counts=counts,
            dont_know=0 if shown else None,
            not_applicable=0 if shown else None,
        )

    def _blind(self, sign: str, asked: str, about: str) -> BlindSpot:
        item, n = self._items(sign)[0], self.sizes[asked]
        if not (self._open(sign, asked) and self._open(sign, about)):
            return BlindSpot(
                item=item, asked=asked, about=about, n=None, guesses=None,
                expected=None, actual=None, between=None, matched=None,
            )  # fmt: skip
        guesses = spread(self.scores[sign][asked] or 0, n)
        said = 1 + round((self.scores[sign][about] or 0) / 25)
        expected = 1 + max(range(5), key=lambda place: guesses[place])
        return BlindSpot(
            item=item,
            asked=asked,
            about=about,
            n=n,
            guesses=guesses,
            expected=expected,
            actual=float(said),
            between=(said, said),
            matched=guesses[said - 1],
        )


def spread(score: float, people: int) -> Five:
    """So many people around a mean of 0 to 100, on the five options."""
    middle = score / 25
    weights = [max(0.0, 2.2 - abs(place - middle)) for place in range(5)]
    counts = [int(people * weight / sum(weights)) for weight in weights]
    counts[round(middle)] += people - sum(counts)
    one, two, three, four, five = counts
    return one, two, three, four, five


def empty_card(instrument: Instrument, signs: tuple[str, ...], scope: Scope) -> RoomScorecard:
    """A room's scorecard that says nothing yet."""
    outline = instrument.outline
    return RoomScorecard(
        scope=scope,
        asked=signs,
        groups=(),
        overall=RoomOverall(
            score=None,
            level=None,
            level_of_score=None,
            capped_by=None,
            provisional=True,
            groups=outline.overall_groups,
            missing=outline.overall_groups,
            signs_needed=min(5, len(signs)),
        ),
        signs=(),
        means=(),
        gaps=(),
        consensus=(),
        distributions=(),
        blind_spots=(),
        signs_present=(),
        strengths=(),
        least_weak=(),
        priorities=(),
        find_out=(),
        widest=(),
        instrument=Source(id=outline.id, version=outline.version, sha256=instrument.sha256),
    )


def scores(instrument: Instrument, *rows: tuple[float | None, ...]) -> Scores:
    """Means by sign and group: a row for each sign, a number for each of GROUPS."""
    signs = [sign.id for sign in instrument.signs]
    return {
        sign: dict(zip(GROUPS, row, strict=False)) for sign, row in zip(signs, rows, strict=False)
    }


MIXED = ((34, 62, 66), (22, 25, 48), (31, 38, 60), (44, 47, 52), (58, 36, 50), (66, 70, 71),
         (78, 74, 80))  # fmt: skip
# Means that are published as "10 or less", "88 or more" and the like, and who has them
ENDS = ((10, 60, 50), (10, 12, 30), (90, 76, 60), (60, 40, 50), (10, 88, 50), (55, 52, 50),
        (90, 88, 70))  # fmt: skip
AT_ENDS: dict[tuple[str, str], Edge] = {
    ("s1", "sales"): "low", ("s2", "sales"): "low", ("s2", "marketing"): "low",
    ("s3", "sales"): "high", ("s5", "sales"): "low", ("s5", "marketing"): "high",
    ("s7", "sales"): "high", ("s7", "marketing"): "high",
}  # fmt: skip


def mixed(instrument: Instrument = INSTRUMENT, **changes: Any) -> RoomScorecard:
    """Fourteen from Sales, eleven from Marketing, five from leadership; two wide gaps."""
    made: dict[str, Any] = {
        "sizes": {"sales": 14, "marketing": 11, "leadership": 5},
        "scores": scores(instrument, *MIXED),
    }
    return Room(instrument, **(made | changes)).card()
