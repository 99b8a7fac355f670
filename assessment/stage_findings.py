"""What a room is told of each sign, in sentences, and the names and numbers of its charts."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Literal

from assessment.gap_findings import is_wide
from assessment.records import Shift
from assessment.room_findings import RoomFindings
from assessment.texts import Texts
from scoring.instrument import Instrument
from scoring.room import Edge, Five, RoomScorecard

Kind = Literal["gap", "weakness", "strength"]

CLOSE = 10  # points; what is nearer than this is said to be seen alike


class StageFindings(RoomFindings):
    """The sentences of one room's scorecard as the room itself sees them, sign by sign."""

    def __init__(self, card: RoomScorecard, instrument: Instrument, texts: Texts) -> None:
        super().__init__(card, instrument, texts)
        self.card = card
        self.instrument = instrument
        self.texts = texts

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """The groups that took part, in the order of the instrument."""
        return tuple(group.id for group in self.card.groups)

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The signs, those first in which the two sides are farthest apart."""
        return (*self.card.widest, *(s for s in self.card.asked if s not in self.card.widest))

    @cached_property
    def pair(self) -> tuple[str, str]:
        """The names of the two sides whose gap is shown."""
        one, other = (*self.card.overall.groups, *self.instrument.outline.overall_groups)[:2]
        return self.group(one), self.group(other)

    @property
    def hidden(self) -> str:
        """What is said where too few have answered, whether nobody or one too few."""
        return self.texts("stage.hidden")

    def score(self, value: float | None, edge: Edge | None = None) -> str:
        """A score of 0 to 100 as it is shown of a room, or that there are not enough answers."""
        if value is None:
            return self.hidden
        score = self.texts.score(value, self.instrument.outline.cut_scores)
        return self.texts(f"room.edge.{edge}", score=score) if edge else score

    def stands(self, group: str, sign: str | None = None) -> str:
        """A group's mean for a sign, or its overall score, in the same few words everywhere."""
        return self.score(*self.marked(group, sign))

    def marked(self, group: str, sign: str | None = None) -> tuple[float | None, Edge | None]:
        """Where a group stands on the scale, and whether that is an edge of what is published."""
        try:
            found = self.card.mean(group, sign)
        except KeyError:
            return None, None
        return found.score, found.edge

    def kind(self, sign: str) -> Kind | None:
        """What a sign is to the room: a wide gap, a shared weakness or strength, or not known."""
        gap, found = self.card.gap(sign), self.card.sign(sign)
        if gap is None or gap.most is None or found.score is None:
            return None
        if is_wide(gap):
            return "gap"
        if found.status == "unknown":
            return None
        return "strength" if found.status == "absent" else "weakness"

    def told(self, sign: str) -> str:
        """What the room is told of a sign, in one sentence or two."""
        gap, kind, (one, other) = self.card.gap(sign), self.kind(sign), self.pair
        points = self.far(gap)
        if gap is None or gap.most is None or points is None:
            return self.texts("stage.no_gap", one=one, other=other)
        if kind == "gap":
            higher, lower = gap.groups if (gap.points or 0) > 0 else gap.groups[::-1]
            names = {"higher": self.group(higher), "lower": self.group(lower)}
            return self.texts("stage.wide_gap", points=points, **names)
        alike = "stage.close" if gap.most < CLOSE else "stage.apart"
        said = self.texts(alike, one=one, other=other, points=points)
        shared = kind and self._shares(sign)
        return f"{said} {self.texts(f'stage.shared_{kind}')}" if shared else said

    def clear(self, signs: Sequence[str]) -> str:
        """How many of these signs' wide gaps are statistically clear, or why none can be."""
        gaps = [gap for sign in signs if (gap := self.card.gap(sign)) and is_wide(gap)]
        if not gaps:
            return ""
        count = sum(gap.verdict == "clear" for gap in gaps)
        if count == len(gaps):
            return self.texts("stage.clear_all")
        if not count:
            few = all(gap.verdict == "too_few" for gap in gaps)
            return self.texts("stage.clear_too_few" if few else "stage.clear_none")
        numbers = {"clear": self.texts.number(count), "count": self.texts.number(len(gaps))}
        return self.texts("stage.clear_one_of" if count == 1 else "stage.clear_some", **numbers)

    def _shares(self, sign: str) -> bool:
        """Whether both sides stand on the same side of where a sign is no longer seen."""
        bound = self.instrument.outline.statuses.absent
        seen = {(self.mean(g, sign).score or 0) < bound for g in self.card.overall.groups}
        return len(seen) == 1

    def mirrors(self, sign: str) -> Iterator[tuple[str, ...]]:
        """What each side expected of the other, and what that one chose, in the options' words."""
        item = self.instrument.by_id[sign].key_item.id
        return (self.mirror(spot) for spot in self.card.blind_spots if spot.item == item)

    def moved(self, shift: Shift) -> tuple[float | None, float | None]:
        """Where a group stood before and after the talk, 0 to 100; None is not published."""
        return _middle(shift.before), _middle(shift.after)


def _middle(counts: Five | None) -> float | None:
    """The mean of the options chosen, on the scale from 0 to 100."""
    if counts is None or not sum(counts):
        return None
    return sum(25.0 * step * count for step, count in enumerate(counts)) / sum(counts)
