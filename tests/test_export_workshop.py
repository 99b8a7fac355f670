"""A workshop's files: JSON, CSV, XLSX, and the plan as CSV and calendar."""

import csv
import datetime
import io
import json
import re
import zipfile
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from icalendar import Calendar

from assessment.export import plan_csv, plan_ics, workshop_csv, workshop_json, workshop_xlsx
from assessment.export.workshop import WORKSHOP_COLUMNS
from assessment.records import PlannedAction
from assessment.room_findings import RoomFindings
from assessment.texts import load_texts
from assessment.workshop_report import WorkshopReport
from tests.make_room_reports import report, reports
from tests.make_rooms import mixed
from tests.make_scorecards import INSTRUMENT

EN = load_texts("en")
REPORTS = reports()
HOSTILE = ("=1+1", "+1", "-1", "@SUM(1)", "\t=1", "＝1", "a;=1")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def rows(text: str) -> list[dict[str, str]]:
    """The rows of a CSV as a spreadsheet reads them."""
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def sheets(book: bytes) -> dict[str, list[list[str | float]]]:
    """The cells of each sheet, read from the file itself: numbers as numbers, text as text."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        strings = [
            "".join(part.text or "" for part in entry.iter(f"{MAIN}t"))
            for entry in fromstring(archive.read("xl/sharedStrings.xml"))
        ]
        names = [
            entry.attrib["name"]
            for entry in fromstring(archive.read("xl/workbook.xml")).iter(f"{MAIN}sheet")
        ]
        found = {}
        for number, name in enumerate(names, 1):
            sheet = fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))
            assert list(sheet.iter(f"{MAIN}f")) == []
            found[name] = [[_cell(c, strings) for c in row] for row in sheet.iter(f"{MAIN}row")]
    return found


def _cell(cell: Element, strings: list[str]) -> str | float:
    value = cell.findtext(f"{MAIN}v") or ""
    return strings[int(value)] if cell.get("t") == "s" else float(value)


def hostile(name: str = "mixed") -> WorkshopReport:
    """A workshop whose people typed formulas wherever they could."""
    planned = tuple(
        PlannedAction(home="w", id=f"p{n}", place=n, sign="s1", text=text, sales=text, done=text)
        for n, text in enumerate(HOSTILE)
    )
    return REPORTS[name].model_copy(
        update={"title": "=1+1", "organisation": "@SUM(1)", "plan": planned}
    )


@pytest.mark.parametrize("name", REPORTS)
def test_the_json_holds_what_was_published(name: str) -> None:
    """One result, many readers: the scorecard of the file is the scorecard of the workshop."""
    found = json.loads(workshop_json(REPORTS[name], INSTRUMENT))

    card = REPORTS[name].card
    assert found["scorecard"]["overall"]["score"] == card.overall.score
    assert [m["score"] for m in found["scorecard"]["means"]] == [m.score for m in card.means]
    assert found["nature"] == REPORTS[name].nature


def test_the_json_holds_no_ids_and_nothing_hidden() -> None:
    """Neither a ballot, nor a record, nor a comment that the facilitator hid."""
    text = workshop_json(REPORTS["open"], INSTRUMENT)

    assert "A hidden remark" not in text
    assert "We make it twice" in text
    assert not re.search(r'"(ballot|home|id)": "(b\d|w|one|two)"', text)
    assert '"name": "Ada"' in text


@pytest.mark.parametrize("name", REPORTS)
def test_the_csv_has_a_row_for_every_published_number(name: str) -> None:
    """Means, gaps, distributions, mirror, votes and actions; a hidden number is an empty cell."""
    found = rows(workshop_csv(REPORTS[name], INSTRUMENT))

    card = REPORTS[name].card
    means = [row for row in found if row["row"] == "mean"]
    assert [row["score"] for row in means] == [
        "" if mean.score is None else str(mean.score) for mean in card.means
    ]
    assert len([row for row in found if row["row"] == "gap"]) == len(card.gaps)
    assert len([row for row in found if row["row"] == "distribution"]) == len(card.distributions)
    assert len([row for row in found if row["row"] == "action"]) == len(REPORTS[name].plan)
    assert {row["nature"] for row in found} == {REPORTS[name].nature}


def test_every_column_of_the_csv_is_used() -> None:
    """No column is named and never filled, and nothing is said outside the columns."""
    found = [row for name in REPORTS for row in rows(workshop_csv(REPORTS[name], INSTRUMENT))]

    filled = {column for row in found for column, cell in row.items() if cell}
    # nobody says "don't know" in these rooms, and none has a second group at "10 or less"
    assert set(WORKSHOP_COLUMNS) - filled <= {"dont_know", "not_applicable"}


@pytest.mark.parametrize("make", [workshop_csv, plan_csv])
def test_no_cell_of_a_csv_is_a_formula(make: object) -> None:
    """What people typed begins with an apostrophe where a spreadsheet would reckon with it."""
    text = make(hostile(), INSTRUMENT)  # type: ignore[operator]

    cells = [cell for row in rows(text) for column, cell in row.items() if not _number(cell)]
    assert [cell for cell in cells if re.match(r"\s*[=+\-@＝]", cell)] == []
    assert "'=1+1" in text


def _number(cell: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", cell) is not None and cell not in HOSTILE


def test_the_workbook_has_its_sheets() -> None:
    """Seven sheets, and one more where an earlier workshop is compared."""
    names = ("summary", "means", "gaps", "distributions", "mirror", "votes", "plan", "changes")
    expected = [EN(f"workbook.{name}") for name in names]

    assert list(sheets(workshop_xlsx(REPORTS["mixed"], INSTRUMENT, EN))) == expected
    assert list(sheets(workshop_xlsx(REPORTS["open"], INSTRUMENT, EN))) == expected[:-1]


def test_numbers_are_numbers_and_hidden_ones_are_words() -> None:
    """A mean can be reckoned with; "not enough answers" and "78 or more" cannot."""
    found = sheets(workshop_xlsx(REPORTS["hidden"], INSTRUMENT, EN))[EN("workbook.means")]
    assert found[1] == ["Name of s1", "Sales", 12.0, 34.0]
    assert found[2] == ["Name of s1", "Marketing", EN("room.hidden")]

    check = sheets(workshop_xlsx(REPORTS["check"], INSTRUMENT, EN))[EN("workbook.means")]
    assert ["Name of s7", "Sales", 14.0, "78 or more"] in check


def test_the_summary_says_the_finding() -> None:
    """The first sheet says what the PDF and the screen say."""
    card = REPORTS["mixed"].card
    found = sheets(workshop_xlsx(REPORTS["mixed"], INSTRUMENT, EN))[EN("workbook.summary")]

    assert [EN("workbook.finding"), RoomFindings(card, INSTRUMENT, EN).headline()] in found
    assert [EN("workbook.overall"), card.overall.score] in found
    assert [EN("workbook.nature"), EN("workbook.nature_real")] in found


def test_no_cell_of_the_workbook_is_a_formula() -> None:
    """Typed formulas are text, marked so that editing the cell keeps them text."""
    book = workshop_xlsx(hostile(), INSTRUMENT, EN)

    plan = sheets(book)[EN("workbook.plan")]
    assert [row[2] for row in plan[1:]] == list(HOSTILE)
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        assert b'quotePrefix="1"' in archive.read("xl/styles.xml")
        assert not [name for name in archive.namelist() if "external" in name.lower()]


def test_the_workbook_is_the_same_each_time() -> None:
    """The same input gives the same bytes."""
    first, second = (workshop_xlsx(REPORTS["mixed"], INSTRUMENT, EN) for _ in range(2))

    assert first == second


def test_the_plan_has_both_owners() -> None:
    """A row for each action in the order it was agreed."""
    found = rows(plan_csv(REPORTS["mixed"], INSTRUMENT))

    assert [(row["number"], row["owner_sales"], row["owner_marketing"]) for row in found] == [
        ("1", "Ada Sample", "Ben Sample"),
        ("2", "Ada Sample", ""),
    ]
    assert [row["due"] for row in found] == ["2026-12-18", ""]


def test_the_calendar_has_a_whole_day_for_every_dated_action() -> None:
    """An event that lasts the day and blocks nobody; an action without a date is left out."""
    (event,) = _events(REPORTS["mixed"])

    assert event.decoded("dtstart") == datetime.date(2026, 12, 18)
    assert event.decoded("dtend") == datetime.date(2026, 12, 19)
    assert event["uid"] == "one@joint-plan"
    assert event["summary"] == "Agree on one target"
    assert event["transp"] == "TRANSPARENT"
    for said in ("Ada Sample", "Ben Sample", "Both report the same number.", "Spring review"):
        assert said in event["description"]


def _events(found: WorkshopReport) -> list[Calendar]:
    calendar = Calendar.from_ical(plan_ics(found, INSTRUMENT, EN))
    return list(calendar.walk("VEVENT"))


def test_importing_the_calendar_again_renews_its_events() -> None:
    """The same action keeps its id, whatever was changed about it."""
    before = REPORTS["mixed"]
    moved = before.plan[0].changed(due=datetime.date(2027, 1, 8), text="Another text")

    (event,) = _events(before.model_copy(update={"plan": (moved,)}))

    assert event["uid"] == _events(before)[0]["uid"]
    assert event.decoded("dtstart") == datetime.date(2027, 1, 8)


@pytest.mark.parametrize("nature", ["rehearsal", "sample"])
def test_a_rehearsed_action_says_so_in_the_calendar(nature: str) -> None:
    """Nobody takes an action for real that nobody agreed on."""
    (event,) = _events(REPORTS["mixed"].model_copy(update={"nature": nature}))

    assert event["summary"] == EN(f"plan.event_{nature}", action="Agree on one target")


def test_the_calendar_is_what_rfc_5545_wants() -> None:
    """Lines end with CRLF, are folded at 75 octets, and typed text breaks out of no property."""
    text = "Ä" * 300 + "\r\nBEGIN:VALARM;x,y\\z"
    planned = PlannedAction(
        home="w", id="p", place=1, sign="s1", text=text, due=datetime.date(2026, 12, 18)
    )
    made = plan_ics(report(mixed(), plan=(planned,)), INSTRUMENT, EN)

    lines = made.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in made.replace(b"\r\n", b"")
    assert not [line for line in lines if line.startswith(b"BEGIN:VALARM")]
    for needed in (b"VERSION:2.0", b"METHOD:PUBLISH", b"DTSTART;VALUE=DATE:20261218"):
        assert needed in lines
    (event,) = _events(report(mixed(), plan=(planned,)))
    assert event["summary"].replace("\r", "") == text.replace("\r", "")
