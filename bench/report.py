"""The PDF beside as many pages of plain text in the same fonts with fpdf2's own `multi_cell`."""

import gc
import itertools
import time
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path

from fpdf import FPDF
from pypdf import PdfReader

from assessment.brand.load import default_brand
from assessment.report import render_pdf
from assessment.texts import load_texts
from assessment.theme import FONTS
from scoring.bank import load_instrument
from scoring.instrument import Instrument
from scoring.response import Answer, Response
from scoring.score import score

ROUNDS = 7
LIMIT = 250_000  # bytes
QUESTIONS = Path(__file__).parent.parent / "questions" / "seven-signs"
_FACES = (("sans", "", "SevenSans-400.ttf"), ("sans", "B", "SevenSans-600.ttf"))


def rows() -> list[tuple[str, float, float]]:
    """Time and size of the PDF of all seven signs: what, ratio, and what it should reach."""
    instrument = load_instrument(QUESTIONS)
    numbers = itertools.count()
    pdf = _report(instrument, next(numbers))
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    ours = theirs = float("inf")
    plain = partial(_plain, pages)
    plain()
    for _ in range(ROUNDS):
        ours = min(ours, _cpu(lambda: _report(instrument, next(numbers))))
        theirs = min(theirs, _cpu(plain))
    what = f"the PDF, {len(pages)} pages, warm : as many of plain text with multi_cell"
    return [
        (f"{what} ({ours * 1000:.0f} ms : {theirs * 1000:.0f} ms of CPU)", ours / theirs, 1.0),
        (f"the PDF's {len(pdf)} bytes : 250,000", len(pdf) / LIMIT, 1.0),
    ]


def _report(instrument: Instrument, number: int) -> bytes:
    """A report whose answers differ from number to number, so that no cache can cheat."""
    points: tuple[Answer, ...] = (1, 2, 3, 4, 5, "dont_know")
    answers = {
        item: points[(place * 7 + number * 5 + place // 5) % 6]
        for place, item in enumerate(instrument.items)
    }
    response = Response(answers=answers, organisation=f"Sample company {number}")
    return render_pdf(
        score(instrument, response),
        instrument,
        load_texts("en"),
        default_brand(),
        response=response,
        organisation=response.organisation,
    )


def _plain(pages: list[str]) -> bytes:
    """The same pages' words, set one page after the other in the same fonts and nothing else."""
    pdf = FPDF(unit="pt", format="A4")
    pdf.set_auto_page_break(False)
    for family, weight, name in _FACES:
        pdf.add_font(family, weight, FONTS / name)
    for text in pages:
        pdf.add_page()
        pdf.set_font("sans", "", 9)
        pdf.multi_cell(0, 12, text)
    return bytes(pdf.output())


def _cpu(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start
