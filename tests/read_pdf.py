"""Reads a PDF back: its text, and where every character stands on the page."""

from collections import defaultdict
from collections.abc import Iterator
from ctypes import c_double
from io import BytesIO
from itertools import product
from typing import NamedTuple

import pypdfium2 as pdfium
from pypdf import PdfReader

from assessment.report.flow import LEFT
from assessment.report.paper import HEIGHT, WIDTH

CELL = 10  # points: only characters that share a cell of this size are compared
TOUCH = 0.4  # the share of the smaller character by which two may overlap, as letters f do
OVERHANG = 4  # points by which a large f or j reaches past its advance
EDGE = 20  # points between any text and the edge of the page, above and below


class Char(NamedTuple):
    """A character of a page and its box in points, from the page's top left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def text_of(pdf: bytes) -> str:
    """All text in reading order, white space folded."""
    pages = PdfReader(BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def chars_of(pdf: bytes) -> list[list[Char]]:
    """The characters of each page that leave ink."""
    with pdfium.PdfDocument(pdf) as document:
        return [list(_chars(page)) for page in document]


def faults(pdf: bytes) -> list[str]:
    """What overlaps or leaves the margins, a line each; none if all is well."""
    found = []
    for number, chars in enumerate(chars_of(pdf), 1):
        where = f"page {number}"
        found += [f"{where}: {char.text!r} leaves the page" for char in chars if _outside(char)]
        found += [f"{where}: {a.text!r} overlaps {b.text!r}" for a, b in _overlapping(chars)]
    return found


def _chars(page: pdfium.PdfPage) -> Iterator[Char]:
    texts = page.get_textpage()
    box = [c_double() for _ in range(4)]  # the same for each: a page may have thousands
    try:
        for index in range(texts.count_chars()):
            assert pdfium.raw.FPDFText_GetCharBox(texts.raw, index, *box)
            left, right, bottom, top = (side.value for side in box)
            if right - left > 0.1 and top - bottom > 0.1:
                text = chr(pdfium.raw.FPDFText_GetUnicode(texts.raw, index))
                yield Char(text, left, HEIGHT - top, right, HEIGHT - bottom)
    finally:
        texts.close()


def _outside(char: Char) -> bool:
    across = char.left < LEFT - OVERHANG or char.right > WIDTH - LEFT + OVERHANG
    return across or char.top < EDGE or char.bottom > HEIGHT - EDGE


def _overlapping(chars: list[Char]) -> set[tuple[Char, Char]]:
    cells: dict[tuple[int, int], list[Char]] = defaultdict(list)
    found = set()
    for char in chars:
        columns = range(int(char.left / CELL), int(char.right / CELL) + 1)
        rows = range(int(char.top / CELL), int(char.bottom / CELL) + 1)
        for cell in product(columns, rows):
            beside = cells[cell]
            found.update(
                (other, char) for other in _touching(char, beside) if _overlap(other, char)
            )
            beside.append(char)
    return found


def _touching(char: Char, others: list[Char]) -> list[Char]:
    """The few whose boxes have a point in common with the character's."""
    _, left, top, right, bottom = char
    return [
        other
        for other in others
        if other[1] < right and left < other[3] and other[2] < bottom and top < other[4]
    ]


def _overlap(one: Char, other: Char) -> bool:
    wide = min(one.right, other.right) - max(one.left, other.left)
    high = min(one.bottom, other.bottom) - max(one.top, other.top)
    narrow = min(one.right - one.left, other.right - other.left)
    low = min(one.bottom - one.top, other.bottom - other.top)
    return wide > TOUCH * narrow and high > TOUCH * low
