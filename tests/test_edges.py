"""What is said of a gap that rests on an end of the scale: at least, at most, never as if exact."""

import csv
import io
import json
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.charts import room as charts
from assessment.charts.room_marks import Look
from assessment.export import workshop_csv, workshop_json
from assessment.gap_findings import is_wide, may_be_wide
from assessment.privacy import end_of_scale
from assessment.privacy.edges import between
from assessment.room_findings import RoomFindings
from assessment.stage_findings import StageFindings
from assessment.texts import load_texts
from assessment.theme import SEVEN_SIGNS
from scoring.room import Edge, Gap, Mean, RoomScorecard
from tests.make_room_reports import reports
from tests.make_rooms import AT_ENDS, ENDS, mixed, scores
from tests.make_scorecards import INSTRUMENT
from tests.make_stage import room_card
from tests.privacy_shown.people import parts_of, same, shown
from tests.read_pdf import text_of
from tests.test_export_workshop import sheets, workshop_xlsx
from tests.test_workshop_report import made

EN = load_texts("en")
CARD = mixed(scores=scores(INSTRUMENT, *ENDS), edges=AT_ENDS)
SAID = StageFindings(CARD, INSTRUMENT, EN)


def published(score: float, n: int, group: str = "sales") -> Mean:
    """A mean as a group of n people shows it."""
    end = end_of_scale(n)
    edge: Edge | None = "low" if score <= end else "high" if score >= 100 - end else None
    at = {"low": float(end), "high": 100.0 - end, None: score}[edge]
    return Mean(group=group, sign="s1", n=n, score=at, edge=edge)


@given(
    st.integers(0, 100), st.integers(0, 100), st.integers(5, 20), st.integers(5, 20), st.booleans()
)
def test_the_true_distance_lies_between(
    one: int, other: int, n: int, m: int, swapped: bool
) -> None:
    """Whatever the means are behind the ends, they are at least and at most so far apart."""
    first, second = published(one, n), published(other, m)
    apart = between(*((second, first) if swapped else (first, second)))
    if apart is None:
        assert (first.edge, second.edge) == (None, None)
        return
    assert apart[0] <= abs(one - other) <= apart[1]
    if apart[0]:  # then the direction is known as well
        shown_first, shown_second = first.score or 0, second.score or 0
        assert (one > other) == (shown_first > shown_second)
        assert abs(shown_first - shown_second) == apart[0]


@dataclass(frozen=True)
class Case:
    """Two means as they are published, and how far apart they are at least and at most."""

    one: tuple[float, Edge | None]
    other: tuple[float, Edge | None]
    apart: tuple[float, float] | None


@pytest.mark.parametrize(
    "case",
    [
        Case((21, "low"), (60, None), (39, 60)),
        Case((60, None), (79, "high"), (19, 40)),
        Case((21, "low"), (79, "high"), (58, 100)),
        Case((21, "low"), (10, "low"), (0, 21)),
        Case((90, "high"), (79, "high"), (0, 21)),
        Case((21, "low"), (15, None), (0, 15)),
        Case((21, "low"), (4, None), (0, 17)),
        Case((40, None), (60, None), None),
    ],
    ids=str,
)
def test_the_edge_says_in_which_direction(case: Case) -> None:
    """No narrower and no wider than what is published allows, whoever comes first."""
    first, second = (
        Mean(group="g", sign="s1", n=9, score=score, edge=edge)
        for score, edge in (case.one, case.other)
    )
    assert between(first, second) == between(second, first) == case.apart


def gap(card: RoomScorecard, sign: str) -> Gap:
    """The gap of the two sides."""
    found = card.gap(sign)
    assert found is not None
    return found


def test_what_a_protected_room_publishes_says_how_far_at_least() -> None:
    """Five who chose the first option beside fourteen in the middle: 25 apart or more."""
    card = shown(parts_of({"sales": [same(1)] * 5, "marketing": [same(3)] * 14}))
    found = gap(card, "s1")
    assert (found.points, found.between) == (-25, (25, 50))
    assert (found.verdict, found.large) == ("edge", True)


def test_two_at_the_same_end_have_no_width() -> None:
    """No points, no interval, never large; and still the sign is one of those to talk about."""
    card = shown(parts_of({"sales": [same(1)] * 5, "marketing": [same(1)] * 14}))
    found = gap(card, "s1")
    assert (found.points, found.between, found.verdict) == (None, (0, 25), "edge")
    assert (found.low, found.high, found.large, is_wide(found)) == (None, None, False, False)
    assert may_be_wide(found)
    assert set(card.widest) == {"s1", "s2"}


def test_a_status_that_rests_on_an_edge_is_told_only_where_it_is_certain() -> None:
    """Of "46 or less", which may be 33, it is not known; "38 or less" is seen in any case."""
    between_two = {item: 3 if item.endswith("q1") else 4 for item in INSTRUMENT.items}
    open_ = shown(parts_of({"sales": [same(1)] * 5, "marketing": [between_two] * 14})).sign("s1")
    assert (open_.score, open_.edge, open_.status, open_.level) == (46, "low", "unknown", None)
    sure = shown(parts_of({"sales": [same(1)] * 5, "marketing": [same(3)] * 14})).sign("s1")
    assert (sure.score, sure.edge, sure.status, sure.level) == (38, "low", "present", 2)


def test_a_score_made_of_both_ends_is_no_exact_number() -> None:
    """Between the lowest and the highest the middle is told as "about", overall too."""
    card = shown(parts_of({"sales": [same(1)] * 5, "marketing": [same(5)] * 14}))
    assert (card.sign("s1").score, card.sign("s1").edge) == (58, "about")
    assert card.overall.edge == "about"
    assert StageFindings(card, INSTRUMENT, EN).score(58, "about") == "about 58"


def test_the_order_goes_by_what_is_certain() -> None:
    """At least 50 comes before exactly 20, and two that may stand together come last."""
    order = [gap(CARD, sign) for sign in CARD.widest]
    assert [abs(found.points or 0) for found in order] == [78, 50, 20, 14, 3, 0, 0]
    assert all(abs(a.points or 0) >= abs(b.points or 0) for a, b in pairwise(order))


@pytest.mark.parametrize(
    ("sign", "told"),
    [
        ("s1", "Marketing sees it at least 50 points higher than Sales."),
        ("s2", "Sales and Marketing are at most 12 points apart. It is a weakness for both."),
        ("s3", "Sales and Marketing are at least 14 points apart. It is a strength for both."),
        ("s4", "Sales sees it 20 points higher than Marketing."),
        ("s5", "Marketing sees it at least 78 points higher than Sales."),
        ("s6", "Sales and Marketing see it alike. It is a weakness for both."),
        ("s7", "Sales and Marketing are at most 12 points apart. It is a strength for both."),
    ],
)
def test_the_stage_tells_it_so(sign: str, told: str) -> None:
    """At least and at most in the sentence itself; 20 points that are exact stay exact."""
    assert SAID.told(sign) == told


def test_the_headline_and_the_verdict_are_no_more_exact() -> None:
    """The finding of the PDF's cover, and how sure each gap is."""
    said = RoomFindings(CARD, INSTRUMENT, EN)
    first = INSTRUMENT.by_id["s5"].name
    lower = "Sales sees it at least 50 points lower than Marketing."
    assert said.headline() == f"Sales and Marketing are at least 78 points apart on “{first}”."
    assert said.gap_said(gap(CARD, "s1")) == lower
    assert said.gap_said(gap(CARD, "s7")) == "Sales and Marketing are at most 12 points apart."
    assert said.gap_verdict(gap(CARD, "s1")) == EN("room.verdict.edge_large")
    assert said.gap_verdict(gap(CARD, "s2")) == EN("room.verdict.edge_small")
    signed = [said.gap_signed(gap(CARD, sign)) for sign in ("s1", "s2", "s3", "s4")]
    assert signed == ["−50 or less", "at most 12", "14 or more", "20"]


def test_no_gap_is_called_narrow_that_may_be_wide() -> None:
    """At least 14 may be 24: nobody may say that no gap is wide."""
    rows = ((90, 76, 60), *(((55, 52, 50),) * 6))
    ends = mixed(scores=scores(INSTRUMENT, *rows), edges={("s1", "sales"): "high"})
    exact = mixed(scores=scores(INSTRUMENT, *rows))
    assert RoomFindings(ends, INSTRUMENT, EN).headline() == (
        "No gap between Sales and Marketing is known to be wide."
    )
    assert "see the company much alike" in RoomFindings(exact, INSTRUMENT, EN).headline()


def test_the_chart_carries_it_in_its_label_and_for_those_who_hear_it() -> None:
    """A word above the number, and the sentence in the text alternative."""
    spec = charts.gaps(SAID, Look(SEVEN_SIGNS.light))
    rows = [r for layer in spec["layer"] for r in layer["data"]["values"] if "bound" in r]
    told = {row["name"]: f"{row['bound']} {row['gap']}".strip() for row in rows}
    assert told[INSTRUMENT.by_id["s1"].short] == "at least 50"
    assert told[INSTRUMENT.by_id["s2"].short] == "at most 12"
    assert told[INSTRUMENT.by_id["s4"].short] == "20"
    assert "Sales sees it at least 50 points lower than Marketing." in spec["description"]
    one = charts.sign(SAID, "s2", Look(SEVEN_SIGNS.light))
    assert "Sales and Marketing are at most 12 points apart." in one["description"]


def test_every_file_says_so() -> None:
    """JSON, CSV and XLSX have a field for it, empty where the points are exact."""
    report = reports()["ends"]
    found = {
        (g["sign"], tuple(g["groups"])): g
        for g in json.loads(workshop_json(report, INSTRUMENT))["scorecard"]["gaps"]
    }
    pair = ("sales", "marketing")
    assert (found["s1", pair]["points"], found["s1", pair]["between"]) == (-50, [50, 60])
    assert (found["s2", pair]["points"], found["s2", pair]["between"]) == (None, [0, 12])
    assert found["s4", pair]["between"] is None

    text = workshop_csv(report, INSTRUMENT).removeprefix("\ufeff")
    rows = [r for r in csv.DictReader(io.StringIO(text, newline="")) if r["row"] == "gap"]
    of = {r["sign"]: r for r in rows if (r["group"], r["other_group"]) == pair}
    assert (of["s1"]["at_least"], of["s1"]["at_most"]) == ("50.0", "60.0")
    assert of["s1"]["verdict"] == "edge"
    assert (of["s2"]["points"], of["s2"]["at_least"], of["s2"]["at_most"]) == ("", "0.0", "12.0")
    assert (of["s4"]["points"], of["s4"]["at_least"], of["s4"]["at_most"]) == ("20.0", "", "")

    head, *lines = sheets(workshop_xlsx(report, INSTRUMENT, EN))[EN("workbook.gaps")]
    assert EN("workbook.known") in head
    known = {line[0]: line for line in lines if line[1:3] == ["Sales", "Marketing"]}
    assert "at least 50 points" in known[INSTRUMENT.by_id["s1"].name]
    assert "at most 12 points" in known[INSTRUMENT.by_id["s2"].name]


def test_the_pdf_says_so_wherever_it_tells_a_gap() -> None:
    """Cover, executive page, gap page, the sign's page and the table of all gaps."""
    found = text_of(made(reports()["ends"]))
    assert found.count("at least 78 points") >= 5
    assert "−78 or less" in found
    assert "at most 12 points apart" in found
    assert " 78 points" not in found.replace("at least 78 points", "")


def test_an_open_table_of_five_is_not_told_that_anything_is_clear() -> None:
    """Large is said, and that there are too few people; eight and more may be clear."""
    table = mixed(sizes={"sales": 2, "marketing": 2, "leadership": 1}, floor=99)
    said = StageFindings(table, INSTRUMENT, EN)
    assert said.clear(table.widest) == EN("stage.clear_too_few")
    mixed_ = StageFindings(room_card(), INSTRUMENT, EN)
    assert mixed_.clear(mixed_.order) == ("2 of the 3 are statistically clear, the rest is large.")
    assert mixed_.clear(("s1", "s2")) == EN("stage.clear_all")
    assert mixed_.clear(("s3",)) == ""
