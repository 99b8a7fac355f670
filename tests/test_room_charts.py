"""assessment/charts/room.py, assessment/charts/answers.py"""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops

from assessment.charts import answers, room
from assessment.charts.drawing import PICTURE_WIDTH, Spec, png
from assessment.charts.room_marks import Look
from assessment.stage_findings import StageFindings
from assessment.texts import load_texts
from assessment.theme import SEVEN_SIGNS
from tests.make_stage import INSTRUMENT, people, room_card, shifts

GOLDEN = Path(__file__).parent / "golden" / "room_charts"
SAID = StageFindings(room_card(), INSTRUMENT, load_texts("en"))
LIGHT, DARK = Look(SEVEN_SIGNS.light), Look(SEVEN_SIGNS.dark)
DRAWN: dict[str, Callable[[Look], Spec]] = {
    "gaps": lambda look: room.gaps(SAID, look),
    "sign": lambda look: room.sign(SAID, "s1", look),
    "people": lambda look: room.people(SAID, "s1", people(), look),
    "spread": lambda look: room.spread(SAID, people(), look),
    "distribution": lambda look: answers.distribution(SAID, "s1_q1", look),
    "votes": lambda look: answers.votes(SAID, shifts()[:2], look),
    "heat": lambda look: answers.heat(SAID, look),
}


def rows(spec: Spec, layer: int | None = None) -> list[dict[str, Any]]:
    """Every row of data in a chart, or in one of its layers."""
    layers = spec["layer"] if layer is None else [spec["layer"][layer]]
    return [row for each in layers for row in each["data"]["values"]]


@pytest.mark.parametrize(
    ("name", "mode"), [*((name, "light") for name in DRAWN), ("gaps", "dark"), ("heat", "dark")]
)
def test_a_chart_is_as_it_was_looked_at(name: str, mode: str, renew: bool) -> None:
    """The specification equals its golden file; `pytest --renew` writes that anew."""
    file = GOLDEN / f"{name}_{mode}.json"
    spec = DRAWN[name](LIGHT if mode == "light" else DARK)
    made = json.dumps(spec, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    if renew:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(made, encoding="utf-8")

    assert made == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", DRAWN)
def test_a_picture_holds_its_words(name: str) -> None:
    """As a PNG its text is there, which the converter drops silently under an unknown font."""
    spec = DRAWN[name](LIGHT) | {"width": PICTURE_WIDTH}
    wordless = json.loads(json.dumps(spec))
    wordless["layer"] = [layer for layer in spec["layer"] if layer["mark"]["type"] != "text"]

    inked = ImageChops.difference(opened(png(spec)), opened(png(wordless)))

    assert sum(inked.convert("L").point(lambda grey: 255 * (grey > 60)).histogram()[128:]) > 1500


def test_a_picture_stands_by_itself() -> None:
    """It has the finding as its title, and is twice as wide as it says."""
    made = room.picture(room.gaps(SAID, LIGHT), SAID.headline(), ["Points apart."])

    assert opened(made).width == 2 * PICTURE_WIDTH


def test_a_projector_gets_the_same_chart_larger() -> None:
    """Every row is as many times higher as the look says."""
    assert (
        room.gaps(SAID, Look(SEVEN_SIGNS.light, 1.5))["height"]
        == 1.5 * room.gaps(SAID, LIGHT)["height"]
    )


@pytest.mark.parametrize("name", ["gaps", "sign", "heat"])
def test_what_is_hidden_has_no_mark_and_no_number(name: str) -> None:
    """Leadership is not shown for sign 2: no mark lies there, and the words say so."""
    card = room_card()
    hidden = card.model_copy(
        update={
            "means": tuple(
                m.model_copy(update={"score": None, "edge": None, "n": None}) for m in card.means
            )
        }
    )
    said = StageFindings(hidden, INSTRUMENT, load_texts("en"))
    drawn = {
        "gaps": lambda: room.gaps(said, LIGHT),
        "sign": lambda: room.sign(said, "s1", LIGHT),
        "heat": lambda: answers.heat(said, LIGHT),
    }[name]()

    assert not [row for row in rows(drawn) if "shape" in row]
    assert "not enough answers" in drawn["description"]
    for group in ("sales", "marketing", "leadership"):
        assert not [row for row in rows(drawn) if row.get("group") == group]


def test_the_edges_are_drawn_and_said_as_edges() -> None:
    """Sales at sign 6 reads "10 or less", in the chart and for those who hear it."""
    spec = room.gaps(SAID, LIGHT)

    assert {
        row["text"] for row in rows(spec) if row.get("group") == "sales" and row["at"] == 10
    } == {"10 or less"}
    assert "Sales: 10 or less" in spec["description"]


def test_a_distribution_lies_across_its_middle_option() -> None:
    """The middle option straddles zero, and the parts of a group add up to all of it."""
    parts = [row for row in rows(answers.distribution(SAID, "s1_q1", LIGHT), 1) if row["row"] == 0]

    assert parts[2]["from"] == pytest.approx(-parts[2]["to"])
    assert parts[-1]["to"] - parts[0]["from"] == pytest.approx(1)
    assert [part["text"] for part in parts] == ["5", "3", "2", "1", "1"]


def test_where_nearly_all_agree_no_counts_are_drawn() -> None:
    """The option is named in words."""
    card = room_card()
    lines = tuple(
        line.model_copy(update={"counts": None, "nearly_all": 4, "n": None})
        if line.group == "sales"
        else line
        for line in card.distributions
    )
    said = StageFindings(
        card.model_copy(update={"distributions": lines}), INSTRUMENT, load_texts("en")
    )

    spec = answers.distribution(said, "s1_q1", LIGHT)

    assert not [row for row in rows(spec, 1) if row["row"] == 0]
    assert f"Nearly all: “{INSTRUMENT.items['s1_q1'].options[3]}”" in spec["description"]


def test_an_arrow_points_where_the_group_went() -> None:
    """Sales up, Marketing down, each from its first vote to its second."""
    arrows = {
        row["row"]: row for row in rows(answers.votes(SAID, shifts(), LIGHT)) if "turn" in row
    }

    assert arrows[0]["turn"] == 90
    assert arrows[1]["turn"] == -90
    assert set(arrows) == {0, 1}


def test_everybody_at_the_table_has_a_line_also_without_a_score() -> None:
    """Names stand as they were typed; who did not know is named without a mark."""
    spec = room.people(SAID, "s1", people(), LIGHT)

    assert {row["name"] for row in rows(spec) if "name" in row} == {
        "Ann <b>",
        "Bo",
        "Cy",
        "Di",
        "Ed",
    }
    assert next(row["at"] for row in rows(spec) if row.get("name") == "Ed") is None
    assert "Ed: no score" in spec["description"]


def opened(made: bytes) -> Image.Image:
    """The picture in a PNG."""
    return Image.open(io.BytesIO(made)).convert("RGB")


def test_long_names_stay_clear_of_the_edge_and_of_the_numbers() -> None:
    """On a slide, people's names beside the outer marks are cut before they run into anything."""
    long = [p.model_copy(update={"name": f"{p.name} {'Regional Director ' * 5}"}) for p in people()]
    spec = room.spread(SAID, long, LIGHT) | {"width": PICTURE_WIDTH}
    names = [layer for layer in spec["layer"] if "datum.side" in json.dumps(layer)]
    wordless = spec | {"layer": [layer for layer in spec["layer"] if layer not in names]}

    inked = ImageChops.difference(opened(png(spec)), opened(png(wordless))).getbbox()

    assert len(names) == 2
    assert inked
    assert inked[0] >= 2 * 10
    assert inked[2] <= 2 * (PICTURE_WIDTH - 10 - 44)
