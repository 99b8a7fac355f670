"""A table of means, each cell in the tint of its level."""

from collections.abc import Sequence
from typing import NamedTuple

from assessment.report.blocks import Align, Block, Paragraph
from assessment.report.look import Look
from assessment.report.paper import Paper

_NAME = 0.32  # the share of the column of names
_GAP = 4.0
_PAD = 5.0
_LINES = 4  # of a name


class HeatCell(NamedTuple):
    """What a cell says, and the level 1 to 5 whose tint it has; None: no tint."""

    text: str
    level: int | None


Row = tuple[str, str, list[HeatCell]]  # name, what it leads to, cells


class Heat(Block):
    """The table: its head, and a row for each name; a row is never cut."""

    def __init__(self, look: Look, heads: Sequence[str], rows: Sequence[Row]) -> None:
        self._look = look
        self._heads = heads
        self._rows = rows

    def height(self, width: float) -> float:
        return self._head(width) + sum(self._high(row, width) + _GAP for row in self._rows)

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        used, kept = self._head(width), 0
        for row in self._rows:
            used += self._high(row, width) + _GAP
            if used > room:
                break
            kept += 1
        if not 0 < kept < len(self._rows):
            return None
        return (
            Heat(self._look, self._heads, self._rows[:kept]),
            Heat(self._look, self._heads, self._rows[kept:]),
        )

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:
        own = self._widths(width)
        high = self._head(width) - 6
        at = x
        for number, (head, wide) in enumerate(zip(self._heads, own, strict=True)):
            block = self._titled(head, wide, align="centre" if number else "left")
            block.draw(paper, at, y + high - block.height(wide - 4), wide - 4)
            at += wide + _GAP
        y += high + 6
        for row in self._rows:
            y += self._row(paper, row, x, y, width) + _GAP

    def _row(self, paper: Paper, row: Row, x: float, y: float, width: float) -> float:
        name, target, cells = row
        first, *own = self._widths(width)
        high = self._high(row, width)
        block = self._named(name, first, target)
        block.draw(paper, x, y + (high - block.height(first)) / 2, first)
        x += first + _GAP
        for cell, wide in zip(cells, own, strict=True):
            theme = self._look.theme.light
            ground = theme.levels[cell.level - 1] if cell.level else theme.surface
            paper.rect(x, y, wide, high, ground)
            text = self._text(cell)
            inner = wide - 2 * _PAD
            text.draw(paper, x + _PAD, y + (high - text.height(inner)) / 2, inner)
            x += wide + _GAP
        return high

    def _titled(self, head: str, width: float, align: Align = "left") -> Paragraph:
        """A column's head; a bank may name a group at any length."""
        style = self._look.small_strong
        return Paragraph(head, style, align=align).shortened(width - 4, _LINES * style.leading)

    def _named(self, name: str, width: float, target: str | None = None) -> Paragraph:
        style = self._look.body
        return Paragraph(name, style, link=target).shortened(width, _LINES * style.leading)

    def _text(self, cell: HeatCell) -> Paragraph:
        if cell.level is None:
            return Paragraph(cell.text, self._look.fine, align="centre")
        ink = self._look.theme.light.on_levels[cell.level - 1]
        return Paragraph(cell.text, self._look.strong.coloured(ink), align="centre")

    def _widths(self, width: float) -> list[float]:
        first = width * _NAME
        count = len(self._heads) - 1
        return [first, *[(width - first - _GAP * count) / count] * count]

    def _head(self, width: float) -> float:
        own = self._widths(width)
        pairs = zip(self._heads, own, strict=True)
        return 6 + max(self._titled(head, wide).height(wide - 4) for head, wide in pairs)

    def _high(self, row: Row, width: float) -> float:
        first, *own = self._widths(width)
        name = self._named(row[0], first).height(first)
        pairs = zip(row[2], own, strict=True)
        return max([name, *(self._text(cell).height(w - 2 * _PAD) for cell, w in pairs)]) + 14
