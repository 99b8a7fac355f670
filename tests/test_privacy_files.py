"""The other files tell nothing that a workshop's JSON does not: the attack on the JSON covers them.

Each file is made once more from the JSON alone, and is the same to the byte. And each is read: its
numbers about answers are those of the JSON.
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from assessment.export import workshop_csv, workshop_xlsx
from assessment.report.room import render_workshop_pdf
from assessment.workshop_report import WorkshopReport
from tests.made_of import numbers_in
from tests.read_pdf import text_of
from tests.real_routes import Routes, real_routes
from tests.test_export_workshop import sheets
from tests.workshops_at_random import RandomWorkshop

WORKSHOPS = range(1000, 1024)  # others than those that the attacker goes through
PRINTED = WORKSHOPS[::4]  # as PDF, which takes longer
TABLES = ("means", "gaps", "distributions", "blind_spots")  # in a scorecard


@pytest.fixture(scope="module")
def routes() -> Iterator[Routes]:
    """The app's own downloads."""
    with real_routes() as opened:
        yield opened


@pytest.fixture(scope="module", params=WORKSHOPS)
def workshop(request: pytest.FixtureRequest, routes: Routes) -> RandomWorkshop:
    """A workshop that has ended."""
    made = RandomWorkshop(request.param, routes)
    made.run()
    return made


def from_json(told: Any) -> WorkshopReport:
    """What a workshop came to, made of its JSON and nothing else."""
    card = {**told["scorecard"], "overall": dict(told["scorecard"]["overall"])}
    del card["overall"]["level_name"]
    rest = {key: value for key, value in told.items() if key != "scorecard"}
    return WorkshopReport.model_validate({**rest, "card": card}, strict=False)


def test_the_tables_are_made_of_what_the_json_says(
    workshop: RandomWorkshop, routes: Routes
) -> None:
    """The table and the workbook are the same to the byte when made from the JSON."""
    s, of, texts = workshop.s, workshop.instrument, workshop.s.texts()
    report = from_json(json.loads(routes.get(s, "/workshop.json", "room")))
    assert routes.get(s, "/workshop.csv", "room") == workshop_csv(report, of).encode()
    assert routes.get(s, "/workshop.xlsx", "room") == workshop_xlsx(report, of, texts)


@pytest.mark.parametrize("workshop", PRINTED, indirect=True)
def test_the_pdf_is_made_of_the_json(workshop: RandomWorkshop, routes: Routes) -> None:
    """The PDF, too, is the same to the byte when made from the JSON."""
    s = workshop.s
    report = from_json(json.loads(routes.get(s, "/workshop.json", "room")))
    made = render_workshop_pdf(report, workshop.instrument, s.texts(), s.brand)
    assert routes.get(s, "/workshop.pdf", "room") == made


def test_the_tables_have_the_numbers_of_the_json(workshop: RandomWorkshop, routes: Routes) -> None:
    """Line by line: what a mean, a gap, a distribution, a mirror or a vote says, and no more."""
    told = json.loads(routes.get(workshop.s, "/workshop.json", "room"))
    lines = [told["scorecard"][name] for name in TABLES]
    for line in told["scorecard"]["distributions"]:
        found = [
            one["value"]
            for one in told["scorecard"]["consensus"]
            if (one["item"], one["group"]) == (line["item"], line["group"])
        ]
        line["agreement"] = found[0]
    text = routes.get(workshop.s, "/workshop.csv", "room").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    for kind, entries in zip(("mean", "gap", "distribution", "mirror"), lines, strict=True):
        own = [numbers_of_row(row) for row in rows if row["row"] == kind]
        assert_told(own, entries)
    for when in ("before", "after"):
        own = [numbers_of_row(row) for row in rows if row["row"] == f"vote_{when}"]
        assert_told(own, [{"n": x["n"], "of": x[when]} for x in told["shifts"]])
    book = list(sheets(routes.get(workshop.s, "/workshop.xlsx", "room")).values())
    for sheet, entries in zip(book[1:5], lines, strict=True):
        own = [[c for c in row if isinstance(c, float)] for row in sheet[1:]]
        assert_told(own, entries)
    votes = [[c for c in row if isinstance(c, float)] for row in book[5][1:]]
    assert_told(votes, [part for shift in told["shifts"] for part in (shift, shift)])


@pytest.mark.parametrize("workshop", PRINTED, indirect=True)
def test_the_pdf_prints_numbers_of_the_json(workshop: RandomWorkshop, routes: Routes) -> None:
    """Every number of the text is told by the JSON, follows from counts told there, or is fixed."""
    told = json.loads(routes.get(workshop.s, "/workshop.json", "room"))
    text = text_of(routes.get(workshop.s, "/workshop.pdf", "room"))
    known = {abs(number) for number in numbers_in(told)}
    known |= {round(100 * share, 1) for share in known if share <= 1}  # as percents
    known |= set(votes_of(told))
    nothing = numbers_in_text(text_of(blank_pdf(told, workshop)))
    assert set(numbers_in_text(text)) - known - set(nothing) == set()


def numbers_of_row(row: dict[str, str]) -> list[float]:
    """The numbers of a row of a table, without what belongs to the workshop."""
    common = ("version", "date", "final", "large", "title", "organisation")
    return [float(v) for k, v in row.items() if k not in common and is_number(v)]


def is_number(text: str) -> bool:
    """Whether a cell holds a number."""
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None


def assert_told(rows: Sequence[Sequence[float]], entries: Sequence[Any]) -> None:
    """Each row has only numbers of its entry in the JSON."""
    for row, entry in zip(rows, entries, strict=True):
        assert set(row) <= set(numbers_in(entry)), (row, entry)


def numbers_in_text(text: str) -> Iterator[float]:
    """Every number in a text."""
    for found in re.findall(r"\d+(?:\.\d+)?", text):
        yield float(found)


def votes_of(told: Any) -> Iterator[float]:
    """The mean options of the votes, which follow from their counts."""
    for shift in told["shifts"]:
        for counts in (shift["before"], shift["after"]):
            if counts:
                mean = sum(n * count for n, count in enumerate(counts, 1)) / sum(counts)
                yield from (round(mean, 1), int(mean * 10 + 0.5) / 10)


def blank_pdf(told: Any, workshop: RandomWorkshop) -> bytes:
    """The same report where nothing of what people answered is shown."""
    report = from_json(told)
    card = report.card
    hidden = {
        "means": {"n", "score", "edge"},
        "distributions": {"n", "counts", "dont_know", "not_applicable", "nearly_all"},
        "consensus": {"value"},
        "gaps": {"points", "low", "high"},
    }
    blank = {
        name: tuple(line.model_copy(update=dict.fromkeys(fields)) for line in getattr(card, name))
        for name, fields in hidden.items()
    }
    blank["gaps"] = tuple(gap.model_copy(update={"verdict": "hidden"}) for gap in blank["gaps"])
    bare = card.model_copy(update={**blank, "blind_spots": ()})
    rest = report.model_copy(update={"card": bare, "shifts": ()})
    return render_workshop_pdf(rest, workshop.instrument, workshop.s.texts(), workshop.s.brand)
