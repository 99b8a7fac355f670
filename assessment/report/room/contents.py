"""What the PDF of a workshop is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from assessment.report.room.marks import SHAPES, Mark, Shape
from assessment.report.setting import Setting
from assessment.report.text import clean
from assessment.room_findings import RoomFindings
from assessment.workshop_report import WorkshopReport
from scoring.response import COMMENT_LIMIT, NAME_LIMIT
from scoring.room import RoomScorecard


class Dress(NamedTuple):
    """How a group is drawn, by shape as well as by colour."""

    shape: Shape
    colour: str


@dataclass(frozen=True)
class RoomContents(Setting):
    """Everything the pages of a workshop are made from."""

    report: WorkshopReport

    @property
    def card(self) -> RoomScorecard:
        """The room's scorecard."""
        return self.report.card

    @cached_property
    def findings(self) -> RoomFindings:
        """The scorecard in sentences."""
        return RoomFindings(self.card, self.instrument, self.texts)

    @property
    def checks(self) -> bool:
        """Whether one question a sign was asked."""
        return self.card.scope == "check"

    @property
    def groups(self) -> list[str]:
        """The groups that took part."""
        return [group.id for group in self.card.groups]

    def dress(self, group: str, on_cover: bool = False) -> Dress:
        """How a group is drawn; groups of other instruments go by their place."""
        theme = self.look.theme
        palette = theme.dark if on_cover else theme.light
        order = [known.id for known in self.instrument.outline.groups]
        shape = SHAPES[order.index(group) % len(SHAPES)]
        return Dress(shape, getattr(palette, group, palette.accent))

    def marks(self, sign: str | None, *, named: bool = False) -> list[Mark]:
        """A mark for each group that shows its mean, or its overall score."""
        marks = []
        for group in self.groups:
            mean = self.findings.mean(group, sign)
            if mean.score is not None:
                figure = self.findings.figure(mean)
                label = f"{self.findings.group(group)} {figure}" if named else figure
                marks.append(Mark(mean.score, label, *self.dress(group)))
        return marks

    def pair(self, sign: str) -> tuple[float, float] | None:
        """The means of the groups of the overall score, where both are shown."""
        means = [self.findings.mean(g, sign) for g in self.card.overall.groups if g in self.groups]
        scores = [mean.score for mean in means if mean.score is not None]
        return (scores[0], scores[1]) if len(scores) == 2 else None

    def by_gap(self) -> list[str]:
        """The signs, the widest gap first; those without one at the end."""
        rest = [sign for sign in self.card.asked if sign not in self.card.widest]
        return [*self.card.widest, *rest]

    def typed(self, text: str, limit: int = COMMENT_LIMIT) -> str:
        """What somebody typed, fit to print."""
        return clean(text, limit).text

    def one_line(self, text: str) -> str:
        """A name or title that somebody typed, fit to print on one line."""
        return clean(text, NAME_LIMIT).text.replace("\n", " ")

    def unprintable(self, texts: Iterable[str]) -> int:
        """How many characters of these texts cannot be printed."""
        return sum(clean(text).missing for text in texts)
