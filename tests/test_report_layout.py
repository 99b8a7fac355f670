"""The pages read back: no word overlaps another or leaves the margins, whatever the texts are."""

from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from assessment.brand.load import load_brand
from assessment.report.blocks import Box, Columns, Hanging, Paragraph, Space, Stack
from assessment.report.faces import faces_of, sans
from assessment.report.flow import MEASURE, ROOM, Chapter, flow
from assessment.report.paper import Paper
from assessment.report.sample import render_sample
from assessment.report.text import Style
from assessment.texts import load_texts, pseudo
from assessment.theme import SEVEN_SIGNS
from scoring.instrument import Instrument, translated
from scoring.response import Response
from tests.make_instrument import shipped, small_instrument
from tests.make_scorecards import SHEETS
from tests.read_pdf import faults
from tests.test_report import answered, made, real

STYLE = Style(sans(), 9.5, 14, "#000000")
LONG_NAME = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft mbH"


def in_pseudo(instrument: Instrument) -> Instrument:
    """The instrument with every text 60 % longer."""
    return translated(instrument, {path: pseudo(t) for path, t in instrument.texts().items()})


def test_the_reader_sees_what_is_wrong() -> None:
    """Words drawn over each other and past the margin are found, and only they."""
    paper = Paper("Sample", "Sample", "en", None, faces_of(SEVEN_SIGNS))
    paper.turn()
    for x, y, word in ((60, 100, "H"), (62, 103, "E"), (60, 140, "fine"), (540, 200, "O")):
        paper.text(x, y, word, STYLE)
    assert faults(paper.to_bytes()) == ["page 1: 'O' leaves the page", "page 1: 'H' overlaps 'E'"]


@pytest.mark.parametrize("name", ["mixed", "capped", "check", "partial", "empty"])
def test_nothing_overlaps(name: str) -> None:
    """Every kind of sheet is laid out within the margins."""
    pdf = made(SHEETS[name], organisation=LONG_NAME, with_comments=True)
    assert faults(pdf) == []


@pytest.mark.parametrize("language", ["en", "pseudo"])
def test_the_shipped_banks_fit(language: str) -> None:
    """The shipped instrument is laid out within the margins, and so it is 60 % longer."""
    instrument = in_pseudo(real()) if language == "pseudo" else real()
    response = answered(1, 2, "dont_know", 3, 2)
    pdf = made(response, instrument, load_texts(language), organisation=LONG_NAME)
    assert faults(pdf) == []


TEXT = st.one_of(
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=120),
    st.text("abcdefgh ", min_size=1, max_size=2000),
    st.text("WMÄ€漢🚀", min_size=1, max_size=300),
    st.sampled_from(["x", "word " * 400, "W" * 2000, LONG_NAME, "a - b / c"]),
).filter(str.strip)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_text_breaks_the_layout(data: st.DataObject) -> None:
    """Whatever the banks, the name and the comments say, no word overlaps or leaves the page."""
    small = small_instrument(signs=5, items=2)
    paths = data.draw(st.lists(st.sampled_from(sorted(small.texts())), unique=True, max_size=40))
    texts = data.draw(st.lists(TEXT, min_size=1, max_size=5))
    words = {path: texts[place % len(texts)].strip() for place, path in enumerate(paths)}
    response = Response(
        answers={item: (1, 3, 5)[place % 3] for place, item in enumerate(small.items)},
        comments={"s1": texts[0][:2000]},
    )
    pdf = made(response, translated(small, words), organisation=texts[-1][:120], with_comments=True)
    assert faults(pdf) == []


def paragraph(lines: int, kept: bool = False) -> Paragraph:
    """A paragraph of that many lines."""
    return Paragraph(" ".join(["W" * 40] * lines), STYLE, kept=kept)


BLOCKS = st.recursive(
    st.one_of(
        st.integers(1, 80).map(lambda lines: Paragraph("word " * lines * 12, STYLE)),
        st.floats(0, 60).map(Space),
        st.just(Paragraph("A heading", STYLE, kept=True)),
    ),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=5).map(Stack),
        st.lists(inner, min_size=2, max_size=2).map(lambda pair: Columns(pair, (3.0, 2.0), 12)),
        inner.map(lambda body: Box(body, "#EEEEEE")),
        inner.map(lambda body: Hanging(Paragraph("1", STYLE), body, 16)),
    ),
    max_leaves=12,
)


@given(st.lists(BLOCKS, min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_every_page_holds_what_is_on_it(blocks: list[Stack]) -> None:
    """However blocks are nested, no page is fuller than it has room."""
    for page in flow([Chapter(tuple(blocks))]):
        assert sum(placed.block.height(MEASURE) for placed in page) <= ROOM + 0.01


def test_a_heading_stays_with_what_follows() -> None:
    """A heading that would end a page goes to the next one with its text."""
    heading = paragraph(1, kept=True)
    fill = int(ROOM / 14) - 1
    blocks = (paragraph(fill), heading, Space(6), paragraph(4))
    first, second = flow([Chapter(blocks)])
    assert first[0].block.height(MEASURE) == pytest.approx(fill * 14)
    assert second[0].block.height(MEASURE) == pytest.approx(5 * 14 + 6)


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_a_reader_is_asked_to_do_never_stands_alone(language: str) -> None:
    """The last row of the plan goes with it to the next page, in the longer language, too."""
    brand = load_brand("sample")
    texts = brand.texts(language)
    pdf = render_sample(shipped().in_language(language), texts, brand)
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]
    (asked,) = [page for page in pages if texts("call.title") in page]

    assert " ".join(texts("report.within", days="90").split()) in asked


def test_a_paragraph_leaves_no_line_alone() -> None:
    """A paragraph is split only where two lines at least stand on either side."""
    long = paragraph(10)
    assert long.split(MEASURE, 14 * 1.5) is None
    parts = long.split(MEASURE, 14 * 9.5)
    assert parts is not None
    assert [part.height(MEASURE) for part in parts] == [8 * 14, 2 * 14]


def test_a_chapter_joins_the_page_above_only_whole() -> None:
    """A chapter that may join a page does so where it fits there, and else begins a new one."""
    small, large = (
        Chapter((paragraph(5),), new_page=False),
        Chapter((paragraph(40),), new_page=False),
    )
    pages = flow([Chapter((paragraph(20),)), small, large])
    assert [len(page) for page in pages] == [2, 1]
