"""What a browser may take away: its own scorecards, the workshops it runs, and a sample."""

from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.responses import Response as Answered
from starlette.routing import BaseRoute, Route

from assessment.downloads.files import no_file
from assessment.downloads.scorecard import picture, scorecard
from assessment.downloads.stored import stored
from assessment.downloads.workshop import chart, plan, sheets, workshop
from assessment.services import services
from assessment.settings import ROOT

SAMPLE = ROOT / "docs" / "sample-scorecard.pdf"
SAMPLE_WORKSHOP = ROOT / "docs" / "sample-workshop.pdf"


async def sample(_: Request) -> Answered:
    """A sample scorecard, for whoever asks."""
    if not SAMPLE.exists():
        return no_file(services())
    return FileResponse(SAMPLE, media_type="application/pdf", filename="seven-signs-sample.pdf")


async def sample_workshop(_: Request) -> Answered:
    """A sample of a workshop's report, for whoever asks."""
    if not SAMPLE_WORKSHOP.exists():
        return no_file(services())
    name = "seven-signs-sample-workshop.pdf"
    return FileResponse(SAMPLE_WORKSHOP, media_type="application/pdf", filename=name)


ROUTES: tuple[BaseRoute, ...] = (
    Route("/scorecard.{kind}", scorecard),
    Route("/chart/{name}.png", picture),
    Route("/stored.{kind}", stored),
    Route("/workshop.{kind}", workshop),
    Route("/workshop-plan.{kind}", plan),
    Route("/workshop/chart/{name}.png", chart),
    Route("/workshop-sheets.pdf", sheets),
    Route("/sample.pdf", sample),
    Route("/sample-workshop.pdf", sample_workshop),
)
