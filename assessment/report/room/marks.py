"""Marks of groups and people on a scale of 0 to 100, each with its label."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from assessment.report.blocks import Block
from assessment.report.charts import FULL, segments
from assessment.report.look import Look
from assessment.report.paper import Paper
from assessment.report.text import Style, clean, shorten

Shape = Literal["disc", "square", "diamond", "triangle"]
SHAPES: tuple[Shape, ...] = ("disc", "square", "diamond", "triangle")
RADIUS = 4.2
_PAD = 24.0  # beside the scale, for a label outside it
_LANE = 9.6  # the height of a line of labels below the marks
_APART = 4.0  # the room between two labels


class Mark(NamedTuple):
    """A value of 0 to 100 as a mark, and what is said beside it."""

    value: float
    label: str
    shape: Shape
    colour: str


@dataclass(frozen=True)
class Placed:
    """A label with its left end, and the lane it stands in: 0 beside its mark, 1 and more below."""

    text: str
    left: float
    lane: int


class Scaled(Block):
    """Marks on a scale, joined by a line; labels stand beside the outer marks or below."""

    def __init__(
        self,
        look: Look,
        marks: Sequence[Mark],
        *,
        bands: Sequence[float] = (),
        joined: tuple[float, float] | None = None,
        strong: bool = False,
        beside: bool = True,
        style: Style | None = None,
    ) -> None:
        self._look = look
        self._marks = sorted(marks, key=lambda mark: mark.value)
        self._bands = bands
        self._joined = joined
        self._strong = strong
        self._beside = beside
        self._style = style or look.fine.coloured(look.ink)
        self._at: tuple[float, list[Placed]] | None = None

    def height(self, width: float) -> float:
        return 14 + _LANE * max((label.lane for label in self._labels(width)), default=0)

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:
        middle, left, wide = y + 7, x + _PAD, width - 2 * _PAD
        if self._bands:
            self._tints(paper, left, middle, wide)
        else:
            self._grid(paper, left, y, wide, self.height(width))
        self._line(paper, left, middle, wide)
        for mark in self._marks:
            draw_mark(paper, left + wide * mark.value / FULL, middle, mark.shape, mark.colour)
        for label in self._labels(width):
            top = middle - self._style.leading / 2 + (label.lane and 2 + label.lane * _LANE)
            paper.text(x + label.left, top, label.text, self._style)

    def _tints(self, paper: Paper, x: float, middle: float, width: float) -> None:
        for level, (start, end) in enumerate(segments(self._bands), 1):
            wide = width * (end - start) / FULL - (0.8 if end < FULL else 0)
            paper.rect(x + width * start / FULL, middle - 6, wide, 12, self._look.band(level))

    def _grid(self, paper: Paper, x: float, y: float, width: float, height: float) -> None:
        for step in range(6):
            paper.rect(x + width * step / 5 - 0.25, y - 2, 0.5, height + 4, self._look.rule)

    def _line(self, paper: Paper, x: float, middle: float, width: float) -> None:
        values = [mark.value for mark in self._marks]
        if len(values) > 1:
            first, last = x + width * values[0] / FULL, x + width * values[-1] / FULL
            paper.rect(first, middle - 0.6, last - first, 1.2, self._look.theme.light.line)
        if self._joined:
            low, high = sorted(self._joined)
            thick = 4.4 if self._strong else 2.4
            colour = self._look.ink if self._strong else self._look.theme.light.line
            start = x + width * low / FULL
            paper.rect(start, middle - thick / 2, width * (high - low) / FULL, thick, colour)

    def _labels(self, width: float) -> list[Placed]:
        """Every label where it touches no other: outer ones beside their marks, if they fit."""
        if self._at is None or self._at[0] != width:
            self._at = (width, self._placed(width))
        return self._at[1]

    def _placed(self, width: float) -> list[Placed]:
        placed: list[Placed] = []
        below: list[tuple[Mark, float]] = []
        scale = width - 2 * _PAD
        last = len(self._marks) - 1
        for number, mark in enumerate(self._marks):
            text = shorten(clean(mark.label).text, self._style, width)
            wide, at = self._style.width(text), _PAD + scale * mark.value / FULL
            left, right = at - RADIUS - 3 - wide, at + RADIUS + 3
            if not text:
                continue
            if self._beside and number == last and right + wide <= width:
                placed.append(Placed(text, right, 0))
            elif self._beside and number == 0 and left >= 0:
                placed.append(Placed(text, left, 0))
            else:
                below.append((mark._replace(label=text), at))
        return placed + self._stacked(below, width)

    def _stacked(self, marks: Sequence[tuple[Mark, float]], width: float) -> list[Placed]:
        """Labels centred below their marks, each in the first lane that has room."""
        ends: list[float] = []
        placed = []
        for mark, at in marks:
            wide = self._style.width(mark.label)
            left = min(max(at - wide / 2, 0), width - wide)
            lane = next((n for n, end in enumerate(ends) if end + _APART <= left), len(ends))
            ends[lane:] = [left + wide, *ends[lane + 1 :]]
            placed.append(Placed(mark.label, left, lane + 1))
        return placed


class Axis(Block):
    """The digits below a column of scales."""

    def __init__(self, look: Look, digits: Sequence[tuple[float, str]]) -> None:
        self._style = look.fine
        self._digits = digits

    def height(self, width: float) -> float:  # noqa: ARG002
        return self._style.leading

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:
        scale = width - 2 * _PAD
        for value, digits in self._digits:
            at = x + _PAD + scale * value / FULL - self._style.width(digits) / 2
            paper.text(at, y, digits, self._style)


class Legend(Block):
    """Marks with their names, as many on a line as fit."""

    def __init__(self, entries: Sequence[tuple[Shape, str, str]], style: Style) -> None:
        self._style = style
        self._entries = [
            (shape, colour, clean(name).text.replace("\n", " ")) for shape, colour, name in entries
        ]

    def height(self, width: float) -> float:
        return len(self._lines(width)) * (self._style.leading + 2)

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:
        for line in self._lines(width):
            at = x
            for shape, colour, name in line:
                draw_mark(paper, at + RADIUS, y + self._style.leading / 2, shape, colour)
                paper.text(at + 13, y, name, self._style)
                at += self._wide(name)
            y += self._style.leading + 2

    def _wide(self, name: str) -> float:
        return 13 + self._style.width(name) + 20

    def _lines(self, width: float) -> list[list[tuple[Shape, str, str]]]:
        lines: list[list[tuple[Shape, str, str]]] = [[]]
        used = 0.0
        for shape, colour, name in self._entries:
            fitted = shorten(name, self._style, width - 34)
            if lines[-1] and used + self._wide(fitted) > width + 20:
                lines.append([])
                used = 0.0
            lines[-1].append((shape, colour, fitted))
            used += self._wide(fitted)
        return lines


def draw_mark(paper: Paper, x: float, y: float, shape: Shape, colour: str) -> None:
    """A mark around a point, on a rim of white that keeps it apart from what lies below."""
    for radius, fill in ((RADIUS + 1.1, "#FFFFFF"), (RADIUS, colour)):
        if shape == "disc":
            paper.disc(x, y, radius, fill)
        elif shape == "square":
            paper.rect(x - radius * 0.88, y - radius * 0.88, radius * 1.76, radius * 1.76, fill)
        else:
            paper.polygon(_corners(x, y, shape, radius), fill)


def _corners(x: float, y: float, shape: Shape, radius: float) -> list[tuple[float, float]]:
    if shape == "diamond":
        far = radius * 1.25
        return [(x, y - far), (x + far, y), (x, y + far), (x - far, y)]
    return [(x, y - radius), (x + radius, y + radius * 0.8), (x - radius, y + radius * 0.8)]
