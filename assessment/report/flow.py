"""The flow: chapters of blocks become pages."""

from dataclasses import dataclass
from typing import NamedTuple

from assessment.report.blocks import Block, Stack
from assessment.report.paper import HEIGHT, WIDTH

LEFT = RIGHT = 56.0
TOP, BOTTOM = 74.0, 56.0
MEASURE = WIDTH - LEFT - RIGHT
ROOM = HEIGHT - TOP - BOTTOM


@dataclass(frozen=True)
class Chapter:
    """Blocks that begin on a new page, or below what stands there if they fit there whole."""

    blocks: tuple[Block, ...]
    new_page: bool = True
    gap: float = 30  # to what stands above it

    @property
    def fits_a_page(self) -> bool:
        """Whether it needs no more than one page."""
        return Stack(self.blocks).height(MEASURE) <= ROOM


class Placed(NamedTuple):
    """A block with the distance of its top from the top of the page."""

    block: Block
    y: float


def flow(chapters: list[Chapter]) -> list[list[Placed]]:
    """The pages, each with its blocks in order."""
    pages: list[list[Placed]] = []
    used = ROOM
    for chapter in chapters:
        rest: Block = Stack(chapter.blocks)
        joins = not chapter.new_page and used + chapter.gap + rest.height(MEASURE) <= ROOM
        if joins:
            pages[-1].append(Placed(rest, TOP + used + chapter.gap))
            used += chapter.gap + rest.height(MEASURE)
            continue
        while parts := None if rest.height(MEASURE) <= ROOM else rest.split(MEASURE, ROOM):
            pages.append([Placed(parts[0], TOP)])
            rest = parts[1]
        pages.append([Placed(rest, TOP)])
        used = rest.height(MEASURE)
    return pages
