"""The scorecard on paper: `render_pdf`."""

import datetime
from functools import partial

from assessment.brand import Brand
from assessment.client_records import Spoken
from assessment.report.blocks import Block
from assessment.report.book import SLIGHTLY, TO_ONE_PAGE, Frame, bound, compact
from assessment.report.commentary import summary_of
from assessment.report.contents import Contents
from assessment.report.cover import Cover
from assessment.report.facts import sources
from assessment.report.flow import Chapter
from assessment.report.look import look
from assessment.report.method import ledger, method
from assessment.report.plan import plan_page
from assessment.report.signs import is_silent, sign_blocks, silent_signs
from assessment.report.summary import summary
from assessment.texts import Texts
from scoring.instrument import Instrument
from scoring.response import Response
from scoring.scorecard import Scorecard

__all__ = ["render_pdf"]


def render_pdf(
    scorecard: Scorecard,
    instrument: Instrument,
    texts: Texts,
    brand: Brand,
    *,
    response: Response,
    organisation: str | None = None,
    date: datetime.date | None = None,
    with_comments: bool = False,
    sample: bool = False,
    commentary: Spoken | None = None,
) -> bytes:
    """The scorecard as a PDF; the same input gives the same bytes."""
    contents = Contents(
        instrument=instrument,
        texts=texts,
        look=look(brand),
        organisation=organisation,
        date=date,
        scorecard=scorecard,
        response=response,
        with_comments=with_comments,
        sample=sample,
        commentary=commentary,
    )
    company = contents.company()
    title = texts("report.title_of", organisation=company[0]) if company else texts("report.title")
    frame = _frame(contents, company[0] if company else "")
    return bound(contents, title, Cover(contents), _chapters(contents), frame)


def _frame(contents: Contents, whose: str) -> Frame:
    """What stands on every page; below, whether it is an interview or a sample, and the brand's."""
    texts, look = contents.texts, contents.look
    if contents.sample:
        marked = look.small_strong.coloured(look.theme.light.warning)
        return Frame(texts("report.title"), whose, texts("report.sample"), marked)
    below = (contents.interview(), look.brand.footer_in(texts.language))
    return Frame(texts("report.title"), whose, " · ".join(filter(None, below)))


def _first_page(contents: Contents) -> tuple[Block, ...]:
    """The page for the executive, and what the consultant says of it."""
    return (*summary(contents), *summary_of(contents, contents.commentary))


def _chapters(contents: Contents) -> list[Chapter]:
    signs = [
        compact(contents, partial(sign_blocks, number=number), SLIGHTLY)
        for number, score in enumerate(contents.scorecard.signs, 1)
        if not is_silent(score)
    ]
    return [
        compact(contents, _first_page, TO_ONE_PAGE),
        *signs,
        Chapter(silent_signs(contents)),
        compact(contents, plan_page, SLIGHTLY),
        compact(contents, method, SLIGHTLY),
        compact(contents, sources, TO_ONE_PAGE),
        *(Chapter(part, new_page=not n, gap=18) for n, part in enumerate(ledger(contents))),
    ]
