"""What a workshop came to, as one value: the PDF and every other file are made from it alone."""

import datetime
from collections.abc import Sequence
from typing import Literal

from assessment.client_records import Spoken
from assessment.records import Person, PlannedAction, Said, Shift
from scoring.instrument import Floors
from scoring.progress import Change
from scoring.response import Response
from scoring.room import RoomScorecard
from scoring.values import Frozen

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
    date: datetime.date | None  # answer sheets may come without one
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
    commentary: Spoken | None = None  # the consultant's, marked as theirs

    @property
    def day(self) -> str | None:
        """The date as other programs read it, YYYY-MM-DD."""
        return self.date.isoformat() if self.date else None

    @property
    def midnight(self) -> datetime.datetime:
        """When a file says that it was made: the beginning of the day, or of the year 2000."""
        day = self.date or datetime.date(2000, 1, 1)
        return datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)

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


def of_sheets(responses: Sequence[Response], card: RoomScorecard, title: str) -> WorkshopReport:
    """What a list of answer sheets comes to; they are their owner's, and no floor holds."""
    names = dict.fromkeys(r.organisation for r in responses if r.organisation)
    dates = [response.date for response in responses if response.date]
    return WorkshopReport(
        title=title,
        organisation=next(iter(names)) if len(names) == 1 else None,
        date=max(dates, default=None),
        nature="real",
        mode="sheets",
        floors=Floors(),
        heads={},
        final=True,
        card=card,
        comments=tuple(
            Said(sign=sign, text=text)
            for response in responses
            for sign, text in response.comments.items()
        ),
    )
