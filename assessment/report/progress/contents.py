"""What the progress PDF is about."""

from dataclasses import dataclass
from functools import cached_property

from assessment.progress_findings import ProgressFindings
from assessment.progress_report import Progress, Ran
from assessment.report.setting import Setting
from assessment.report.text import clean
from scoring.instrument import Sign
from scoring.progress import Change
from scoring.response import COMMENT_LIMIT


@dataclass(frozen=True)
class ProgressContents(Setting):
    """Everything the pages of a comparison are made from."""

    progress: Progress

    @cached_property
    def findings(self) -> ProgressFindings:
        """The comparison in sentences."""
        return ProgressFindings(self.progress, self.instrument, self.texts)

    @property
    def signs(self) -> list[tuple[Sign, Change]]:
        """The signs that are compared, each with what changed."""
        found = [(sign, self.progress.change(sign.id)) for sign in self.instrument.signs]
        return [(sign, change) for sign, change in found if change]

    def run(self, run: Ran) -> str:
        """A run's name and day on one line, fit to print."""
        return clean(self.findings.run(run)).text.replace("\n", " ")

    def typed(self, text: str) -> str:
        """What somebody typed, fit to print."""
        return clean(text, COMMENT_LIMIT).text
