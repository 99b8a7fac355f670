"""Blocks: pieces of a page that know their height at a width, and can be split between pages."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Literal

from assessment.report.paper import Paper
from assessment.report.text import Style, break_lines, clean, even_lines, shorten

Align = Literal["left", "right", "centre"]

TALLEST_KEPT = 240.0  # points; what is taller is no heading, and parts from what follows it


class Block(ABC):
    """Something to draw. A block that is `kept` never ends a page: it stays with the next one."""

    kept = False

    @abstractmethod
    def height(self, width: float) -> float:
        """How many points it takes at this width."""

    def split(self, width: float, room: float) -> "tuple[Block, Block] | None":  # noqa: ARG002
        """Its part that fits into `room` points and the rest, or None where it stays whole."""
        return None

    @abstractmethod
    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:
        """Draw it with its top left corner at x, y."""


class Space(Block):
    """White space, which falls away where a page begins or ends."""

    def __init__(self, points: float) -> None:
        self._points = points

    def height(self, width: float) -> float:  # noqa: ARG002
        return self._points

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:
        pass


class Rule(Block):
    """A line across."""

    kept = True

    def __init__(self, colour: str, thick: float = 0.6) -> None:
        self._colour = colour
        self._thick = thick

    def height(self, width: float) -> float:  # noqa: ARG002
        return self._thick

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:
        paper.rect(x, y, width, self._thick, self._colour)


class Bookmark(Block):
    """A place in the outline, at which links to its name arrive."""

    kept = True

    def __init__(self, name: str, title: str, level: int = 0) -> None:
        self._name = name
        self._title = clean(title).text
        self._level = level

    def height(self, width: float) -> float:  # noqa: ARG002
        return 0

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:  # noqa: ARG002
        paper.bookmark(self._name, self._title, self._level, max(0, y - 12))


class Paragraph(Block):
    """A text of one style, broken into lines; it may lead somewhere.

    A headline's lines are `even`, so that none of its words stands alone.
    """

    def __init__(
        self,
        text: str,
        style: Style,
        *,
        align: Align = "left",
        kept: bool = False,
        link: str | None = None,
        even: bool = False,
    ) -> None:
        self._text = clean(text).text
        self._broken = even_lines if even else break_lines
        self._style = style.able(self._text)
        self._align = align
        self.kept = kept
        self._link = link
        self._lines: tuple[float, list[str]] | None = None

    def lines(self, width: float) -> list[str]:
        """Its lines at this width; all but the last of them end with the space that joins them."""
        if self._lines is None or self._lines[0] != width:
            self._lines = (width, self._broken(self._text, self._style, width))
        return self._lines[1]

    def shortened(self, width: float, room: float) -> "Paragraph":
        """The paragraph as it fits into `room` points at this width, cut with an ellipsis."""
        lines = self.lines(width)
        fit = max(1, int(room / self._style.leading))
        if len(lines) <= fit:
            return self
        last = shorten(" ".join(lines[fit - 1 :]), self._style, width)
        return self._part(width, [*lines[: fit - 1], last])

    def height(self, width: float) -> float:
        return len(self.lines(width)) * self._style.leading

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        lines = self.lines(width)
        fit = min(int(room / self._style.leading), len(lines) - 2)
        if fit < 2:
            return None
        return self._part(width, lines[:fit]), self._part(width, lines[fit:])

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:
        style = self._style
        lines = self.lines(width)
        for line in lines:
            at = x + self._offset(width - style.width(line))
            # The space at a line's end keeps words apart where the text is read out or copied.
            paper.text(at, y, line if line is lines[-1] else line + " ", style)
            if self._link:
                paper.link(at, y, style.width(line), style.leading, self._link)
            y += style.leading

    def _offset(self, spare: float) -> float:
        return {"left": 0.0, "centre": spare / 2, "right": spare}[self._align]

    def _part(self, width: float, lines: list[str]) -> "Paragraph":
        part = Paragraph("", self._style, align=self._align, kept=self.kept, link=self._link)
        part._text, part._style, part._lines = "\n".join(lines), self._style, (width, lines)
        return part


class Stack(Block):
    """Blocks one below the other."""

    def __init__(self, blocks: Iterable[Block], *, kept: bool = False) -> None:
        self._blocks = list(blocks)
        self.kept = kept

    def height(self, width: float) -> float:
        return sum(block.height(width) for block in self._blocks)

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        used = 0.0
        for place, block in enumerate(self._blocks):
            height = block.height(width)
            if used + height <= room:
                used += height
            elif parts := block.split(width, room - used):
                return self._cut(place, [parts[0]], [parts[1]])
            else:
                return self._before(place, used)
        return None

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:
        for block in self._blocks:
            block.draw(paper, x, y, width)
            y += block.height(width)

    def _before(self, place: int, used: float) -> tuple[Block, Block] | None:
        """Cut before a block, taking along what must stay with it, unless that is too tall."""
        first = place
        while first and (
            isinstance(self._blocks[first - 1], Space) or self._blocks[first - 1].kept
        ):
            first -= 1
        if not first and used > TALLEST_KEPT:
            first = place
        return self._cut(first, [], []) if first else None

    def _cut(self, place: int, head: list[Block], tail: list[Block]) -> tuple[Block, Block]:
        rest = [*tail, *self._blocks[place + len(tail) :]]
        while rest and isinstance(rest[0], Space):
            rest.pop(0)
        return Stack([*self._blocks[:place], *head], kept=self.kept), Stack(rest, kept=self.kept)


class Whole(Stack):
    """Blocks that stay on one page; for what is known to fit on one."""

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:  # noqa: ARG002
        return None


class Table(Block):
    """Rows below a head, which stands above them on each page that they reach."""

    def __init__(self, head: Block, rows: Iterable[Block]) -> None:
        self._head = head
        self._rows = Stack(rows)

    def height(self, width: float) -> float:
        return self._head.height(width) + self._rows.height(width)

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        parts = self._rows.split(width, room - self._head.height(width))
        return parts and (Table(self._head, [parts[0]]), Table(self._head, [parts[1]]))

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:
        self._head.draw(paper, x, y, width)
        self._rows.draw(paper, x, y + self._head.height(width), width)


class Columns(Block):
    """Blocks side by side, each with its share of the width; a row of a table is one."""

    def __init__(
        self, cells: Sequence[Block], shares: Sequence[float], gap: float, *, kept: bool = False
    ) -> None:
        self._cells = cells
        self._shares = shares
        self._gap = gap
        self.kept = kept

    def height(self, width: float) -> float:
        return max(cell.height(own) for cell, own in self._fitted(width))

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        heads: list[Block] = []
        tails: list[Block] = []
        for cell, own in self._fitted(width):
            if cell.height(own) <= room:
                heads.append(cell)
                tails.append(Space(0))
            elif parts := cell.split(own, room):
                heads.append(parts[0])
                tails.append(parts[1])
            else:
                return None
        return (
            Columns(heads, self._shares, self._gap, kept=self.kept),
            Columns(tails, self._shares, self._gap, kept=self.kept),
        )

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:
        for cell, own in self._fitted(width):
            cell.draw(paper, x, y, own)
            x += own + self._gap

    def _fitted(self, width: float) -> list[tuple[Block, float]]:
        free = width - self._gap * (len(self._cells) - 1)
        whole = sum(self._shares)
        return [
            (cell, free * share / whole)
            for cell, share in zip(self._cells, self._shares, strict=True)
        ]


class Hanging(Block):
    """A block indented behind a short marker, such as the number in a list."""

    def __init__(self, marker: Block, body: Block, indent: float) -> None:
        self._marker = marker
        self._body = body
        self._indent = indent

    def height(self, width: float) -> float:
        own = width - self._indent
        return max(self._body.height(own), self._marker.height(self._indent))

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        parts = self._body.split(width - self._indent, room)
        if parts is None:
            return None
        first = Hanging(self._marker, parts[0], self._indent)
        return first, Hanging(Space(0), parts[1], self._indent)

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:
        self._marker.draw(paper, x, y, self._indent)
        self._body.draw(paper, x + self._indent, y, width - self._indent)


class Box(Block):
    """A block on a tinted ground."""

    def __init__(self, body: Block, ground: str, padding: float = 12) -> None:
        self._body = body
        self._ground = ground
        self._padding = padding

    def height(self, width: float) -> float:
        return self._body.height(width - 2 * self._padding) + 2 * self._padding

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        parts = self._body.split(width - 2 * self._padding, room - 2 * self._padding)
        return parts and (
            Box(parts[0], self._ground, self._padding),
            Box(parts[1], self._ground, self._padding),
        )

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:
        pad = self._padding
        paper.rect(x, y, width, self.height(width), self._ground)
        self._body.draw(paper, x + pad, y + pad, width - 2 * pad)


def in_columns(blocks: Sequence[Block], count: int, gap: float = 12) -> list[Block]:
    """Blocks in rows of `count` side by side, with space above each row."""
    rows: list[Block] = []
    for at in range(0, len(blocks), count):
        row = [*blocks[at : at + count], *[Space(0)] * count][:count]
        rows += [Space(7), Columns(row, [1.0] * count, gap)]
    return rows
