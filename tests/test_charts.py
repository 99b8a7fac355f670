"""The charts: golden specifications, texts handed on, and pictures that hold their words."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops

from assessment import charts
from assessment.findings import Findings
from assessment.texts import PSEUDO, load_texts
from assessment.theme import FONTS, SEVEN_SIGNS
from tests.make_scorecards import INSTRUMENT, SHEETS, sheet

GOLDEN = Path(__file__).parent / "golden" / "charts"
EN = load_texts("en")
LIGHT, DARK = SEVEN_SIGNS.light, SEVEN_SIGNS.dark
CASES = {
    **{(name, case, "light"): LIGHT for name in charts.CHARTS for case in ("mixed", "capped")},
    ("overview", "check", "light"): LIGHT,
    ("overview", "partial", "light"): LIGHT,
    ("overall", "unknown", "light"): LIGHT,
    ("overview", "mixed", "dark"): DARK,
    ("overall", "mixed", "dark"): DARK,
}


def spec_of(name: str, case: str, mode: str = "light") -> charts.Spec:
    """The chart of a sheet in English."""
    palette = SEVEN_SIGNS.palette("dark" if mode == "dark" else "light")
    return charts.CHARTS[name](sheet(case), INSTRUMENT, EN, palette)


def rows(spec: charts.Spec) -> list[dict[str, Any]]:
    """Every row of data in a chart."""
    return [row for layer in spec["layer"] for row in layer["data"]["values"]]


@pytest.mark.parametrize("case", CASES, ids="_".join)
def test_a_chart_is_as_it_was_looked_at(case: tuple[str, str, str], renew: bool) -> None:
    """The specification equals its golden file; `pytest --renew` writes that anew."""
    file = GOLDEN / f"{'_'.join(case)}.json"
    made = json.dumps(spec_of(*case), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    if renew:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(made, encoding="utf-8")

    assert made == file.read_text(encoding="utf-8")


def test_there_is_no_golden_chart_without_a_case(renew: bool) -> None:
    """A golden file that nothing compares with is removed by `--renew`, and an error without."""
    known = {f"{'_'.join(case)}.json" for case in CASES}
    orphans = {file for file in GOLDEN.glob("*") if file.name not in known}
    if renew:
        for file in orphans:
            file.unlink()

    assert {file.name for file in GOLDEN.glob("*")} == known


@pytest.mark.parametrize("case", SHEETS)
def test_every_score_in_the_overview_is_the_text_shown_elsewhere(case: str) -> None:
    """The browser gets scores as text and rounds none by itself."""
    card = sheet(case)
    findings = Findings(card, INSTRUMENT, EN)
    expected = {s.id: "" if s.score is None else findings.score(s.score) for s in card.signs}

    shown = {row["name"]: row["score"] for row in rows(spec_of("overview", case)) if "say" in row}

    assert shown == {INSTRUMENT.by_id[sign].short: score for sign, score in expected.items()}


def test_signs_not_known_come_last_and_carry_no_mark() -> None:
    """A sign without a score is not drawn at zero; its status stands in words."""
    said = spec_of("overview", "partial")["layer"][1]["data"]["values"]

    assert [row["at"] for row in said if "Not known" in row["status"]] == [None, None]
    assert "Not known" in said[-1]["status"]


def test_the_check_gives_no_sign_a_number() -> None:
    """In the check a sign has a status, and neither score, bounds nor axis."""
    spec = spec_of("overview", "check")

    assert all(row["at"] is None and row["score"] == "" for row in rows(spec) if "say" in row)
    assert not any(row.keys() == {"at", "text"} for row in rows(spec))


def test_the_check_begins_with_the_weakest_answer() -> None:
    """Signs of one status stand in the order of their answers, those not known last."""
    card = sheet("check")
    answers = [card.sign(sign.id).ledger[0].value for sign in charts.in_order(card)]

    assert answers == [0, 25, 50, 50, 75, 100, None]


@pytest.mark.parametrize("name", charts.CHARTS)
def test_the_alternative_text_holds_the_numbers(name: str) -> None:
    """Who hears the chart hears every score that others see."""
    card = sheet("mixed")
    findings = Findings(card, INSTRUMENT, EN)
    scores = [s.score for s in card.signs] if name == "overview" else [card.overall.score]

    alt = spec_of(name, "mixed")["description"]

    assert all(findings.score(value) in alt for value in scores if value is not None)


@pytest.mark.parametrize("name", charts.CHARTS)
def test_decoration_is_hidden_from_those_who_hear(name: str) -> None:
    """At most one mark a row can be heard; all others say aria: false."""
    heard = [layer for layer in spec_of(name, "mixed")["layer"] if layer["mark"].get("aria", True)]

    assert len(heard) == (1 if name == "overview" else 0)
    assert all("description" in layer["encoding"] for layer in heard)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_level_is_never_told_by_its_colour_alone(mode: str) -> None:
    """Each band carries its number and its name, and the one that holds the score an outline."""
    spec = spec_of("overall", "mixed", mode)
    bands = {row["number"][0]: row for row in rows(spec) if "number" in row}

    assert sorted(bands) == ["1", "2", "3", "4", "5"]
    assert all("".join(row["name"]) for row in bands.values())
    assert sum(row["on"] for row in bands.values()) == 1
    outlined = [layer["encoding"].get("stroke", {}) for layer in spec["layer"]]
    assert any("datum.on" in json.dumps(stroke) for stroke in outlined)


def test_filling_a_chart_leaves_its_template_alone() -> None:
    """Two charts made one after the other do not share their data."""
    first = json.dumps(spec_of("overview", "good"))
    spec_of("overview", "bad")

    assert json.dumps(spec_of("overview", "good")) == first


def test_a_name_that_is_no_chart_is_refused() -> None:
    """Only the charts that there are can be had as a picture."""
    with pytest.raises(KeyError):
        charts.picture("radar", sheet("good"), INSTRUMENT, EN, LIGHT)


@pytest.mark.parametrize("name", charts.CHARTS)
def test_a_picture_holds_its_words(name: str) -> None:
    """The converter drops text silently where it does not know a font: here it does not."""
    spec = spec_of(name, "mixed") | {"width": charts.PICTURE_WIDTH}
    wordless = json.loads(json.dumps(spec))
    wordless["layer"] = [layer for layer in spec["layer"] if layer["mark"]["type"] != "text"]

    inked = ImageChops.difference(opened(charts.png(spec)), opened(charts.png(wordless)))

    assert sum(inked.convert("L").point(lambda grey: 255 * (grey > 60)).histogram()[128:]) > 3000


def test_a_picture_is_drawn_in_our_own_typeface() -> None:
    """The family that the charts name is one of the files in the font folder."""
    from fontTools.ttLib import TTFont

    families = {TTFont(file)["name"].getDebugName(1) for file in FONTS.glob("*.ttf")}

    assert SEVEN_SIGNS.sans in {name.removesuffix(" SemiBold") for name in families}
    assert charts.overall(sheet("mixed"), INSTRUMENT, EN, LIGHT)["config"]["font"] == (
        f"'{SEVEN_SIGNS.sans}', sans-serif"
    )


@pytest.mark.parametrize("language", ["en", PSEUDO])
def test_a_picture_stands_by_itself(language: str) -> None:
    """It has the finding as its title and is twice as wide as it says, whatever the language."""
    made = charts.picture("overall", sheet("capped"), INSTRUMENT, load_texts(language), LIGHT)

    assert opened(made).width == 2 * charts.PICTURE_WIDTH


def opened(png: bytes) -> Image.Image:
    """The picture in a PNG."""
    return Image.open(io.BytesIO(png)).convert("RGB")
