"""The chart, its table and its PDF: gaps, figures, long words."""

import datetime
import json

import pytest

from assessment.charts.course import course as chart
from assessment.client_records import Client
from assessment.clients import kept
from assessment.clients.course import progress
from assessment.desk.door import Actor
from assessment.progress_findings import ProgressFindings
from assessment.report.progress import render_progress_pdf
from assessment.services import Services
from assessment.texts import load_texts
from tests.clients.progress.years import NOW, YEAR_AGO, held, put_plan, ran
from tests.read_pdf import faults
from tests.test_report_layout import in_pseudo
from tests.visits import html, visit


def test_the_chart_has_a_gap_where_a_run_has_no_score(
    s: Services, actor: Actor, whose: Client
) -> None:
    """No line crosses it, no mark stands in it, and its words say a dash."""
    ran(s, actor, whose, YEAR_AGO, 2)
    unknown = dict.fromkeys((f"s1_q{n}" for n in (1, 2, 3)), "dont_know")
    half = dict.fromkeys(s.instrument().items, 3) | unknown
    ran(s, actor, whose, datetime.date(2026, 5, 1), answers=half)
    ran(s, actor, whose, NOW, 4)
    found = progress(s, actor, whose.id, "assessment")
    assert found
    said = ProgressFindings(found, s.instrument(), s.texts())
    spec = chart(said, s.instrument(), s.theme.light)

    marks = [m for m in all_rows(spec, "segment") if m["segment"].startswith("0-")]
    assert {(m["x"], m["segment"]) for m in marks} == {(0.0, "0-0"), (1.0, "0-1")}
    others = {m["segment"] for m in all_rows(spec, "segment") if m["segment"].startswith("1-")}
    assert others == {"1-0"}
    assert "25, –, 75" in spec["description"]


def all_rows(spec: dict[str, object], field: str) -> list[dict[str, object]]:
    """The rows of the layers that have such a field."""
    layers: list[dict[str, dict[str, list[dict[str, object]]]]] = spec["layer"]  # type: ignore[assignment]
    return [row for layer in layers for row in layer["data"]["values"] if field in row]


def test_the_chart_has_a_table_of_the_same_numbers(
    s: Services, actor: Actor, whose: Client, visitor: str
) -> None:
    """Every figure of the chart stands in the table below it."""
    ran(s, actor, whose, YEAR_AGO, 2)
    ran(s, actor, whose, NOW, 4)
    page = visit("progress", c=whose.id, of="assessment")

    spec = json.loads(page.get("vega_lite_chart")[0].proto.spec)
    assert "Name of s1: 25, 75. Improved." in spec["description"]
    table = next(part for part in html(page).split("<details") if "The chart as a table" in part)
    assert table.count("<td>25</td><td>75</td>") == 7


@pytest.mark.parametrize("of", ["assessment", "workshop"])
def test_long_words_and_names_stay_on_the_page(
    s: Services, actor: Actor, visitor: str, of: str
) -> None:
    """A name as long as it may be, and every text 60 % longer."""
    client = kept.add(s, actor, "W" * 120)
    for day in (YEAR_AGO, datetime.date(2026, 5, 1), NOW):
        if of == "assessment":
            ran(s, actor, client, day, interviewed="Donaudampfschiff" * 7)
        else:
            room = held(s, actor, client, visitor, day)
            put_plan(s, room, "漢🚀" + "W" * 380)
    found = progress(s, actor, client.id, of)  # type: ignore[arg-type]
    assert found
    pdf = render_progress_pdf(found, in_pseudo(s.instrument()), load_texts("pseudo"), s.brand)

    assert faults(pdf) == []
