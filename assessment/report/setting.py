"""What every PDF is set with, and the pieces that all of their pages are made of."""

import datetime
import re
from dataclasses import dataclass

from assessment.report.blocks import Align, Block, Columns, Hanging, Paragraph, Space
from assessment.report.look import Look
from assessment.report.text import Style, clean
from assessment.texts import Texts
from scoring.instrument import Instrument
from scoring.response import NAME_LIMIT


@dataclass(frozen=True)
class Setting:
    """What every document is set with: the instrument, the words, the look, and whose it is."""

    instrument: Instrument
    texts: Texts
    look: Look
    organisation: str | None
    date: datetime.date | None

    @property
    def cuts(self) -> tuple[float, ...]:
        """The lowest score of each level."""
        return self.instrument.outline.cut_scores

    @property
    def ticks(self) -> list[tuple[float, str]]:
        """The cut scores and the end of the scale, with their digits."""
        return [(cut, self.texts.number(cut)) for cut in (*self.cuts, 100.0)]

    def score(self, value: float) -> str:
        """A score as it stands everywhere in the product."""
        return self.texts.score(value, self.cuts)

    def named(self, sign: str) -> str:
        """The positive name of a sign."""
        return self.instrument.by_id[sign].name

    def company(self) -> tuple[str, int] | None:
        """The organisation's name, fit to print on one line, and how many characters were not."""
        if not self.organisation:
            return None
        cleaned = clean(self.organisation, NAME_LIMIT)
        one_line = cleaned.text.replace("\n", " ")
        return (one_line, cleaned.missing) if one_line else None

    def unprinted(self, missing: int, style: Style | None = None) -> list[Block]:
        """The footnote that says how many characters could not be printed, if any."""
        if not missing:
            return []
        key = "report.unprinted_one" if missing == 1 else "report.unprinted"
        text = self.texts(key, count=self.texts.number(missing))
        return [Paragraph(text, style or self.look.fine)]

    def head(self, eyebrow: str, title: str) -> list[Block]:
        """A page's eyebrow and its headline."""
        return [
            Paragraph(eyebrow, self.look.eyebrow, kept=True),
            Space(5),
            Paragraph(_bound(title), self.look.title, kept=True, even=True),
            Space(10),
        ]

    def heading(self, text: str) -> list[Block]:
        """A heading within a page."""
        return [Paragraph(text, self.look.heading, kept=True), Space(6)]

    def label(self, text: str) -> Block:
        """A label above a text."""
        return Paragraph(text, self.look.label, kept=True)

    def numbered(self, number: int, body: Block) -> Block:
        """A body behind its number in a list."""
        return Hanging(Paragraph(self.texts.number(number), self.look.label), body, 16)

    def cells(
        self, texts: list[str], shares: list[float], aligns: str, *, head: bool = False
    ) -> Block:
        """A row of small print, a cell for each text; `aligns` has l or r for each."""
        style = self.look.small_strong if head else self.look.small
        words: dict[str, Align] = {"l": "left", "r": "right"}
        cells = [
            Paragraph(text, style, align=words[align])
            for text, align in zip(texts, aligns, strict=True)
        ]
        return Columns(cells, shares, 10, kept=head)


def _bound(title: str) -> str:
    """The title, in which no sentence leaves a short first word behind at the end of a line."""
    return re.sub(r"(?<=\. )(\S{1,4}) ", "\\1\u00a0", title)
