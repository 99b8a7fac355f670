"""One person's scorecard as PDF, JSON and CSV, its charts as PNG."""

from collections.abc import Callable
from functools import partial

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.responses import Response as Answered

from assessment import auth, prospects
from assessment.auth import Shared
from assessment.clients import claims
from assessment.desk import audit, door
from assessment.downloads.files import attached, browser_of, no_file, not_theirs
from assessment.responses import response_of, scorecard_of
from assessment.services import Services, services
from assessment.spoken import spoken

Maker = Callable[[Services, Shared], bytes]


def pdf(s: Services, opened: Shared) -> bytes:
    """The scorecard as a PDF."""
    from assessment.report import render_pdf

    assessment = opened.assessment
    return render_pdf(
        scorecard_of(s, assessment),
        s.instrument_of(assessment.instrument.sha256),
        s.texts(),
        s.brand,
        response=response_of(assessment),
        organisation=assessment.organisation,
        date=assessment.updated,
        with_comments=opened.with_comments,
        commentary=spoken(s, assessment.id),
    )


def as_json(s: Services, opened: Shared) -> bytes:
    """The scorecard as JSON."""
    from assessment.export import scorecard_json

    assessment = opened.assessment
    instrument = s.instrument_of(assessment.instrument.sha256)
    made = scorecard_json(scorecard_of(s, assessment), instrument, assessment.interviewed)
    return made.encode()


def as_csv(s: Services, opened: Shared) -> bytes:
    """The answers and scores as CSV."""
    from assessment.export import answers_csv

    assessment = opened.assessment
    table = answers_csv(
        scorecard_of(s, assessment),
        s.instrument_of(assessment.instrument.sha256),
        response=response_of(assessment),
        with_comments=opened.with_comments,
    )
    return table.encode()


def chart(name: str, s: Services, opened: Shared) -> bytes:
    """A chart as a PNG on white; raises KeyError for a name that is none."""
    from assessment.charts import picture

    assessment = opened.assessment
    instrument = s.instrument_of(assessment.instrument.sha256)
    return picture(name, scorecard_of(s, assessment), instrument, s.texts(), s.theme.light)


FILES: dict[str, tuple[Maker, str]] = {
    "pdf": (pdf, "application/pdf"),
    "json": (as_json, "application/json"),
    "csv": (as_csv, "text/csv; charset=utf-8"),
}


async def scorecard(request: Request) -> Answered:
    """A file of the scorecard, for a browser that may read it."""
    kind = request.path_params["kind"]
    if kind not in FILES:
        return no_file(services())
    return await _file(request, kind, *FILES[kind])


async def picture(request: Request) -> Answered:
    """A chart of the scorecard, for a browser that may read it."""
    from assessment.charts import CHARTS

    name = request.path_params["name"]
    if name not in CHARTS:
        return no_file(services())
    return await _file(request, f"{name}.png", partial(chart, name), "image/png")


async def _file(request: Request, kind: str, make: Maker, media_type: str) -> Answered:
    s = services()
    opened = await to_thread.run_sync(_opened, s, request)
    if opened is None:
        return await not_theirs(s, request)
    if kind == "pdf" and not await to_thread.run_sync(_free, s, request, opened):
        return RedirectResponse(f"/scorecard?a={opened.assessment.id}", 303)
    return await attached(partial(make, s, opened), kind, opened.assessment.updated, media_type)


def _free(s: Services, request: Request, opened: Shared) -> bool:
    """Whether no gate stands before the PDF; whoever was given a share link meets none."""
    return "s" in request.query_params or prospects.passed(s, opened.assessment)


def _opened(s: Services, request: Request) -> Shared | None:
    """What this browser may read of what the address names; without a name what it opened last."""
    browser, query = browser_of(request, s), request.query_params
    wanted = query.get("s") or query.get("a")
    if "s" not in query:
        own = (a for a in auth.own(s, browser) if wanted in (None, a.id))
        return next((Shared(a, with_comments=True) for a in own), None)
    by_link = (k for k in auth.shared(s, browser) if wanted in (None, k.assessment.id))
    return next(by_link, None) or _at_desk(s, browser, wanted)


def _at_desk(s: Services, browser: str | None, wanted: str | None) -> Shared | None:
    """An assessment of a client, for who sits at the desk; that it was taken out is noted."""
    actor = door.at_desk(s, browser)
    found = claims.readable(s, actor, wanted) if actor and wanted else None
    if actor and found:
        audit.note(s, "exported", actor.name, f"scorecard {wanted}")
    return found
