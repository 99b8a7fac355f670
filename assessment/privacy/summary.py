"""What a room's scorecard says on top, made anew from the numbers that are shown below it."""

import math
from collections.abc import Mapping, Sequence

from assessment.privacy.edges import span
from scoring.advice import AT_MOST
from scoring.instrument import Floors, Instrument
from scoring.room import Edge, RoomOverall, RoomScorecard, SignRoom
from scoring.yardstick import SETTLED

Part = tuple[float, float, Edge | None]  # weight, shown score, shown edge


def summary(
    card: RoomScorecard,
    costs_most: Mapping[str, float | None],
    floors: Floors,
    instrument: Instrument,
) -> RoomScorecard:
    """The scorecard with its signs, overall score and lists from the means and gaps it shows."""
    shown = _Summary(card, costs_most, instrument)
    signs = tuple(map(shown.sign, card.signs))
    overall = shown.overall(signs)
    priorities = shown.priorities(signs, overall.capped_by)
    strengths, least_weak = _strengths(signs, priorities)
    return card.model_copy(
        update={
            "signs": signs,
            "overall": overall,
            "signs_present": tuple(sign.id for sign in signs if sign.status == "present"),
            "priorities": priorities,
            "strengths": strengths,
            "least_weak": least_weak,
            "find_out": shown.find_out(floors),
            "widest": shown.widest(),
        }
    )


def whole(value: float, instrument: Instrument) -> int:
    """A score as a whole number, half up, but never onto a cut that it has not reached."""
    statuses = instrument.outline.statuses
    cuts = (*instrument.outline.cut_scores, statuses.emerging, statuses.absent, SETTLED)
    nearest = math.floor(value + 0.5)
    return nearest - 1 if nearest > value and nearest in cuts else nearest


def combined(parts: Sequence[Part], instrument: Instrument) -> tuple[float, Edge | None]:
    """The weighted mean of shown scores: "or less" if some are; with "or more" too, "about"."""
    total = sum(weight for weight, _, _ in parts)
    mean = sum(weight * score for weight, score, _ in parts) / total
    edges = {edge for _, _, edge in parts if edge}
    edge = edges.pop() if len(edges) == 1 else "about" if edges else None
    return float(whole(round(mean, 9), instrument)), edge


class _Summary:
    """The numbers that are shown, and what follows from them."""

    def __init__(
        self,
        card: RoomScorecard,
        costs_most: Mapping[str, float | None],
        instrument: Instrument,
    ) -> None:
        self._card = card
        self._costs_most = costs_most
        self._instrument = instrument
        self._full = card.scope == "full"

    def sign(self, sign: SignRoom) -> SignRoom:
        """The sign with the mean of the shown means of the groups that make the overall score.

        Status and level are told where they are the same wherever an edge leaves the true score.
        """
        score, edge = self._mean(sign.id)
        ends = (score, score) if edge is None else self._ends(sign.id)
        lowest, highest = map(self._instrument.status, ends)
        status = lowest if lowest == highest else "unknown"
        actions = getattr(self._instrument.by_id[sign.id].actions, status)
        levels = {self._instrument.level(end or 0) for end in ends}
        known = self._full and score is not None and len(levels) == 1
        return sign.model_copy(
            update={
                "score": score,
                "edge": edge,
                "status": status,
                "level": levels.pop() if known else None,
                "actions": tuple(action.id for action in actions),
                "costs_most": self._costs_most[sign.id],
            }
        )

    def overall(self, signs: Sequence[SignRoom]) -> RoomOverall:
        """The mean of the groups' shown overall scores, and its level after the cap."""
        before = self._card.overall
        known = sum(sign.score is not None for sign in signs)
        score, edge = self._mean(None)
        level = None if score is None else self._instrument.level(score)
        scored = [sign for sign in signs if self._full and sign.score is not None]
        weakest = min(scored, key=lambda sign: sign.score or 0, default=None)
        cap = self._instrument.level(weakest.score or 0) + 1 if weakest else None
        capped = bool(level and cap and level > cap)
        return before.model_copy(
            update={
                "score": score,
                "edge": edge,
                "level_of_score": level,
                "level": cap if capped else level,
                "capped_by": weakest.id if capped and weakest else None,
                "provisional": known < len(self._instrument.signs),
                "missing": tuple(
                    group for group in before.groups if self._shown(group, None) is None
                ),
            }
        )

    def priorities(self, signs: Sequence[SignRoom], capping: str | None) -> tuple[str, ...]:
        """At most three signs below 80, the most urgent first; the one that caps before all."""
        urgent = [sign for sign in signs if sign.score is not None and sign.score < SETTLED]
        urgent.sort(key=lambda sign: (sign.id != capping, -self._urgency(sign)))
        return tuple(sign.id for sign in urgent[:AT_MOST])

    def find_out(self, floors: Floors) -> tuple[str, ...]:
        """The signs for which a side that is large enough shows no mean; others stand beside."""
        sides = self._card.overall.groups
        large = [g.id for g in self._card.groups if g.n >= floors.score and g.id in sides]
        return tuple(
            sign.id
            for sign in self._card.signs
            if any(self._shown(group, sign.id) is None for group in large)
        )

    def widest(self) -> tuple[str, ...]:
        """The signs with a shown gap between the groups of the overall score, the widest first.

        What counts is how far apart they are for certain; of equals one that may be wider is first.
        """
        pair = frozenset(self._card.overall.groups)
        found = [
            (-abs(gap.points or 0), -gap.most, self._card.asked.index(gap.sign), gap.sign)
            for gap in self._card.gaps
            if gap.most is not None and frozenset(gap.groups) == pair
        ]
        return tuple(sign for *_, sign in sorted(found))

    def _urgency(self, sign: SignRoom) -> float:
        gap = self._card.gap(sign.id)
        apart = abs(gap.points or 0) if gap and gap.verdict == "clear" else 0
        named = 1 + (sign.costs_most or 0)
        return (100 - (sign.score or 0)) * sign.weight * named * (1 + apart / 100)

    def _ends(self, sign: str) -> tuple[float, float]:
        """The least and the most that the score of the sign can be behind the edges."""
        groups = self._card.overall.groups
        spans = [span(m) for m in self._card.means if m.sign == sign and m.group in groups]
        low, high = (sum(ends) / len(ends) for ends in zip(*spans, strict=True))
        return low, high

    def _shown(self, group: str, sign: str | None) -> Part | None:
        for mean in self._card.means:
            if (mean.group, mean.sign) == (group, sign) and mean.score is not None:
                return 1.0, mean.score, mean.edge
        return None

    def _mean(self, sign: str | None) -> tuple[float | None, Edge | None]:
        """The mean of the groups of the overall score; none unless each of them shows its own."""
        parts = [self._shown(group, sign) for group in self._card.overall.groups]
        shown = [part for part in parts if part]
        if not shown or len(shown) < len(parts):
            return None, None
        return combined(shown, self._instrument)


def _strengths(
    signs: Sequence[SignRoom], priorities: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The strengths, and only if there are none, the least weak signs; the highest score first."""
    others = sorted(
        (sign for sign in signs if sign.id not in priorities), key=lambda sign: -(sign.score or 0)
    )
    strong = tuple(sign.id for sign in others if sign.status == "absent")[:AT_MOST]
    least = tuple(sign.id for sign in others if sign.status == "emerging")[:AT_MOST]
    return strong, () if strong else least
