"""The scorecard on paper: `render_pdf`."""

import datetime
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from assessment.report.blocks import Block, Paragraph
from assessment.report.contents import Contents
from assessment.report.cover import Cover
from assessment.report.facts import sources
from assessment.report.flow import LEFT, MEASURE, Chapter, Placed, flow
from assessment.report.look import look
from assessment.report.method import ledger, method
from assessment.report.paper import HEIGHT, Paper
from assessment.report.plan import plan_page
from assessment.report.signs import is_silent, sign_blocks, silent_signs
from assessment.report.summary import summary
from assessment.report.text import shorten
from assessment.texts import PSEUDO, Texts
from assessment.theme import Theme
from scoring.instrument import Instrument
from scoring.response import Response
from scoring.scorecard import Scorecard

__all__ = ["render_pdf"]

_HEAD, _FOOT = 36.0, HEIGHT - 40
_TO_ONE_PAGE = (0.95, 0.9, 0.85, 0.8)
_SLIGHTLY = (0.96, 0.92, 0.88)


def render_pdf(
    scorecard: Scorecard,
    instrument: Instrument,
    texts: Texts,
    theme: Theme,
    *,
    response: Response,
    organisation: str | None = None,
    date: datetime.date | None = None,
    with_comments: bool = False,
) -> bytes:
    """The scorecard as a PDF; the same input gives the same bytes."""
    contents = Contents(
        scorecard, instrument, texts, look(theme), response, organisation, date, with_comments
    )
    pages = flow(_chapters(contents))
    paper = _paper(contents)
    paper.turn()
    Cover(contents).draw(paper, 0, 0, 0)
    for number, page in enumerate(pages, 2):
        paper.turn()
        _frame(paper, contents, number, len(pages) + 1)
        _draw(paper, page)
    return paper.to_bytes()


def _chapters(contents: Contents) -> list[Chapter]:
    signs = [
        _compact(contents, partial(sign_blocks, number=number), _SLIGHTLY)
        for number, score in enumerate(contents.scorecard.signs, 1)
        if not is_silent(score)
    ]
    chapters = [
        _compact(contents, summary, _TO_ONE_PAGE),
        *signs,
        Chapter(silent_signs(contents)),
        _compact(contents, plan_page, _SLIGHTLY),
        _compact(contents, method, _SLIGHTLY),
        _compact(contents, sources, _TO_ONE_PAGE),
        *(Chapter(part, new_page=not n, gap=18) for n, part in enumerate(ledger(contents))),
    ]
    return [chapter for chapter in chapters if chapter.blocks]


def _compact(
    contents: Contents,
    build: Callable[[Contents], tuple[Block, ...]],
    sizes: tuple[float, ...],
) -> Chapter:
    """A chapter on one page, where one of the sizes allows it, or else as it comes."""
    natural = chapter = Chapter(build(contents))
    for size in sizes:
        if chapter.fits_a_page:
            return chapter
        smaller = replace(contents, look=contents.look.smaller(size))
        chapter = Chapter(build(smaller))
    return chapter if chapter.fits_a_page else natural


def _paper(contents: Contents) -> Paper:
    name = contents.texts("app.name")
    company = contents.company()
    title = contents.texts("report.title")
    if company:
        title = contents.texts("report.title_of", organisation=company[0])
    language = "en" if contents.texts.language == PSEUDO else contents.texts.language
    return Paper(title, name, language, contents.date)


def _frame(paper: Paper, contents: Contents, number: int, pages: int) -> None:
    """What stands on every page: whose it is above, and where one is below."""
    texts, look = contents.texts, contents.look
    half = MEASURE / 2 - 10
    name = Paragraph(texts("report.title"), look.fine).shortened(half, look.fine.leading)
    name.draw(paper, LEFT, _HEAD, half)
    if company := contents.company():
        right = Paragraph(shorten(company[0], look.fine, half), look.fine, align="right")
        right.draw(paper, LEFT + MEASURE - half, _HEAD, half)
    paper.rect(LEFT, _HEAD + 16, MEASURE, 0.6, look.rule)
    count = texts("report.page", page=texts.number(number), pages=texts.number(pages))
    Paragraph(count, look.fine, align="right").draw(paper, LEFT, _FOOT, MEASURE)


def _draw(paper: Paper, page: list[Placed]) -> None:
    for block, y in page:
        block.draw(paper, LEFT, y, MEASURE)
