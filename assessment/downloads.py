"""What a browser may take away: the scorecard as PDF, JSON and CSV, its charts as PNG."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.responses import Response as Answered
from starlette.routing import BaseRoute, Route

from assessment import auth
from assessment.auth import Shared
from assessment.origin import over_https
from assessment.plain import notice
from assessment.responses import response_of, scorecard_of
from assessment.services import Services, services
from assessment.settings import ROOT

SAMPLE = ROOT / "docs" / "sample-scorecard.pdf"
AT_ONCE = 2  # files that are made at the same time; the others wait their turn

Maker = Callable[[Services, Shared], bytes]

_makers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="downloads")


def pdf(s: Services, opened: Shared) -> bytes:
    """The scorecard as a PDF."""
    from assessment.report import render_pdf

    assessment = opened.assessment
    return render_pdf(
        scorecard_of(s, assessment),
        s.instrument_of(assessment.instrument.sha256),
        s.texts(),
        s.theme,
        response=response_of(assessment),
        organisation=assessment.organisation,
        date=assessment.updated,
        with_comments=opened.with_comments,
    )


def as_json(s: Services, opened: Shared) -> bytes:
    """The scorecard as JSON."""
    from assessment.export import scorecard_json

    assessment = opened.assessment
    instrument = s.instrument_of(assessment.instrument.sha256)
    return scorecard_json(scorecard_of(s, assessment), instrument).encode()


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
        return _no_file(services())
    return await _file(request, kind, *FILES[kind])


async def picture(request: Request) -> Answered:
    """A chart of the scorecard, for a browser that may read it."""
    from assessment.charts import CHARTS

    name = request.path_params["name"]
    if name not in CHARTS:
        return _no_file(services())
    return await _file(request, f"{name}.png", partial(chart, name), "image/png")


async def sample(_: Request) -> Answered:
    """A sample scorecard, for whoever asks."""
    if not SAMPLE.exists():
        return _no_file(services())
    return FileResponse(SAMPLE, media_type="application/pdf", filename="seven-signs-sample.pdf")


async def _file(request: Request, kind: str, make: Maker, media_type: str) -> Answered:
    from assessment.export import file_name

    s, loop = services(), asyncio.get_running_loop()
    opened = await to_thread.run_sync(_opened, s, request)
    if opened is None:
        return _no_file(s)
    body = await loop.run_in_executor(_makers, make, s, opened)
    name = file_name(kind, opened.assessment.updated)
    return Answered(
        body, 200, {"Content-Disposition": f'attachment; filename="{name}"'}, media_type
    )


def _opened(s: Services, request: Request) -> Shared | None:
    """What this browser may read of what the address names; without a name what it opened last."""
    https = over_https(request.headers, s.settings.public_url, request.url.scheme)
    browser, query = auth.token_of(request.cookies, https), request.query_params
    wanted = query.get("s") or query.get("a")
    if "s" in query:
        readable = auth.shared(s, browser)
    else:
        readable = tuple(Shared(a, with_comments=True) for a in auth.own(s, browser))
    return next((k for k in readable if wanted in (None, k.assessment.id)), None)


def _no_file(s: Services) -> Answered:
    words = s.texts()
    return notice(words, words("error.title"), words("error.no_file"), 404)


ROUTES: tuple[BaseRoute, ...] = (
    Route("/scorecard.{kind}", scorecard),
    Route("/chart/{name}.png", picture),
    Route("/sample.pdf", sample),
)
