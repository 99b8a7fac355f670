"""What a room is told of each sign, in sentences, and the names and numbers of its charts."""

from collections.abc import Iterator
from functools import cached_property
from typing import Literal

from assessment.records import Shift
from assessment.room_findings import RoomFindings, is_wide
from assessment.texts import Texts
from scoring.instrument import Instrument
from scoring.room import Edge, Five, Gap, RoomScorecard

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

    def apart(self, gap: Gap | None) -> str | None:
        """How far apart the two sides are, in whole points; None where it is not shown."""
        if gap is None or gap.points is None:
            return None
        return self.points(abs(gap.points))

    def kind(self, sign: str) -> Kind | None:
        """What a sign is to the room: a wide gap, a shared weakness or strength, or not known."""
        gap, found = self.card.gap(sign), self.card.sign(sign)
        if gap is None or gap.points is None or found.score is None:
            return None
        if is_wide(gap):
            return "gap"
        return "strength" if found.status == "absent" else "weakness"

    def told(self, sign: str) -> str:
        """What the room is told of a sign, in one sentence or two."""
        gap, kind, (one, other) = self.card.gap(sign), self.kind(sign), self.pair
        if gap is None or gap.points is None or kind is None:
            return self.texts("stage.no_gap", one=one, other=other)
        points = self.points(abs(gap.points))
        if kind == "gap":
            higher, lower = gap.groups if gap.points > 0 else gap.groups[::-1]
            names = {"higher": self.group(higher), "lower": self.group(lower)}
            return self.texts("stage.wide_gap", points=points, **names)
        alike = "stage.close" if abs(gap.points) < CLOSE else "stage.apart"
        said = self.texts(alike, one=one, other=other, points=points)
        return f"{said} {self.texts(f'stage.shared_{kind}')}"

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
