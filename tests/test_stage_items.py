"""assessment/stage/items.py and assessment/stage/tables.py: what the charts say, and more of it."""

import re
from collections.abc import Callable, Mapping

import pytest

from assessment.charts import answers, room
from assessment.charts.drawing import Spec
from assessment.charts.room_marks import Look
from assessment.stage import items, tables
from assessment.stage_findings import StageFindings
from assessment.texts import load_texts
from assessment.theme import SEVEN_SIGNS
from scoring.room import Distribution, Five
from tests.make_stage import INSTRUMENT, people, room_card, shifts

EN = load_texts("en")
SIGN = INSTRUMENT.by_id["s1"]
SAID = StageFindings(room_card(), INSTRUMENT, EN)
LIGHT = Look(SEVEN_SIGNS.light)

Counts = Mapping[tuple[str, str], Five | int | None]  # by item and group; a number: nearly all


def said(counts: Counts) -> StageFindings:
    """The sentences of a room of which these distributions are published."""
    lines = tuple(
        Distribution(
            item=item,
            group=group,
            n=sum(of) if isinstance(of, tuple) else None,
            counts=of if isinstance(of, tuple) else None,
            dont_know=2 if isinstance(of, tuple) else None,
            not_applicable=0 if isinstance(of, tuple) else None,
            nearly_all=of if isinstance(of, int) else None,
        )
        for (item, group), of in counts.items()
    )
    return StageFindings(room_card(distributions=lines), INSTRUMENT, EN)


MIXED: Counts = {
    ("s1_q1", "sales"): (5, 3, 2, 1, 1),
    ("s1_q1", "marketing"): (4, 3, 2, 1, 1),
    ("s1_q2", "sales"): (10, 2, 0, 0, 0),
    ("s1_q2", "marketing"): (0, 0, 1, 4, 5),
    ("s1_q3", "sales"): 2,
    ("s1_q3", "marketing"): (0, 4, 4, 2, 0),
    ("s1_q4", "sales"): None,
    ("s1_q4", "marketing"): (1, 2, 4, 2, 1),
    ("s1_q5", "sales"): None,
    ("s1_q5", "marketing"): None,
    ("s1_q1", "leadership"): None,
}


def test_the_question_that_divides_most_comes_first_and_hidden_ones_not_at_all() -> None:
    """By the distance of the published mean options; what cannot be compared stands last."""
    assert items.in_order(said(MIXED), SIGN) == ("s1_q2", "s1_q3", "s1_q1", "s1_q4")


def test_there_is_more_only_where_more_is_published() -> None:
    """The key item alone is on the reveal already; nothing hidden is offered."""
    key = {key: of for key, of in MIXED.items() if key[0] == "s1_q1"}
    assert items.further(said(MIXED), SIGN)
    assert not items.further(said(key), SIGN)
    assert not items.further(said(dict.fromkeys(MIXED)), SIGN)
    assert not items.further(None, SIGN)


def test_the_bars_hold_what_is_published_and_nothing_else() -> None:
    """A part for each option that somebody chose; in place of the others the words for it."""
    made = items.bars(said(MIXED), SIGN, SEVEN_SIGNS)

    assert [int(n) for n in re.findall(r"flex:(\d+)", made)] == [
        *(10, 2, 1, 4, 5),
        *(4, 4, 2),
        *(5, 3, 2, 1, 1, 4, 3, 2, 1, 1),
        *(1, 2, 4, 2, 1),
    ]
    assert made.count("Nearly all: “Option 2 of s1_q3”") == 1
    assert made.count("not enough answers") == 1
    assert made.count("2 do not know") == 6
    assert "Leadership" not in made
    assert "s1_q5" not in made
    assert made.count("key question") == 1


def test_a_bar_is_heard_with_its_options() -> None:
    """The colours say nothing to those who do not see them."""
    made = items.bars(said(MIXED), SIGN, SEVEN_SIGNS)

    assert 'aria-label="Sales: Option 1 of s1_q2: 10, Option 2 of s1_q2: 2,' in made


def cells(table: str) -> list[list[str]]:
    """The cells of a table, row by row."""
    rows = re.findall(r"<tr>(.*?)</tr>", table)
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in rows]


def told(spec: Spec) -> list[str]:
    """Every number and every word for a number in a chart."""
    rows = [row for layer in spec["layer"] for row in layer["data"]["values"]]
    found = [
        row.get(key)
        for row in rows
        for key in ("text", "from", "to")
        if "shape" in row or "known" in row
    ]
    return [" ".join(text) if isinstance(text, list) else text for text in found if text]


@pytest.mark.parametrize(
    ("chart", "table"),
    [
        (lambda: room.gaps(SAID, LIGHT), lambda: tables.gaps(SAID)),
        (lambda: room.sign(SAID, "s6", LIGHT), lambda: tables.sign(SAID, "s6")),
        (
            lambda: room.people(SAID, "s1", people(), LIGHT),
            lambda: tables.people(SAID, "s1", people()),
        ),
        (lambda: answers.heat(SAID, LIGHT), lambda: tables.heat(SAID)),
        (
            lambda: answers.votes(SAID, shifts()[:2], LIGHT),
            lambda: tables.moves(SAID, shifts()[:2]),
        ),
    ],
    ids=["gaps", "sign", "people", "heat", "votes"],
)
def test_a_table_holds_every_number_of_its_chart(
    chart: Callable[[], Spec], table: Callable[[], str]
) -> None:
    """Nobody has to see the chart to know what it says."""
    found = [cell for row in cells(table()) for cell in row]

    numbers = told(chart())
    assert numbers
    assert [text for text in numbers if text not in found] == []


def test_the_table_of_a_sign_says_how_far_apart_and_of_how_many() -> None:
    """Bounded as the heading says it; a hidden group has neither score nor number."""
    assert cells(tables.sign(SAID, "s6")) == [
        ["Group", "Score", "People"],
        ["Sales", "10 or less", "12"],
        ["Marketing", "47", "10"],
        ["Leadership", "not enough answers", "not enough answers"],
        ["points apart", "at least 37", ""],
    ]


def test_the_table_of_a_table_of_people_has_all_of_them() -> None:
    """In the order of the chart, with the distance it shows; names stay text."""
    found = cells(tables.spread(SAID, people()))
    spec = room.spread(SAID, people(), LIGHT)
    rows = [r for layer in spec["layer"] for r in layer["data"]["values"] if r.get("gap")]

    assert found[0][1:-1] == ["Ann &lt;b&gt;", "Bo", "Cy", "Di", "Ed"]
    assert [row[-1] for row in found[1:]] == [row["gap"] for row in rows[: len(found) - 1]]
    assert found[1][-2] == "no score"


def test_the_table_of_answers_says_nearly_all_without_a_count() -> None:
    """As the chart does: the one option is named, the others stay empty."""
    rows = cells(tables.shares(said(MIXED), "s1_q3"))

    assert [row[1] for row in rows[1:]] == ["", "nearly all", "", "", ""]
    assert [row[2] for row in rows[1:]] == ["0", "4", "4", "2", "0"]
    assert {row[3] for row in rows[1:]} == {"not enough answers"}
