"""The command line with a list of answer sheets: a room without a workshop."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from assessment.cli import main
from assessment.texts import load_texts
from tests.make_instrument import shipped
from tests.read_pdf import text_of

INSTRUMENT = shipped()
ITEMS, SIGNS = list(INSTRUMENT.items), list(INSTRUMENT.by_id)
FIRST = ITEMS[0]


def sheet(group: str, points: int, **content: Any) -> dict[str, Any]:
    """A sheet of a group with the same points for every item."""
    return {"group": group, "answers": dict.fromkeys(ITEMS, points)} | content


def scored(
    folder: Path, sheets: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> dict[str, Any]:
    """The JSON that a list of sheets makes."""
    path = folder / "room.json"
    path.write_text(json.dumps(sheets), "utf-8")
    assert main(["score", str(path), "--json"]) == 0
    made: dict[str, Any] = json.loads(capsys.readouterr().out)
    return made


ROOM = [sheet("sales", 2)] * 9 + [sheet("marketing", 4)] * 8 + [sheet("leadership", 5)] * 3


def test_overall_is_the_mean_of_sales_and_marketing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Equal in weight whatever their numbers; leadership stands beside them."""
    card = scored(tmp_path, ROOM, capsys)
    assert [(g["id"], g["n"], g["score"]) for g in card["groups"]] == [
        ("sales", 9, 25),
        ("marketing", 8, 75),
        ("leadership", 3, 100),
    ]
    assert card["groups"][0]["signs"] == [{"id": sign, "n": 9, "score": 25} for sign in SIGNS]
    overall = card["overall"]
    assert [overall[key] for key in ("score", "low", "high", "level")] == [50, 50, 50, 3]
    assert (overall["level_name"], overall["missing"]) == ("Coordinated", [])


def test_it_has_the_keys_that_one_sheet_has(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever reads the overall score of one sheet can read that of a room."""
    card = scored(tmp_path, ROOM, capsys)
    path = tmp_path / "one.json"
    path.write_text(json.dumps(ROOM[0]), "utf-8")
    assert main(["score", str(path), "--json"]) == 0
    one = json.loads(capsys.readouterr().out)
    assert one.keys() - card.keys() == set()
    assert one["overall"].keys() - card["overall"].keys() == set()
    assert {"groups", "gaps", "consensus"} <= card.keys()


def test_gaps_and_consensus_are_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A gap for every sign and pair, the first group less the second; consensus for every item."""
    card = scored(tmp_path, ROOM, capsys)
    assert len(card["gaps"]) == 7 * 3
    first = card["gaps"][0]
    wanted = {"sign": SIGNS[0], "groups": ["sales", "marketing"], "points": -50}
    assert first | wanted | {"low": None, "high": None, "verdict": "clear"} == first
    assert card["gaps"][1]["verdict"] == "too_few"
    assert [(line["item"], line["group"], line["value"]) for line in card["consensus"][:2]] == [
        (FIRST, "sales", 1),
        (FIRST, "marketing", 1),
    ]


def test_an_interval_stands_beside_the_points(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where a group is not of one mind."""
    mixed = [sheet("sales", points) for points in (1, 2, 2, 3, 3, 3, 4, 5)]
    card = scored(tmp_path, mixed + [sheet("marketing", 4)] * 8, capsys)
    gap = card["gaps"][0]
    assert gap["low"] < gap["points"] == -28.1 < gap["high"] < 0


def test_bounds_are_those_of_the_members_and_shares_add_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Half of Sales knows nothing of the first sign: it could be 0 or 100 for them."""
    first = dict.fromkeys((item.id for item in INSTRUMENT.signs[0].items), "dont_know")
    unsure = sheet("sales", 3) | {"answers": sheet("sales", 3)["answers"] | first}
    card = scored(tmp_path, [unsure, sheet("sales", 3), sheet("marketing", 3)], capsys)
    overall = card["overall"]
    # Sales' first sign lies between (0 + 50) / 2 and (100 + 50) / 2, Marketing's is 50.
    assert (overall["score"], overall["low"], overall["high"]) == (50, 48.2, 51.8)
    assert sum(line["share"] for line in overall["ledger"]) == pytest.approx(50)


def test_shares_add_up_where_the_groups_know_different_signs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A sign that one group alone knows is no sign of the room, but part of that group's score."""
    last = dict.fromkeys((item.id for item in INSTRUMENT.signs[6].items), "dont_know")
    sales = sheet("sales", 2) | {"answers": sheet("sales", 2)["answers"] | last}
    card = scored(tmp_path, [sales, sheet("marketing", 5)], capsys)
    overall = card["overall"]
    assert overall["score"] == 62.5
    assert (overall["provisional"], overall["signs_known"]) == (True, 6)
    assert overall["ledger"][6]["value"] is None
    assert sum(line["share"] for line in overall["ledger"]) == pytest.approx(62.5)
    assert card["find_out"] == [SIGNS[6]]


def test_without_marketing_there_is_no_overall_score(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says who is missing."""
    card = scored(tmp_path, [sheet("sales", 3), sheet("leadership", 4)], capsys)
    overall = card["overall"]
    assert [overall[key] for key in ("score", "low", "level", "level_name")] == [None] * 4
    assert overall["missing"] == ["marketing"]


def test_who_named_a_sign_is_shared_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One of four named the first, two the second."""
    named = [[SIGNS[1]], [SIGNS[1], SIGNS[0]], [], []]
    groups = ["sales", "marketing", "sales", "leadership"]
    sheets = [sheet(g, 3, costs_most=n) for g, n in zip(groups, named, strict=True)]
    card = scored(tmp_path, sheets, capsys)
    assert [sign["costs_most"] for sign in card["signs"][:3]] == [0.25, 0.5, 0]
    assert card["costs_most"] == [SIGNS[1], SIGNS[0]]
    assert card["priorities"][:2] == [SIGNS[1], SIGNS[0]]


def test_a_list_in_yaml_is_the_same_and_its_order_says_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two hundred sheets, as many as a room holds."""
    room = [
        sheet(("sales", "marketing")[n % 2], n % 5 + 1, comments={SIGNS[0]: f"word {n}"})
        for n in range(200)
    ]
    wanted = scored(tmp_path, room, capsys)
    path = tmp_path / "room.yaml"
    path.write_text("".join(yaml.safe_dump([one]) for one in reversed(room)), "utf-8")
    assert main(["score", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == wanted


def test_a_room_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The finding comes first: the widest gap; then a line for each sign."""
    path = tmp_path / "room.json"
    path.write_text(json.dumps(ROOM), "utf-8")
    assert main(["score", str(path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Sales and Marketing are 50 points apart on")
    assert lines[1] == "Coordinated, 50 of 100."
    assert len([line for line in lines if "50 points lower" in line]) == 7


def test_the_check_has_numbers_and_no_levels(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """They come from one question a sign, and say so."""
    room = [sheet("sales", 2, scope="check"), sheet("marketing", 3, scope="check")]
    card = scored(tmp_path, room, capsys)
    assert card["scope"] == "check"
    assert {(s["score"], s["level"], s["from_key_item"]) for s in card["signs"]} == {
        (37.5, None, True)
    }


def _list(*changes: dict[str, Any]) -> str:
    """A list of good sheets, with changes to the first ones."""
    sheets = [sheet("sales", 3), sheet("marketing", 3), sheet("leadership", 3)]
    for one, change in zip(sheets, changes, strict=False):
        one.update(change)
    return json.dumps(sheets)


BAD: list[tuple[str, str, tuple[str, ...]]] = [
    ("an empty list", "[]", ("empty list",)),
    ("an empty list in YAML", "[ ]\n", ("empty list",)),
    ("a list of numbers", "[1, 2]", ("sheet 1", "answers")),
    ("a list of words in YAML", "- hello\n- you\n", ("sheet 1", "hello")),
    ("a list in the list", "[[]]", ("sheet 1", "answers")),
    ("no group", _list({}, {"group": None}), ("sheet 2", "group", "marketing")),
    ("an unknown group", _list({}, {}, {"group": "finance"}), ("sheet 3", "finance")),
    ("two scopes", _list({}, {"scope": "check"}), ("sheet 2", "check", "full")),
    ("an unknown item", _list({}, {"answers": {"nonsense": 3}}), ("sheet 2", "nonsense")),
    ("points above 5", _list({}, {"answers": {FIRST: 6}}), ("sheet 2", FIRST, "6")),
    ("points as text", _list({"answers": {FIRST: "3"}}), ("sheet 1", FIRST)),
    ("no answers", '[{"group": "sales"}]', ("sheet 1", "answers")),
    ("an unknown key", _list({}, {"answer": {}}), ("sheet 2", "answer")),
    (
        "a duplicate item",
        f'[{{"group": "sales", "answers": {{}}}}, {{"answers": {{"{FIRST}": 1, "{FIRST}": 2}}}}]',
        ("sheet 2", FIRST, "twice"),
    ),
    ("a duplicate key", '[{"group": "sales", "answers": {}, "answers": {}}]', ("sheet 1", "twice")),
    (
        "a duplicate item in YAML",
        f"- group: sales\n  answers:\n    {FIRST}: 1\n    {FIRST}: 2\n",
        ("line 4", FIRST),
    ),
    ("half points in YAML", f"- group: sales\n  answers: {{{FIRST}: 2.5}}\n", ("sheet 1", "2.5")),
    ("a sheet cut off", '[{"group": "sales", "answers": {', ("line 1",)),
    ("too long a list in YAML", "- a\n" * 1100, ("1000",)),
]


@pytest.mark.parametrize(("what", "text", "named"), BAD, ids=[what for what, _, _ in BAD])
def test_a_bad_list_ends_with_exit_2_and_one_line_that_names_the_sheet(
    what: str,
    text: str,
    named: tuple[str, ...],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Which sheet it is and what is wrong with it stand on one line; no traceback."""
    path = tmp_path / "room"
    path.write_text(text, "utf-8")
    assert main(["score", str(path), "--json"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert len(printed.err) < 500
    assert [word for word in named if word not in printed.err.removeprefix(str(path))] == []


def test_a_report_of_a_list_is_the_room_s(tmp_path: Path) -> None:
    """Every sheet's group stands in it, its comments too, and that no floor holds."""
    path, file = tmp_path / "room.json", tmp_path / "room.pdf"
    said = sheet("sales", 2, comments={SIGNS[0]: "Only three of us know."}, date="2026-11-23")
    path.write_text(json.dumps([said, *ROOM]), "utf-8")

    assert main(["report", str(path), "-o", str(file)]) == 0

    text = text_of(file.read_bytes())
    assert "Sales and Marketing are 50 points apart" in text
    assert "10 from Sales, 8 from Marketing, 3 from Leadership" in text
    assert "Only three of us know." in text
    assert "23 November 2026" in text
    assert load_texts("en")("workshop_report.sheets_own") in text


def test_a_report_of_a_list_takes_no_date(tmp_path: Path) -> None:
    """Sheets without a date make a report without one."""
    path, file = tmp_path / "room.json", tmp_path / "room.pdf"
    path.write_text(json.dumps(ROOM), "utf-8")

    assert main(["report", str(path), "-o", str(file)]) == 0

    assert "the latest of" not in text_of(file.read_bytes())
