"""German from end to end: what is handed out is German to the last word, and breaks nothing."""

import re
from contextvars import copy_context
from functools import cache
from io import BytesIO

import httpx
import pytest
from pypdf import PdfReader

from assessment.brand.load import default_brand
from assessment.export import plan_ics, workshop_xlsx
from assessment.findings import in_words
from assessment.report import render_pdf
from assessment.report.answer_sheet import render_answer_sheet
from assessment.report.room import render_workshop_pdf
from assessment.report.sample import sample_response
from assessment.room_findings import room_in_words
from assessment.services import Services
from assessment.texts import load_texts, visitor
from assessment.workshop_report import WorkshopReport
from scoring.response import Response, Scope
from scoring.score import score
from tests.make_instrument import shipped
from tests.read_pdf import faults, text_of
from tests.test_export_workshop import sheets
from tools.docs import sample_workshop

BRAND = default_brand()
EN, DE = load_texts("en"), load_texts("de")
ENGLISH = shipped()
GERMAN = ENGLISH.in_language("de")


@cache
def english() -> tuple[str, ...]:
    """The English passages of some words that no German page may show."""
    texts = [*EN._words.values(), *ENGLISH.texts().values()]
    parts = [part.strip(" .,:;“”") for text in texts for part in re.split(r"\{\w+\}", text)]
    german = " ".join([*DE._words.values(), *GERMAN.texts().values()])
    return tuple({p for p in parts if len(p.split()) > 2 and p not in german})


def left_over(text: str) -> list[str]:
    """The English passages and the keys of texts in a German text."""
    there = [part for part in (*english(), *EN._words) if part in text]
    return [p for p in there if re.search(rf"(?<![\w.]){re.escape(p)}(?!\.?\w)", text)]


def sheet(scope: Scope) -> Response:
    """The answers behind the sample report, or those of its key questions."""
    given = sample_response(GERMAN, DE("rehearsal.organisation"))
    keys = {item: given.answers[item] for item in GERMAN.key_items}
    return given.model_copy(
        update={"scope": scope, "answers": keys if scope == "check" else given.answers}
    )


@cache
def scorecard(scope: Scope) -> bytes:
    """A scorecard in German as a PDF."""
    given = sheet(scope)
    card = score(GERMAN, given)
    return render_pdf(card, GERMAN, DE, BRAND, response=given, organisation=None, date=given.date)


@cache
def workshop() -> WorkshopReport:
    """What a sample workshop came to that a German browser made."""

    def work() -> WorkshopReport:
        visitor.tell(lambda: "de")
        return sample_workshop()

    return copy_context().run(work)


def test_the_finder_finds_what_is_left_in_english() -> None:
    """An English sentence and a key are found; German with the same names is not."""
    assert left_over(f"Hier steht: {EN('report.limit_outcomes')}") == [
        EN("report.limit_outcomes").rstrip(".")
    ]
    assert left_over("Das ist report.limits.") == ["report.limits"]
    assert left_over("Das ist kein report.limits_x") == []
    assert left_over(DE("report.limit_outcomes")) == []
    assert len(english()) > 1000


@pytest.mark.parametrize("scope", ["full", "check"])
def test_a_scorecard_is_german_throughout(scope: Scope) -> None:
    """Every word, the language in the file, the title; and nothing overlaps or leaves the page."""
    pdf = scorecard(scope)
    text, reader = text_of(pdf), PdfReader(BytesIO(pdf))
    assert left_over(text) == []
    assert faults(pdf) == []
    assert reader.root_object["/Lang"] == "de"
    assert reader.metadata is not None
    assert reader.metadata.title == DE("report.title")
    for said in (DE("report.summary"), DE("report.sources_title"), DE("word.author")):
        assert said in text
    for sign in GERMAN.signs:
        assert sign.name in text


def test_a_scorecard_has_german_digits_and_days() -> None:
    """Decimal commas in the ledger, and the day in German words."""
    text = text_of(scorecard("full"))
    assert "23. November 2026" in text
    assert re.search(r"\d,\d\d\b", text)
    assert not re.search(r"(?<![\d.])\d{1,2}\.\d\d(?![\d.])", text)


def test_a_workshops_report_is_german_throughout() -> None:
    """With what its invented people said and agreed; and nothing overlaps or leaves the page."""
    pdf = render_workshop_pdf(workshop(), GERMAN, DE, BRAND)
    text = text_of(pdf)
    assert left_over(text) == []
    assert faults(pdf) == []
    assert DE("rehearsal.comment.2.2") in text
    assert GERMAN.actions[workshop().plan[0].action or ""].text in text


def test_the_answer_sheet_is_german_throughout() -> None:
    """All 35 questions with their options and what to do with them."""
    pdf = render_answer_sheet(
        GERMAN,
        DE,
        BRAND,
        items=list(GERMAN.items),
        title="Workshop",
        organisation=None,
        groups=("sales", "marketing"),
        code="ABC",
        mirror=True,
        floors=GERMAN.outline.floors,
        costs_most=True,
    )
    assert left_over(text_of(pdf)) == []
    assert faults(pdf) == []


def test_the_workbook_and_the_calendar_are_german() -> None:
    """Names of sheets, heads, findings, and what a calendar shows of the plan."""
    book = sheets(workshop_xlsx(workshop(), GERMAN, DE))
    cells = [cell for rows in book.values() for row in rows for cell in row]
    assert left_over("\n".join(cell for cell in cells if isinstance(cell, str))) == []
    assert next(iter(book)) == DE("workbook.summary")
    assert all(len(name) <= 31 for name in book)
    assert left_over(plan_ics(workshop(), GERMAN, DE).decode().replace("\r\n ", "")) == []


def test_sentences_on_a_terminal_are_german() -> None:
    """What `score` prints of a person and of a room."""
    assert left_over(in_words(score(GERMAN, sheet("full")), GERMAN, DE)) == []
    card = workshop().card
    assert left_over(room_in_words(card, GERMAN, DE)) == []


def test_a_download_is_in_the_language_of_the_browser(s: Services, http: httpx.Client) -> None:
    """The thread that makes a file knows whose it is; the next file is another's again."""
    http.post("/begin", data={"scope": "full", "group": "sales"})
    german = http.get("/scorecard.pdf", headers={"Accept-Language": "de"}).content
    english = http.get("/scorecard.pdf").content
    assert DE("report.summary") in text_of(german)
    assert EN("report.summary") in text_of(english)
