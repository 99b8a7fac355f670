"""What a browser may take away: its own scorecards, the workshops it runs, and a sample."""

from starlette.routing import BaseRoute, Route

from assessment.downloads.client import progress_pdf, reminder
from assessment.downloads.samples import sample, sample_workshop
from assessment.downloads.scorecard import picture, scorecard
from assessment.downloads.stored import stored
from assessment.downloads.workshop import chart, plan, sheets, workshop

ROUTES: tuple[BaseRoute, ...] = (
    Route("/scorecard.{kind}", scorecard),
    Route("/chart/{name}.png", picture),
    Route("/stored.{kind}", stored),
    Route("/workshop.{kind}", workshop),
    Route("/workshop-plan.{kind}", plan),
    Route("/workshop/chart/{name}.png", chart),
    Route("/workshop-sheets.pdf", sheets),
    Route("/client-progress.pdf", progress_pdf),
    Route("/client-next.ics", reminder),
    Route("/sample.pdf", sample),
    Route("/sample-workshop.pdf", sample_workshop),
)
