"""A document bound: its cover, then its chapters as framed and numbered pages."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from assessment.report.blocks import Block, Paragraph
from assessment.report.flow import LEFT, MEASURE, Chapter, Placed, flow
from assessment.report.paper import HEIGHT, Paper
from assessment.report.setting import Setting
from assessment.report.text import Style, shorten
from assessment.texts import PSEUDO

TO_ONE_PAGE = (0.95, 0.9, 0.85, 0.8)
SLIGHTLY = (0.96, 0.92, 0.88)
_HEAD, _FOOT = 36.0, HEIGHT - 40

S = TypeVar("S", bound=Setting)


@dataclass(frozen=True)
class Frame:
    """What stands on every page after the cover."""

    left: str  # above
    right: str  # above
    below: str = ""
    below_style: Style | None = None


def compact(
    contents: S, build: Callable[[S], tuple[Block, ...]], sizes: tuple[float, ...]
) -> Chapter:
    """A chapter on one page, where one of the sizes allows it, or else as it comes."""
    natural = chapter = Chapter(build(contents))
    for size in sizes:
        if chapter.fits_a_page:
            return chapter
        smaller = replace(contents, look=contents.look.smaller(size))
        chapter = Chapter(build(smaller))
    return chapter if chapter.fits_a_page else natural


def bound(
    contents: Setting, title: str, cover: Block, chapters: list[Chapter], frame: Frame
) -> bytes:
    """The document of that title; the same input gives the same bytes."""
    pages = flow([chapter for chapter in chapters if chapter.blocks])
    texts = contents.texts
    language = "en" if texts.language == PSEUDO else texts.language
    paper = Paper(title, texts("app.name"), language, contents.date, contents.look.faces)
    paper.turn()
    cover.draw(paper, 0, 0, 0)
    for number, page in enumerate(pages, 2):
        paper.turn()
        framed(paper, contents, frame, number, len(pages) + 1)
        _draw(paper, page)
    return paper.to_bytes()


def framed(paper: Paper, contents: Setting, frame: Frame, number: int, pages: int) -> None:
    """What stands on every page: whose it is above, and where one is below."""
    texts, look = contents.texts, contents.look
    half = MEASURE / 2 - 10
    name = Paragraph(frame.left, look.fine).shortened(half, look.fine.leading)
    name.draw(paper, LEFT, _HEAD, half)
    if frame.right:
        right = Paragraph(shorten(frame.right, look.fine, half), look.fine, align="right")
        right.draw(paper, LEFT + MEASURE - half, _HEAD, half)
    paper.rect(LEFT, _HEAD + 16, MEASURE, 0.6, look.rule)
    if frame.below:
        style, wide = frame.below_style or look.fine, MEASURE - 120
        below = Paragraph(frame.below, style).shortened(wide, style.leading)
        below.draw(paper, LEFT, _FOOT, wide)
    count = texts("report.page", page=texts.number(number), pages=texts.number(pages))
    Paragraph(count, look.fine, align="right").draw(paper, LEFT, _FOOT, MEASURE)


def _draw(paper: Paper, page: list[Placed]) -> None:
    for block, y in page:
        block.draw(paper, LEFT, y, MEASURE)
