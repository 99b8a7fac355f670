"""What has moved for a client, on paper: `render_progress_pdf`."""

from assessment.brand import Brand
from assessment.progress_report import Progress
from assessment.report.book import SLIGHTLY, TO_ONE_PAGE, Frame, bound, compact
from assessment.report.look import look
from assessment.report.progress.actions import ahead_page, done_page
from assessment.report.progress.contents import ProgressContents
from assessment.report.progress.cover import ProgressCover
from assessment.report.progress.moved import moved_page, panels_page
from assessment.texts import Texts
from scoring.instrument import Instrument

__all__ = ["render_progress_pdf"]


def render_progress_pdf(
    progress: Progress, instrument: Instrument, texts: Texts, brand: Brand
) -> bytes:
    """Two runs of a client compared, as a PDF; the same input gives the same bytes."""
    contents = ProgressContents(
        instrument=instrument,
        texts=texts,
        look=look(brand),
        organisation=progress.client,
        date=progress.after.date,
        progress=progress,
    )
    company = contents.company()
    whose = company[0] if company else ""
    chapters = [
        *([compact(contents, panels_page, TO_ONE_PAGE)] if progress.scored else []),
        compact(contents, moved_page, TO_ONE_PAGE),
        compact(contents, done_page, SLIGHTLY),
        compact(contents, ahead_page, SLIGHTLY),
    ]
    title = texts("progress.title_of", client=whose)
    below = [texts("progress.one_view")] if progress.one_person else []
    footer = contents.look.brand.footer_in(texts.language)
    frame = Frame(texts("progress.title"), whose, " ".join(filter(None, [*below, footer])))
    return bound(contents, title, ProgressCover(contents), chapters, frame)
