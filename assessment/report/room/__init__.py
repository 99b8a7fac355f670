"""A workshop on paper: `render_workshop_pdf`."""

from itertools import chain

from assessment.brand import Brand
from assessment.report.blocks import Block
from assessment.report.book import SLIGHTLY, TO_ONE_PAGE, Frame, bound, compact
from assessment.report.commentary import summary_of
from assessment.report.facts import sources
from assessment.report.flow import Chapter
from assessment.report.look import look
from assessment.report.room.contents import RoomContents
from assessment.report.room.cover import RoomCover
from assessment.report.room.gaps import gap_page, heat_page
from assessment.report.room.method import came_about, method
from assessment.report.room.people import people_page
from assessment.report.room.plan import joint_plan
from assessment.report.room.progress import progress_page
from assessment.report.room.signs import room_sign
from assessment.report.room.summary import summary
from assessment.texts import Texts
from assessment.workshop_report import WorkshopReport
from scoring.instrument import Instrument

__all__ = ["render_workshop_pdf"]


def render_workshop_pdf(
    report: WorkshopReport, instrument: Instrument, texts: Texts, brand: Brand
) -> bytes:
    """What a workshop came to as a PDF; the same input gives the same bytes."""
    contents = RoomContents(
        instrument=instrument,
        texts=texts,
        look=look(brand),
        organisation=report.organisation,
        date=report.date,
        report=report,
    )
    company = contents.company()
    name = contents.one_line(report.title)
    whose = company[0] if company else name
    title = texts("workshop_report.title_of", title=name)
    return bound(contents, title, RoomCover(contents), _chapters(contents), _frame(contents, whose))


def _first_page(contents: RoomContents) -> tuple[Block, ...]:
    """The page for the executive, and what the consultant says of it."""
    return (*summary(contents), *summary_of(contents, contents.report.commentary))


def _chapters(contents: RoomContents) -> list[Chapter]:
    return [
        compact(contents, _first_page, TO_ONE_PAGE),
        compact(contents, gap_page, TO_ONE_PAGE),
        compact(contents, heat_page, TO_ONE_PAGE),
        compact(contents, people_page, SLIGHTLY),
        compact(contents, progress_page, TO_ONE_PAGE),
        *chain.from_iterable(
            room_sign(contents, number) for number in range(1, len(contents.card.signs) + 1)
        ),
        compact(contents, joint_plan, SLIGHTLY),
        compact(contents, method, TO_ONE_PAGE),
        compact(contents, came_about, SLIGHTLY),
        compact(contents, sources, TO_ONE_PAGE),
    ]


def _frame(contents: RoomContents, whose: str) -> Frame:
    """What stands on every page; below, that it is confidential, or no real workshop."""
    texts, look, nature = contents.texts, contents.look, contents.report.nature
    if nature == "real":
        return Frame(texts("workshop_report.title"), whose, texts("workshop_report.confidential"))
    marked = look.small_strong.coloured(look.theme.light.warning)
    return Frame(
        texts("workshop_report.title"), whose, texts(f"workshop_report.nature_{nature}"), marked
    )
