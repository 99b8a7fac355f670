"""Golden documents: every page's words, the outline, the links and where shapes stand."""

import datetime
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from pypdf import PdfReader
from pypdfium2 import raw

from assessment.report.paper import HEIGHT
from tests.make_scorecards import SHEETS
from tests.test_report import links, made, titles

GOLDEN = Path(__file__).parent / "golden" / "report"
NAMES = ("mixed", "capped", "check", "partial")


@pytest.mark.parametrize("name", NAMES)
def test_a_document_is_as_it_was_looked_at(name: str, renew: bool) -> None:
    """Words, order, pages, outline, links and shapes equal the golden file; `--renew` writes it."""
    file, found = GOLDEN / f"{name}.txt", described(_made(name))
    if renew:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(found, encoding="utf-8")
    assert found == file.read_text(encoding="utf-8")


def test_there_is_no_golden_document_without_a_sheet(renew: bool) -> None:
    """A golden file that nothing compares with is removed by `--renew`, and an error without."""
    known = {f"{name}.txt" for name in NAMES}
    if renew:
        for file in GOLDEN.glob("*"):
            if file.name not in known:
                file.unlink()
    assert {file.name for file in GOLDEN.glob("*")} == known


def _made(name: str) -> bytes:
    return made(
        SHEETS[name],
        organisation=SHEETS[name].organisation,
        date=datetime.date(2026, 11, 23),
        with_comments=True,
    )


def described(pdf: bytes) -> str:
    """The document as text that changes with the document, and not with a typeface's outlines."""
    lines = [f"outline {level} {title}" for level, title in titles(pdf)]
    lines.append(f"links within the document: {links(pdf).count(None)}")
    for number, page in enumerate(PdfReader(BytesIO(pdf)).pages, 1):
        lines += ["", f"page {number}", *_shapes(pdf, number), page.extract_text().rstrip()]
    return "\n".join(line.rstrip() for line in "\n".join(lines).split("\n")) + "\n"


def _shapes(pdf: bytes, number: int) -> list[str]:
    """The boxes of what is drawn on a page, in whole points: left, top, right, bottom."""
    with pdfium.PdfDocument(pdf) as document:
        shapes = document[number - 1].get_objects(filter=[raw.FPDF_PAGEOBJ_PATH])
        bounds = [shape.get_bounds() for shape in shapes]
    boxes = [(left, HEIGHT - top, right, HEIGHT - bottom) for left, bottom, right, top in bounds]
    return [" ".join(f"{edge:.0f}" for edge in box) for box in boxes]
