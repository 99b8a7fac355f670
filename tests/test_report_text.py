"""Text on paper: what people typed prints, or is visibly replaced; lines hold their width."""

import unicodedata
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from assessment.report.faces import MISSING, printable, sans, sans_bold, serif
from assessment.report.text import LINE_BREAKS, Style, break_lines, clean, shorten
from scoring.response import Response
from tests.make_scorecards import SHEETS
from tests.read_pdf import text_of
from tests.test_report import EN, links, made

STYLE = Style(sans(), 9.5, 14, "#000000")
ANY = st.text(st.characters(), max_size=300)


@pytest.mark.case("C38")
@pytest.mark.case("C39")
@pytest.mark.case("C41")
@pytest.mark.parametrize(
    ("typed", "printed", "missing"),
    [
        ("plain", "plain", 0),
        ("  two   spaces ", "two spaces", 0),
        ("’ “quoted” – € … Ł ő Σ Ж", "’ “quoted” – € … Ł ő Σ Ж", 0),
        ("e\u0301te\u0301", "été", 0),
        ("rocket 🚀", "rocket □", 1),
        ("我们", "□□", 2),
        ("שלום", "□□□□", 4),
        ("invoice\u202efdp.exe", "invoicefdp.exe", 0),
        ("zero\u200bwidth\u00ad\ufeff", "zerowidth", 0),
        ("nul\x00 bell\x07", "nul bell", 0),
        ("half \ud83d", "half", 0),
        ("private \ue000", "private", 0),
        ("z" + "\u0335" * 120, "z□□", 2),
        ("👍🏽\ufe0f", "□□", 2),
        ("{nb} **bold** __dI__ [f](file:///etc)", "{nb} **bold** __dI__ [f](file:///etc)", 0),
        (") Tj ET /JS (x)", ") Tj ET /JS (x)", 0),
        ("one\r\n\r\n two\u2028three", "one\ntwo\nthree", 0),
    ],
)
def test_typed_text_prints_or_is_replaced(typed: str, printed: str, missing: int) -> None:
    """What the fonts have prints as typed; what they lack becomes a box that is counted."""
    assert clean(typed) == (printed, missing)


def test_a_text_is_cut_where_its_limit_is() -> None:
    """A text that is too long ends in an ellipsis, and does not take long."""
    cut = clean("word " * 200_000, 2000).text
    assert len(cut) <= 2000
    assert cut.endswith("…")


def test_many_typed_lines_become_one() -> None:
    """Thousands of line breaks do not become thousands of lines."""
    assert clean("a\n" * 5000).text.count("\n") < LINE_BREAKS


@pytest.mark.case("C38")
@given(ANY)
def test_what_is_clean_prints_in_every_face_and_stays_clean(typed: str) -> None:
    """Cleaning leaves only characters of the fonts, composed, and is done once."""
    text, missing = clean(typed)
    assert set(text) <= printable() | {"\n"}
    assert text.count(MISSING) >= missing
    assert clean(text) == (text, 0)
    assert unicodedata.is_normalized("NFC", text)


@given(ANY, st.floats(40, 500))
@settings(max_examples=60)
def test_lines_hold_their_width_and_lose_nothing(typed: str, width: float) -> None:
    """No line is wider than asked, and the lines together are the text."""
    text = clean(typed).text
    lines = break_lines(text, STYLE, width)
    assert all(STYLE.width(line) <= width + 0.01 for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(ANY, st.floats(40, 500))
@settings(max_examples=60)
def test_a_shortened_text_fits_its_line(typed: str, width: float) -> None:
    """A name that is too long for its line ends in an ellipsis that fits."""
    assert STYLE.width(shorten(clean(typed).text, STYLE, width)) <= width + 0.01


def test_a_number_keeps_its_per_cent_sign() -> None:
    """A line never begins with a per cent sign."""
    text = "a claim of 40 % and 60 % " * 20
    for width in range(40, 200, 7):
        assert not any(line.startswith("%") for line in break_lines(text, STYLE, width))


def test_a_headline_that_the_serif_cannot_print_uses_another_face() -> None:
    """Greek and Cyrillic stand in the sans where the serif lacks them."""
    style = Style(serif(), 22, 28, "#000000")
    assert style.able("Продажи").face is sans_bold()
    assert style.able("Łódź").face is serif()


HOSTILE = {
    "emoji": "🚀👩‍👩‍👧🏽",
    "quotes": "’ “ ” … €",
    "rtl": "שלום مرحبا",
    "cjk": "我们 さくら 한국어",
    "controls": "".join(map(chr, range(32))) + "\x7f",
    "surrogate": "x\ud800y",
    "override": "invoice\u202efdp.exe",
    "markdown": "**b** __i__ --u-- [f](file:///etc/passwd) ![i](http://127.0.0.1/x.png)",
    "alias": "{nb}",
    "html": "<img src='http://127.0.0.1/x'><script>alert(1)</script><a href='javascript:x'>y</a>",
    "neutral": "* " * 700,
    "word": "x" * 2000,
    "lines": "\n" * 1000 + "y\n" * 500,
    "tabs": "\t" * 2000,
    "injection": ") Tj ET endstream endobj << /JS (app.alert(1)) /S /JavaScript >>",
    "marks": "z" + "\u0301" * 1900,
    "zero width": "\u200b\u200d\u2060\ufeff" * 400,
    "private": "\ue000\U000f0000",
    "specials": "\ufffe\uffff\u2028\u2029\x85",
    "devanagari": "हिन्दी ไทย",
}


def root_of(pdf: bytes) -> dict[str, object]:
    """The document's catalogue, in which scripts and actions would be named."""
    return dict(PdfReader(BytesIO(pdf)).root_object)


@pytest.mark.case("C37")
@pytest.mark.case("C36")
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_makes_a_document_that_opens(name: str) -> None:
    """It opens, has no link, script or action from typed text, and says what it could not print."""
    typed = HOSTILE[name]
    response = Response.model_construct(
        **dict(SHEETS["check"]) | {"comments": {"s1": typed}, "organisation": typed[:120]}
    )
    pdf = made(response, organisation=response.organisation, with_comments=True)
    text = text_of(pdf)
    assert {link for link in links(pdf) if link} == set()
    assert not {"/AA", "/AcroForm", "/Names"} & set(root_of(pdf))
    cleaned = clean(typed, 2000)
    assert " ".join(cleaned.text.split())[:40] in text
    if cleaned.missing > 1:
        assert EN("report.unprinted", count=EN.number(cleaned.missing)) in text


def test_a_huge_comment_that_came_past_every_check_is_cut() -> None:
    """100,000 characters, which no page lets through, still end in a short document."""
    response = Response.model_construct(
        **dict(SHEETS["check"]) | {"comments": {"s1": "word\n" * 10_000 + "x" * 50_000}}
    )
    assert len(PdfReader(BytesIO(made(response, with_comments=True))).pages) < 20


def test_a_short_bracket_is_not_parted() -> None:
    """No line ends within "(5 of 7)", at whatever width."""
    text = "Of the signs known so far (5 of 7), you show none."
    for width in range(60, 300, 3):
        lines = break_lines(text, STYLE, width)
        assert " ".join(lines) == text
        assert [line.count("(") for line in lines] == [line.count(")") for line in lines]
