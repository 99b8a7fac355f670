"""What the PDF of one person's scorecard is about."""

from dataclasses import dataclass
from functools import cached_property

from assessment.client_records import Spoken
from assessment.findings import Findings
from assessment.report.charts import Reading
from assessment.report.setting import Setting
from assessment.report.text import clean
from scoring.instrument import Status
from scoring.response import COMMENT_LIMIT, NAME_LIMIT, Response
from scoring.scorecard import Overall, Scorecard, SignScore


@dataclass(frozen=True)
class Contents(Setting):
    """Everything the pages of one person's scorecard are made from."""

    scorecard: Scorecard
    response: Response
    with_comments: bool
    sample: bool = False  # made up, to be shown to others
    commentary: Spoken | None = None

    @cached_property
    def findings(self) -> Findings:
        """The scorecard in sentences."""
        return Findings(self.scorecard, self.instrument, self.texts)

    @property
    def checks(self) -> bool:
        """Whether this is the two-minute check, in which no sign has a number."""
        return self.scorecard.scope == "check"

    def reading(self, score: SignScore | Overall) -> Reading:
        """What a scale shows of a score."""
        return Reading(score.score, score.low, score.high)

    def status_colours(self, on_cover: bool = False) -> dict[Status, str]:
        """The colour of each status, on white or on the cover."""
        theme = self.look.theme
        levels, other = theme.light.levels, theme.on_cover_muted
        if on_cover:
            return {
                "present": levels[1],
                "emerging": levels[1],
                "absent": levels[3],
                "unknown": other,
            }
        return {
            "present": levels[0],
            "emerging": levels[0],
            "absent": levels[4],
            "unknown": self.look.muted,
        }

    def interview(self) -> str:
        """With whom the consultant spoke who gave the answers; nothing where nobody was asked."""
        name = clean(self.response.interviewed or "", NAME_LIMIT).text.replace("\n", " ")
        return self.texts("scorecard.interviewed", name=name) if name else ""

    def comment(self, sign: str) -> tuple[str, int] | None:
        """What was commented on a sign, fit to print, and how many characters were not."""
        typed = self.response.comments.get(sign) if self.with_comments else None
        cleaned = clean(typed, COMMENT_LIMIT) if typed else None
        return cleaned if cleaned and cleaned.text else None
