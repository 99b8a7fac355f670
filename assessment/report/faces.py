"""The typefaces of the PDF: what they can print and how wide each character is, read once."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from assessment.theme import FONTS

Weight = Literal["", "B"]  # fpdf's words for regular and bold
MISSING = "□"


@dataclass(frozen=True, eq=False)
class Face:
    """One face: its family and weight as fpdf knows them, and its characters' advances."""

    family: str
    weight: Weight
    file: Path
    advances: dict[str, int]  # character -> advance in thousandths of the size
    _words: dict[str, int] = field(default_factory=dict)

    def covers(self, text: str) -> bool:
        """Whether the face can print every character of a text."""
        return self.advances.keys() >= set(text) - {"\n"}

    def advance(self, word: str) -> int:
        """The width of a word in thousandths of the size; raises KeyError for what it lacks."""
        known = self._words.get(word)
        if known is not None:
            return known
        width = sum(map(self.advances.__getitem__, word))
        if len(word) < 24 and len(self._words) < 20_000:  # typed words must not fill the memory
            self._words[word] = width
        return width


@cache
def sans() -> Face:
    """The face of running text."""
    return _face("sans", "", "SevenSans-400.ttf")


@cache
def sans_bold() -> Face:
    """The face of labels and numbers."""
    return _face("sans", "B", "SevenSans-600.ttf")


@cache
def serif() -> Face:
    """The face of headlines; it has the Latin alphabet only."""
    return _face("serif", "", "SevenSerif-600.ttf")


@cache
def printable() -> frozenset[str]:
    """Every character that running text, labels and numbers can print."""
    return frozenset(sans().advances.keys() & sans_bold().advances.keys())


def _face(family: str, weight: Weight, name: str) -> Face:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # it has no stubs

    with TTFont(FONTS / name, lazy=True) as font:
        scale = 1000 / font["head"].unitsPerEm
        widths = font["hmtx"].metrics
        advances = {
            # rounded as fpdf writes it into the document, so that both agree on every line
            chr(code): round(scale * widths[glyph][0] + 0.001)
            for code, glyph in font.getBestCmap().items()
        }
    return Face(family, weight, FONTS / name, advances)
