"""What the parts of the page read from: a scorecard, the instrument's words and the app's own."""

from dataclasses import dataclass
from functools import cached_property

from assessment.findings import Findings, Of
from assessment.texts import Texts
from scoring.instrument import Instrument, Sign
from scoring.response import Answer
from scoring.scorecard import Scorecard, Step


@dataclass(frozen=True)
class Reading:
    """One scorecard in one language."""

    card: Scorecard
    instrument: Instrument
    words: Texts
    mine: str | None = None  # the assessment's id, where the reader may answer its questions
    of: Of = "you"

    @cached_property
    def findings(self) -> Findings:
        """The scorecard's sentences."""
        return Findings(self.card, self.instrument, self.words, self.of)

    @property
    def check(self) -> bool:
        """Whether it is the two-minute check."""
        return self.card.scope == "check"

    def sign(self, sign: str) -> Sign:
        """The sign's words."""
        return self.instrument.by_id[sign]

    def score(self, value: float | None) -> str:
        """A score as it is written everywhere, or a dash where there is none."""
        return self.words("scorecard.none") if value is None else self.findings.score(value)

    def exact(self, value: float | None) -> str:
        """A score to one decimal, or a dash where there is none."""
        return self.words("scorecard.none") if value is None else self.words.number(value, 1)

    def share(self, value: float | None) -> str:
        """What a line of a ledger adds, to two decimals, or a dash where it adds nothing."""
        return self.words("scorecard.none") if value is None else self.words.number(value, 2)

    def weight(self, weight: float) -> str:
        """A weight, with decimals only where it has some."""
        return self.words.number(weight, 0 if weight == int(weight) else 2)

    def answer(self, item: str, answer: Answer | None) -> str:
        """An answer in words: the option's text, not known, does not apply, or still open."""
        if answer is None:
            return self.words("scorecard.open")
        if isinstance(answer, int):
            return self.instrument.items[item].options[answer - 1]
        return self.words(f"word.{answer}")

    def step(self, step: Step) -> str:
        """A step up in words: from which option to which."""
        options = self.instrument.items[step.item].options
        return self.words(
            "scorecard.step",
            now=options[step.points - 2],
            then=options[step.points - 1],
        )
