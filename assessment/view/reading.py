"""What the parts of the page read from: a scorecard, the instrument's words and the app's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from assessment.findings import Findings
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

    @cached_property
    def findings(self) -> Findings:
        """The scorecard's sentences."""
        return Findings(self.card, self.instrument, self.words)

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
        """A figure to one decimal, as a ledger adds it up, or a dash where there is none."""
        return self.words("scorecard.none") if value is None else self.words.number(value, 1)

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
        """A step up in words: from which option to which, and with what effort."""
        options = self.instrument.items[step.item].options
        return self.words(
            "scorecard.step",
            now=options[step.points - 2],
            then=options[step.points - 1],
            effort=self.words(f"word.effort.{step.effort}"),
        )


def adding_up(shares: Sequence[float | None], total: float) -> list[float | None]:
    """The shares to one decimal so that they add up to the total, which has one decimal.

    What rounding down leaves over goes to the shares that lost most by it.
    """
    tenths = [None if share is None else int(share * 10 + 1e-6) for share in shares]
    left = round(total * 10) - sum(tenth for tenth in tenths if tenth is not None)
    lost = [
        (share * 10 - tenth, at)
        for at, (share, tenth) in enumerate(zip(shares, tenths, strict=True))
        if share is not None and tenth is not None
    ]
    for _, at in sorted(lost, reverse=True)[: max(0, left)]:
        tenths[at] = (tenths[at] or 0) + 1
    return [None if tenth is None else tenth / 10 for tenth in tenths]
