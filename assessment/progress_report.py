"""Progress of a client as one value: the page, the chart and the PDF are made from it alone."""

import datetime
from dataclasses import dataclass

from assessment.client_records import Of, Status
from scoring.progress import Change
from scoring.room import RoomScorecard
from scoring.scorecard import Scorecard


@dataclass(frozen=True)
class Ran:
    """One run among others of its kind: an assessment, or a workshop with its title."""

    id: str
    of: Of
    date: datetime.date
    card: Scorecard | RoomScorecard
    title: str = ""  # of a workshop
    interviewed: str | None = None  # with whom the consultant spoke who answered
    place: tuple[int, int] = (1, 1)  # which of the client's runs of this kind and day, of how many

    @property
    def group(self) -> str | None:
        """The role in which an assessment was answered."""
        return self.card.group if isinstance(self.card, Scorecard) else None

    def score(self, sign: str) -> float | None:
        """The score of a sign, 0 to 100; None without one."""
        return next((found.score for found in self.card.signs if found.id == sign), None)


@dataclass(frozen=True)
class Action:
    """Something that was agreed or advised about a sign, and what became of it."""

    id: str
    sign: str
    text: str
    owners: tuple[str, ...] = ()
    due: datetime.date | None = None
    status: Status = "open"
    said: str = ""  # what was done, in a line


@dataclass(frozen=True)
class Progress:
    """The runs of a client side by side, two of them compared, and what was done between them."""

    client: str
    of: Of
    runs: tuple[Ran, ...]  # the oldest first, two at least
    before: Ran
    after: Ran
    changes: tuple[Change, ...]
    actions: tuple[Action, ...] = ()  # of the earlier run
    ahead: tuple[Action, ...] = ()  # of the later run
    next_run: datetime.date | None = None

    @property
    def one_person(self) -> bool:
        """Whether a run is one person's view and no group's."""
        return self.of == "assessment"

    @property
    def scored(self) -> bool:
        """Whether any run has a score of any sign, as checks have not."""
        return any(
            run.score(change.sign) is not None for run in self.runs for change in self.changes
        )

    def change(self, sign: str) -> Change | None:
        """What changed of a sign; None where it was not compared."""
        return next((found for found in self.changes if found.sign == sign), None)

    def done_about(self, sign: str) -> tuple[Action, ...]:
        """What was agreed or advised about a sign in the earlier run."""
        return tuple(action for action in self.actions if action.sign == sign)
