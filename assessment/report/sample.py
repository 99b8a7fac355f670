"""The sample scorecard: made-up answers of a made-up company, to show what one gets."""

import datetime

from assessment.brand import Brand
from assessment.report import render_pdf
from assessment.texts import Texts
from scoring.instrument import Instrument
from scoring.response import Answer, Response
from scoring.score import score

DAY = datetime.date(2026, 11, 23)
ANSWERS: tuple[tuple[Answer, ...], ...] = (  # of each sign in order, item by item
    (2, 3, 2, 3, 2),
    (2, 2, 1, 3, 2),
    (2, 2, 3, "dont_know", 2),
    (3, 2, "not_applicable", 3, 3),
    (3, 2, 3, 3, 2),
    (4, 3, 4, 4, 3),
    (4, 4, 3, 5, 4),
)
_COST_MOST = (1, 0)  # the signs by their places


def sample_response(instrument: Instrument, organisation: str) -> Response:
    """The answers behind the sample, whatever the banks."""
    answers = {
        item.id: ANSWERS[at % len(ANSWERS)][place % len(ANSWERS[0])]
        for at, sign in enumerate(instrument.signs)
        for place, item in enumerate(sign.items)
    }
    return Response.model_validate(
        {
            "organisation": organisation,
            "group": instrument.outline.groups[-1].id,
            "date": DAY,
            "answers": answers,
            "costs_most": tuple(
                instrument.signs[at].id for at in _COST_MOST if at < len(instrument.signs)
            ),
        }
    )


def render_sample(instrument: Instrument, texts: Texts, brand: Brand) -> bytes:
    """The sample as a PDF, which says on every page that it is one."""
    response = sample_response(instrument, texts("rehearsal.organisation"))
    return render_pdf(
        score(instrument, response),
        instrument,
        texts,
        brand,
        response=response,
        organisation=response.organisation,
        date=response.date,
        sample=True,
    )
