"""Answers of groups to one question: how they spread, and how a second vote moved them."""

from collections.abc import Sequence
from typing import NamedTuple

from assessment.report.blocks import Block, Hanging, Paragraph, Space, Stack
from assessment.report.look import Look
from assessment.report.paper import Paper
from assessment.report.room.contents import Dress
from assessment.report.room.marks import RADIUS, draw_mark
from assessment.report.text import Style

_THICK = 13.0
_NAME = 0.22  # the share of the column of names
_LINES = 4  # of a name beside a bar


class Spread(NamedTuple):
    """What a group answered: counts of the five options, or why there are none."""

    group: str
    counts: Sequence[int] | None
    said: str  # beside the bar, or in its place


class Moved(NamedTuple):
    """A group's mean option, 1 to 5, before and after, or why there is none."""

    group: str
    dress: Dress
    way: tuple[float, float] | None
    said: str


class _Beside(Block):
    """A group's name to the left of a bar and what is said to its right, or in its place.

    A bank may name a group at any length: what takes more lines than a bar has room for is cut.
    """

    def __init__(self, look: Look, group: str, said: str, *, drawn: bool) -> None:
        self._name = Paragraph(group, look.small)
        self._said = Paragraph(said, look.fine)
        self._rooms = (_LINES * look.small.leading, 2 * _LINES * look.fine.leading)
        self._drawn = drawn

    def height(self, width: float) -> float:
        name, _, said = self._widths(width)
        first, second = self._fitted(width)
        return max(_THICK, first.height(name), second.height(said) + 1) + 5

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:
        name, start, said = self._widths(width)
        first, second = self._fitted(width)
        first.draw(paper, x, y + 0.3, name)
        second.draw(paper, x + start, y + 0.8, said)

    def _fitted(self, width: float) -> tuple[Block, Block]:
        name, _, said = self._widths(width)
        first, second = self._rooms
        return self._name.shortened(name, first), self._said.shortened(said, second)

    def _widths(self, width: float) -> tuple[float, float, float]:
        """Of the name, to the beginning of what is said, and of that."""
        own = width * _NAME
        start = width - own + 10 if self._drawn else own
        return own - 10, start, width - start


class _Bar(Block):
    """A group's bar, a segment for each option; the number in it is how many chose it."""

    def __init__(self, look: Look, row: Spread) -> None:
        self._look = look
        self._counts = row.counts
        self._beside = _Beside(look, row.group, row.said, drawn=row.counts is not None)

    def height(self, width: float) -> float:
        return self._beside.height(width)

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:
        self._beside.draw(paper, x, y, width)
        if self._counts:
            self._bar(paper, self._counts, x + width * _NAME, y, width * (1 - 2 * _NAME))

    def _bar(self, paper: Paper, counts: Sequence[int], x: float, y: float, width: float) -> None:
        theme, style = self._look.theme.light, self._look.small_strong
        people = sum(counts)
        for level, count in enumerate(counts):
            wide = width * count / people
            if not count:
                continue
            paper.rect(x, y, wide - 0.8, _THICK, theme.levels[level])
            digits = str(count)
            if style.width(digits) + 2 < wide:
                at = x + (wide - style.width(digits)) / 2
                paper.text(at, y + 0.3, digits, style.coloured(theme.on_levels[level]))
            x += wide


def spreads(look: Look, rows: Sequence[Spread]) -> Block:
    """A bar for each group, which a page may end between."""
    return Stack(_Bar(look, row) for row in rows)


class Arrows(Block):
    """An arrow for each group, from its mean option before the talk to the one after it."""

    def __init__(self, look: Look, rows: Sequence[Moved], digits: Sequence[str]) -> None:
        self._look = look
        self._rows = rows
        self._digits = digits

    def height(self, width: float) -> float:
        rows = sum(self._beside(row).height(width) for row in self._rows)
        return self._look.fine.leading + 2 + rows

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:
        left, wide = x + width * _NAME + 8, width * (1 - 2 * _NAME) - 16
        foot = y + self.height(width) - self._look.fine.leading
        places = [left + wide * place / 4 for place in range(len(self._digits))]
        for at, digits in zip(places, self._digits, strict=True):
            centred = at - self._look.fine.width(digits) / 2
            paper.text(centred, foot, digits, self._look.fine)
        for row in self._rows:
            beside = self._beside(row)
            high = beside.height(width)
            beside.draw(paper, x, y, width)
            if row.way:
                for at in places:
                    paper.rect(at - 0.25, y, 0.5, high, self._look.rule)
                start, end = (left + wide * (value - 1) / 4 for value in row.way)
                _arrow(paper, start, end, y + _THICK / 2, row.dress)
            y += high

    def _beside(self, row: Moved) -> _Beside:
        return _Beside(self._look, row.group, row.said, drawn=row.way is not None)


def _arrow(paper: Paper, start: float, end: float, y: float, dress: Dress) -> None:
    """A ring where it began, and a point where it ends; without a way a mark."""
    way = 1 if end > start else -1
    if abs(end - start) < 2 * RADIUS:
        draw_mark(paper, end, y, dress.shape, dress.colour)
        return
    left, right = sorted((start + way * RADIUS, end - way * 5))
    paper.rect(left, y - 0.9, right - left, 1.8, dress.colour)
    paper.ring(start, y, RADIUS - 0.6, dress.colour)
    tip = [(end, y), (end - way * 7.5, y - 4), (end - way * 7.5, y + 4)]
    paper.polygon(tip, dress.colour)


class _Tint(Block):
    """The tint that an option has in the bars."""

    def __init__(self, colour: str) -> None:
        self._colour = colour

    def height(self, width: float) -> float:  # noqa: ARG002
        return 0  # never more than the line beside it

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:  # noqa: ARG002
        paper.rect(x, y + 1.6, 8, 8, self._colour)


def ladder(look: Look, options: Sequence[str], style: Style) -> Block:
    """The five options in words, each behind the tint it has in the bars."""
    rungs: list[Block] = []
    for colour, option in zip(look.theme.light.levels, options, strict=True):
        rungs += [Hanging(_Tint(colour), Paragraph(option, style), 14), Space(1.5)]
    return Stack(rungs)
