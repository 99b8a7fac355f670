"""Two columns: a head across the page, and below it entries that are read column by column."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from assessment.report.blocks import Block
from assessment.report.flow import BOTTOM, LEFT, MEASURE, TOP, Chapter, flow
from assessment.report.paper import HEIGHT

GUTTER = 26.0
COLUMN = (MEASURE - GUTTER) / 2
_ACROSS = LEFT + COLUMN + GUTTER
_END = HEIGHT - BOTTOM
_BETWEEN = 12.0  # two entries


class Spot(NamedTuple):
    """A block with its place on a page, in points from the top left corner, and its width."""

    block: Block
    x: float
    y: float
    width: float


def two_columns(head: Block, entries: Iterable[Block]) -> list[list[Spot]]:
    """The head, and below it the entries in two columns, as they fill page after page."""
    pages = [[Spot(p.block, LEFT, p.y, MEASURE) for p in page] for page in flow([Chapter((head,))])]
    last = pages[-1][-1]
    columns = _columns(last.y + last.block.height(MEASURE) + _BETWEEN)
    new_page, x, top = next(columns)
    y = top
    for entry in entries:
        rest: Block | None = entry
        while rest:
            part, after = _fitting(rest, y, top)
            if part is None:
                new_page, x, top = next(columns)
                y = top
                pages += [[]] if new_page else []
                continue
            pages[-1].append(Spot(part, x, y, COLUMN))
            y += part.height(COLUMN) + _BETWEEN
            rest = after
    return pages


def _columns(top: float) -> Iterator[tuple[bool, float, float]]:
    """The columns in which to write on: whether a page begins, the left edge and the top."""
    yield from ((False, LEFT, top), (False, _ACROSS, top))
    while True:
        yield from ((True, LEFT, TOP), (False, _ACROSS, TOP))


def _fitting(block: Block, y: float, top: float) -> tuple[Block | None, Block | None]:
    """What of a block stands at y, and what is left; only one higher than a page is parted."""
    if y + block.height(COLUMN) <= _END:
        return block, None
    if y > TOP or top > TOP:
        return None, None
    return block.split(COLUMN, _END - y) or (block, None)
