"""A workshop's report, tables, plan and answer sheets, for a browser that runs it."""

from collections.abc import Callable
from functools import partial

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response as Answered

from assessment import auth
from assessment.desk import audit, door
from assessment.downloads.files import attached, browser_of, no_file, not_theirs
from assessment.records import Workshop
from assessment.services import Services, services
from assessment.texts import Texts
from assessment.workshop.kept import instrument_of, items_of, words_of
from assessment.workshop.report import report_of
from assessment.workshop.rounds import FACILITATOR
from assessment.workshop_report import WorkshopReport
from scoring.instrument import Instrument

Maker = Callable[[WorkshopReport, Instrument, Texts, Services], bytes]


def _pdf(report: WorkshopReport, instrument: Instrument, texts: Texts, s: Services) -> bytes:
    from assessment.report.room import render_workshop_pdf

    return render_workshop_pdf(report, instrument, texts, s.brand)


def _xlsx(report: WorkshopReport, instrument: Instrument, texts: Texts, _: Services) -> bytes:
    from assessment.export import workshop_xlsx

    return workshop_xlsx(report, instrument, texts)


def _csv(report: WorkshopReport, instrument: Instrument, _: Texts, __: Services) -> bytes:
    from assessment.export import workshop_csv

    return workshop_csv(report, instrument).encode()


def _json(report: WorkshopReport, instrument: Instrument, _: Texts, __: Services) -> bytes:
    from assessment.export import workshop_json

    return workshop_json(report, instrument).encode()


def _plan_csv(report: WorkshopReport, instrument: Instrument, _: Texts, __: Services) -> bytes:
    from assessment.export import plan_csv

    return plan_csv(report, instrument).encode()


def _plan_ics(report: WorkshopReport, instrument: Instrument, texts: Texts, _: Services) -> bytes:
    from assessment.export import plan_ics

    return plan_ics(report, instrument, texts)


REPORTS: dict[str, tuple[Maker, str]] = {
    "pdf": (_pdf, "application/pdf"),
    "xlsx": (_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (_csv, "text/csv; charset=utf-8"),
    "json": (_json, "application/json"),
}
PLANS: dict[str, tuple[Maker, str]] = {
    "csv": (_plan_csv, "text/csv; charset=utf-8"),
    "ics": (_plan_ics, "text/calendar; charset=utf-8"),
}


async def workshop(request: Request) -> Answered:
    """What the workshop came to so far."""
    return await _of_report(request, REPORTS, "workshop")


async def plan(request: Request) -> Answered:
    """The joint plan."""
    return await _of_report(request, PLANS, "plan")


async def chart(request: Request) -> Answered:
    """A chart of the workshop, for slides."""
    from assessment.charts.slides import slide, slide_names

    s, name = services(), request.path_params["name"]
    room = await to_thread.run_sync(_room, s, request)
    if room is None:
        return await not_theirs(s, request)
    report = await to_thread.run_sync(report_of, s, room)
    if report is None or name not in slide_names(report):
        return no_file(s)
    instrument, texts = instrument_of(s, room), words_of(s, room)
    make = partial(slide, name, report, instrument, texts, s.theme.light)
    day = report.date or room.updated
    return await attached(make, "png", day, "image/png", name.partition("-")[0])


async def sheets(request: Request) -> Answered:
    """The answer sheet on paper, which shows no answers and is there from the beginning."""
    s = services()
    room = await to_thread.run_sync(_room, s, request)
    if room is None:
        return await not_theirs(s, request)
    make = partial(_sheet, s, room)
    return await attached(make, "pdf", room.updated, "application/pdf", "answer-sheet")


async def _of_report(request: Request, files: dict[str, tuple[Maker, str]], about: str) -> Answered:
    s, kind = services(), request.path_params["kind"]
    room = await to_thread.run_sync(_room, s, request)
    if room is None:
        return await not_theirs(s, request)
    report = await to_thread.run_sync(report_of, s, room)
    if kind not in files or report is None:
        return no_file(s)
    maker, media_type = files[kind]
    browser = browser_of(request, s)

    def make() -> bytes:
        if room.nature == "real":
            actor = door.at_desk(s, browser)
            who = actor.name if actor and actor.account else FACILITATOR
            audit.note(s, "exported", who, f"{audit.mark(room)}, {about} as {kind}")
        return maker(report, instrument_of(s, room), words_of(s, room), s)

    return await attached(make, kind, report.date or room.updated, media_type, about)


def _room(s: Services, request: Request) -> Workshop | None:
    """The workshop that the address names, if this browser runs it."""
    wanted = request.query_params.get("w")
    mine = auth.workshops(s, browser_of(request, s))
    return next((room for room in mine if room.id == wanted), None)


def _sheet(s: Services, room: Workshop) -> bytes:
    from assessment.report.answer_sheet import render_answer_sheet

    instrument = instrument_of(s, room)
    return render_answer_sheet(
        instrument,
        words_of(s, room),
        s.brand,
        items=[item.id for item in items_of(instrument, room, room.signs)],
        title=room.title,
        organisation=room.organisation,
        groups=room.groups,
        code=room.code,
        mirror=room.mirror,
        floors=room.floors,
        costs_most=True,
    )
