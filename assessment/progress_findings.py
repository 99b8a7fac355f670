"""What has moved since an earlier run, in sentences: the same on the screen and in the PDF."""

from collections import Counter

from assessment.findings import Findings
from assessment.progress_report import Action, Progress, Ran
from assessment.room_findings import RoomFindings
from assessment.texts import Texts
from scoring.instrument import Instrument
from scoring.progress import Change
from scoring.room import RoomScorecard


class ProgressFindings:
    """The sentences of one comparison in one language."""

    def __init__(self, progress: Progress, instrument: Instrument, texts: Texts) -> None:
        self.progress = progress
        self.texts = texts
        self._instrument = instrument
        self._groups = {group.id: group.name for group in instrument.outline.groups}
        moved = (change.points for change in progress.changes if change.points is not None)
        self._decimals = 0 if all(round(points, 1).is_integer() for points in moved) else 1

    @property
    def signs(self) -> frozenset[str]:
        """The signs that have a name: those of the later run's instrument."""
        return frozenset(self._instrument.by_id)

    def headline(self) -> str:
        """How many signs improved and how many got worse; of one person, in whose view."""
        counts = Counter(change.direction for change in self.progress.changes)
        all_ = self.texts.number(len(self.progress.changes))
        said = [
            self.texts(f"progress.{way}", count=self.texts.number(counts[way]), all=all_)
            for way in ("improved", "worse")
            if counts[way]
        ] or [self._nothing_moved()]
        if self.progress.one_person:
            said.insert(0, self.texts("progress.one_view"))
        return " ".join(said)

    def _nothing_moved(self) -> str:
        """That nothing moved, or that it cannot be told: two different things."""
        told = sum(change.comparable for change in self.progress.changes)
        if told == 0:
            return self.texts("progress.untold")
        if told < len(self.progress.changes):
            return self.texts("progress.none_of", count=self.texts.number(told))
        return self.texts("progress.none")

    def compared(self) -> str:
        """Which two runs are compared."""
        values = {"before": self.run(self.progress.before), "after": self.run(self.progress.after)}
        return self.texts("progress.compared", **values)

    def caveats(self) -> tuple[str, ...]:
        """What must be said beside the headline: whose view it is, and what does not follow."""
        kind = "person" if self.progress.one_person else "room"
        return (self.texts(f"progress.caveat_{kind}"), self.texts("progress.caveat_cause"))

    def how(self) -> str:
        """When a sign counts as improved, in short."""
        return self.texts(f"progress.how_{'person' if self.progress.one_person else 'room'}")

    def run(self, run: Ran) -> str:
        """A run among the others: what it was, and its day."""
        day = self.day(run)
        if run.of == "workshop":
            return self.texts("progress.run", name=run.title, date=day)
        name = self._groups.get(run.group or "") or self.texts("progress.assessment")
        if run.interviewed:
            name = self.texts("progress.interview", group=name, name=run.interviewed)
        return self.texts("progress.run", name=name, date=day)

    def day(self, run: Ran, short: bool = False) -> str:
        """The day of a run, with its number where there was another on that day."""
        day = self.texts.short_date(run.date) if short else self.texts.date(run.date)
        number, count = run.place
        if count == 1:
            return day
        return self.texts("progress.day", day=day, number=self.texts.number(number))

    def name(self, sign: str) -> str:
        """The positive name of a sign."""
        return self._instrument.by_id[sign].name

    def figure(self, run: Ran, sign: str) -> str:
        """A sign's score in a run as it is written everywhere, or a dash."""
        if run.score(sign) is None:
            return self.texts("scorecard.none")
        if isinstance(run.card, RoomScorecard):
            said = RoomFindings(run.card, self._instrument, self.texts)
            return said.figure(run.card.sign(sign))
        own = Findings(run.card, self._instrument, self.texts)
        return own.score(run.score(sign) or 0)

    def overall(self, run: Ran) -> str:
        """The level and the overall score of a run."""
        if isinstance(run.card, RoomScorecard):
            return RoomFindings(run.card, self._instrument, self.texts).verdict()
        return Findings(run.card, self._instrument, self.texts).verdict()

    def verdict(self, change: Change) -> str:
        """Improved, worse or cannot tell, in a word or two."""
        return self.texts(f"room.change.{change.direction}")

    def why(self, change: Change) -> str:
        """Why it cannot be told, or how many points it takes; nothing where neither is known."""
        parts = []
        if change.reason:
            parts.append(self.texts(f"progress.reason.{change.reason}"))
        if change.needed is not None:
            needed = self.texts.number(change.needed, 1)
            parts.append(self.texts("workshop_report.needed", points=needed))
        return " ".join(parts)

    def points(self, change: Change | None) -> str:
        """How far a sign moved, with its direction: "+20", "−5"; a dash where it is not known.

        A decimal stands with all of a comparison or with none, so that they read as a column.
        """
        if change is None or change.points is None:
            return self.texts("scorecard.none")
        points = round(change.points, 1)
        digits = self.texts.number(points, self._decimals)
        return f"+{digits}" if points > 0 else digits

    def value(self, value: float | None) -> str:
        """A figure of the comparison, to one decimal, or a dash."""
        return self.texts("scorecard.none") if value is None else self.texts.number(value, 1)

    def status(self, action: Action) -> str:
        """What became of an action, in a word or two."""
        return self.texts(f"progress.status.{action.status}")

    def about(self, action: Action) -> str:
        """Who answers for an action and by when, as far as it was said."""
        due = [self.texts("progress.due", date=self.texts.date(action.due))] if action.due else []
        return " · ".join([*filter(None, action.owners), *due])
