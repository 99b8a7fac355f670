"""A room's scorecard as it may be published: hidden looks the same for 0 people and for 4."""

import math
from collections.abc import Iterable, Sequence

from assessment.privacy.classes import Release
from assessment.privacy.edges import between
from assessment.privacy.rule import ALL
from assessment.privacy.summary import combined, summary, whole
from scoring.instrument import Floors, Instrument
from scoring.room import (
    Agreement,
    BlindSpot,
    Distribution,
    Edge,
    Five,
    Gap,
    Mean,
    RoomScorecard,
)
from scoring.values import POINTS

END = 10  # a mean this near to 0 or 100 is shown as "10 or less", "90 or more"
ONE_PERSON = 125  # what one person can add to a group's sum of 0 to 100, and one option more
TWO_OPTIONS = 50
SPOKEN = 8  # fewer people are never "nearly all": two of them may have said otherwise
LARGE = 20  # a gap from here on is worth talking about

Means = dict[tuple[str | None, str], Mean]  # by sign, None for the overall score, and group


def published(
    raw: RoomScorecard, accepted: Sequence[Release], floors: Floors, instrument: Instrument
) -> RoomScorecard:
    """What may be shown of a scorecard; every other number in it is made from these alone.

    `accepted` are the sets of answers that the scorecard rests on; a number that rests on another
    set is not shown.
    """
    return _Mask(raw, accepted, floors, instrument).card()


def shown_counts(counts: Five, others: int = 0) -> Five | None:
    """The counts, unless all but at most two of these people and `others` chose the same."""
    return None if _nearly_all(counts, sum(counts) + others) else counts


def end_of_scale(n: int) -> int:
    """How near to 0 or 100 the mean of n people is not shown any more.

    It is 10 from 13 people on. In a smaller group one of them could be the whole sum: who knows
    their own answer would know that all others are at the end.
    """
    return max(END, math.ceil(ONE_PERSON / n))


def _nearly_all(counts: Iterable[int], people: int) -> bool:
    listed = list(counts)
    return max([*listed, people - sum(listed)]) >= people - 2


class _Mask:
    """One scorecard and the sets of answers that may be shown of it."""

    def __init__(
        self,
        raw: RoomScorecard,
        accepted: Sequence[Release],
        floors: Floors,
        instrument: Instrument,
    ) -> None:
        self._raw = raw
        self._floors = floors
        self._instrument = instrument
        self._sizes = {(r.measure, r.group, r.kind): len(r.members) for r in accepted}
        self._agreed = {
            (d.item, d.group): self._of_one_mind(d) for d in raw.distributions if self._behind(d)
        }
        self._means: Means = {
            (m.sign, m.group): self._mean(m) for m in raw.means if m.sign is not None
        }

    def card(self) -> RoomScorecard:
        """The scorecard as it may be published."""
        raw = self._raw
        means = {**self._means, **self._overall_means()}
        distributions = tuple(map(self._distribution, raw.distributions))
        counted = {(d.item, d.group) for d in distributions if d.counts}
        answered = counted | {(d.item, d.group) for d in distributions if d.nearly_all}
        shown = raw.model_copy(
            update={
                "means": tuple(means[m.sign, m.group] for m in raw.means),
                "distributions": distributions,
                "consensus": tuple(self._consensus(a, counted) for a in raw.consensus),
                "gaps": tuple(self._gap(gap, counted) for gap in raw.gaps),
                "blind_spots": tuple(self._blind_spot(b, answered) for b in raw.blind_spots),
            }
        )
        return summary(shown, self._costs_most(), self._floors, self._instrument)

    def _items(self, sign: str) -> list[str]:
        found = self._instrument.by_id[sign]
        asked = (found.key_item,) if self._raw.scope == "check" else found.items
        return [item.id for item in asked]

    def _behind(self, line: Distribution) -> int:
        """How many people stand behind a distribution if its set of answers is accepted; else 0."""
        size = self._sizes.get((f"item:{line.item}", line.group, "distribution"), 0)
        told = (line.n or 0) + (line.dont_know or 0) + (line.not_applicable or 0)
        return size if line.counts and told <= size else 0

    def _of_one_mind(self, line: Distribution) -> bool:
        return max(line.counts or (0,)) >= self._behind(line) - 2

    def _agreed_in(self, sign: str, group: str) -> list[str]:
        """The sign's items to which nearly all of the group said the same, the key item first."""
        key = self._instrument.by_id[sign].key_item.id
        found = [item for item in self._items(sign) if self._agreed.get((item, group))]
        return sorted(found, key=lambda item: item != key)

    def _mean(self, mean: Mean) -> Mean:
        size = self._sizes.get((f"sign:{mean.sign}", mean.group, "mean"), 0)
        hidden = Mean(group=mean.group, sign=mean.sign, n=None, score=None)
        if mean.score is None or mean.sign is None or size < self._floors.score or size != mean.n:
            return hidden
        score = whole(mean.score, self._instrument)
        if len(self._items(mean.sign)) == 1 and self._agreed_in(mean.sign, mean.group):
            grain = math.ceil(TWO_OPTIONS / size)  # the exact mean would tell who said otherwise
            score = math.floor(mean.score / grain + 0.5) * grain
        end = end_of_scale(size)
        edge: Edge | None = "low" if score <= end else "high" if score >= 100 - end else None
        if edge:
            score = end if edge == "low" else 100 - end
        return hidden.model_copy(update={"n": size, "score": float(score), "edge": edge})

    def _overall_means(self) -> Means:
        """Each group's overall score, from its means that are shown."""
        weights = {sign.id: sign.weight for sign in self._raw.signs}
        found: Means = {}
        for group in (mean.group for mean in self._raw.means if mean.sign is None):
            parts = [m for (_, own), m in self._means.items() if own == group and m.n]
            mean = Mean(group=group, sign=None, n=None, score=None)
            if len(parts) >= self._raw.overall.signs_needed:
                score, edge = combined(
                    [(weights[m.sign or ""], m.score or 0.0, m.edge) for m in parts],
                    self._instrument,
                )
                n = min(m.n or 0 for m in parts)
                mean = mean.model_copy(update={"n": n, "score": score, "edge": edge})
            found[None, group] = mean
        return found

    def _distribution(self, line: Distribution) -> Distribution:
        hidden = Distribution(
            item=line.item,
            group=line.group,
            n=None,
            counts=None,
            dont_know=None,
            not_applicable=None,
        )
        counts, answered = line.counts, line.n or 0
        if not counts or not self._behind(line) or answered < self._floors.distribution:
            return hidden
        # The sign's mean less its other items would tell of the one that nearly all agree on: so
        # there is one such statement a sign, and no counts beside it.
        if agreed := self._agreed_in(self._instrument.sign_of[line.item].id, line.group):
            option = max(POINTS, key=lambda points: counts[points - 1])
            said = agreed[0] == line.item and answered >= SPOKEN and self._has_room(line, option)
            return hidden.model_copy(update={"nearly_all": option}) if said else hidden
        shown = {"n": line.n, "counts": line.counts}
        if self._raw.scope == "full":  # in the check who does not know is not among them
            shown |= {"dont_know": line.dont_know, "not_applicable": line.not_applicable}
        return hidden.model_copy(update=shown)

    def _has_room(self, line: Distribution, option: int) -> bool:
        """Whether the mean beside "nearly all" lies within what that leaves, and not at an end.

        Else two items of one mind would be known: the one that is said, and the other by the mean.
        """
        sign = self._instrument.sign_of[line.item]
        items, mean = self._items(sign.id), self._means[sign.id, line.group]
        if len(items) == 1 or mean.score is None or mean.n is None:
            return True  # the mean of a single question is rounded more
        weights = {item.id: item.weight for item in sign.items}
        share = weights[line.item] / sum(weights[item] for item in items)
        least = share * (1 - 2 / mean.n) * 25 * (option - 1)
        most = least + share * 200 / mean.n + (1 - share) * 100
        low, high = (mean.score, mean.score)
        if mean.edge:
            low, high = (0.0, high) if mean.edge == "low" else (low, 100.0)
        end = end_of_scale(mean.n)
        return high >= least + end and low <= most - end

    def _consensus(self, line: Agreement, counted: set[tuple[str, str]]) -> Agreement:
        if (line.item, line.group) not in counted or line.value is None:
            return line.model_copy(update={"value": None})
        return line.model_copy(update={"value": math.floor(line.value * 10 + 0.5) / 10})

    def _gap(self, gap: Gap, counted: set[tuple[str, str]]) -> Gap:
        first, second = (self._means[gap.sign, group] for group in gap.groups)
        hidden = Gap(
            sign=gap.sign,
            groups=gap.groups,
            points=None,
            low=None,
            high=None,
            verdict="hidden",
            large=False,
            items=(),
        )
        if first.score is None or second.score is None:
            return hidden
        items = self._items(gap.sign)
        told = [(item, group) in counted for item in gap.items for group in gap.groups]
        open_ = bool(told) and all(told) and gap.verdict != "too_few"
        points: float | None = first.score - second.score
        apart = between(first, second)
        if open_ and gap.points is not None and len(gap.items) < len(items):
            points, items, apart = _half_up(gap.points), list(gap.items), None
        if apart and not apart[0]:
            points = None
        large = points is not None and abs(points) >= LARGE
        shown: dict[str, object] = {"points": points, "large": large, "between": apart}
        shown |= {"items": tuple(items), "verdict": "edge" if apart else "too_few"}
        if open_ and points is not None and not (first.edge or second.edge):
            low = None if gap.low is None else min(_half_up(gap.low), points)
            high = None if gap.high is None else max(_half_up(gap.high), points)
            shown |= {"low": low, "high": high, "verdict": gap.verdict}
        return hidden.model_copy(update=shown)

    def _blind_spot(self, line: BlindSpot, answered: set[tuple[str, str]]) -> BlindSpot:
        """The guesses, where the answers they are held against are shown too."""
        mirror = f"mirror:{line.item}:{line.asked}:{line.about}"
        size = self._sizes.get((mirror, line.asked, "distribution"), 0)
        hidden = line.model_copy(
            update=dict.fromkeys(("n", "guesses", "expected", "actual", "between", "matched"))
        )
        guesses = line.guesses
        if size != line.n or size < self._floors.distribution or guesses is None:
            return hidden
        if (line.item, line.about) not in answered:
            return hidden
        if shown_counts(guesses):
            return line
        alike = {"guesses": None, "matched": None}
        return line.model_copy(update=alike) if size >= SPOKEN else hidden

    def _costs_most(self) -> dict[str, float | None]:
        """The share who named each sign, where neither next to nobody nor nearly all did."""
        everyone = sum(group.n for group in self._raw.groups)
        shares: dict[str, float | None] = {}
        for sign in self._raw.signs:
            size = self._sizes.get((f"costs_most:{sign.id}", ALL, "distribution"), 0)
            enough = size == everyone >= self._floors.distribution
            shares[sign.id] = _percent(sign.costs_most, size) if enough else None
        return shares


def _percent(share: float | None, people: int) -> float | None:
    if share is None or _nearly_all([round(share * people)], people):
        return None
    return math.floor(share * 100 + 0.5) / 100


def _half_up(value: float) -> float:
    return float(math.copysign(math.floor(abs(value) + 0.5), value))
