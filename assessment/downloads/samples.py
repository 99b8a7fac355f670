"""Samples to show to others, made in the look of the brand when they are first asked for."""

import datetime
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response as Answered

from assessment.downloads.files import attached, no_file
from assessment.services import Services, services
from assessment.texts import Texts
from assessment.workshop_report import WorkshopReport
from scoring.instrument import Instrument

WORKSHOPS = Path(__file__).parent  # in each language, written by tools/docs.py
KEPT = 8  # PDFs of samples, for as many brands, languages and banks

Maker = Callable[[Instrument, Texts, Services], bytes]
_made: dict[tuple[object, ...], bytes] = {}


async def sample(_: Request) -> Answered:
    """A sample scorecard, for whoever asks."""
    from assessment.report.sample import DAY

    make = partial(_kept, services(), _scorecard)
    return await attached(make, "pdf", DAY, "application/pdf", "sample")


async def sample_workshop(_: Request) -> Answered:
    """A sample of a workshop's report, for whoever asks; none where other banks are installed."""
    s = services()
    report = sample_report(s.texts().language)
    if not fits(report, s.instrument()):
        return no_file(s)
    day = report.date or datetime.date(2026, 1, 1)
    make = partial(_kept, s, _workshop)
    return await attached(make, "pdf", day, "application/pdf", "sample-workshop")


@cache
def sample_report(language: str = "en") -> WorkshopReport:
    """What the sample workshop came to, as kept; in English where a language has none."""
    file = workshop_file(language)
    return WorkshopReport.model_validate_json((file if file.exists() else _ENGLISH).read_bytes())


def workshop_file(language: str) -> Path:
    """Where the sample workshop is kept in a language."""
    return WORKSHOPS / f"sample_workshop.{language}.json"


_ENGLISH = workshop_file("en")


def fits(report: WorkshopReport, instrument: Instrument) -> bool:
    """Whether a report is of these banks, as far as its signs and items go."""
    items = {line.item for line in report.card.distributions}
    return set(report.card.asked) <= set(instrument.by_id) and items <= set(instrument.items)


def _scorecard(instrument: Instrument, texts: Texts, s: Services) -> bytes:
    from assessment.report.sample import render_sample

    return render_sample(instrument, texts, s.brand)


def _workshop(instrument: Instrument, texts: Texts, s: Services) -> bytes:
    from assessment.report.room import render_workshop_pdf

    return render_workshop_pdf(sample_report(texts.language), instrument, texts, s.brand)


def _kept(s: Services, make: Maker) -> bytes:
    """The PDF as it was made before, or made now; a sample is the same for everybody."""
    instrument, texts = s.instrument(), s.texts()
    key = (make, instrument.sha256, texts.language, s.brand)
    if key not in _made:
        while len(_made) >= KEPT:
            _made.pop(next(iter(_made)))
        _made[key] = make(instrument, texts, s)
    return _made[key]
