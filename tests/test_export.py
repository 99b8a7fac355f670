"""The scorecard as JSON and CSV."""

import csv
import datetime
import io
import json
from typing import Any

import pytest

from assessment.export import COLUMNS, answers_csv, file_name, scorecard_json
from tests.make_scorecards import INSTRUMENT, SHEETS, sheet

SIGN_KEYS = {"id", "score", "low", "high", "level", "status", "answered", "dont_know"}
OVERALL_KEYS = {"score", "low", "high", "level", "level_name", "capped_by", "provisional"}
CARD_KEYS = {"overall", "signs", "signs_present", "strengths", "priorities", "find_out"}


def as_object(case: str) -> dict[str, Any]:
    """A sheet's JSON, read back."""
    return json.loads(scorecard_json(sheet(case), INSTRUMENT))  # type: ignore[no-any-return]


def csv_of(case: str, with_comments: bool = True, **changes: Any) -> str:
    """A sheet's CSV."""
    response = SHEETS[case].model_copy(update=changes)
    return answers_csv(sheet(case), INSTRUMENT, response=response, with_comments=with_comments)


def as_rows(case: str, with_comments: bool = True, **changes: Any) -> list[dict[str, str]]:
    """A sheet's CSV, read back."""
    text = csv_of(case, with_comments, **changes).removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("case", SHEETS)
def test_json_holds_what_is_promised(case: str) -> None:
    """The keys that other programs rely on are there for every kind of sheet."""
    made = as_object(case)

    assert made.keys() >= CARD_KEYS | {"instrument"}
    assert made["overall"].keys() >= OVERALL_KEYS
    assert all(sign.keys() >= SIGN_KEYS | {"not_applicable", "items"} for sign in made["signs"])
    assert made["instrument"].keys() == {"id", "version", "sha256"}


def test_json_names_the_level_that_the_cap_leaves() -> None:
    """The name belongs to the level after the cap."""
    overall = as_object("capped")["overall"]

    assert (overall["level"], overall["level_name"]) == (2, "Reactive")
    assert overall["capped_by"] == "s3"


def test_json_has_null_where_there_is_no_score() -> None:
    """No score is null, never zero."""
    made = as_object("unknown")

    assert made["overall"]["score"] is None
    assert made["overall"]["level_name"] is None
    assert [sign["score"] for sign in made["signs"]] == [None] * 7


def test_json_counts_the_items_that_were_asked() -> None:
    """One a sign in the check, all of a sign in the full assessment."""
    assert [sign["items"] for sign in as_object("check")["signs"]] == [1] * 7
    assert [sign["items"] for sign in as_object("mixed")["signs"]] == [5] * 7


def test_csv_has_a_row_for_the_whole_each_sign_and_each_item() -> None:
    """One row for the whole, then each sign with its items under it."""
    kinds = [row["row"] for row in as_rows("mixed")]

    assert kinds == ["overall", *(["sign"] + ["item"] * 5) * 7]


def test_csv_has_the_same_columns_for_every_sheet() -> None:
    """The header never depends on the answers."""
    assert {tuple(row) for case in SHEETS for row in as_rows(case)} == {COLUMNS}


def test_csv_begins_with_a_byte_order_mark() -> None:
    """Without it Excel misreads every accent."""
    card = sheet("good")

    assert answers_csv(card, INSTRUMENT, response=SHEETS["good"]).startswith("\ufeff")


def test_csv_shares_add_up_to_the_scores() -> None:
    """The items' shares make the sign score, the signs' shares the overall score."""
    rows = as_rows("mixed")
    whole = float(rows[0]["score"])
    signs = [row for row in rows if row["row"] == "sign"]

    assert sum(float(row["share"] or 0) for row in signs) == pytest.approx(whole, abs=0.1)
    for sign in signs:
        items = [r for r in rows if r["row"] == "item" and r["sign"] == sign["sign"]]
        total = sum(float(row["share"] or 0) for row in items)
        assert total == pytest.approx(float(sign["score"] or 0), abs=0.1)


def test_csv_says_what_became_of_each_item() -> None:
    """Points, not known, not applicable and open are four different answers."""
    answers = {row["answer"] for row in as_rows("mixed") if row["row"] == "item"}
    answers |= {row["answer"] for row in as_rows("partial") if row["row"] == "item"}

    assert answers == {"1", "2", "3", "4", "5", "dont_know", "not_applicable", "open"}


def test_csv_holds_comments_only_where_they_may_be_read() -> None:
    """A share link without comments gets a file without them."""
    assert any(row["comment"] for row in as_rows("mixed"))
    assert not any(row["comment"] for row in as_rows("mixed", with_comments=False))


@pytest.mark.parametrize(
    "name",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "  =cmd|' /c calc'!A0",
        "\u00a0=1",
        "\u200b=1",
        "＝1",
        "＋1",
        "－1",
        "＠1",
    ],
)
def test_csv_text_is_never_a_formula(name: str) -> None:
    """What a spreadsheet would take for a formula begins with an apostrophe."""
    assert {row["organisation"] for row in as_rows("mixed", organisation=name)} >= {"'" + name} or (
        as_rows("mixed", organisation=name)[0]["organisation"].startswith("'")
    )


@pytest.mark.parametrize("separator", [";", "\t", "\n"])
def test_csv_text_hides_no_formula_behind_another_separator(separator: str) -> None:
    """A spreadsheet that splits at semicolons or tabs finds no formula either."""
    row = as_rows("mixed", organisation=f"Sample{separator} =1+1")[0]

    assert row["organisation"] == f"Sample{separator}' =1+1"


@pytest.mark.parametrize("separator", [";", "\t", "|"])
@pytest.mark.parametrize("quote", ["", '"'])
def test_csv_read_by_another_separator_has_no_formula(separator: str, quote: str) -> None:
    """Quotes in the text do not help a formula past a spreadsheet that splits elsewhere."""
    hostile = f"x{separator}{quote}=cmd|' /C calc'!A0;y"
    text = csv_of("mixed", comments={"s2": hostile})
    cells = [cell for row in csv.reader(text.splitlines(), delimiter=separator) for cell in row]

    assert len(cells) > 40
    assert [cell for cell in cells if cell.lstrip().startswith(("=", "+", "@"))] == []


@pytest.mark.parametrize("name", ["Sample & Sons", "A-Z", "3 + 4", "me@example.org", "a, -b"])
def test_csv_leaves_harmless_text_alone(name: str) -> None:
    """Nothing is added to text that no spreadsheet takes for a formula."""
    assert as_rows("mixed", organisation=name)[0]["organisation"] == name


def test_csv_numbers_stay_numbers() -> None:
    """Numbers stand bare in the file, text in quotes."""
    text = answers_csv(sheet("good"), INSTRUMENT, response=SHEETS["good"])
    line = text.splitlines()[3]

    assert '"answer"' not in line
    assert ',4,"Option 4 of s1_q1",4,75.0,1.0,' in line


@pytest.mark.case("C43")
def test_a_file_name_is_fixed_and_plain() -> None:
    """A download is named after its kind and day alone."""
    assert file_name("acme", "csv", datetime.date(2026, 11, 23)) == "acme-2026-11-23.csv"
