"""What a workshop came to, as one value: the PDF and every other file are made from it alone."""

import datetime
from typing import Literal

from assessment.records import Person, PlannedAction, Said, Shift
from scoring.instrument import Floors, Frozen
from scoring.progress import Change
from scoring.room import RoomScorecard

Nature = Literal["real", "rehearsal", "sample"]


class Compared(Frozen):
    """An earlier workshop of the same organisation, and what changed since, sign by sign."""

    title: str
    date: datetime.date
    changes: tuple[Change, ...]


class WorkshopReport(Frozen):
    """What may be shown of a workshop; nothing in it is held back any more."""

    title: str
    organisation: str | None
    date: datetime.date
    nature: Nature
    mode: Literal["protected", "open", "sheets"]  # sheets: the user's own, without floors
    floors: Floors
    heads: dict[str, int]  # people expected, by group; none where nobody said
    final: bool  # the workshop has ended
    card: RoomScorecard
    shifts: tuple[Shift, ...] = ()
    comments: tuple[Said, ...] = ()  # without the hidden ones
    dissent: tuple[Said, ...] = ()  # what was said with the second votes
    people: tuple[Person, ...] = ()  # at an open table
    plan: tuple[PlannedAction, ...] = ()
    compared: Compared | None = None

    def shifts_of(self, items: frozenset[str]) -> tuple[Shift, ...]:
        """The second votes on any of these items, a line for each group."""
        return tuple(shift for shift in self.shifts if shift.item in items)

    def said_of(self, sign: str) -> tuple[str, ...]:
        """The comments on a sign."""
        return tuple(said.text for said in self.comments if said.sign == sign and not said.hidden)

    def dissent_of(self, sign: str) -> tuple[str, ...]:
        """Why some see a sign otherwise after the talk, in their own words."""
        return tuple(said.text for said in self.dissent if said.sign == sign and not said.hidden)

    def planned_for(self, sign: str) -> tuple[PlannedAction, ...]:
        """What the room agreed to do about a sign."""
        return tuple(planned for planned in self.plan if planned.sign == sign)
