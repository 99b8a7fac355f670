"""The answer sheet on paper: what can be ticked, what is typed in from it, and how it is set."""

from io import BytesIO
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdfium2 import raw

from assessment.brand.load import default_brand
from assessment.report.answer_sheet import KEYS, Line, lines, render_answer_sheet
from assessment.report.faces import faces_of
from assessment.report.paper import HEIGHT, WIDTH, Paper
from assessment.texts import PSEUDO, load_texts
from scoring.instrument import Floors, Group, Instrument, translated
from tests.make_instrument import small_instrument
from tests.read_pdf import Char, chars_of, faults, text_of
from tests.test_report import EN, links, real
from tests.test_report_layout import LONG_NAME, STYLE, TEXT, in_pseudo
from tests.test_report_text import HOSTILE, root_of

SMALL = small_instrument(signs=3, items=4)
GROUPS = ("sales", "marketing", "leadership")
TWELVE = tuple(f"group_{number}" for number in range(1, 13))


class Box(NamedTuple):
    """A box to tick: its page, its column of 0 or 1, its place in points, and its key."""

    page: int
    column: int
    top: float
    left: float
    key: str


def made(instrument: Instrument = SMALL, language: str = "en", **more: Any) -> bytes:
    """A sheet of all items of an instrument for three groups, unless told otherwise."""
    asked: dict[str, Any] = {
        "items": [*instrument.items],
        "title": "Kick-off",
        "organisation": "Sample & Sons",
        "groups": GROUPS,
        "code": "7KQ-4MBX",
        "mirror": True,
    }
    return render_answer_sheet(instrument, load_texts(language), default_brand(), **(asked | more))


def drawn(pdf: bytes) -> list[list[tuple[float, float, float, float]]]:
    """What is drawn on each page: left, top, right and bottom of every box and rule."""
    with pdfium.PdfDocument(pdf) as document:
        pages = [
            [shape.get_bounds() for shape in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH])]
            for page in document
        ]
    return [[(x, HEIGHT - top, right, HEIGHT - y) for x, y, right, top in page] for page in pages]


def boxes(pdf: bytes) -> list[Box]:
    """The boxes as one reads them: the groups across the page, then column by column."""
    found = [
        Box(number, int(left > WIDTH / 2), top, left, _key(chars, left, top))
        for number, (page, chars) in enumerate(zip(drawn(pdf), chars_of(pdf), strict=True))
        for left, top, right, bottom in page
        if right - left < 12 and bottom - top < 12
    ]
    first = min(box.top for box in found if box.page == 0)
    return sorted(found, key=lambda box: (box.page > 0 or box.top > first, box))


def _key(chars: list[Char], left: float, top: float) -> str:
    """The digits printed just before a box."""
    near = [c for c in chars if left - 15 < c.left < left and top - 2 < c.top < top + 8]
    return "".join(c.text for c in sorted(near, key=lambda char: char.left) if c.text.isdigit())


def wanted(asked: tuple[Line, ...]) -> list[str]:
    """The keys that stand beside the boxes of these lines."""
    ladder = ["1", "2", "3", "4", "5"]
    return [key for line in asked for key in (ladder if line.about else [*ladder, "0", "9"])]


def crossed(pdf: bytes) -> list[str]:
    """The characters that a box or a rule is drawn over."""
    return [
        char.text
        for shapes, chars in zip(drawn(pdf), chars_of(pdf), strict=True)
        for left, top, right, bottom in shapes
        for char in chars
        if char.left < right and char.right > left and char.top < bottom and char.bottom > top
    ]


def folded(text: str) -> str:
    return " ".join(text.split())


def test_the_reader_sees_what_is_crossed() -> None:
    """A box over a word and a rule through one are found, and nothing beside them."""
    paper = Paper("Sample", "Sample", "en", None, faces_of(default_brand().theme))
    paper.turn()
    for x, y, word in ((60, 100, "H"), (60, 140, "E"), (60, 180, "fine")):
        paper.text(x, y, word, STYLE)
    paper.frame(50, 100, 12, 12, "#000000")
    paper.rect(50, 147, 100, 0.6, "#000000")
    paper.frame(45, 182, 9.5, 9.5, "#000000")
    assert crossed(paper.to_bytes()) == ["H", "E"]


SHEETS: dict[str, dict[str, Any]] = {
    "full": {"items": [*real().items], "costs_most": True},
    "check": {"items": [*real().key_items]},
    "one sign": {"items": [item.id for item in real().by_id["ramp"].items], "mirror": False},
}


@pytest.mark.parametrize("language", ["en", PSEUDO])
@pytest.mark.parametrize("name", SHEETS)
def test_nothing_overlaps(name: str, language: str) -> None:
    """No word stands on another, in a box or on a rule, in a language 60 % longer either."""
    instrument = in_pseudo(real()) if language == PSEUDO else real()
    pdf = made(instrument, language, title=LONG_NAME, organisation=LONG_NAME, **SHEETS[name])
    assert faults(pdf) == []
    assert crossed(pdf) == []


@pytest.mark.parametrize("name", SHEETS)
def test_the_boxes_are_those_of_the_lines_to_type_in(name: str) -> None:
    """Beside every box stands its key, in the order in which the sheet is typed in."""
    sheet = {"mirror": True, "costs_most": False} | SHEETS[name]
    asked = lines(real(), sheet["items"], GROUPS, sheet["mirror"])
    closing = ["1", "2", "3", "4", "5", "6", "7"] if sheet["costs_most"] else []
    found = boxes(made(real(), **sheet))
    assert [box.key for box in found] == ["1", "2", "3", *wanted(asked), *closing]


def test_no_question_is_parted() -> None:
    """The boxes of one question stand in one column of one page."""
    asked = lines(real(), real().items, GROUPS, False)
    found = boxes(made(real(), mirror=False))[len(GROUPS) :]
    assert len(found) == 7 * len(asked)
    for place in range(0, len(found), 7):
        assert len({(box.page, box.column) for box in found[place : place + 7]}) == 1


def test_the_full_assessment_takes_two_sheets_of_paper_and_the_check_one() -> None:
    """Printed on both sides, with the mirror; on paper for a room, every page counts."""
    assert len(PdfReader(BytesIO(made(real(), **SHEETS["full"]))).pages) == 4
    assert len(PdfReader(BytesIO(made(real(), **SHEETS["check"]))).pages) == 2


@pytest.mark.parametrize("name", SHEETS)
def test_every_question_is_there_with_all_its_options(name: str) -> None:
    """Number, stem and options of every item, in order, under the name of its sign."""
    text = text_of(made(real(), **SHEETS[name]))
    items = [real().items[item] for item in SHEETS[name]["items"]]
    places = [text.find(f"{number} {i.text}") for number, i in enumerate(items, 1)]
    assert -1 not in places
    assert places == sorted(places)
    for item, (start, end) in zip(items, pairwise([*places, len(text)]), strict=True):
        assert [option for option in item.options if option not in text[start:end]] == []
        assert real().sign_of[item.id].name in text


def test_the_sheet_says_whose_it_is_and_who_sees_it() -> None:
    """Title, organisation, code, groups, how to tick, the floors of the room, and no name field."""
    text = text_of(made(floors=Floors(score=4, comments=7, distribution=13)))
    floors = EN("paper.floors", score="4", distribution="13")
    how = EN("paper.how_tick", dont_know="0", not_applicable="9")
    for said in (
        *("Kick-off", "Sample & Sons", "Code 7KQ-4MBX", "Sales", "Marketing", "Leadership"),
        *(how, EN("paper.how_correct"), EN("paper.how_guess")),
        *(EN("paper.confidential"), floors),
    ):
        assert folded(said) in text
    assert "Name:" not in text


def test_without_code_organisation_and_mirror_nothing_is_said_of_them() -> None:
    """What a room does not have leaves no empty words behind."""
    text = text_of(made(code=None, organisation=None, mirror=False))
    assert "Code" not in text
    assert folded(EN("paper.guess")) not in text
    assert folded(EN("paper.how_guess")) not in text


def test_the_instrument_tells_the_floors_where_the_room_does_not() -> None:
    """A sheet printed before a workshop is prepared names the floors of the instrument."""
    assert EN("paper.floors", score="5", distribution="10") in text_of(made())


def test_a_guess_is_asked_about_each_side_that_others_can_guess() -> None:
    """After a key item comes a line for Sales and one for Marketing, where both are in the room."""
    key, other = "s1_q1", "s1_q2"
    assert lines(SMALL, [key, other], GROUPS, True) == (
        Line(1, key),
        Line(1, key, "sales"),
        Line(1, key, "marketing"),
        Line(2, other),
    )
    assert lines(SMALL, [key], ("sales", "leadership"), True)[1:] == (Line(1, key, "sales"),)
    assert lines(SMALL, [key], ("sales",), True)[1:] == ()
    assert lines(SMALL, [key], ("leadership",), True)[1:] == ()
    assert lines(SMALL, [key], GROUPS, False)[1:] == ()


def test_a_room_of_one_side_is_told_nothing_of_guesses() -> None:
    """The mirror is on, and there is nobody to look at in it."""
    text = text_of(made(groups=("sales",)))
    assert folded(EN("paper.guess")) not in text
    assert folded(EN("paper.how_guess")) not in text


def test_items_are_numbered_as_they_are_given() -> None:
    """A choice of signs begins at 1 and has no gaps."""
    chosen = ["s3_q1", "s3_q2", "s1_q4"]
    text = text_of(made(items=chosen, mirror=False))
    places = [text.find(f"{n} {SMALL.items[item].text}") for n, item in enumerate(chosen, 1)]
    assert -1 not in places
    assert places == sorted(places)
    assert "Name of s2" not in text


def test_every_answer_has_a_key_of_its_own() -> None:
    """One key an answer: the points themselves, 0 and 9."""
    assert KEYS == {1: "1", 2: "2", 3: "3", 4: "4", 5: "5", "dont_know": "0", "not_applicable": "9"}


def test_twelve_groups_find_room() -> None:
    """Keys of two digits do not reach into their boxes."""
    groups = [Group(id=id, name=f"Group with quite a long name of its own, {id}") for id in TWELVE]
    small = small_instrument(groups=groups, overall_groups=TWELVE[:2])
    pdf = made(small, groups=TWELVE)
    assert faults(pdf) == crossed(pdf) == []
    keys = sorted({box.key for box in boxes(pdf)}, key=int)
    assert keys == [str(number) for number in range(13)]


def test_the_same_input_gives_the_same_bytes() -> None:
    """No date, no chance."""
    assert made() == made()


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_makes_a_sheet_that_opens(name: str) -> None:
    """A title brings no link, script or action, and what could not be printed is counted."""
    typed = HOSTILE[name]
    pdf = made(title=typed, organisation=typed, code=typed)
    assert faults(pdf) == crossed(pdf) == []
    assert links(pdf) == []
    assert not {"/AA", "/AcroForm", "/Names"} & set(root_of(pdf))
    assert SMALL.items["s1_q1"].text in text_of(pdf)


def test_what_cannot_be_printed_is_counted() -> None:
    """A box stands for each character that the typefaces lack, and the head says so."""
    text = text_of(made(title="我们 first", organisation="さ"))
    assert "□□ first" in text
    assert EN("report.unprinted", count="3") in text


def test_the_sheet_is_in_the_languages_words() -> None:
    """Every word of the app's own is that of the language."""
    texts = load_texts(PSEUDO)
    text = text_of(made(language=PSEUDO, costs_most=True))
    keys = [key for key in texts._words if key.startswith("paper.")]
    values = {
        "paper.named": {"title": "Kick-off"},
        "paper.code": {"code": "7KQ-4MBX"},
        "paper.how_tick": {"dont_know": "0", "not_applicable": "9"},
        "paper.floors": {"score": "5", "distribution": "10"},
        "paper.costs_limit": {"limit": "2"},
    }
    said = {key: folded(texts(key, **values.get(key, {}))) for key in keys}
    assert [key for key, words in said.items() if words not in text] == []


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_text_breaks_the_layout(data: st.DataObject) -> None:
    """Whatever the banks and the title say, no word overlaps, enters a box or leaves the page."""
    paths = data.draw(st.lists(st.sampled_from(sorted(SMALL.texts())), unique=True, max_size=40))
    texts = data.draw(st.lists(TEXT, min_size=1, max_size=5))
    words = {path: texts[place % len(texts)].strip() for place, path in enumerate(paths)}
    pdf = made(translated(SMALL, words), title=texts[0], organisation=texts[-1], costs_most=True)
    assert faults(pdf) == []
    assert crossed(pdf) == []
