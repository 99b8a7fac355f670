"""The typefaces of the PDF: what they can print and how wide each character is, read once."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from assessment.theme import BUILT_IN, SANS, SERIF, FontFile, Theme

Weight = Literal["", "B"]  # fpdf's words for regular and bold
MISSING = "□"


@dataclass(frozen=True, eq=False)
class Face:
    """One face: its family and weight as fpdf knows them, and its characters' advances."""

    family: str
    weight: Weight
    file: Path
    advances: dict[str, int]  # character -> advance in thousandths of the size
    instead: "Face | None" = None  # the face that prints what this one lacks
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


class Faces(NamedTuple):
    """The faces of a document: running text, labels and numbers, headlines."""

    sans: Face
    sans_bold: Face
    serif: Face


def faces_of(theme: Theme) -> Faces:
    """The faces of a theme. Each has every character that ours has."""
    return _faces(theme.sans, theme.serif, theme.fonts)


def sans() -> Face:
    """Our face of running text."""
    return _faces(SANS, SERIF, BUILT_IN).sans


def sans_bold() -> Face:
    """Our face of labels and numbers."""
    return _faces(SANS, SERIF, BUILT_IN).sans_bold


def serif() -> Face:
    """Our face of headlines; it has the Latin alphabet only."""
    return _faces(SANS, SERIF, BUILT_IN).serif


@cache
def printable() -> frozenset[str]:
    """Every character that running text, labels and numbers can print."""
    return frozenset(sans().advances.keys() & sans_bold().advances.keys())


@cache
def _faces(text: str, headlines: str, files: tuple[FontFile, ...]) -> Faces:
    known = {(file.family, file.weight): file.ttf for file in files}
    bold = _face("sans", "B", known[text, 600], None)
    headline = bold if text == headlines else _face("serif", "", known[headlines, 600], bold)
    return Faces(_face("sans", "", known[text, 400], bold), bold, headline)


def _face(family: str, weight: Weight, file: Path, instead: Face | None) -> Face:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # it has no stubs

    with TTFont(file, lazy=True) as font:
        scale = 1000 / font["head"].unitsPerEm
        widths = font["hmtx"].metrics
        advances = {
            # rounded as fpdf writes it into the document, so that both agree on every line
            chr(code): round(scale * widths[glyph][0] + 0.001)
            for code, glyph in font.getBestCmap().items()
        }
    return Face(family, weight, file, advances, instead)
